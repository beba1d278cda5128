package dev.penstock.stack.review;

/** Whether another resource takes the place of one that changes. */
public enum Replaced {
    NO,
    /** Not to be told before the values are known that it depends on. */
    PERHAPS,
    YES;

    /** The likelier of both: one certain reason is enough, and without any there is none. */
    Replaced or(Replaced other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
