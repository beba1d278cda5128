package dev.penstock.pipeline;

/**
 * A variable of the environment that an action runs in ({@code EnvironmentVariable}).
 *
 * @param name 1 to 128 characters
 * @param value the text itself, or for the other types the name under which the secret is kept
 * @param type how the value is to be read
 */
public record EnvironmentVariable(String name, String value, EnvironmentVariableType type) {}
