package dev.penstock.simulator.service;

import java.util.List;
import java.util.stream.Collectors;

/** Rules of faults that cannot be read. */
public final class FaultRulesException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Something that is wrong.
     *
     * @param line counts from 1
     * @param column counts from 1
     * @param message a sentence
     */
    public record Flaw(int line, int column, String message) {}

    private final transient List<Flaw> flaws;

    FaultRulesException(List<Flaw> flaws) {
        super(flaws.stream()
                .map(flaw -> flaw.line() + ":" + flaw.column() + ": " + flaw.message())
                .collect(Collectors.joining("\n")));
        this.flaws = List.copyOf(flaws);
    }

    /** All that is wrong, in the order of the text; at least one. */
    public List<Flaw> flaws() {
        return flaws;
    }
}
