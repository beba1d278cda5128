package dev.penstock.simulator.states;

import dev.penstock.simulator.states.StatesStore.Execution;
import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;

/** How data goes in and out of states. Source: Amazon States Language, "Input and Output Processing". */
final class Data {

    private static final JsonValue NOTHING = new JsonValue.Structure(Map.of());

    private Data() {}

    /** What a state works with: {@code InputPath}, then {@code Parameters}. */
    static JsonValue input(Execution execution, State state) {
        JsonValue context = context(execution);
        JsonValue input = at(state.data().input(), raw(execution), context);
        return state.data()
                .parameters()
                .map(template -> template.of(input, context))
                .orElse(input);
    }

    /** A task's result: {@code ResultSelector}. */
    static JsonValue selected(Execution execution, State state, JsonValue result) {
        return state.data()
                .selector()
                .map(template -> template.of(result, context(execution)))
                .orElse(result);
    }

    /** A result put into the state's input: {@code ResultPath}. */
    static JsonValue merged(Execution execution, State state, JsonValue result) {
        return put(state.data().result(), raw(execution), result);
    }

    /** What the state puts out: {@code OutputPath}. */
    static JsonValue output(State state, JsonValue merged) {
        return at(state.data().output(), merged, NOTHING);
    }

    /** The input of the state where a failure is caught. */
    static JsonValue caught(Execution execution, State.Catcher catcher, StateFailure failure) {
        Map<String, JsonValue> error = new LinkedHashMap<>();
        error.put("Error", new JsonValue.Text(failure.error()));
        error.put("Cause", new JsonValue.Text(failure.why()));
        return put(catcher.result(), raw(execution), new JsonValue.Structure(error));
    }

    /** Until when a state waits; what is past is over at once. */
    static Instant until(State.Until until, Execution execution, Instant now) {
        JsonValue context = context(execution);
        return switch (until) {
            case State.Seconds(long count) -> now.plusSeconds(count);
            case State.SecondsPath(String path) -> {
                if (PayloadTemplate.named(path, raw(execution), context) instanceof JsonValue.Number number) {
                    yield now.plusSeconds(number.value().longValue());
                }
                throw new StateFailure(
                        StateFailure.RUNTIME, "The SecondsPath parameter does not reference a number: " + path);
            }
            case State.Timestamp(String text) -> time(text);
            case State.TimestampPath(String path) ->
                time(JsonTexts.scalar(PayloadTemplate.named(path, raw(execution), context)));
        };
    }

    private static Instant time(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new StateFailure(StateFailure.RUNTIME, "This is not a timestamp: " + text);
        }
    }

    private static JsonValue raw(Execution execution) {
        return JsonValue.parse(execution.data()).orElse(NOTHING);
    }

    private static JsonValue at(String path, JsonValue data, JsonValue context) {
        return path.isEmpty() ? NOTHING : PayloadTemplate.named(path, data, context);
    }

    private static JsonValue put(String path, JsonValue raw, JsonValue result) {
        return path.isEmpty() ? raw : ReferencePath.of(path).orElseThrow().put(raw, result);
    }

    /** The context object, as far as states see it here. */
    static JsonValue context(Execution execution) {
        Map<String, JsonValue> run = new LinkedHashMap<>();
        run.put("Id", new JsonValue.Text(execution.arn()));
        run.put("Input", JsonValue.parse(execution.input()).orElse(NOTHING));
        run.put("Name", new JsonValue.Text(execution.name()));
        run.put("RoleArn", new JsonValue.Text(execution.roleArn()));
        run.put("StartTime", new JsonValue.Text(execution.started().toString()));
        Map<String, JsonValue> state = new LinkedHashMap<>();
        state.put("EnteredTime", new JsonValue.Text(execution.entered().toString()));
        state.put("Name", new JsonValue.Text(execution.state()));
        Map<String, JsonValue> machine = new LinkedHashMap<>();
        machine.put("Id", new JsonValue.Text(execution.machineArn()));
        machine.put(
                "Name",
                new JsonValue.Text(
                        execution.machineArn().substring(execution.machineArn().lastIndexOf(':') + 1)));
        Map<String, JsonValue> all = new LinkedHashMap<>();
        all.put("Execution", new JsonValue.Structure(run));
        all.put("State", new JsonValue.Structure(state));
        all.put("StateMachine", new JsonValue.Structure(machine));
        return new JsonValue.Structure(all);
    }
}
