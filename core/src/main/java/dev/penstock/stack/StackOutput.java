package dev.penstock.stack;

import java.util.Optional;

/**
 * An output of a stack.
 *
 * @param key its name in the template
 * @param value its value
 * @param description what the template says of it; may be empty
 * @param exportName the name under which other stacks import it
 */
public record StackOutput(String key, String value, String description, Optional<String> exportName) {}
