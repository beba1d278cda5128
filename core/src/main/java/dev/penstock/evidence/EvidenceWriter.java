package dev.penstock.evidence;

import dev.penstock.evidence.EvidenceBundle.RecordText;
import dev.penstock.json.JsonWriter;
import dev.penstock.verdict.record.DigestChain;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Writes evidence: JSON Lines, each with the digest of itself and the lines before, the last of which is signed. */
public final class EvidenceWriter {

    private final StringBuilder text = new StringBuilder();
    private final DigestChain chain = new DigestChain();

    private EvidenceWriter() {}

    /**
     * The text of the file.
     *
     * @param records of verdicts; each must be whole
     * @throws EvidenceKeyException when the key cannot sign
     */
    public static String write(
            EvidenceSubject subject, List<EvidenceFact> facts, List<RecordText> records, EvidenceSigner signer) {
        var writer = new EvidenceWriter();
        writer.subject(subject);
        facts.forEach(writer::fact);
        records.forEach(writer::verdict);
        byte[] signature = signer.sign(message(writer.chain.last(), signer.kept()));
        writer.line(signature(
                signer.algorithm(),
                signer.kept().map(kept -> new NamedKey(kept.name(), EvidenceKeys.text(kept.key()))),
                writer.chain.last(),
                Base64.getEncoder().encodeToString(signature)));
        return writer.text.toString();
    }

    /** What is signed for a digest, with the name of a key that the evidence names. */
    static byte[] message(String digest, Optional<EvidenceSigner.Kept> kept) {
        String named = kept.map(key -> " " + key.name()).orElse("");
        return (EvidenceBundle.SCHEMA + " " + digest + named).getBytes(StandardCharsets.UTF_8);
    }

    /** A key as the last line names it: by its keeper's name, and in Base64. */
    record NamedKey(String name, String publicKey) {}

    static String signature(SigningAlgorithm algorithm, Optional<NamedKey> key, String digest, String signature) {
        JsonWriter json =
                JsonWriter.compact().object().field("type", "signature").field("algorithm", algorithm.word());
        key.ifPresent(each -> json.field("key", each.name()).field("publicKey", each.publicKey()));
        return json.field("signed", digest)
                .field("signature", signature)
                .endObject()
                .toString();
    }

    private void line(String line) {
        text.append(line).append('\n');
    }

    private void subject(EvidenceSubject subject) {
        JsonWriter json = JsonWriter.compact()
                .object()
                .field("schema", EvidenceBundle.SCHEMA)
                .field("type", "evidence");
        json.field("pipeline", subject.pipeline()).field("execution", subject.execution());
        json.field("definition", subject.definition()).name("whole").value(subject.whole());
        line(chain.seal(json.endObject().toString()));
    }

    private void fact(EvidenceFact fact) {
        JsonWriter json = JsonWriter.compact()
                .object()
                .field("type", "fact")
                .field("at", fact.at().toString());
        json.field("fact", fact.kind().name().toLowerCase(Locale.ROOT)).field("of", fact.of());
        json.field("by", fact.by()).field("words", fact.words()).name("digests").object();
        fact.digests().forEach(json::field);
        line(chain.seal(json.endObject().endObject().toString()));
    }

    private void verdict(RecordText record) {
        List<String> lines = record.text().lines().toList();
        String last = lines.isEmpty() ? "" : lines.getLast();
        JsonWriter json = JsonWriter.compact().object().field("type", "verdict").field("name", record.name());
        json.field("lines", lines.size()).field("record", EvidenceReader.digestOf(last));
        line(chain.seal(json.endObject().toString()));
        lines.forEach(this::line);
    }
}
