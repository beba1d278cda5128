package dev.penstock.codedeploy;

/** Where a deployment can wait for somebody ({@code DeploymentWaitType} of CodeDeploy). */
public enum DeploymentWait {
    /** In front of the production traffic, when the replacement is ready ({@code READY_WAIT}). */
    READY,
    /** Before the original is terminated, when traffic has moved ({@code TERMINATION_WAIT}). */
    TERMINATION
}
