package dev.penstock.metric;

import dev.penstock.verdict.Gate;
import dev.penstock.verdict.GateReading;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * One reading of a gate out of those of several places: one that is beyond the limit, else one that is missing, else the nearest to
 * the limit. A gate is closed where it is closed anywhere, and open only where it is known to be open everywhere.
 */
final class WorstReading {

    private WorstReading() {}

    static GateReading of(Gate gate, List<GateReading> readings) {
        List<GateReading> known = readings.stream()
                .filter(reading -> !(reading instanceof GateReading.Missing))
                .toList();
        if (known.isEmpty()) {
            return readings.getFirst();
        }
        GateReading worst = worst(gate, known);
        boolean isKnownEverywhere = known.size() == readings.size();
        return isKnownEverywhere || isBeyond(gate, worst)
                ? worst
                : readings.stream()
                        .filter(GateReading.Missing.class::isInstance)
                        .findFirst()
                        .orElse(worst);
    }

    private static GateReading worst(Gate gate, List<GateReading> known) {
        return switch (gate) {
            case Gate.CrashLoop ignored -> most(known, GateReading.Restarts.class, reading -> reading.restarts());
            case Gate.Health ignored ->
                most(known, GateReading.Targets.class, reading -> -(double) reading.healthy() / reading.wanted());
            case Gate.Saturation ignored -> most(known, GateReading.Used.class, GateReading.Used::used);
            case Gate.Alarms ignored -> {
                List<String> inAlarm = new ArrayList<>();
                List<String> withoutData = new ArrayList<>();
                of(known, GateReading.AlarmStates.class).forEach(states -> {
                    inAlarm.addAll(states.inAlarm());
                    withoutData.addAll(states.withoutData());
                });
                yield new GateReading.AlarmStates(
                        gate.name(),
                        inAlarm.stream().distinct().toList(),
                        withoutData.stream().distinct().toList());
            }
        };
    }

    private static <R extends GateReading> GateReading most(
            List<GateReading> known, Class<R> kind, ToDoubleFunction<R> value) {
        return of(known, kind).max(Comparator.comparingDouble(value)).orElseThrow();
    }

    private static <R extends GateReading> Stream<R> of(List<GateReading> known, Class<R> kind) {
        return known.stream().map(kind::cast);
    }

    private static boolean isBeyond(Gate gate, GateReading reading) {
        return switch (gate) {
            case Gate.CrashLoop crash ->
                reading instanceof GateReading.Restarts read && read.restarts() >= crash.restarts();
            case Gate.Health health ->
                reading instanceof GateReading.Targets read && read.healthy() < health.minimum() * read.wanted();
            case Gate.Saturation saturation ->
                reading instanceof GateReading.Used read && read.used() > saturation.limit();
            case Gate.Alarms ignored ->
                reading instanceof GateReading.AlarmStates read
                        && !read.inAlarm().isEmpty();
        };
    }
}
