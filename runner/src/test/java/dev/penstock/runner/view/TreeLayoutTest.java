package dev.penstock.runner.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.runner.text.Glyphs;
import dev.penstock.runner.text.StyledLine;
import dev.penstock.runner.text.TerminalSize;
import dev.penstock.testing.GoldenFile;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TreeLayoutTest {

    private static final Instant NOW = Views.START.plusSeconds(75);

    @ParameterizedTest
    @ValueSource(ints = {60, 80, 120})
    void looksAsAgreedAtEveryWidth(int columns) throws IOException {
        GoldenFile.assertMatches("tree-" + columns + ".txt", all(columns, Glyphs.UNICODE, false));
    }

    @Test
    void looksAsAgreedInColourAndInAscii() throws IOException {
        GoldenFile.assertMatches("tree-80-colour.txt", all(80, Glyphs.UNICODE, true));
        GoldenFile.assertMatches("tree-80-ascii.txt", all(80, Glyphs.ASCII, false));
    }

    private static String all(int columns, Glyphs glyphs, boolean colour) {
        var text = new StringBuilder();
        for (ExecutionView view :
                List.of(Views.building(), Views.asking(), Views.paused(), Views.rolledBack(), Views.succeeded())) {
            text.append(new TreeLayout(glyphs, Advice.PLAIN)
                    .lines(view, NOW, new TerminalSize(columns, 24), 0).stream()
                            .map(line -> line.render(colour) + "\n")
                            .collect(Collectors.joining()));
            text.append("-\n");
        }
        return text.toString();
    }

    @Test
    void noLineIsEverWiderThanTheTerminalAndTheTreeNeverHigher() {
        var random = new Random(7);
        for (int i = 0; i < 500; i++) {
            ExecutionView view = randomView(random);
            var size = new TerminalSize(60 + random.nextInt(80), 4 + random.nextInt(40));
            List<StyledLine> lines = new TreeLayout(random.nextBoolean() ? Glyphs.ASCII : Glyphs.UNICODE, Advice.PLAIN)
                    .lines(view, NOW, size, i);
            assertThat(lines).hasSizeLessThan(size.rows());
            assertThat(lines).allSatisfy(line -> assertThat(line.width()).isLessThanOrEqualTo(size.columns()));
        }
    }

    @Test
    void onALowTerminalWhatGoesOnIsKeptAndWhatIsDoneIsFolded() {
        List<String> lines = new TreeLayout(Glyphs.UNICODE, Advice.PLAIN)
                .lines(Views.building(), NOW, new TerminalSize(80, 6), 0).stream()
                        .map(StyledLine::toString)
                        .toList();

        assertThat(lines).hasSizeLessThan(6);
        assertThat(String.join("\n", lines)).contains("Image").doesNotContain("Source");
    }

    private static ExecutionView randomView(Random random) {
        List<StageView> stages = new ArrayList<>();
        for (int i = 0; i < 1 + random.nextInt(8); i++) {
            ActionView[] actions = new ActionView[1 + random.nextInt(5)];
            for (int j = 0; j < actions.length; j++) {
                actions[j] = switch (random.nextInt(4)) {
                    case 0 -> Views.waiting(text(random, 40), "Deploy/AWS/ECS/1");
                    case 1 -> Views.paused(text(random, 30), text(random, 30), text(random, 200));
                    case 2 ->
                        Views.running(
                                text(random, 100),
                                "Deploy/AWS/ECS/1",
                                random.nextInt(60),
                                random.nextBoolean() ? Optional.empty() : Optional.of(Duration.ofSeconds(1000)),
                                text(random, 200));
                    default -> Views.asking(text(random, 30), text(random, 300), text(random, 100));
                };
            }
            List<ViewStatus> statuses = List.of(ViewStatus.values());
            ViewStatus status = statuses.get(random.nextInt(statuses.size()));
            stages.add(Views.stage(text(random, 100), status, 1, 60, actions));
        }
        return Views.execution(ViewStatus.IN_PROGRESS, Optional.empty(), 0, stages.toArray(new StageView[0]));
    }

    private static String text(Random random, int longest) {
        String alphabet = "abc déx  \t\n\u001b[31m日本語😀\u0301\u200b\u202e-/";
        int[] points = alphabet.codePoints().toArray();
        var text = new StringBuilder();
        for (int i = random.nextInt(longest); i >= 0; i--) {
            text.appendCodePoint(points[random.nextInt(points.length)]);
        }
        return text.toString();
    }
}
