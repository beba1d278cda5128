package dev.penstock.evidence;

import dev.penstock.verdict.record.VerdictRecord;
import java.util.List;
import java.util.Optional;

/**
 * Evidence that was read, and found to be as it was written.
 *
 * @param subject what it is about
 * @param facts in order
 * @param verdicts with their records
 * @param digest of the whole, which is what was signed
 * @param kept the key that signed it, if the evidence says which: it did, but whether it is one to trust the evidence cannot say
 */
public record EvidenceBundle(
        EvidenceSubject subject,
        List<EvidenceFact> facts,
        List<Judged> verdicts,
        String digest,
        Optional<EvidenceSigner.Kept> kept) {

    /** The form that {@link EvidenceWriter} writes. */
    public static final String SCHEMA = "penstock.evidence/1";

    public EvidenceBundle {
        facts = List.copyOf(facts);
        verdicts = List.copyOf(verdicts);
    }

    /**
     * A verdict.
     *
     * @param name what was judged, in words
     * @param record from which it can be given again
     */
    public record Judged(String name, VerdictRecord record) {}

    /**
     * A verdict's record as text.
     *
     * @param name what was judged, in words
     * @param text its lines, as {@link dev.penstock.verdict.record.VerdictRecordReader} reads them
     */
    public record RecordText(String name, String text) {}
}
