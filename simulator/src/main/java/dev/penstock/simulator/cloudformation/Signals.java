package dev.penstock.simulator.cloudformation;

import dev.penstock.simulator.cloudformation.StackStore.SignalRow;
import dev.penstock.simulator.wire.JsonValue;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Signals that resources wait for before they count as made. Source: CloudFormation User Guide, "CreationPolicy attribute".
 */
final class Signals {

    /** Whether a resource still waits. */
    sealed interface Wait {
        record Enough() implements Wait {}

        record Until(Instant end) implements Wait {}

        record Failed(String reason) implements Wait {}
    }

    private static final Duration USUAL = Duration.ofMinutes(5);

    private final StackStore store;
    private BiConsumer<String, String> sent = (stackId, logicalId) -> {};

    Signals(StackStore store) {
        this.store = store;
    }

    /** Says who is told of a signal: the stack and the logical id. */
    void whenSent(BiConsumer<String, String> told) {
        sent = told;
    }

    /** Sends one; one with a unique id that was sent before takes its place. */
    void send(SignalRow signal) {
        store.signals.put(signal.stackId() + " " + signal.logicalId() + " " + signal.uniqueId(), signal);
        sent.accept(signal.stackId(), signal.logicalId());
    }

    /** What a resource's creation policy says now. */
    Wait wait(Work work, Blueprint.Declared declared, Instant now) {
        Optional<JsonValue.Structure> policy = declared.creationPolicy()
                .map(p -> p.members().get("ResourceSignal"))
                .filter(JsonValue.Structure.class::isInstance)
                .map(JsonValue.Structure.class::cast);
        if (policy.isEmpty()) {
            return new Wait.Enough();
        }
        Map<String, JsonValue> members = policy.get().members();
        int count = number(members.get("Count"), 1);
        Instant end = work.taken().plus(timeout(members.get("Timeout")));
        List<SignalRow> all = store.signalsOf(work.stackId(), work.logicalId());
        long failures = all.stream().filter(s -> s.status().equals("FAILURE")).count();
        long successes = all.size() - failures;
        int percent = percent(declared.creationPolicy().orElseThrow());
        long needed = -Math.floorDiv(-(long) count * percent, 100L);
        if (failures > count - needed) {
            return new Wait.Failed("Received " + failures + " FAILURE signal(s) out of " + count
                    + ". Unable to satisfy " + percent + "% MinSuccessfulInstancesPercent requirement");
        }
        if (all.size() >= count || (successes >= needed && !now.isBefore(end))) {
            return new Wait.Enough();
        }
        if (!now.isBefore(end)) {
            return new Wait.Failed(
                    "Failed to receive " + (count - successes) + " resource signal(s) within the specified duration");
        }
        return new Wait.Until(end);
    }

    /** How many of a group's instances have to signal success. */
    private static int percent(JsonValue.Structure policy) {
        return policy.members().get("AutoScalingCreationPolicy") instanceof JsonValue.Structure group
                ? number(group.members().get("MinSuccessfulInstancesPercent"), 100)
                : 100;
    }

    private static int number(@Nullable JsonValue value, int otherwise) {
        if (value == null) {
            return otherwise;
        }
        try {
            return new BigDecimal(Differences.text(value)).intValue();
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    private static Duration timeout(@Nullable JsonValue value) {
        if (value == null) {
            return USUAL;
        }
        try {
            return Duration.parse(Differences.text(value));
        } catch (DateTimeException e) {
            return USUAL;
        }
    }
}
