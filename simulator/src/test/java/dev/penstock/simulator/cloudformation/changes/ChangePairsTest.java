package dev.penstock.simulator.cloudformation.changes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.simulator.cloudformation.types.Deployed;
import dev.penstock.simulator.cloudformation.types.Schema;
import dev.penstock.simulator.cloudformation.types.Schemas;
import dev.penstock.simulator.cloudformation.types.UpdateBehaviour;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.cloudformation.model.ResourceChange;

/** Changes come to what is known of them. */
final class ChangePairsTest {

    private static final Schemas SCHEMAS = Schemas.published();

    private final RecordedAccount account = new RecordedAccount();

    static Stream<ChangePair> pairs() {
        return ChangePair.all();
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void aChangeComesToWhatIsKnownOfIt(ChangePair pair) {
        assertThat(outcomes(pair, true)).as(pair.source()).isEqualTo(told(pair.outcome()));
        assertThat(outcomes(pair, false)).as("overview; " + pair.source()).isEqualTo(told(pair.overview()));
    }

    @Test
    void thereAreEnoughOfThemAndEachNamesItsSource() {
        assertThat(pairs())
                .hasSizeGreaterThan(40)
                .allMatch(pair -> !pair.source().isEmpty());
    }

    private Map<String, String> outcomes(ChangePair pair, boolean values) {
        Map<String, Deployed> old = ChangePair.deployed(account, pair.before());
        Map<String, Deployed> now = ChangePair.deployed(account, pair.after());
        Map<String, String> outcomes = new TreeMap<>();
        pair.changes(values).forEach(change -> outcomes.put(change.logicalResourceId(), outcome(change, old, now)));
        return outcomes;
    }

    private static String outcome(ResourceChange change, Map<String, Deployed> old, Map<String, Deployed> now) {
        Optional<Schema> schema = SCHEMAS.of(change.resourceType());
        assertThat(schema).as("schema of " + change.resourceType()).isPresent();
        return switch (change.actionAsString()) {
            case "Add" -> "added";
            case "Remove" -> "removed" + kept(change);
            default ->
                switch (change.replacementAsString()) {
                    case "True" -> "replacement" + kept(change);
                    case "Conditional" -> "conditional";
                    default -> inPlace(change.logicalResourceId(), schema, old, now);
                };
        };
    }

    private static String kept(ResourceChange change) {
        return switch (change.policyActionAsString()) {
            case "Delete", "ReplaceAndDelete" -> "";
            case "Snapshot", "ReplaceAndSnapshot" -> ", snapshot";
            default -> ", kept";
        };
    }

    /** A change set says what is deleted, not that there is data in it. */
    private static Map<String, String> told(Map<String, String> outcomes) {
        Map<String, String> told = new TreeMap<>();
        outcomes.forEach((resource, outcome) -> told.put(resource, outcome.replace(", data loss", "")));
        return told;
    }

    private static String inPlace(
            String name, Optional<Schema> schema, Map<String, Deployed> old, Map<String, Deployed> now) {
        Optional<UpdateBehaviour> behaviour = Optional.ofNullable(old.get(name))
                .flatMap(before -> Optional.ofNullable(now.get(name))
                        .flatMap(after ->
                                Difference.between(Optional.of(before.properties()), Optional.of(after.properties()))
                                        .stream()
                                        .map(difference -> UpdateBehaviours.requires(schema, difference.path()))
                                        .reduce(UpdateBehaviours::moreIntrusive)));
        return behaviour.equals(Optional.of(UpdateBehaviour.SOME_INTERRUPTIONS)) ? "interruption" : "update";
    }
}
