package dev.penstock.aws.standin;

/**
 * An environment of Elastic Beanstalk that a pipeline takes for granted.
 *
 * @param application its application
 * @param environment its name
 * @param instanceProfile what its instances run as; made in any case
 * @param isMadeByPipeline whether the pipeline makes application and environment itself
 */
public record EnvironmentStandIn(
        String application, String environment, String instanceProfile, boolean isMadeByPipeline) {}
