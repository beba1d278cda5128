package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.verdict.ArmCounts;
import dev.penstock.verdict.Look;
import dev.penstock.verdict.MetricBatch;
import dev.penstock.verdict.MetricSettings;
import dev.penstock.verdict.VerdictSettings;
import dev.penstock.verdict.Window;
import dev.penstock.verdict.record.VerdictRecorder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerdictTest {

    @TempDir
    private Path folder;

    private Console console;

    @BeforeEach
    void console() {
        console = new Console(folder);
    }

    @Test
    void aRecordIsReplayedExplainedAndDrawn() throws IOException {
        Files.write(folder.resolve("verdict.jsonl"), record());
        assertThat(console.run("verdict", "replay", "verdict.jsonl", "--svg", "verdict.svg"))
                .isZero();
        assertThat(console.out().lines()).hasSize(4).first().asString().startsWith("Rolled back after 2 min: ");
        assertThat(console.out()).contains("Judged again, 3 looks: equal. sha256:");
        assertThat(folder.resolve("verdict.svg")).content().startsWith("<svg ");
        assertThat(console.run("verdict", "replay", "verdict.jsonl", "--output", "json"))
                .isZero();
        assertThat(console.out()).contains("\"type\":\"verdictReplay\"", "\"equal\":true");
    }

    @Test
    void aRecordThatWasChangedIsRefusedWithItsLine() throws IOException {
        List<String> lines = record();
        lines.set(2, lines.get(2).replaceFirst("\"bad\":4", "\"bad\":0"));
        Files.write(folder.resolve("verdict.jsonl"), lines);
        assertThat(console.run("verdict", "replay", "verdict.jsonl")).isEqualTo(ExitCode.INVALID.number());
        assertThat(console.err()).contains("verdict.jsonl:3", "PEN-VERDICT-005");
    }

    @Test
    void signedEvidenceIsReplayedWithThePublicKeyAlone() throws IOException, GeneralSecurityException {
        KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        console.environment("SIGNING_KEY", pem("PRIVATE KEY", keys.getPrivate()));
        Files.writeString(folder.resolve("key.pub"), pem("PUBLIC KEY", keys.getPublic()));
        Files.write(folder.resolve("verdict.jsonl"), record());
        assertThat(console.run(
                        "verdict",
                        "bundle",
                        "--record",
                        "verdict.jsonl",
                        "--sign",
                        "env:SIGNING_KEY",
                        "--out",
                        "evidence.jsonl"))
                .isZero();
        assertThat(console.out())
                .contains("Wrote the evidence of verdict.jsonl to evidence.jsonl: 0 facts, 1 verdict, signed.");
        assertThat(console.run("verdict", "replay", "evidence.jsonl", "--key", "key.pub", "--svg", "verdict.svg"))
                .isZero();
        assertThat(folder.resolve("verdict.svg")).content().startsWith("<svg ");
        assertThat(console.out())
                .contains("Rolled back after 2 min: ", "Judged again, 3 looks: equal.", "It is signed by that key.");
        Path evidence = folder.resolve("evidence.jsonl");
        Files.writeString(evidence, Files.readString(evidence).replaceFirst("\"bad\":4", "\"bad\":3"));
        assertThat(console.run("verdict", "replay", "evidence.jsonl", "--key", "key.pub"))
                .isEqualTo(ExitCode.INVALID.number());
        assertThat(console.err()).contains("evidence.jsonl:4", "PEN-VERDICT-005");
        assertThat(console.run("verdict", "bundle", "--record", "verdict.jsonl", "--sign", "key.pub", "--out", "x"))
                .isEqualTo(ExitCode.USAGE.number());
        assertThat(console.err()).contains("This is no private Ed25519 key");
        assertThat(folder.resolve("x")).doesNotExist();
    }

    private static String pem(String label, Key key) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(key.getEncoded())
                + "\n-----END " + label + "-----\n";
    }

    @Test
    void aPlanOfARampSaysWhatEachStepFinds() {
        assertThat(console.run(
                        "verdict",
                        "plan",
                        "--requests-per-minute",
                        "600",
                        "--base-error-rate",
                        "0.5%",
                        "--steps",
                        "5%:10m,10%:1h"))
                .isZero();
        assertThat(console.out())
                .contains("a 10 % canary finds three times as many errors in about 41 min with 90 %;")
                .contains("Over all 2 steps, twice as many errors are found with");
        assertThat(console.run(
                        "verdict",
                        "plan",
                        "--requests-per-minute",
                        "600",
                        "--base-error-rate",
                        "0.5%",
                        "--steps",
                        "5%"))
                .isEqualTo(ExitCode.USAGE.number());
        assertThat(console.err()).contains("A step is a weight and a time, such as 5%:10m.");
    }

    @Test
    void aPlanSaysWhatIsFoundWhatIsNotAndWhatIsProposed() {
        assertThat(console.run(
                        "verdict",
                        "plan",
                        "--requests-per-minute",
                        "600",
                        "--base-error-rate",
                        "0.5%",
                        "--ratio",
                        "3",
                        "--harm-budget",
                        "20"))
                .isZero();
        assertThat(console.out())
                .contains("  × 3                    18 min           37 min")
                .contains("Within 1 h, no rise below × 2.5 is found with 90 %.")
                .contains("Proposed: a weight of 20 %,");
        assertThat(console.out().lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(60));
        assertThat(console.run(
                        "verdict",
                        "plan",
                        "--requests-per-minute",
                        "600",
                        "--base-error-rate",
                        "0.005",
                        "--output",
                        "json"))
                .isZero();
        assertThat(console.out()).contains("\"type\":\"verdictPlan\"", "\"smallestRatio\":2.");
    }

    @Test
    void questionsThatMakeNoSenseAreAnsweredWithWhatWould() {
        assertThat(console.run("verdict")).isEqualTo(ExitCode.USAGE.number());
        assertThat(console.run("verdict", "plan", "--requests-per-minute", "600", "--base-error-rate", "often"))
                .isEqualTo(ExitCode.USAGE.number());
        assertThat(console.err()).contains("'often' is no share.", "0.5%");
        assertThat(console.run("verdict", "check", "none.csv")).isEqualTo(ExitCode.USAGE.number());
    }

    @Test
    void pastMetricsAreJudgedAndFalseAlarmsCounted() throws IOException {
        StringBuilder csv = new StringBuilder("time,arm,requests,bad\n");
        for (int minute = 0; minute < 240; minute++) {
            for (String arm : List.of("blue", "green")) {
                csv.append(Instant.EPOCH.plusSeconds(60L * minute))
                        .append(',')
                        .append(arm)
                        .append(",600,3\n");
            }
        }
        Files.writeString(folder.resolve("metrics.csv"), csv);
        assertThat(console.run("verdict", "check", "metrics.csv")).isZero();
        assertThat(console.out())
                .contains("8 canaries of 1h each, made of 'blue' and 'green'.")
                .contains("False alarms: 0, which is 0 % (95 % interval: 0 % to 36.9 %).");
        Files.writeString(folder.resolve("metrics.csv"), csv.append("noon,blue,1,1\n"));
        assertThat(console.run("verdict", "check", "metrics.csv")).isEqualTo(ExitCode.INVALID.number());
        assertThat(console.err()).contains("metrics.csv:482:1", "PEN-VERDICT-006");
    }

    private static List<String> record() {
        var recorder = new VerdictRecorder(VerdictSettings.of(Duration.ofHours(1), MetricSettings.of("errors")));
        List<String> lines = new ArrayList<>(List.of(recorder.header()));
        for (int minute = 0; minute < 3; minute++) {
            Instant from = Instant.parse("2026-03-01T10:00:00Z").plusSeconds(60L * minute);
            Window window = new Window(from, from.plusSeconds(60));
            lines.add(recorder.look(Look.at(
                            window.end(),
                            List.of(new MetricBatch.Counted(
                                    "errors", "", window, new ArmCounts(200, 4), new ArmCounts(1800, 7)))))
                    .line());
        }
        return lines;
    }
}
