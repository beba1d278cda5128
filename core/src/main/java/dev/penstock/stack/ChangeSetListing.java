package dev.penstock.stack;

import java.time.Instant;

/**
 * A change set as a stack's listing has it.
 *
 * @param id its ARN
 * @param name its name in the stack
 * @param description as it was given; may be empty
 * @param createdAt when it was asked for
 */
public record ChangeSetListing(String id, String name, String description, Instant createdAt) {}
