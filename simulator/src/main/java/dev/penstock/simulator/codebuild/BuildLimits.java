package dev.penstock.simulator.codebuild;

import dev.penstock.simulator.codebuild.CodeBuildStore.BuildRow;
import java.util.List;
import software.amazon.awssdk.services.codebuild.model.Build;
import software.amazon.awssdk.services.codebuild.model.Project;

/**
 * How many builds may run and wait. Source: CodeBuild User Guide, "Quotas": concurrently running builds are limited by
 * environment and compute type, and five times as many may wait. The number differs by account and platform; 20 is what
 * the guide names for some.
 */
final class BuildLimits {

    static final int RUNNING = 20;
    private static final int QUEUED = 5 * RUNNING;

    private BuildLimits() {}

    /** Refuses a build that could not even wait. */
    static void check(CodeBuildStore store, Project project, Build build) {
        List<BuildRow> active = store.active(build.arn());
        long ofProject = active.stream()
                .filter(b -> b.build().projectName().equals(project.name()))
                .count();
        if (project.concurrentBuildLimit() != null && ofProject >= project.concurrentBuildLimit()) {
            throw BuildErrors.limit(
                    "Cannot have more than " + project.concurrentBuildLimit() + " active builds for the project");
        }
        long waiting = active.stream()
                .filter(b -> sameMachines(b.build(), build) && !runs(b.build()))
                .count();
        if (waiting >= QUEUED) {
            throw BuildErrors.limit("Cannot have more than " + QUEUED + " builds in queue for the account");
        }
    }

    /** Whether there is a machine for a build that waits. */
    static boolean isFree(CodeBuildStore store, Build build) {
        return store.active(build.arn()).stream()
                        .filter(b -> sameMachines(b.build(), build) && runs(b.build()))
                        .count()
                < RUNNING;
    }

    static boolean sameMachines(Build one, Build other) {
        return String.valueOf(one.environment().typeAsString())
                        .equals(other.environment().typeAsString())
                && String.valueOf(one.environment().computeTypeAsString())
                        .equals(other.environment().computeTypeAsString());
    }

    static boolean runs(Build build) {
        return !build.currentPhase().equals("SUBMITTED")
                && !build.currentPhase().equals("QUEUED");
    }
}
