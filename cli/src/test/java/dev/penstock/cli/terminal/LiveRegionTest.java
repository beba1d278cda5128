package dev.penstock.cli.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.runner.text.StyledLine;
import dev.penstock.runner.text.TerminalSize;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LiveRegionTest {

    private static final TerminalSize SIZE = new TerminalSize(60, 10);

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final LiveRegion region = new LiveRegion(new PrintStream(bytes, true, UTF_8), false);

    @Test
    void showsTheNewestLinesInPlaceOfTheOld() {
        region.show(lines("one", "two", "three"), SIZE);
        region.show(lines("one", "2"), SIZE);

        assertThat(screen()).containsExactly("one", "2");
    }

    @Test
    void writesNothingWhenNothingChanged() {
        region.show(lines("one"), SIZE);
        int before = bytes.size();
        region.show(lines("one"), SIZE);

        assertThat(bytes.size()).isEqualTo(before);
    }

    @Test
    void sendsOnlyTheLinesThatDiffer() {
        region.show(lines("first line", "second line"), SIZE);
        bytes.reset();
        region.show(lines("first line", "another"), SIZE);

        assertThat(bytes.toString(UTF_8)).contains("another").doesNotContain("first");
    }

    @Test
    void whatIsWrittenAboveStaysAboveTheRegion() {
        region.show(lines("region"), SIZE);
        region.above(lines("a log line"), SIZE);
        region.show(lines("region 2", "more"), SIZE);

        assertThat(screen()).containsExactly("a log line", "region 2", "more");
    }

    @Test
    void theScreenIsAlwaysWhatWasWrittenAboveAndThenTheRegion() {
        var random = new Random(3);
        List<String> above = new ArrayList<>();
        List<String> shown = List.of();
        for (int i = 0; i < 300; i++) {
            if (random.nextInt(4) == 0) {
                String line = "log " + i;
                above.add(line);
                region.above(lines(line), SIZE);
            } else {
                shown = Stream.generate(() -> "row " + random.nextInt(3))
                        .limit(1 + random.nextInt(8))
                        .toList();
                region.show(lines(shown.toArray(String[]::new)), SIZE);
            }
            List<String> expected = new ArrayList<>(above);
            expected.addAll(shown);
            assertThat(screen()).isEqualTo(expected);
        }
    }

    @Test
    void givesTheCursorBack() {
        region.show(lines("one"), SIZE);
        region.close();

        assertThat(bytes.toString(UTF_8)).endsWith("\u001b[?25h");
    }

    private static List<StyledLine> lines(String... texts) {
        return Stream.of(texts).map(StyledLine::of).toList();
    }

    /** What a terminal without an end shows after all that was written. */
    private List<String> screen() {
        List<String> rows = new ArrayList<>(List.of(""));
        int row = 0;
        String text = bytes.toString(UTF_8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                row++;
                if (row == rows.size()) {
                    rows.add("");
                }
            } else if (c == '\u001b') {
                int end = i + 2;
                while (!Character.isLetter(text.charAt(end))) {
                    end++;
                }
                String number = text.substring(i + 2, end);
                switch (text.charAt(end)) {
                    case 'A' -> row -= Integer.parseInt(number);
                    case 'J' -> {
                        rows.subList(row + 1, rows.size()).clear();
                        rows.set(row, "");
                    }
                    default -> {
                        // Clearing to the end of a line happens by overwriting it whole, below.
                    }
                }
                i = end;
            } else if (c != '\r') {
                int end = i;
                while (text.charAt(end) != '\u001b' && text.charAt(end) != '\r') {
                    end++;
                }
                rows.set(row, text.substring(i, end));
                i = end - 1;
            }
        }
        rows.removeLast();
        return rows;
    }
}
