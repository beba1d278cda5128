package dev.penstock.simulator.cloudformation.types;

/**
 * What changing a property does to its resource. Source: CloudFormation User Guide, "Update behaviors of stack
 * resources".
 */
public enum UpdateBehaviour {
    NO_INTERRUPTION,
    SOME_INTERRUPTIONS,
    REPLACEMENT,
    /** Replacement, or not, depending on the values. */
    CONDITIONAL
}
