package dev.penstock.aws.emulators;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** The known differences at queues, events, schedules, functions and tables, from the rows of {@code differences.txt}. */
final class EventDifferences {

    private static final int COLUMNS = 7;
    private static final String SOMETIMES = ", now and then";

    private EventDifferences() {}

    static List<Difference> all() {
        try (InputStream rows = Objects.requireNonNull(EventDifferences.class.getResourceAsStream("differences.txt"))) {
            return new String(rows.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(EventDifferences::difference)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Difference difference(String row) {
        String[] cells = row.split(" \\| ", -1);
        if (cells.length != COLUMNS) {
            throw new IllegalStateException("not " + COLUMNS + " cells: " + row);
        }
        return new Difference(
                Place.valueOf(cells[0]),
                cells[1],
                cells[2],
                kind(cells),
                cells[3].replace(SOMETIMES, ""),
                cells[4],
                cells[5],
                cells[6]);
    }

    private static Difference.Kind kind(String[] cells) {
        if (cells[4].isEmpty()) {
            return Difference.Kind.GAP;
        }
        return cells[3].endsWith(SOMETIMES) ? Difference.Kind.SOMETIMES : Difference.Kind.DIFFERS;
    }
}
