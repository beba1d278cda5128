package dev.penstock.action;

import dev.penstock.pipeline.ActionDeclaration;
import java.util.Optional;

/**
 * Reads an action's configuration into a typed record and collects what is wrong with it. Keys that a provider does not
 * ask for are reported as unknown.
 *
 * <p>While a definition is checked, text may hold references to variables, {@code #{namespace.key}}. Of such text nothing
 * can be said yet: {@link #required} and {@link #optional} return it as it is written, numbers, flags and choices take their
 * default, and a provider judges text itself only where it {@linkplain #isKnown is known}. Before the action starts,
 * everything is asked again with no reference left.
 */
public interface ConfigurationReader {

    /** The action whose configuration is read. */
    ActionDeclaration declaration();

    /** The text of a key that must be there and not be empty; empty text after the problem was reported. */
    String required(String key);

    /** The text of a key; an empty text counts as absent. */
    Optional<String> optional(String key);

    /**
     * Whether the text of a key can be judged: it is there, is not empty, and refers to no variable whose value is not known
     * yet. Ask before you report that a text is wrong.
     */
    boolean isKnown(String key);

    /** A whole number within bounds, both included, or the default where the key is absent; anything else is reported. */
    int integer(String key, int defaultValue, int minimum, int maximum);

    /** {@code true} or {@code false}, or the default where the key is absent; anything else is reported. */
    boolean flag(String key, boolean defaultValue);

    /** One of some words, exactly as written here, or the default where the key is absent; anything else is reported. */
    String choice(String key, String defaultValue, String... allowed);

    /**
     * Reports that the value of a key is wrong. It is shown with the place of the key in the definition, and nothing is
     * started.
     *
     * @param key the configuration key; empty for the action as a whole
     * @param message what is wrong: a full sentence
     * @param hint what would be right: a full sentence; may be empty
     */
    void problem(String key, String message, String hint);

    /**
     * Reports that what the settings say of the action is wrong. It is shown with its place there, or, where that is not known, with
     * the place of the action.
     *
     * @param setting the fields below the action's in the settings, such as {@code release/strategy}
     * @param message what is wrong: a full sentence
     * @param hint what would be right: a full sentence; may be empty
     */
    default void settingProblem(String setting, String message, String hint) {
        problem("", message, hint);
    }
}
