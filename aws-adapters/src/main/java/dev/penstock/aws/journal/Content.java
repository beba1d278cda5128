package dev.penstock.aws.journal;

import java.util.Arrays;

/** Bytes of a fact, a signal or a snapshot: here, or where large ones are kept. */
sealed interface Content {

    /** The bytes themselves. Compared by what is in them. */
    record Here(byte[] bytes) implements Content {

        @Override
        public boolean equals(Object other) {
            return other instanceof Here here && Arrays.equals(bytes, here.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }
    }

    /** Kept in {@link LargeFacts} under their digest. */
    record Elsewhere(String digest) implements Content {}

    /** About how many bytes it takes in an item. */
    default int weight() {
        return switch (this) {
            case Here here -> here.bytes().length;
            case Elsewhere elsewhere -> elsewhere.digest().length();
        };
    }
}
