package dev.penstock.simulator.beanstalk;

import org.jspecify.annotations.Nullable;

/** The platform that a request names. */
final class PlatformChoice {

    private PlatformChoice() {}

    /** By its solution stack's name or by its ARN. */
    static Platform required(@Nullable String solutionStack, @Nullable String arn) {
        if (solutionStack != null && arn != null) {
            throw BeanstalkErrors.combination("SolutionStackName and PlatformArn cannot both be specified.");
        }
        if (solutionStack != null) {
            return Platforms.ofSolutionStack(solutionStack)
                    .orElseThrow(
                            () -> BeanstalkErrors.invalid("No Solution Stack named '" + solutionStack + "' found."));
        }
        if (arn == null) {
            throw BeanstalkErrors.missing("SolutionStackName");
        }
        return Platforms.ofArn(arn)
                .orElseThrow(() -> BeanstalkErrors.invalid("No Platform named '" + arn + "' found."));
    }
}
