package dev.penstock.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.evidence.EvidenceBundle.RecordText;
import dev.penstock.problem.Problem;
import dev.penstock.problem.Problems;
import dev.penstock.verdict.ArmCounts;
import dev.penstock.verdict.Look;
import dev.penstock.verdict.MetricBatch;
import dev.penstock.verdict.MetricSettings;
import dev.penstock.verdict.VerdictSettings;
import dev.penstock.verdict.Window;
import dev.penstock.verdict.record.Replay;
import dev.penstock.verdict.record.VerdictRecorder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EvidenceTest {

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final KeyPair KEYS = keys();
    private static final List<EvidenceFact> FACTS = List.of(
            new EvidenceFact(
                    START,
                    EvidenceFact.Kind.STARTED,
                    "shop",
                    "alice",
                    "StartPipelineExecution",
                    Map.of("definition", "sha256:12")),
            new EvidenceFact(
                    START.plusSeconds(60), EvidenceFact.Kind.APPROVED, "Deploy/Go", "bob", "Größe \"gut\"", Map.of()),
            new EvidenceFact(
                    START.plusSeconds(90),
                    EvidenceFact.Kind.SUCCEEDED,
                    "Deploy/Web",
                    "",
                    "",
                    Map.of("ECS service web in cluster shop", "shop/web@sha256:ab")));

    private static KeyPair keys() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(String label, Key key) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(key.getEncoded())
                + "\n-----END " + label + "-----\n";
    }

    private static String record(int looks) {
        var recorder = new VerdictRecorder(VerdictSettings.of(Duration.ofHours(1), MetricSettings.of("errors")));
        List<String> lines = new ArrayList<>(List.of(recorder.header()));
        for (int look = 0; look < looks; look++) {
            Window window = new Window(START.plusSeconds(60L * look), START.plusSeconds(60L * look + 60));
            lines.add(recorder.look(Look.at(
                            window.end(),
                            List.of(new MetricBatch.Counted(
                                    "errors", "", window, new ArmCounts(200, 1), new ArmCounts(1800, 9)))))
                    .line());
        }
        return String.join("\n", lines) + "\n";
    }

    private static String written(int looks) {
        return EvidenceWriter.write(
                new EvidenceSubject("shop", "0198", "sha256:12", true),
                FACTS,
                List.of(
                        new RecordText("Deploy/Web, step 3", record(looks)),
                        new RecordText("Deploy/Web, step 5", record(1))),
                Ed25519Keys.signer(pem("PRIVATE KEY", KEYS.getPrivate())));
    }

    private static Optional<EvidenceBundle> read(byte[] bytes, Problems problems) {
        return EvidenceReader.read(
                "evidence.jsonl",
                bytes,
                Optional.of(EvidenceKeys.publicKey(pem("PUBLIC KEY", KEYS.getPublic()))),
                problems);
    }

    @Test
    void whatWasWrittenIsReadAndEachVerdictIsGivenAgain() {
        var problems = new Problems();
        EvidenceBundle bundle =
                read(written(4).getBytes(StandardCharsets.UTF_8), problems).orElseThrow();
        assertThat(problems.list()).isEmpty();
        assertThat(bundle.subject()).isEqualTo(new EvidenceSubject("shop", "0198", "sha256:12", true));
        assertThat(bundle.facts()).isEqualTo(FACTS);
        assertThat(bundle.verdicts())
                .extracting(EvidenceBundle.Judged::name)
                .containsExactly("Deploy/Web, step 3", "Deploy/Web, step 5");
        assertThat(bundle.verdicts())
                .allSatisfy(verdict ->
                        assertThat(Replay.of(verdict.record()).isEqual()).isTrue());
    }

    /** Each byte is changed, and each is taken out, one after the other: the line that it is in is named every time. */
    @Test
    void everyChangedByteIsFoundAndItsLineTold() {
        byte[] whole = written(1).getBytes(StandardCharsets.UTF_8);
        int line = 1;
        for (int i = 0; i < whole.length; i++) {
            byte[] changed = whole.clone();
            changed[i] ^= (byte) (i % 2 == 0 ? 1 : 0x20);
            assertFound(changed, line, i);
            if (i % 7 == 0) {
                byte[] shorter = new byte[whole.length - 1];
                System.arraycopy(whole, 0, shorter, 0, i);
                System.arraycopy(whole, i + 1, shorter, i, whole.length - 1 - i);
                assertFound(shorter, line, i);
            }
            line += whole[i] == '\n' ? 1 : 0;
        }
    }

    private static void assertFound(byte[] changed, int line, int at) {
        var problems = new Problems();
        assertThat(read(changed, problems)).as("byte %d", at).isEmpty();
        Problem first = problems.list().getFirst();
        assertThat(first.span().line()).as("byte %d: %s", at, first.message()).isEqualTo(line);
    }

    @Test
    void linesThatAreTakenOutPutInOrExchangedAreFound() {
        List<String> lines = written(2).lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            List<String> without = new ArrayList<>(lines);
            without.remove(i);
            List<String> twice = new ArrayList<>(lines);
            twice.add(i, lines.get(i));
            for (List<String> changed : List.of(without, twice)) {
                var problems = new Problems();
                assertThat(read((String.join("\n", changed) + "\n").getBytes(StandardCharsets.UTF_8), problems))
                        .as("line %d", i)
                        .isEmpty();
                assertThat(problems.hasErrors()).isTrue();
            }
        }
        var problems = new Problems();
        assertThat(read((written(1) + "{}\n").getBytes(StandardCharsets.UTF_8), problems))
                .isEmpty();
        assertThat(read(written(1).stripTrailing().getBytes(StandardCharsets.UTF_8), problems))
                .isEmpty();
        assertThat(read(new byte[0], problems)).isEmpty();
    }

    @Test
    void anotherKeysSignatureIsRefused() {
        var problems = new Problems();
        byte[] bytes = written(1).getBytes(StandardCharsets.UTF_8);
        assertThat(EvidenceReader.read("evidence.jsonl", bytes, Optional.of(keys().getPublic()), problems))
                .isEmpty();
        assertThat(problems.list()).extracting(Problem::id).containsExactly("PEN-VERDICT-009");
        assertThat(EvidenceReader.read("evidence.jsonl", bytes, Optional.empty(), new Problems()))
                .isPresent();
    }

    @Test
    void whatIsNoKeyIsToldWithoutShowingIt() {
        assertThatThrownBy(() -> Ed25519Keys.signer(pem("PUBLIC KEY", KEYS.getPublic())))
                .isInstanceOf(EvidenceKeyException.class)
                .hasMessageContaining("openssl genpkey -algorithm ed25519");
        assertThatThrownBy(() -> EvidenceKeys.publicKey("secret")).hasMessageNotContaining("secret");
        assertThatThrownBy(() -> Ed25519Keys.signer(pem("PRIVATE KEY", KEYS.getPublic())))
                .isInstanceOf(EvidenceKeyException.class);
    }
}
