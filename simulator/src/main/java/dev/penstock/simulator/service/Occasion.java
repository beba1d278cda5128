package dev.penstock.simulator.service;

import java.time.Instant;

/** A moment within a service, no call, at which something can go wrong. */
public sealed interface Occasion {

    /** Whom and what it is about. */
    Place place();

    /** What its chance is counted by, beside its place. */
    String kind();

    /**
     * Where in ECS.
     *
     * @param account twelve digits
     * @param region like {@code us-east-1}
     * @param cluster its name
     * @param group of the task, {@code service:web} or {@code family:name}
     * @param resource the ARN of what it happens to; of a task that has no place yet that of its cluster
     * @param at the simulated time
     */
    record Place(String account, String region, String cluster, String group, String resource, Instant at) {}

    /**
     * A task needs a place on Fargate.
     *
     * @param provider {@code FARGATE} or {@code FARGATE_SPOT}
     */
    record Placement(Place place, String provider) implements Occasion {

        @Override
        public String kind() {
            return "placement " + provider;
        }
    }

    /**
     * A task needs an image.
     *
     * @param image its reference, as the task definition has it
     */
    record Pull(Place place, String image) implements Occasion {

        @Override
        public String kind() {
            return "pull " + image;
        }
    }

    /** A task has begun to run on Spot capacity. */
    record SpotTask(Place place) implements Occasion {

        @Override
        public String kind() {
            return "spot";
        }
    }

    /** A service deployment that somebody asked for has come to a stage. */
    record Progress(Place place, DeploymentStage stage) implements Occasion {

        @Override
        public String kind() {
            return "stage " + stage.word();
        }
    }
}
