package dev.penstock.verdict.record;

import dev.penstock.verdict.Judge;
import dev.penstock.verdict.Look;
import dev.penstock.verdict.Standing;
import dev.penstock.verdict.VerdictSettings;

/** Judges, and writes down what it judges. Not thread-safe. */
public final class VerdictRecorder {

    private final Judge judge;
    private final DigestChain chain = new DigestChain();
    private final String header;

    /** A new verdict. */
    public VerdictRecorder(VerdictSettings settings) {
        judge = Judge.of(settings);
        header = chain.seal(Lines.settings(settings));
    }

    /** The first line of the record, without a line end. */
    public String header() {
        return header;
    }

    /**
     * A look that was taken in.
     *
     * @param standing what followed
     * @param line its line of the record, without a line end
     */
    public record Recorded(Standing standing, String line) {}

    /**
     * Takes in what is new.
     *
     * @throws IllegalArgumentException as {@link Judge#look}
     * @throws IllegalStateException as {@link Judge#look}
     */
    public Recorded look(Look look) {
        Standing standing = judge.look(look);
        return new Recorded(standing, chain.seal(Lines.look(look, standing)));
    }

    /** The digest of the last line. */
    public String digest() {
        return chain.last();
    }
}
