package dev.penstock.action;

/**
 * Something that is wrong with an action's configuration.
 *
 * @param key the configuration key; empty for the action as a whole
 * @param setting where it was said, if in the settings: the fields below the action's, such as {@code release/strategy}; empty otherwise
 * @param message what is wrong: a full sentence
 * @param hint what would be right: a full sentence; may be empty
 */
public record ConfigurationProblem(String key, String setting, String message, String hint) {

    /** One of the configuration itself. */
    public ConfigurationProblem(String key, String message, String hint) {
        this(key, "", message, hint);
    }
}
