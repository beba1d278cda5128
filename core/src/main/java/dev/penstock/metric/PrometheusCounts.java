package dev.penstock.metric;

import dev.penstock.action.RemoteCallException;
import dev.penstock.metric.Gathering.Due;
import dev.penstock.metric.PrometheusServer.Answer;
import dev.penstock.metric.Template.UnknownLabelException;
import dev.penstock.verdict.ArmCounts;
import dev.penstock.verdict.Window;
import java.net.URI;

/** Counts by PromQL, each evaluated at the end of its window. */
final class PrometheusCounts {

    /** A query that has no number, or one that cannot be counted. */
    private static final class NoCountException extends Exception {

        private static final long serialVersionUID = 1L;

        NoCountException(String reason) {
            super(reason, null, false, false);
        }
    }

    private final PrometheusServer server;

    PrometheusCounts(PrometheusServer server) {
        this.server = server;
    }

    void read(Due<MetricSource.Prometheus> due, Gathering gathering) throws InterruptedException {
        for (Window window : due.windows()) {
            try {
                ArmCounts canary = counts(due.source(), gathering.arms().canary(), window);
                ArmCounts baseline = counts(due.source(), gathering.arms().baseline(), window);
                gathering.counted(due.metric(), window, canary, baseline);
            } catch (UnknownLabelException | NoCountException e) {
                gathering.missing(due.metric(), window, String.valueOf(e.getMessage()));
            } catch (RemoteCallException e) {
                // Later windows wait for this one: windows follow each other.
                gathering.failed(due.metric(), e);
                return;
            }
        }
    }

    private ArmCounts counts(MetricSource.Prometheus source, Arm arm, Window window)
            throws UnknownLabelException, NoCountException, InterruptedException {
        long requests = count("requests", source.requests(), source, arm, window);
        return ArmCounts.counted(requests, count("bad", source.bad(), source, arm, window));
    }

    private long count(String what, PromQlTemplate query, MetricSource.Prometheus source, Arm arm, Window window)
            throws UnknownLabelException, NoCountException, InterruptedException {
        Answer answer = server.query(
                URI.create(source.server()), source.bearerTokenVariable(), query.of(arm, source.every()), window.end());
        String where = "'" + what + "' of '" + arm.name() + "'";
        return switch (answer) {
            case Answer.Nothing nothing -> throw new NoCountException(where + ": " + nothing.reason());
            case Answer.Value value
            when value.value() >= 0 && value.value() <= ArmCounts.MOST -> Math.round(value.value());
            case Answer.Value value ->
                throw new NoCountException(where + " is " + value.value() + ", which is no count.");
        };
    }
}
