package dev.penstock.simulator.recordings;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A line of {@code not-replayed.txt} or {@code disagreements.txt}: {@code snapshot :: test :: label | reason}. In each of
 * the three names {@code *} stands for any text.
 *
 * @param text the line up to the reason, as it was written
 */
record Rule(String text, Names names, String reason) {

    /** Patterns for the parts of a {@link Response}. */
    record Names(String snapshot, String test, String label) {}

    /** The rules of a resource beside this class, in order. */
    static List<Rule> read(String resource) {
        List<Rule> rules = new ArrayList<>();
        try (BufferedReader in = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(Rule.class.getResourceAsStream(resource), resource), StandardCharsets.UTF_8))) {
            in.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .forEach(line -> rules.add(parse(resource, line)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.copyOf(rules);
    }

    private static Rule parse(String resource, String line) {
        int bar = line.lastIndexOf(" | ");
        List<String> names = bar < 0
                ? List.of()
                : Arrays.asList(line.substring(0, bar).strip().split(" :: ", -1));
        if (names.size() != 3 || line.substring(bar + 3).isBlank()) {
            throw new IllegalStateException(
                    resource + ": a line is 'snapshot :: test :: label | reason', and this is not: " + line);
        }
        Names patterns = new Names(pattern(names.get(0)), pattern(names.get(1)), pattern(names.get(2)));
        return new Rule(
                line.substring(0, bar).strip(),
                patterns,
                line.substring(bar + 3).strip());
    }

    boolean covers(Response response) {
        return response.snapshot().matches(names.snapshot())
                && response.test().matches(names.test())
                && response.label().strip().matches(names.label());
    }

    private static String pattern(String glob) {
        return Arrays.stream(glob.strip().split("\\*", -1))
                .map(part -> part.isEmpty() ? "" : "\\Q" + part.replace("\\E", "\\E\\\\E\\Q") + "\\E")
                .collect(Collectors.joining(".*", "(?s)", ""));
    }
}
