package dev.penstock.verdict;

/** How a gate stands. */
public sealed interface GateStatus {

    /** The last reading was within the limit, or not yet often enough beyond it. */
    record Open() implements GateStatus {}

    /**
     * Beyond the limit as often as the gate asks for.
     *
     * @param reason a full sentence
     */
    record Closed(String reason) implements GateStatus {}

    /**
     * There is no reading.
     *
     * @param reason a full sentence
     */
    record Unknown(String reason) implements GateStatus {}
}
