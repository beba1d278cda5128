package dev.penstock.aws.standin;

/**
 * An environment of Elastic Beanstalk that a pipeline takes for granted.
 *
 * @param application its application
 * @param environment its name
 * @param instanceProfile what its instances run as; made in any case
 * @param platform what it runs on
 * @param isMadeByPipeline whether the pipeline makes application and environment itself
 */
public record EnvironmentStandIn(
        String application, String environment, String instanceProfile, Platform platform, boolean isMadeByPipeline) {

    /** A platform, by what the names of its solution stacks end in. */
    public enum Platform {
        /** For a Dockerfile, a Compose file, or a {@code Dockerrun.aws.json} of version 1. */
        DOCKER("running Docker"),
        /** For a {@code Dockerrun.aws.json} of version 2. */
        ECS("running ECS");

        private final String ending;

        Platform(String ending) {
            this.ending = ending;
        }

        String ending() {
            return ending;
        }
    }
}
