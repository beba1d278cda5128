package dev.penstock.settings;

/** What stands in for a role of the definition. */
public sealed interface RoleSetting {

    /**
     * Another role is assumed.
     *
     * @param arn its ARN
     */
    record Assume(String arn) implements RoleSetting {}

    /** No role is assumed: the calls are made as whoever runs Penstock. */
    record None() implements RoleSetting {}
}
