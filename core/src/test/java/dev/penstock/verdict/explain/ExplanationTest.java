package dev.penstock.verdict.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.verdict.ArmCounts;
import dev.penstock.verdict.Gate;
import dev.penstock.verdict.GateReading;
import dev.penstock.verdict.Look;
import dev.penstock.verdict.MetricBatch;
import dev.penstock.verdict.MetricSettings;
import dev.penstock.verdict.TrafficReading;
import dev.penstock.verdict.VerdictJudge;
import dev.penstock.verdict.VerdictSettings;
import dev.penstock.verdict.Window;
import dev.penstock.verdict.record.VerdictRecord;
import dev.penstock.verdict.record.VerdictRecord.RecordedLook;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class ExplanationTest {

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final VerdictSettings SETTINGS =
            VerdictSettings.of(Duration.ofHours(1), MetricSettings.of("errors"));

    @Test
    void saysInTwoSentencesWhyAReleaseWasRolledBack() throws IOException {
        VerdictRecord worse = record(SETTINGS, 6, 40);
        assertThat(Explanation.of(worse))
                .isEqualTo(new Explanation(
                        "Rolled back after 5 min: 19 of 1,200 requests to the canary were bad by 'errors' (1.58 %), 54 of"
                                + " 10,800 requests to the baseline (0.5 %).",
                        "The evidence that the canary is worse is 244 to 1; 100 to 1 were needed, which a canary that is no"
                                + " worse reaches in at most 1 % of all releases."));
        assertGolden("rolled-back.svg", EvidencePicture.svg(worse));
        assertThat(Sparkline.worse(worse, 40, true)).isEqualTo("▁▂▃▅▇█");
        assertThat(Sparkline.worse(worse, 2, false)).isEqualTo("-%");
    }

    @Test
    void saysWhyAReleaseWasPromoted() throws IOException {
        VerdictRecord healthy = record(SETTINGS, 60, 10);
        assertThat(Explanation.of(healthy).outcome())
                .startsWith("Promoted after ")
                .contains("0.5 %");
        assertThat(Explanation.of(healthy).evidence())
                .contains("less than 2 times as often as in the baseline")
                .contains("20 to 1 were needed");
        assertGolden("promoted.svg", EvidencePicture.svg(healthy));
    }

    @Test
    void whatWasCountedOnlyOnceIsSeenInThePicture() {
        MetricBatch once = new MetricBatch.Counted(
                "errors", "", new Window(START, START.plusSeconds(60)), new ArmCounts(100, 9), new ArmCounts(900, 6));
        VerdictRecord found =
                record(SETTINGS, List.of(Look.at(START, List.of()), Look.at(START.plusSeconds(120), List.of(once))));

        assertThat(EvidencePicture.svg(found))
                .containsPattern("class=\"canary\" points=\"694.0,[0-9.]+ 700.0,[0-9.]+\"")
                .containsPattern("class=\"baseline\" points=\"694.0,[0-9.]+ 700.0,[0-9.]+\"");
    }

    @Test
    void saysThatNothingIsKnownWithoutData() {
        VerdictRecord silent = record(SETTINGS, 0, 0);
        assertThat(Explanation.of(silent))
                .isEqualTo(new Explanation("Nothing was looked at yet.", "There is no evidence."));
        VerdictRecord over =
                record(SETTINGS, List.of(Look.at(START, List.of()), Look.at(START.plusSeconds(7200), List.of())));
        assertThat(Explanation.of(over).outcome())
                .isEqualTo(
                        "It could not be told after 2 h, as there is not enough data: 0 of 0 requests to the canary were"
                                + " bad by 'errors', 0 of 0 requests to the baseline.");
        assertThat(Explanation.of(over).evidence())
                .isEqualTo(
                        "The evidence that the canary is worse is 1 to 1 of 100 to 1, that 'errors' is acceptable 1 to 1 of"
                                + " 20 to 1.");
    }

    @Test
    void saysWhichGateClosed() {
        VerdictSettings gated = SETTINGS.with(new Gate.CrashLoop("crash", 3, Duration.ofMinutes(5), 1));
        VerdictRecord closed = record(
                gated, List.of(new Look(START, List.of(), List.of(), List.of(new GateReading.Restarts("crash", 4)))));
        assertThat(Explanation.of(closed).outcome())
                .isEqualTo(
                        "Rolled back at once by the gate 'crash': 4 restarts of the canary within 5 min; 3 are a crash loop.");
    }

    @Test
    void namesThatAreMarkupStayText() throws Exception {
        VerdictSettings hostile =
                VerdictSettings.of(Duration.ofHours(1), MetricSettings.of("</title><script>alert(1)</script>&\u0007"));
        String svg = EvidencePicture.svg(record(hostile, 6, 40));
        assertThat(svg).doesNotContain("<script").contains("&lt;script&gt;");
        var document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
        assertThat(document.getDocumentElement().getTagName()).isEqualTo("svg");
    }

    /** A canary of 200 requests a minute beside a baseline of 1,800. */
    private static VerdictRecord record(VerdictSettings settings, int minutes, int canaryBadOfTen) {
        List<Look> looks = new ArrayList<>();
        for (int i = 0; i < minutes; i++) {
            Instant from = START.plusSeconds(60L * i);
            Window window = new Window(from, from.plusSeconds(60));
            // 0.5 % and 1.6 % do not come out even in whole requests.
            long bad = canaryBadOfTen == 40 ? (i % 5 == 4 ? 4 : 3) : 1;
            var batch = new MetricBatch.Counted(
                    settings.metrics().getFirst().name(), "", window, new ArmCounts(200, bad), new ArmCounts(1800, 9));
            looks.add(new Look(
                    window.end(), List.of(batch), List.of(new TrafficReading("", window, 0.1, 200, 1800)), List.of()));
        }
        return record(settings, looks);
    }

    private static VerdictRecord record(VerdictSettings settings, List<Look> looks) {
        var judge = new VerdictJudge(settings);
        List<RecordedLook> recorded = new ArrayList<>();
        for (Look look : looks) {
            var standing = judge.look(look);
            recorded.add(new RecordedLook(look, standing));
            if (standing.decision().isFinal()) {
                break;
            }
        }
        return new VerdictRecord(settings, recorded, "sha256:" + "0".repeat(64));
    }

    /** With the system property {@code penstock.golden=write} the files are written anew, for people to judge. */
    private static void assertGolden(String name, String text) throws IOException {
        if ("write".equals(System.getProperty("penstock.golden"))) {
            Files.writeString(Path.of("src/test/resources/dev/penstock/verdict/explain", name), text);
            return;
        }
        try (InputStream in = ExplanationTest.class.getResourceAsStream(name)) {
            assertThat(in).as(name).isNotNull();
            assertThat(text).isEqualTo(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
