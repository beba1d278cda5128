package dev.penstock.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.ActionProvider;
import dev.penstock.execution.ExecutionEvent;
import dev.penstock.execution.ExecutionState;
import dev.penstock.rollout.ReleaseTarget;
import dev.penstock.secret.Masker;
import dev.penstock.secret.SecretMasker;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class RecordWriterTest {

    private static final int ROUNDS = 60;

    private final Masker masker = new SecretMasker();

    @Test
    void whatIsWrittenOfFactsAndStatesIsWhatJacksonWritesAndReads() {
        for (Class<?> type : List.of(ExecutionEvent.class, ExecutionState.class, Signal.class)) {
            assertThat(agreesOn(type)).as("values of %s", type).isPositive();
        }
    }

    @Test
    void whatIsWrittenOfTheStatesOfAllActionsAndTargetsIsWhatJacksonWritesAndReads() throws Exception {
        int values = 0;
        Set<Class<?>> types = stateTypes();
        for (Class<?> type : types) {
            values += agreesOn(type);
        }
        assertThat(types).hasSizeGreaterThan(15);
        assertThat(values).isGreaterThan(types.size() * ROUNDS / 2);
    }

    @Test
    void whatIsNoUsualPartOfAStateIsWrittenByJackson() {
        var state = new Unusual(
                new UUID(1, 2),
                new byte[] {1, 2},
                3.5f,
                Map.of(Loud.ONE, "x"),
                Optional.of(Path.of("/a")),
                Loud.ONE,
                'c');
        JsonMapper mapper = ExecutionCodec.stateMapper(masker, Unusual.class);
        RecordWriter writer = ExecutionCodec.stateWriter(masker, Unusual.class, new OnFirstUse<>(() -> mapper));
        String byJackson = mapper.writeValueAsString(state);
        assertThat(writer.tree(state)).hasToString(byJackson);
        assertThat(writer.bytes(state)).asString(StandardCharsets.UTF_8).isEqualTo(byJackson);
        // What a program put into a tree of its own.
        assertThat(writer.bytes(mapper.valueToTree(state)))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(byJackson);
    }

    /** How many values could be made up of a type, each written as Jackson does and read back. */
    private int agreesOn(Class<?> type) {
        JsonMapper mapper = ExecutionCodec.stateMapper(masker, type);
        RecordWriter writer = ExecutionCodec.stateWriter(masker, type, new OnFirstUse<>(() -> mapper));
        int values = 0;
        for (int seed = 0; seed < ROUNDS; seed++) {
            Object value;
            try {
                value = new RandomRecords(seed).value(type);
            } catch (RandomRecords.Refused e) {
                continue;
            }
            values++;
            JsonNode tree = writer.tree(value);
            JsonNode byJackson = mapper.valueToTree(value);
            assertThat((Object) mapper.treeToValue(tree, type))
                    .as("seed %s of %s: %s", seed, type, tree)
                    .isEqualTo(mapper.treeToValue(byJackson, type));
            // Jackson writes methods such as isLast() as well, which nobody reads.
            assertThat(without(byJackson, tree)).as("seed %s", seed).isEqualTo(tree);
            assertThat(writer.bytes(value)).asString(StandardCharsets.UTF_8).isEqualTo(tree.toString());
        }
        return values;
    }

    private static JsonNode without(JsonNode all, JsonNode wanted) {
        if (all instanceof ObjectNode object && wanted.isObject()) {
            ObjectNode less = JsonMapper.shared().createObjectNode();
            object.properties().stream()
                    .filter(member -> wanted.has(member.getKey()))
                    .forEach(member ->
                            less.set(member.getKey(), without(member.getValue(), wanted.get(member.getKey()))));
            return less;
        }
        if (all.isArray() && all.size() == wanted.size()) {
            var elements = JsonMapper.shared().createArrayNode();
            for (int i = 0; i < all.size(); i++) {
                elements.add(without(all.get(i), wanted.get(i)));
            }
            return elements;
        }
        return all;
    }

    /** The states that actions and targets of releases name, in all classes beside this one's. */
    private static Set<Class<?>> stateTypes() throws IOException, ClassNotFoundException {
        Path classes = Path.of(ActionProvider.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
        Set<Class<?>> types = new LinkedHashSet<>();
        List<String> names;
        try (Stream<Path> files = Files.walk(classes.resolve("dev/penstock"))) {
            names = files.map(file -> classes.relativize(file).toString())
                    .filter(name -> name.endsWith(".class") && !name.endsWith("-info.class"))
                    .map(name -> name.substring(0, name.length() - 6).replace('/', '.'))
                    .sorted()
                    .toList();
        }
        for (String name : names) {
            for (Type implemented : Class.forName(name, false, RecordWriterTest.class.getClassLoader())
                    .getGenericInterfaces()) {
                if (implemented instanceof ParameterizedType generic
                        && (generic.getRawType() == ActionProvider.class || generic.getRawType() == ReleaseTarget.class)
                        && generic.getActualTypeArguments()[1] instanceof Class<?> state) {
                    types.add(state);
                }
            }
        }
        return types;
    }

    @Test
    void aTimeIsWrittenAsJacksonWritesIt() {
        JsonMapper mapper = ExecutionCodec.stateMapper(masker, At.class);
        for (String time : List.of(
                "2026-01-02T12:00:00Z",
                "2026-01-02T12:00:00.1Z",
                "-0001-01-01T00:00:00Z",
                "+12026-01-02T12:00:00.000000001Z")) {
            At at = new At(Instant.parse(time));
            assertThat(new StateCodec<>(masker, At.class).write(at)).isEqualTo(mapper.valueToTree(at));
        }
    }

    record At(Instant time) {}

    record Unusual(
            UUID id,
            byte[] bytes,
            float number,
            Map<Loud, String> byChoice,
            Optional<Path> path,
            Loud choice,
            char letter) {}

    enum Loud {
        ONE;

        @Override
        public String toString() {
            return "one!";
        }
    }
}
