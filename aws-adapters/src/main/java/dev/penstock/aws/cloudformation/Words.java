package dev.penstock.aws.cloudformation;

import org.jspecify.annotations.Nullable;

/** Values of the API as values of core: what is absent is empty, and a word that is newer than this program is {@code UNKNOWN}. */
final class Words {

    private Words() {}

    static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    static int number(@Nullable Integer value) {
        return value == null ? 0 : value;
    }

    /**
     * A word of the API.
     *
     * @param absent stands for no word
     * @param unknown stands for a word that is not known
     */
    static <E extends Enum<E>> E word(@Nullable Enum<?> word, E absent, E unknown) {
        if (word == null) {
            return absent;
        }
        for (E known : unknown.getDeclaringClass().getEnumConstants()) {
            if (known.name().equals(word.name())) {
                return known;
            }
        }
        return unknown;
    }

    /** The same, by the word's text: for words that this program knows and the SDK does not. */
    static <E extends Enum<E>> E named(@Nullable String word, E unknown) {
        for (E known : unknown.getDeclaringClass().getEnumConstants()) {
            if (known.name().equals(word)) {
                return known;
            }
        }
        return unknown;
    }
}
