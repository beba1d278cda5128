package dev.penstock.simulator.recordings;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** The replay of one recorded test: its responses by label, and what their masked values stand for. */
public final class Session {

    private static final int MOST_SHOWN = 8;

    private final Tree.Structure recorded;
    private final Function<String, Response> response;
    private final Placeholders placeholders = new Placeholders();
    private final Map<String, String> sorted = new HashMap<>();
    private final Map<String, List<String>> compared = new LinkedHashMap<>();
    private UnaryOperator<Tree> recordedForm = UnaryOperator.identity();
    private UnaryOperator<Tree> ourForm = UnaryOperator.identity();

    /** @param response that a label of this test names */
    Session(Tree.Structure recorded, Function<String, Response> response) {
        this.recorded = recorded;
        this.response = response;
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

    /** Says that a member's text is by chance in this test, as an ETag of encrypted contents is: any text will do. */
    public Session chance(String member) {
        placeholders.chance(member);
        return this;
    }

    /**
     * Says in which form responses are compared, where what they say has several: recordings of different ages, random parts
     * of names that the recorder did not mask.
     */
    Session form(UnaryOperator<Tree> ofRecorded, UnaryOperator<Tree> ofOurs) {
        recordedForm = ofRecorded;
        ourForm = ofOurs;
        return this;
    }

    /** The recorded response of a label, for how the recorded test made its calls. */
    Optional<Tree> recorded(String label) {
        return recorded.member(label);
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
        compared.put(
                label,
                new Comparison(placeholders, sorted)
                        .differences(recordedForm.apply(expected), ourForm.apply(Responses.of(response))));
    }

    void finish(Tally tally) {
        compared.forEach((label, differences) -> tally.compared(response.apply(label), differences.isEmpty()));
    }

    /** Fails for what disagrees and is not known to, and for what agrees and is said not to. */
    void verify(String test) {
        List<String> problems = new ArrayList<>();
        compared.forEach((label, differences) -> {
            boolean known = Agreement.isKnown(response.apply(label));
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
