package dev.penstock.stack.packaging;

import dev.penstock.problem.SourceSpan;

/** A template refers to something that cannot be uploaded. */
public final class PackagingException extends Exception {

    private static final long serialVersionUID = 1;

    private final transient SourceSpan place;

    PackagingException(SourceSpan place, String message) {
        super(place + ": " + message);
        this.place = place;
    }

    /** Where the reference stands. */
    public SourceSpan place() {
        return place;
    }
}
