package dev.penstock.stack.review;

/** What comes of a change, the worst first. */
public enum Consequence {

    /** What the resource holds is gone for good. */
    DATA_LOSS("data loss"),

    /**
     * What the resource holds is not in what takes its place, but in a snapshot or in the old resource, which the stack does
     * not have any more.
     */
    DATA_SET_ASIDE("data set aside"),

    /** It cannot be reached, or does not work, for a while. */
    INTERRUPTION("interruption"),

    /** Another resource takes its place, and has another id, address or both. */
    NEW_PHYSICAL_ID("new physical id");

    private final String words;

    Consequence(String words) {
        this.words = words;
    }

    /** For people, in small letters. */
    public String words() {
        return words;
    }
}
