package dev.penstock.simulator.cloudwatch;

import dev.penstock.simulator.wire.JsonValue;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import software.amazon.awssdk.services.cloudwatch.model.CompositeAlarm;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import tools.jackson.core.JsonGenerator;

/**
 * The rule of a composite alarm. Source of the grammar: CloudWatch API Reference, {@code PutCompositeAlarm}.
 *
 * @param condition what makes it go into ALARM
 * @param alarms the names of the alarms in it, in order
 */
record CompositeRule(Condition condition, List<String> alarms) {

    /** A part of a rule. */
    sealed interface Condition {
        record In(StateValue state, String alarm) implements Condition {}

        record Constant(boolean value) implements Condition {}

        record Not(Condition of) implements Condition {}

        record All(List<Condition> of) implements Condition {}

        record Any(List<Condition> of) implements Condition {}
    }

    private static final DateTimeFormatter IN_WORDS = DateTimeFormatter.ofPattern(
                    "EEEE dd MMMM, yyyy HH:mm:ss 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    static CompositeRule of(AlarmRow row) {
        return parse(row.composite().map(CompositeAlarm::alarmRule).orElseThrow());
    }

    /**
     * Reads a rule.
     *
     * @throws IllegalArgumentException with a sentence that says where it goes wrong
     */
    static CompositeRule parse(String rule) {
        Condition condition = new CompositeRuleParser(rule).parse();
        Set<String> alarms = new LinkedHashSet<>();
        collect(condition, alarms);
        return new CompositeRule(condition, List.copyOf(alarms));
    }

    boolean mentions(AlarmRow alarm) {
        return alarms.contains(alarm.name());
    }

    /** ALARM or OK: what the rule says of other alarms' states. An alarm that is gone is in none. */
    StateValue state(Function<String, Optional<StateValue>> of) {
        return holds(condition, of) ? StateValue.ALARM : StateValue.OK;
    }

    /** The state that the rule asks for, and why. */
    static AlarmRow.State because(AlarmRow row, StateValue value, Optional<AlarmRow> trigger) {
        String reason = trigger.map(t ->
                        t.arn() + " transitioned to " + t.state().value() + " at " + IN_WORDS.format(t.stateUpdated()))
                .orElse(row.arn() + " was created and its alarm rule evaluates to " + value);
        List<AlarmRow> triggers = new ArrayList<>();
        trigger.ifPresent(triggers::add);
        String data = JsonText.of(out -> {
            out.writeStartObject();
            out.writeArrayPropertyStart("triggeringAlarms");
            triggers.forEach(t -> triggering(out, t.arn(), t.state().value(), t.stateUpdated()));
            out.writeEndArray();
            out.writeEndObject();
        });
        return new AlarmRow.State(value, reason, data);
    }

    /** The alarms whose change brought a composite alarm into its state, as its messages name them. */
    static void writeTriggers(JsonGenerator out, AlarmRow row) {
        out.writeArrayPropertyStart("TriggeringChildren");
        String data = row.state().data();
        Optional<JsonValue> reason = data == null ? Optional.empty() : JsonValue.parse(data);
        if (reason.flatMap(r -> member(r, "triggeringAlarms")).orElse(null) instanceof JsonValue.Array alarms) {
            alarms.elements().forEach(alarm -> {
                out.writeStartObject();
                text(member(alarm, "arn")).ifPresent(arn -> out.writeStringProperty("Arn", arn));
                out.writeObjectPropertyStart("State");
                Optional<JsonValue> state = member(alarm, "state");
                text(state.flatMap(s -> member(s, "value"))).ifPresent(v -> out.writeStringProperty("Value", v));
                text(state.flatMap(s -> member(s, "timestamp")))
                        .ifPresent(t -> out.writeStringProperty("Timestamp", t));
                out.writeEndObject();
                out.writeEndObject();
            });
        }
        out.writeEndArray();
    }

    private static Optional<JsonValue> member(JsonValue value, String name) {
        return value instanceof JsonValue.Structure structure
                ? Optional.ofNullable(structure.members().get(name))
                : Optional.empty();
    }

    private static Optional<String> text(Optional<JsonValue> value) {
        return value.filter(JsonValue.Text.class::isInstance).map(v -> ((JsonValue.Text) v).value());
    }

    private static void triggering(JsonGenerator out, String arn, StateValue value, Instant since) {
        out.writeStartObject();
        out.writeStringProperty("arn", arn);
        out.writeObjectPropertyStart("state");
        out.writeStringProperty("value", value.toString());
        out.writeStringProperty("timestamp", AlarmReasons.stamp(since));
        out.writeEndObject();
        out.writeEndObject();
    }

    private static boolean holds(Condition condition, Function<String, Optional<StateValue>> of) {
        return switch (condition) {
            case Condition.In in ->
                of.apply(in.alarm()).filter(s -> s == in.state()).isPresent();
            case Condition.Constant constant -> constant.value();
            case Condition.Not not -> !holds(not.of(), of);
            case Condition.All all -> all.of().stream().allMatch(c -> holds(c, of));
            case Condition.Any any -> any.of().stream().anyMatch(c -> holds(c, of));
        };
    }

    private static void collect(Condition condition, Set<String> alarms) {
        switch (condition) {
            case Condition.In in -> alarms.add(in.alarm());
            case Condition.Constant c -> {}
            case Condition.Not not -> collect(not.of(), alarms);
            case Condition.All all -> all.of().forEach(c -> collect(c, alarms));
            case Condition.Any any -> any.of().forEach(c -> collect(c, alarms));
        }
    }
}
