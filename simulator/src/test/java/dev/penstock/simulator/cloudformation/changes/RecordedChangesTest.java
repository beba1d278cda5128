package dev.penstock.simulator.cloudformation.changes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.penstock.simulator.cloudformation.template.ParameterValues;
import dev.penstock.simulator.cloudformation.template.Template;
import dev.penstock.simulator.cloudformation.types.Deployed;
import dev.penstock.simulator.cloudformation.types.Schemas;
import dev.penstock.simulator.recordings.Recordings;
import dev.penstock.simulator.wire.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Change sets are what AWS was recorded to say, both answers of them, of a new stack and of an update. */
final class RecordedChangesTest {

    private static final List<String> SNAPSHOTS = List.of(
            "api/test_stacks",
            "test_change_set_conditions",
            "test_change_set_depends_on",
            "test_change_set_fn_base64",
            "test_change_set_fn_get_attr",
            "test_change_set_fn_join",
            "test_change_set_fn_select",
            "test_change_set_fn_split",
            "test_change_set_fn_sub",
            "test_change_set_mappings",
            "test_change_set_parameters",
            "test_change_set_ref",
            "test_change_set_values",
            "test_change_sets");

    private static final Schemas SCHEMAS = Schemas.published();

    private final RecordedAccount account = new RecordedAccount();

    static Stream<Pair> pairs() {
        return SNAPSHOTS.stream().flatMap(snapshot -> Pair.read(snapshot).stream());
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void aChangeSetSaysWhatAwsSaid(Pair pair) {
        Optional<JsonValue.Structure> recorded = recorded(pair);
        assumeTrue(recorded.isPresent(), "left out: there is no recording of " + pair);
        JsonValue.Structure labels = recorded.get();
        Template first = Template.parse(pair.before());
        ParameterValues firstValues = account.values(first, pair.beforeParameters());
        for (boolean values : List.of(true, false)) {
            RecordedChange.compare(
                    labels,
                    values ? "describe-change-set-1-prop-values" : "describe-change-set-1",
                    ChangeCalculation.between(Optional.empty(), first, firstValues, account, SCHEMAS, options(values)));
        }
        Map<String, Deployed> resources =
                account.deploy(first, firstValues, RecordedChange.physicalIds(labels, "describe-change-set-2"));
        DeployedStack stack = new DeployedStack(first, firstValues, resources, Map.of());
        Template second = Template.parse(pair.after());
        ParameterValues secondValues = account.values(second, pair.afterParameters());
        for (boolean values : List.of(true, false)) {
            RecordedChange.compare(
                    labels,
                    values ? "describe-change-set-2-prop-values" : "describe-change-set-2",
                    ChangeCalculation.between(
                            Optional.of(stack), second, secondValues, account, SCHEMAS, options(values)));
        }
    }

    private static ChangeOptions options(boolean values) {
        return ChangeOptions.overview(Map.of()).withPropertyValues(values);
    }

    private static Optional<JsonValue.Structure> recorded(Pair pair) {
        Optional<Path> file = Recordings.directory()
                .map(directory -> directory.resolve("cloudformation/" + pair.snapshot() + ".snapshot.json"))
                .filter(Files::isRegularFile);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        try {
            JsonValue all = JsonValue.parse(Files.readString(file.get())).orElseThrow();
            Optional<JsonValue.Structure> content = ((JsonValue.Structure) all)
                    .members().entrySet().stream()
                            .filter(test -> test.getKey().endsWith(".py::" + pair.test()))
                            .findFirst()
                            .flatMap(test -> RecordedChange.member(test.getValue(), "recorded-content"))
                            .map(JsonValue.Structure.class::cast);
            assertThat(content).as("recording of " + pair).isPresent();
            return content;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Two templates and the parameters that were given with each. */
    record Pair(
            String snapshot,
            String test,
            String before,
            Map<String, String> beforeParameters,
            String after,
            Map<String, String> afterParameters) {

        static List<Pair> read(String snapshot) {
            String name = "recorded/" + snapshot.replace('/', '_') + ".json";
            try (var in = RecordedChangesTest.class.getResourceAsStream(name)) {
                assertThat(in).as(name).isNotNull();
                JsonValue all = JsonValue.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                        .orElseThrow();
                return ((JsonValue.Array) all)
                        .elements().stream().map(each -> of(snapshot, each)).toList();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static Pair of(String snapshot, JsonValue entry) {
            return new Pair(
                    snapshot,
                    RecordedChange.text(entry, "test").orElseThrow(),
                    RecordedChange.json(entry, "before"),
                    parameters(entry, "beforeParameters"),
                    RecordedChange.json(entry, "after"),
                    parameters(entry, "afterParameters"));
        }

        private static Map<String, String> parameters(JsonValue entry, String name) {
            Map<String, String> parameters = new HashMap<>();
            RecordedChange.member(entry, name)
                    .map(JsonValue.Structure.class::cast)
                    .ifPresent(given -> given.members()
                            .keySet()
                            .forEach(key -> parameters.put(
                                    key, RecordedChange.text(given, key).orElseThrow())));
            return parameters;
        }

        @Override
        public String toString() {
            return snapshot + " " + test;
        }
    }
}
