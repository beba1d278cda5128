package dev.penstock.aws.emulators;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page on emulators says what {@link Differences} lists, and no list grows unseen. */
final class EmulatorsPageTest {

    private static final Path PAGE = Path.of("..", "docs", "emulators.md");

    @Test
    void thePageListsEveryKnownDifferenceAndGap() throws IOException {
        assertThat(Files.readString(PAGE)).contains(tables());
    }

    private static String tables() {
        var text = new StringBuilder();
        for (Place place : Place.values()) {
            if (place != Place.SIMULATOR) {
                text.append(table(place));
            }
        }
        return text.toString().strip();
    }

    private static String table(Place place) {
        Map<String, Difference> rows = new LinkedHashMap<>();
        Differences.ALL.stream()
                .filter(known -> known.place() == place)
                .forEach(known -> rows.putIfAbsent(known.contract() + known.behaviour(), known));
        long gaps = Differences.ALL.stream()
                .filter(known -> known.place() == place && known.kind() == Difference.Kind.GAP)
                .count();
        long differences =
                Differences.ALL.stream().filter(known -> known.place() == place).count() - gaps;
        return "## " + place.title() + "\n\n"
                + "Tests that it answers otherwise: " + differences + "; that ask for what it lacks: " + gaps + ".\n\n"
                + "| contract | it | AWS | source |\n|---|---|---|---|\n"
                + rows.values().stream().map(EmulatorsPageTest::row).collect(Collectors.joining())
                + "\n";
    }

    private static String row(Difference known) {
        String does = switch (known.kind()) {
            case GAP -> "lacks `" + known.behaviour() + "`";
            case DIFFERS -> known.behaviour();
            case SOMETIMES -> known.behaviour() + ", now and then";
        };
        return "| " + known.contract().replace("Contract", "") + " | " + does + " | " + known.awsSays() + " | "
                + known.source() + " |\n";
    }
}
