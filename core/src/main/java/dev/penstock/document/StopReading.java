package dev.penstock.document;

/** Ends the reading of a document after the reason has been reported as a problem. Never leaves this package. */
final class StopReading extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StopReading() {
        super(null, null, false, false);
    }
}
