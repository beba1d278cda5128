package dev.penstock.metric;

import dev.penstock.action.RemoteCallException;
import dev.penstock.verdict.ArmCounts;
import dev.penstock.verdict.GateReading;
import dev.penstock.verdict.MetricBatch;
import dev.penstock.verdict.Window;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** One look while it is put together. */
final class Gathering {

    /** A metric and the windows of it that are due. */
    record Due<S extends MetricSource>(String metric, S source, List<Window> windows) {

        /** From the beginning of the first window to the end of the last. */
        Window span() {
            return new Window(windows.getFirst().start(), windows.getLast().end());
        }
    }

    private final Place place;
    private final Arms arms;
    private final Instant now;
    private final List<MetricBatch> batches = new ArrayList<>();
    private final List<GateReading> gates = new ArrayList<>();
    private final List<Collected.Trouble> troubles = new ArrayList<>();

    Gathering(Place place, Arms arms, Instant now) {
        this.place = place;
        this.arms = arms;
        this.now = now;
    }

    Place place() {
        return place;
    }

    Arms arms() {
        return arms;
    }

    Instant now() {
        return now;
    }

    void counted(String metric, Window window, ArmCounts canary, ArmCounts baseline) {
        batches.add(new MetricBatch.Counted(metric, place.name(), window, canary, baseline));
    }

    void missing(String metric, Window window, String reason) {
        batches.add(new MetricBatch.Missing(metric, place.name(), window, reason));
    }

    void missing(Due<?> due, String reason) {
        due.windows().forEach(window -> missing(due.metric(), window, reason));
    }

    /** A read that failed brings nothing: its windows stay due. */
    void failed(String of, RemoteCallException e) {
        troubles.add(new Collected.Trouble(
                of, String.valueOf(e.getMessage()), e.kind().isWorthAskingAgain()));
    }

    void gate(GateReading reading) {
        gates.add(reading);
    }

    /** A gate is about this moment, which cannot be read later. */
    void unknown(String gate, RemoteCallException e) {
        failed(gate, e);
        gates.add(new GateReading.Missing(gate, String.valueOf(e.getMessage())));
    }

    List<MetricBatch> batches() {
        return batches;
    }

    List<GateReading> gates() {
        return gates;
    }

    List<Collected.Trouble> troubles() {
        return troubles;
    }
}
