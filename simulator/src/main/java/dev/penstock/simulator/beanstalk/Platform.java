package dev.penstock.simulator.beanstalk;

/**
 * A version of a platform branch.
 *
 * @param branch it belongs to
 * @param version like {@code 4.8.0}
 */
record Platform(PlatformBranch branch, String version) {

    /** The solution stack's name, like {@code 64bit Amazon Linux 2023 v4.8.0 running Docker}. */
    String solutionStack() {
        return branch.solutionStack(version);
    }

    String arn(String region) {
        return "arn:aws:elasticbeanstalk:" + region + "::platform/" + branch.name() + "/" + version;
    }

    boolean isRecommended() {
        return branch.versions().getFirst().equals(version);
    }

    /** Whether it is Docker without ECS, or ECS: what the source bundle describes. */
    boolean isDocker() {
        return branch.platform().contains("Docker") || branch.platform().equals("ECS");
    }
}
