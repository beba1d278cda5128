package dev.penstock.aws.beanstalk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/beanstalk-deploy.md says of each policy what {@link PolicyOutcomesIT} shows. */
class PolicyOutcomesPageTest {

    private static final Path PAGE = Path.of("..", "docs", "beanstalk-deploy.md");
    private static final String BEGIN = "<!-- policy outcomes: begin -->\n";
    private static final String END = "<!-- policy outcomes: end -->\n";

    @Test
    void thePageHasTheTableOfWhatComesOfEachPolicyInEachCourse() throws IOException {
        String page = Files.readString(PAGE);
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        int end = page.indexOf(END);
        assertThat(page).contains(BEGIN, END);
        if ("write".equals(System.getProperty("penstock.golden"))) {
            Files.writeString(PAGE, page.substring(0, begin) + table() + page.substring(end));
            return;
        }
        assertThat(page.substring(begin, end)).isEqualTo(table());
    }

    private static String table() {
        StringBuilder table = new StringBuilder();
        line(table, "", Arrays.stream(MatrixPolicy.values()).map(MatrixPolicy::title));
        line(table, "---", Arrays.stream(MatrixPolicy.values()).map(policy -> "---"));
        for (MatrixCourse course : MatrixCourse.values()) {
            line(
                    table,
                    course.words(),
                    Arrays.stream(MatrixPolicy.values())
                            .map(policy -> MatrixOutcome.of(policy, course).words()));
        }
        return table.toString();
    }

    private static void line(StringBuilder table, String first, Stream<String> cells) {
        String line = Stream.concat(Stream.of(first), cells).collect(Collectors.joining(" | ", "| ", " |"));
        table.append(line.startsWith("| ---") ? line.replace(" ", "") : line.replace("|  |", "| |"))
                .append('\n');
    }
}
