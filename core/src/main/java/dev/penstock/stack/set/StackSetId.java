package dev.penstock.stack.set;

/**
 * Names a stack set.
 *
 * @param name its name
 * @param delegated whether it is administered by a delegated administrator of the organization ({@code CallAs=DELEGATED_ADMIN})
 */
public record StackSetId(String name, boolean delegated) {}
