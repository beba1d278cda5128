package dev.penstock.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.problem.Problem;
import dev.penstock.problem.Problems;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every signer of evidence does, wherever its key is. */
public abstract class EvidenceSignerContract {

    /** Signs with a key. */
    protected abstract EvidenceSigner signer();

    /** The public part of that key, by another way than from the signer. */
    protected abstract PublicKey key();

    /** Another key of the same kind. */
    protected abstract PublicKey otherKey();

    private byte[] written() {
        return EvidenceWriter.write(
                        new EvidenceSubject("shop", "0198", "sha256:12", true),
                        List.of(new EvidenceFact(
                                Instant.parse("2026-03-01T10:00:00Z"),
                                EvidenceFact.Kind.APPROVED,
                                "Deploy/Go",
                                "bob",
                                "good",
                                Map.of())),
                        List.of(),
                        signer())
                .getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void whatWasSignedIsVerifiedWithoutAskingAnybody() {
        var problems = new Problems();
        Optional<EvidenceBundle> bundle =
                EvidenceReader.read("evidence.jsonl", written(), Optional.of(key()), problems);
        assertThat(problems.list()).isEmpty();
        assertThat(bundle.orElseThrow().kept()).isEqualTo(signer().kept());
        assertThat(bundle.orElseThrow().kept().map(EvidenceSigner.Kept::key).orElse(key()))
                .isEqualTo(key());
    }

    @Test
    void anotherKeysSignatureIsRefused() {
        var problems = new Problems();
        assertThat(EvidenceReader.read("evidence.jsonl", written(), Optional.of(otherKey()), problems))
                .isEmpty();
        assertThat(problems.list()).extracting(Problem::id).containsExactly("PEN-VERDICT-009");
    }

    /** With the key that they are checked by, the name of a key in the last line as well. */
    @Test
    void everyChangedByteIsFound() {
        byte[] whole = written();
        for (int i = 0; i < whole.length; i++) {
            byte[] changed = whole.clone();
            changed[i] ^= (byte) (i % 2 == 0 ? 1 : 0x20);
            var problems = new Problems();
            assertThat(EvidenceReader.read("evidence.jsonl", changed, Optional.of(key()), problems))
                    .as("byte %d", i)
                    .isEmpty();
            assertThat(problems.hasErrors()).isTrue();
        }
    }
}
