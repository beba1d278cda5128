package dev.penstock.simulator.service;

import java.util.Locale;

/** How far a service deployment of ECS has come, in the order in which that is reached. */
public enum DeploymentStage {
    /** The scheduler has begun it. */
    BEGUN,
    /** The first task of the new revision runs. */
    RUNNING,
    /** The first task of the new revision is healthy. */
    HEALTHY,
    /** Half of the desired tasks are of the new revision and healthy. */
    HALF;

    /** As JSON has it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
