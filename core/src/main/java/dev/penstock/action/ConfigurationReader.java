package dev.penstock.action;

import dev.penstock.pipeline.ActionDeclaration;
import java.util.Optional;

/**
 * Reads an action's configuration into a typed record and collects what is wrong with it. Keys that a provider does not
 * ask for are reported as unknown.
 *
 * <p>While a definition is checked, text may hold references to variables, {@code #{namespace.key}}. Such text passes
 * every check, and numbers and choices then take their default.
 */
public interface ConfigurationReader {

    /** The action whose configuration is read. */
    ActionDeclaration declaration();

    /** The text of a key that must be there and not be empty; empty text after the problem was reported. */
    String required(String key);

    /** The text of a key; an empty text counts as absent. */
    Optional<String> optional(String key);

    /** A whole number within bounds, or the default where the key is absent. */
    int integer(String key, int defaultValue, int minimum, int maximum);

    /** {@code true} or {@code false}, or the default where the key is absent. */
    boolean flag(String key, boolean defaultValue);

    /** One of some words, or the default where the key is absent. */
    String choice(String key, String defaultValue, String... allowed);

    /** Reports that the value of a key is wrong. */
    void problem(String key, String message, String hint);
}
