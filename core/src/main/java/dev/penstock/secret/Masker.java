package dev.penstock.secret;

/**
 * Keeps secrets out of everything that is written. Knows each registered value and the forms in which it commonly leaks:
 * base64 at any offset, URL-encoded, JSON-escaped, hexadecimal, and line by line. Safe for use by many threads.
 */
public interface Masker {

    /** Registers a value from now on. Values shorter than 4 characters are not masked, as they would mask half of any text. */
    void register(Secret secret);

    /** Whether any value is registered; if not, no text needs to be looked at. */
    boolean hasSecrets();

    /** The text with every form of every registered value replaced by asterisks; the same object if there is none. */
    String mask(String text);
}
