package dev.penstock.simulator.elb;

/** What came of one health check. */
sealed interface CheckOutcome {

    /** A connection was accepted: all that a TCP check asks for. */
    record Connected() implements CheckOutcome {}

    /** An HTTP answer came in time. */
    record Answered(int status) implements CheckOutcome {}

    /** No answer came in time. */
    record TimedOut() implements CheckOutcome {}

    /** The connection was refused or broke off, or what came was no answer. */
    record Failed() implements CheckOutcome {}
}
