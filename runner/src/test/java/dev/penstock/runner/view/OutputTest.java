package dev.penstock.runner.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.runner.text.Glyphs;
import dev.penstock.runner.text.StyledLine;
import dev.penstock.testing.GoldenFile;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class OutputTest {

    private static final Instant NOW = Views.START.plusSeconds(75);
    private static final List<ExecutionView> VIEWS =
            List.of(Views.building(), Views.asking(), Views.paused(), Views.rolledBack(), Views.succeeded());

    @Test
    void logLinesAreAsAgreed() throws IOException {
        var layout = new ChangeLines(Glyphs.UNICODE, Advice.PLAIN);

        GoldenFile.assertMatches(
                "changes.txt",
                VIEWS.stream()
                        .flatMap(view -> Stream.concat(
                                ViewChange.between(Optional.empty(), view).stream()
                                        .flatMap(change -> layout.lines(change, NOW).stream())
                                        .map(StyledLine::toString),
                                Stream.of("-")))
                        .collect(Collectors.joining("\n", "", "\n")));
    }

    @Test
    void jsonLinesAreAsAgreedAndAreJson() throws IOException {
        List<String> lines = VIEWS.stream()
                .flatMap(view -> Stream.concat(
                        ViewChange.between(Optional.empty(), view).stream()
                                .map(change -> JsonOutput.change(change, NOW)),
                        Stream.of(JsonOutput.status(view, Optional.empty()), JsonOutput.result(view, 0, 1234))))
                .map(JsonText::toString)
                .toList();

        assertThat(lines)
                .allSatisfy(line -> assertThat(
                                JsonMapper.shared().readTree(line).get("schema").asString())
                        .isEqualTo(JsonOutput.SCHEMA));
        GoldenFile.assertMatches("output.jsonl", String.join("\n", lines) + "\n");
    }

    @Test
    void reportsAreAsAgreed() throws IOException {
        GoldenFile.assertMatches(
                "reports.txt",
                VIEWS.stream()
                        .flatMap(view -> Stream.concat(
                                Report.lines(view, Optional.of(Duration.ofMillis(1234)), Advice.PLAIN, 60).stream()
                                        .map(StyledLine::toString),
                                Stream.of("-")))
                        .collect(Collectors.joining("\n", "", "\n")));
    }

    @Test
    void nothingChangedIsNoNews() {
        assertThat(VIEWS)
                .allSatisfy(view ->
                        assertThat(ViewChange.between(Optional.of(view), view)).isEmpty());
    }

    @Test
    void jsonTextsSurviveWhateverIsInThem() {
        String hostile = "\"\\\n\r\t\u0000\u001b[31m\u2028\ud800 \ud83d\ude00 é";

        String read = JsonMapper.shared()
                .readTree(new JsonText().put("text", hostile).toString())
                .get("text")
                .asString();

        assertThat(read).isEqualTo(hostile);
    }

    @Test
    void durationsAreForPeople() {
        assertThat(Stream.of(0L, 400L, 9_949L, 9_950L, 12_000L, 65_000L, 7_380_000L, 273_600_000L)
                        .map(millis -> DurationText.of(Duration.ofMillis(millis))))
                .containsExactly("0.0 s", "0.4 s", "9.9 s", "10 s", "12 s", "1 min 05 s", "2 h 03 min", "3 d 04 h");
        assertThat(DurationText.running(Duration.ofMillis(1999))).isEqualTo("1 s");
    }
}
