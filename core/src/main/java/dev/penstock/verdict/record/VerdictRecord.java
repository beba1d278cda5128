package dev.penstock.verdict.record;

import dev.penstock.verdict.Look;
import dev.penstock.verdict.Standing;
import dev.penstock.verdict.VerdictSettings;
import java.util.List;
import java.util.Optional;

/**
 * A verdict from its first to its last look so far.
 *
 * @param settings what it was judged by
 * @param looks in order
 * @param digest the digest of the last line, {@code sha256:} and 64 hexadecimal digits: whoever signs it signs the whole record
 */
public record VerdictRecord(VerdictSettings settings, List<RecordedLook> looks, String digest) {

    /** The form that {@link VerdictRecorder} writes. */
    public static final String SCHEMA = "penstock.verdict/2";

    /** The form before: faults begin with the first window, and the judge is the sequential one. */
    static final String FIRST_SCHEMA = "penstock.verdict/1";

    public VerdictRecord {
        looks = List.copyOf(looks);
    }

    /**
     * A look and what followed from it.
     *
     * @param look what it brought
     * @param standing how the verdict stood then
     * @param checkpoint what the judge knew then, where the record says it
     */
    public record RecordedLook(Look look, Standing standing, Optional<String> checkpoint) {

        /** One that no checkpoint follows. */
        public RecordedLook(Look look, Standing standing) {
            this(look, standing, Optional.empty());
        }
    }
}
