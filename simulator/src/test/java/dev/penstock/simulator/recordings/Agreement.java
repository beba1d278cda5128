package dev.penstock.simulator.recordings;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The numbers that may not fall, what is known not to agree or not to be replayed, and what a run has compared. */
final class Agreement {

    static final List<Rule> NOT_REPLAYED = Rule.read("not-replayed.txt");

    private static final Properties HELD = properties();
    private static final List<Rule> DISAGREEING = Rule.read("disagreements.txt");
    private static final List<Tally> TALLIES = new ArrayList<>();
    private static final Set<String> COMPLETE = new TreeSet<>();

    private Agreement() {}

    /** Prints the table when the whole run is over. */
    @SuppressWarnings("deprecation") // its successor is younger than the version that is in use
    private static final class AtTheEnd implements ExtensionContext.Store.CloseableResource, AutoCloseable {

        @Override
        public void close() {
            System.out.print(AgreementTable.of(TALLIES));
            TALLIES.clear();
            COMPLETE.clear();
        }
    }

    static synchronized void add(Tally tally, ExtensionContext context) {
        TALLIES.add(tally);
        context.getRoot().getStore(ExtensionContext.Namespace.GLOBAL).getOrComputeIfAbsent(AtTheEnd.class);
    }

    /**
     * Fails when fewer responses of a snapshot agree than did, and says when it is time to ask for more. With the last of
     * a snapshot's parts it fails when a response is neither compared nor listed as not replayed.
     *
     * @param tally of a class all of whose tests ran
     */
    static synchronized void hold(Tally tally) {
        int held = Integer.parseInt(HELD.getProperty(tally.name(), "0"));
        if (tally.agreeing() < held) {
            throw new AssertionError(tally.agreeing() + " responses of " + tally.name() + " agree with AWS, " + held
                    + " did (agreement.properties)");
        }
        if (tally.agreeing() > held) {
            System.out.println("recordings: " + tally.agreeing() + " responses of " + tally.name() + " agree, " + held
                    + " are asked for: raise it in agreement.properties");
        }
        COMPLETE.add(tally.name());
        Set<String> parts = parts(tally.snapshot());
        if (COMPLETE.containsAll(parts)) {
            List<String> problems = problems(tally.snapshot());
            if (!problems.isEmpty()) {
                throw new AssertionError(String.join("\n", problems));
            }
        }
    }

    private static List<String> problems(String snapshot) {
        Map<Response, Boolean> compared = new LinkedHashMap<>();
        TALLIES.stream()
                .filter(tally -> tally.snapshot().equals(snapshot))
                .forEach(tally -> tally.compared()
                        .forEach((response, agrees) -> compared.merge(response, agrees, Boolean::logicalAnd)));
        List<String> problems = new ArrayList<>(Account.of(Recordings.responses(snapshot), compared, NOT_REPLAYED)
                .problems(NOT_REPLAYED));
        for (Rule rule : DISAGREEING) {
            boolean here = Recordings.responses(snapshot).stream().anyMatch(rule::covers);
            if (here && compared.keySet().stream().noneMatch(rule::covers)) {
                problems.add("is not compared, take it out of disagreements.txt: " + rule.text());
            }
        }
        return problems;
    }

    /** Whether a response is known to disagree. */
    static boolean isKnown(Response response) {
        return DISAGREEING.stream().anyMatch(rule -> rule.covers(response));
    }

    /** The snapshots that are replayed, without their parts. */
    static Set<String> snapshots() {
        return HELD.stringPropertyNames().stream()
                .map(name -> name.replaceFirst("#.*", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> parts(String snapshot) {
        return HELD.stringPropertyNames().stream()
                .filter(name -> name.equals(snapshot) || name.startsWith(snapshot + "#"))
                .collect(Collectors.toSet());
    }

    private static Properties properties() {
        Properties held = new Properties();
        try (InputStream in = Objects.requireNonNull(Agreement.class.getResourceAsStream("agreement.properties"))) {
            held.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return held;
    }
}
