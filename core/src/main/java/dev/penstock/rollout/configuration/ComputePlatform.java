package dev.penstock.rollout.configuration;

/** What CodeDeploy deploys to ({@code ComputePlatform}). */
public enum ComputePlatform {
    /** Services of Amazon ECS. */
    ECS("ECS"),
    /** Functions of AWS Lambda. */
    LAMBDA("Lambda"),
    /** Instances, EC2's and others. */
    SERVER("Server");

    private final String awsName;

    ComputePlatform(String awsName) {
        this.awsName = awsName;
    }

    /** As AWS writes it. */
    public String awsName() {
        return awsName;
    }
}
