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
        Difference.Kind kind = cells[4].isEmpty() ? Difference.Kind.GAP : Difference.Kind.DIFFERS;
        return new Difference(
                Place.valueOf(cells[0]), cells[1], cells[2], kind, cells[3], cells[4], cells[5], cells[6]);
    }
}
