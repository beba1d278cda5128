package dev.penstock.simulator.states;

import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A state machine in the Amazon States Language.
 *
 * @param startAt the first state
 * @param timeout after which executions time out
 */
record MachineDefinition(String startAt, Optional<Duration> timeout, Map<String, State> states) {

    private static final Set<String> FIELDS =
            Set.of("Comment", "StartAt", "States", "TimeoutSeconds", "Version", "QueryLanguage");

    /**
     * Reads a definition.
     *
     * @throws dev.penstock.simulator.wire.ServiceError if it is none, or has what is not simulated
     */
    static MachineDefinition read(String json) {
        if (!(JsonValue.parse(json).orElse(new JsonValue.Null())
                instanceof JsonValue.Structure(Map<String, JsonValue> members))) {
            throw StatesErrors.invalidDefinition("INVALID_JSON_DESCRIPTION", "The definition is no JSON object", "/");
        }
        members.keySet().stream()
                .filter(name -> !FIELDS.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw StatesErrors.notSimulated("The field '" + name + "' of state machines");
                });
        if (!text(members, "QueryLanguage").orElse("JSONPath").equals("JSONPath")) {
            throw StatesErrors.notSimulated(
                    "The query language " + text(members, "QueryLanguage").orElse(""));
        }
        if (!(members.get("States") instanceof JsonValue.Structure(Map<String, JsonValue> given)) || given.isEmpty()) {
            throw schema("These fields are required: [States]", "/");
        }
        Map<String, State> states = new LinkedHashMap<>();
        given.forEach((name, state) -> {
            if (!(state instanceof JsonValue.Structure one)) {
                throw schema("A state must be an object", "/States/" + name);
            }
            states.put(name, new StateReader(one.members(), "/States/" + name).read());
        });
        MachineDefinition definition = new MachineDefinition(
                text(members, "StartAt").orElseThrow(() -> schema("These fields are required: [StartAt]", "/")),
                seconds(members, "TimeoutSeconds"),
                states);
        definition.checkTransitions();
        return definition;
    }

    private void checkTransitions() {
        checkTarget(startAt, "/StartAt", "MISSING_TRANSITION_TARGET");
        states.forEach((name, state) -> {
            String place = "/States/" + name;
            Stream<String> targets = switch (state) {
                case State.Choice choice ->
                    Stream.concat(choice.branches().stream().map(State.Branch::next), choice.otherwise().stream());
                case State.Task task ->
                    Stream.concat(task.next().stream(), task.catchers().stream().map(State.Catcher::next));
                case State.Pass pass -> pass.next().stream();
                case State.Wait wait -> wait.next().stream();
                case State.Succeed ignored -> Stream.empty();
                case State.Fail ignored -> Stream.empty();
            };
            targets.forEach(target -> checkTarget(target, place, "MISSING_TRANSITION_TARGET"));
        });
    }

    private void checkTarget(String target, String place, String code) {
        if (!states.containsKey(target)) {
            throw StatesErrors.invalidDefinition(code, "Missing 'Next' target: " + target, place);
        }
    }

    State state(String name) {
        return Optional.ofNullable(states.get(name)).orElseThrow();
    }

    static RuntimeException schema(String message, String place) {
        return StatesErrors.invalidDefinition("SCHEMA_VALIDATION_FAILED", message, place);
    }

    static Optional<String> text(Map<String, JsonValue> members, String name) {
        return members.get(name) instanceof JsonValue.Text(String text) ? Optional.of(text) : Optional.empty();
    }

    static Optional<Duration> seconds(Map<String, JsonValue> members, String name) {
        return members.get(name) instanceof JsonValue.Number number
                ? Optional.of(Duration.ofSeconds(number.value().longValue()))
                : Optional.empty();
    }

    static List<JsonValue> list(Map<String, JsonValue> members, String name) {
        return members.get(name) instanceof JsonValue.Array(List<JsonValue> elements) ? elements : List.of();
    }

    static List<String> texts(Map<String, JsonValue> members, String name) {
        return list(members, name).stream().map(JsonTexts::scalar).toList();
    }
}
