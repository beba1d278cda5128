package dev.penstock.simulator.recordings;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** The replay of one recorded test: its responses by label, and what their masked values stand for. */
public final class Session {

    private static final int MOST_SHOWN = 8;

    private final Tree.Structure recorded;
    private final Tally tally;
    private final Placeholders placeholders = new Placeholders();
    private final Map<String, String> sorted = new HashMap<>();
    private final Map<String, List<String>> compared = new LinkedHashMap<>();

    Session(Tree.Structure recorded, Tally tally) {
        this.recorded = recorded;
        this.tally = tally;
    }

    /**
     * Says what a placeholder stands for, where it would be taken for anything otherwise.
     *
     * @param placeholder as recorded, like {@code <user-name>}
     */
    public Session give(String placeholder, String value) {
        placeholders.give(placeholder, value);
        return this;
    }

    /** Says that the items of a list have no order in this test and are sorted by one of their members. */
    public Session sort(String list, String byMember) {
        sorted.put(list, byMember);
        return this;
    }

    /** Makes a call that has a response and compares it. */
    public <T> T call(String label, Supplier<T> call) {
        T response;
        try {
            response = call.get();
        } catch (AwsServiceException error) {
            matches(label, error);
            throw error;
        }
        matches(label, response);
        return response;
    }

    /** Makes a call that is answered with an error and compares it. */
    public void fails(String label, Supplier<?> call) {
        Object said;
        try {
            said = call.get();
        } catch (AwsServiceException error) {
            said = error;
        }
        matches(label, said);
    }

    /**
     * Compares what the simulator said.
     *
     * @param response a response, also as {@code ResponseBytes}; an error; or values that the recorded test took out of
     *     responses, as maps, lists and scalars
     * @throws IllegalArgumentException when the recorded test has no such label
     */
    public void matches(String label, @Nullable Object response) {
        Tree expected = recorded.member(label)
                .orElseThrow(() -> new IllegalArgumentException("no label " + label + ". There are: "
                        + String.join(", ", recorded.members().keySet())));
        compared.put(label, new Comparison(placeholders, sorted).differences(expected, Responses.of(response)));
    }

    /** Says why a label is not replayed. */
    public Session leaveOut(String label, String reason) {
        if (recorded.member(label).isEmpty()) {
            throw new IllegalArgumentException("no label " + label);
        }
        tally.leftOut(1, reason);
        return this;
    }

    void finish() {
        compared.values().forEach(differences -> tally.compared(differences.isEmpty()));
    }

    /** Fails for what disagrees and is not known to, and for what agrees and is said not to. */
    void verify(String test) {
        List<String> problems = new ArrayList<>();
        compared.forEach((label, differences) -> {
            boolean known = Agreement.isKnown(test + " " + label);
            if (known && differences.isEmpty()) {
                problems.add(label + " agrees: take it out of disagreements.txt");
            } else if (!known && !differences.isEmpty()) {
                problems.add(label + "\n      "
                        + String.join(
                                "\n      ",
                                differences.stream().limit(MOST_SHOWN).toList()));
            }
        });
        if (!problems.isEmpty()) {
            throw new AssertionError(test + "\n  " + String.join("\n  ", problems));
        }
    }
}
