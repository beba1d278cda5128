package dev.penstock.simulator.cloudformation.changes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.simulator.cloudformation.template.ParameterValues;
import dev.penstock.simulator.cloudformation.template.Template;
import dev.penstock.simulator.cloudformation.template.YamlValue;
import dev.penstock.simulator.cloudformation.types.Deployed;
import dev.penstock.simulator.cloudformation.types.Schema;
import dev.penstock.simulator.cloudformation.types.Schemas;
import dev.penstock.simulator.cloudformation.types.UpdateBehaviour;
import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.cloudformation.model.ResourceChange;

/** Changes come to what is known of them: {@code pairs/README.md} describes the files. */
final class ChangePairsTest {

    private static final Schemas SCHEMAS = Schemas.published();

    private static final List<String> FILES =
            List.of("ecs", "elb", "identity-and-messages", "lambda-and-alarms", "network", "rds", "storage");

    private final RecordedAccount account = new RecordedAccount();

    static Stream<Pair> pairs() {
        return FILES.stream().flatMap(Pair::read);
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void aChangeComesToWhatIsKnownOfIt(Pair pair) {
        assertThat(outcomes(pair, true)).as(pair.source()).isEqualTo(pair.outcome());
        assertThat(outcomes(pair, false)).as("overview; " + pair.source()).isEqualTo(pair.overview());
    }

    @Test
    void thereAreEnoughOfThemAndEachNamesItsSource() {
        assertThat(pairs())
                .hasSizeGreaterThan(40)
                .allMatch(pair -> !pair.source().isEmpty());
    }

    private Map<String, String> outcomes(Pair pair, boolean values) {
        Template before = Template.parse(template(pair.before()));
        Template after = Template.parse(template(pair.after()));
        Map<String, Deployed> old = account.deploy(before, ParameterValues.none(), Map.of());
        Map<String, Deployed> now = account.deploy(after, ParameterValues.none(), Map.of());
        DeployedStack stack = new DeployedStack(before, ParameterValues.none(), old, Map.of());
        Changes changes = ChangeCalculation.between(
                Optional.of(stack),
                after,
                ParameterValues.none(),
                account,
                SCHEMAS,
                ChangeOptions.overview(Map.of()).withPropertyValues(values));
        Map<String, String> outcomes = new TreeMap<>();
        changes.resources().forEach(change -> outcomes.put(change.logicalResourceId(), outcome(change, old, now)));
        return outcomes;
    }

    private static String outcome(ResourceChange change, Map<String, Deployed> old, Map<String, Deployed> now) {
        Optional<Schema> schema = SCHEMAS.of(change.resourceType());
        assertThat(schema).as("schema of " + change.resourceType()).isPresent();
        return switch (change.actionAsString()) {
            case "Add" -> "added";
            case "Remove" -> "removed" + lost(change, schema);
            default ->
                switch (change.replacementAsString()) {
                    case "True" -> "replacement" + lost(change, schema);
                    case "Conditional" -> "conditional";
                    default -> inPlace(change.logicalResourceId(), schema, old, now);
                };
        };
    }

    private static String lost(ResourceChange change, Optional<Schema> schema) {
        return switch (change.policyActionAsString()) {
            case "Delete", "ReplaceAndDelete" -> schema.map(Schema::stateful).orElse(false) ? ", data loss" : "";
            case "Snapshot", "ReplaceAndSnapshot" -> ", snapshot";
            default -> ", kept";
        };
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

    private static String template(JsonValue resources) {
        return "{\"Resources\":" + JsonTexts.of(resources) + "}";
    }

    /** A change and what it comes to. */
    record Pair(
            String file,
            String change,
            String source,
            JsonValue before,
            JsonValue after,
            Map<String, String> outcome,
            Map<String, String> overview) {

        static Stream<Pair> read(String file) {
            try (var in = ChangePairsTest.class.getResourceAsStream("pairs/" + file + ".yaml")) {
                assertThat(in).as(file).isNotNull();
                JsonValue all = YamlValue.read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
                return ((JsonValue.Array) all).elements().stream().map(entry -> of(file, entry));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static Pair of(String file, JsonValue entry) {
            Map<String, String> outcome = outcomes(entry, "outcome").orElseThrow();
            return new Pair(
                    file,
                    RecordedChange.text(entry, "change").orElseThrow(),
                    RecordedChange.text(entry, "source").orElseThrow(),
                    RecordedChange.member(entry, "before").orElseThrow(),
                    RecordedChange.member(entry, "after").orElseThrow(),
                    outcome,
                    outcomes(entry, "overview").orElse(outcome));
        }

        private static Optional<Map<String, String>> outcomes(JsonValue entry, String name) {
            return RecordedChange.member(entry, name).map(value -> {
                Map<String, String> outcomes = new TreeMap<>();
                ((JsonValue.Structure) value)
                        .members()
                        .forEach((resource, outcome) -> outcomes.put(resource, JsonTexts.scalar(outcome)));
                return outcomes;
            });
        }

        @Override
        public String toString() {
            return file + ": " + change;
        }
    }
}
