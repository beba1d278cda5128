package dev.penstock.simulator.recordings;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The numbers that may not fall, the disagreements that are known, and the table at the end of a run. */
final class Agreement {

    private static final Properties HELD = properties();
    private static final Map<String, String> KNOWN = disagreements();
    private static final List<Tally> TALLIES = new ArrayList<>();

    private Agreement() {}

    /** Prints the table when the whole run is over. */
    @SuppressWarnings("deprecation") // its successor is younger than the version that is in use
    private static final class Table implements ExtensionContext.Store.CloseableResource, AutoCloseable {

        @Override
        public void close() {
            print();
        }
    }

    static synchronized void add(Tally tally, ExtensionContext context) {
        TALLIES.add(tally);
        context.getRoot().getStore(ExtensionContext.Namespace.GLOBAL).getOrComputeIfAbsent(Table.class);
    }

    /** Fails when fewer responses of a snapshot agree than did, and says when it is time to ask for more. */
    static void hold(Tally tally) {
        int held = Integer.parseInt(HELD.getProperty(tally.name(), "0"));
        if (tally.agreeing() < held) {
            throw new AssertionError(tally.agreeing() + " responses of " + tally.name() + " agree with AWS, " + held
                    + " did (agreement.properties)");
        }
        if (tally.agreeing() > held) {
            System.out.println("recordings: " + tally.agreeing() + " responses of " + tally.name() + " agree, " + held
                    + " are asked for: raise it in agreement.properties");
        }
    }

    /** Whether a response is known to disagree. */
    static boolean isKnown(String response) {
        return KNOWN.containsKey(response);
    }

    private static synchronized void print() {
        StringBuilder out = new StringBuilder("recordings: agreeing / compared / recorded\n");
        Map<String, List<Tally>> byService =
                TALLIES.stream().collect(Collectors.groupingBy(Tally::service, TreeMap::new, Collectors.toList()));
        byService.forEach((service, tallies) -> {
            Map<String, Integer> recorded = new HashMap<>();
            Map<String, Integer> reasons = new TreeMap<>();
            for (Tally tally : tallies) {
                recorded.put(tally.name().replaceFirst("#.*", ""), tally.recorded());
                tally.leftOut().forEach((reason, count) -> reasons.merge(reason, count, Integer::sum));
            }
            out.append(String.format(
                    "  %-16s %5d / %5d / %5d%n",
                    service,
                    tallies.stream().mapToInt(Tally::agreeing).sum(),
                    tallies.stream().mapToInt(Tally::compared).sum(),
                    recorded.values().stream().mapToInt(Integer::intValue).sum()));
            int unmentioned = recorded.values().stream()
                            .mapToInt(Integer::intValue)
                            .sum()
                    - tallies.stream().mapToInt(Tally::compared).sum()
                    - reasons.values().stream().mapToInt(Integer::intValue).sum();
            if (unmentioned > 0) {
                reasons.put("no replay in this run", unmentioned);
            }
            reasons.forEach(
                    (reason, count) -> out.append(String.format("  %16s %5d not replayed: %s%n", "", count, reason)));
        });
        System.out.print(out);
        TALLIES.clear();
    }

    private static Properties properties() {
        Properties held = new Properties();
        try (InputStream in = resource("agreement.properties")) {
            held.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return held;
    }

    /** Lines of {@code snapshot test label | reason}. */
    private static Map<String, String> disagreements() {
        Map<String, String> known = new HashMap<>();
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(resource("disagreements.txt"), StandardCharsets.UTF_8))) {
            for (String line :
                    in.lines().filter(l -> !l.isBlank() && !l.startsWith("#")).toList()) {
                String[] parts = line.split(" \\| ", 2);
                if (parts.length < 2 || parts[1].isBlank()) {
                    throw new IllegalStateException("disagreements.txt: no reason in: " + line);
                }
                known.put(parts[0].strip(), parts[1].strip());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return known;
    }

    private static InputStream resource(String name) {
        return Objects.requireNonNull(Agreement.class.getResourceAsStream(name), name);
    }
}
