package dev.penstock.aws.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.execution.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/strategies.md says of each strategy and target what {@link StrategyCells} shows. */
final class StrategiesPageTest {

    private static final Path PAGE = Path.of("..", "docs", "strategies.md");
    private static final List<TargetRow> TARGETS = List.of(
            EcsCellsIT.ROW,
            TaskSetCellsIT.ROW,
            CodeDeployCellsIT.ROW,
            LambdaCellsIT.ROW,
            EnvironmentCellsIT.ROW,
            OtherTargets.HOST_NAMES,
            EnvironmentPairCellsIT.ROW,
            OtherTargets.STACK,
            SeveralStacksCellsIT.ROW,
            TwinStackCellsIT.ROW);

    @Test
    void thePageSaysWhichTargetCanDoWhat() throws IOException {
        holds("targets", targets());
    }

    @Test
    void eachTargetSaysHowItDoesWhatItDoesNotRefuse() {
        for (TargetRow target : TARGETS) {
            for (String strategy : TargetRow.strategies()) {
                assertThat(target.how().containsKey(strategy))
                        .as(target.name() + ", " + strategy + ": " + target.refuses(strategy))
                        .isEqualTo(target.refuses(strategy).isEmpty());
            }
        }
    }

    @Test
    void thePageSaysWhatComesOfEachCourse() throws IOException {
        holds("courses", courses());
    }

    private static void holds(String part, String table) throws IOException {
        String first = "<!-- " + part + ": begin -->\n";
        String last = "<!-- " + part + ": end -->\n";
        String page = Files.readString(PAGE);
        assertThat(page).contains(first, last);
        int begin = page.indexOf(first) + first.length();
        int end = page.indexOf(last);
        if ("write".equals(System.getProperty("penstock.golden"))) {
            Files.writeString(PAGE, page.substring(0, begin) + table + page.substring(end));
            return;
        }
        assertThat(page.substring(begin, end)).isEqualTo(table);
    }

    private static String targets() {
        StringBuilder table = new StringBuilder();
        List<String> strategies = TargetRow.strategies();
        line(table, Stream.of(""), strategies.stream().map(strategy -> "`" + strategy + "`"));
        line(table, Stream.of("---"), strategies.stream().map(strategy -> "---"));
        for (TargetRow target : TARGETS) {
            line(table, Stream.of(target.name()), strategies.stream().map(strategy -> cell(target, strategy)));
        }
        return table.toString();
    }

    private static String cell(TargetRow target, String strategy) {
        String how = target.how().get(strategy);
        return how == null ? "no; nearest `" + target.nearest(strategy) + "`" : how;
    }

    private static String courses() {
        StringBuilder table = new StringBuilder();
        line(table, Stream.of("course"), Stream.of("users have", "the release"));
        line(table, Stream.of("---"), Stream.of("---", "---"));
        for (Course course : Course.values()) {
            line(
                    table,
                    Stream.of(course.words()),
                    Stream.of(
                            switch (course.runs()) {
                                case OLD -> "the old version";
                                case NEW -> "the new version";
                                case THEIRS -> "theirs";
                            },
                            course.outcomes().stream()
                                    .map(StrategiesPageTest::words)
                                    .collect(Collectors.joining(" or "))));
        }
        return table.toString();
    }

    private static String words(Outcome outcome) {
        return String.join(
                " ", Arrays.asList(outcome.name().toLowerCase(Locale.ROOT).split("_", -1)));
    }

    private static void line(StringBuilder table, Stream<String> first, Stream<String> cells) {
        String line = Stream.concat(first, cells).collect(Collectors.joining(" | ", "| ", " |"));
        table.append(line.startsWith("| ---") ? line.replace(" ", "") : line.replace("|  |", "| |"))
                .append('\n');
    }
}
