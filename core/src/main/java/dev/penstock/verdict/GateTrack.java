package dev.penstock.verdict;

import java.util.Optional;

/** Follows the readings of one gate. */
final class GateTrack {

    private final Gate gate;
    private int inARow;
    private GateStatus status = new GateStatus.Unknown("It was not read yet.");

    GateTrack(Gate gate) {
        this.gate = gate;
    }

    Gate gate() {
        return gate;
    }

    GateStatus status() {
        return status;
    }

    /**
     * Takes in a reading.
     *
     * @throws IllegalArgumentException when it is one for another kind of gate
     */
    void read(GateReading reading) {
        if (reading instanceof GateReading.Missing missing) {
            status = new GateStatus.Unknown(missing.reason());
            return;
        }
        Optional<String> excess = excess(reading);
        inARow = excess.isPresent() ? inARow + 1 : 0;
        if (excess.isPresent() && inARow >= gate.readings()) {
            status = new GateStatus.Closed(excess.get());
        } else if (reading instanceof GateReading.AlarmStates states
                && !states.withoutData().isEmpty()) {
            status = new GateStatus.Unknown(
                    "There is no data for the alarm '" + String.join("', '", states.withoutData()) + "'.");
        } else {
            status = new GateStatus.Open();
        }
    }

    /** What is beyond the limit; empty when nothing is. */
    private Optional<String> excess(GateReading reading) {
        return switch (gate) {
            case Gate.CrashLoop crash
            when reading instanceof GateReading.Restarts read ->
                Optional.of(Texts.count(read.restarts(), "restart", "restarts") + " of the canary within "
                                + Texts.duration(crash.within()) + "; " + crash.restarts() + " are a crash loop.")
                        .filter(text -> read.restarts() >= crash.restarts());
            case Gate.Health health
            when reading instanceof GateReading.Targets read ->
                Optional.of(read.healthy() + " of " + read.wanted() + " targets of the canary are healthy; at least "
                                + Texts.percent(health.minimum()) + " must be.")
                        .filter(text -> read.healthy() < health.minimum() * read.wanted());
            case Gate.Saturation saturation
            when reading instanceof GateReading.Used read ->
                Optional.of("The canary uses " + Texts.percent(read.used()) + " of '" + saturation.name()
                                + "'; the limit is " + Texts.percent(saturation.limit()) + ".")
                        .filter(text -> read.used() > saturation.limit());
            case Gate.Alarms ignored
            when reading instanceof GateReading.AlarmStates read ->
                Optional.of("The alarm '" + String.join("', '", read.inAlarm()) + "' is in ALARM.")
                        .filter(text -> !read.inAlarm().isEmpty());
            case Gate.CrashLoop other -> throw mismatch(other, reading);
            case Gate.Health other -> throw mismatch(other, reading);
            case Gate.Saturation other -> throw mismatch(other, reading);
            case Gate.Alarms other -> throw mismatch(other, reading);
        };
    }

    private static IllegalArgumentException mismatch(Gate gate, GateReading reading) {
        return new IllegalArgumentException("the gate '" + gate.name() + "' cannot be read from a "
                + reading.getClass().getSimpleName());
    }

    void exchange(JudgeState state) {
        inARow = state.count(inARow);
        int kind = state.count(
                switch (status) {
                    case GateStatus.Open open -> 0;
                    case GateStatus.Closed closed -> 1;
                    case GateStatus.Unknown unknown -> 2;
                });
        String reason = state.text(
                switch (status) {
                    case GateStatus.Open open -> "";
                    case GateStatus.Closed closed -> closed.reason();
                    case GateStatus.Unknown unknown -> unknown.reason();
                });
        status = kind == 0
                ? new GateStatus.Open()
                : kind == 1 ? new GateStatus.Closed(reason) : new GateStatus.Unknown(reason);
    }
}
