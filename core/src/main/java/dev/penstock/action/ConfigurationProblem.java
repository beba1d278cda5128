package dev.penstock.action;

/**
 * Something that is wrong with an action's configuration.
 *
 * @param key the configuration key; empty for the action as a whole
 * @param message what is wrong: a full sentence
 * @param hint what would be right: a full sentence; may be empty
 */
public record ConfigurationProblem(String key, String message, String hint) {}
