package dev.penstock.evidence;

/**
 * What evidence is about.
 *
 * @param pipeline the pipeline's name; empty if it is about records alone
 * @param execution the execution's id; empty likewise
 * @param definition the digest of the definition that it was pinned to; empty likewise
 * @param whole whether all facts of the execution are told; not if its journal has been compacted
 */
public record EvidenceSubject(String pipeline, String execution, String definition, boolean whole) {

    /** Records of verdicts alone. */
    public static final EvidenceSubject RECORDS = new EvidenceSubject("", "", "", true);
}
