package dev.penstock.metric;

import dev.penstock.document.FieldContext;
import dev.penstock.document.Fields;
import dev.penstock.problem.ProblemType;
import dev.penstock.verdict.VerdictSettings;
import dev.penstock.verdict.plan.RolloutTraffic;
import dev.penstock.verdict.record.VerdictSettingsReader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Reads the settings of a verdict with the sources of its metrics and gates: in each metric a {@code source} with exactly one
 * member, which is its kind, and in a gate of saturation one too.
 */
public final class VerdictSourcesReader {

    private final FieldContext context;

    /**
     * A reader.
     *
     * @param context where problems go. Those of sources have ids of their own, {@code PEN-VERDICT-010} to {@code 012}
     */
    public VerdictSourcesReader(FieldContext context) {
        this.context = context;
    }

    /** The settings; empty when there was a problem, which is reported then. */
    public Optional<VerdictSources> read(Fields fields) {
        int before = context.problems().errorCount();
        if (fields.has("bake")) {
            context.problems()
                    .report(
                            ProblemType.VERDICT_TIMES,
                            fields.span("bake"),
                            Fields.child(fields.path(), "bake"),
                            "How long a release bakes is not said here.",
                            "Write 'bake' under 'release', or with each of its 'steps'.");
        }
        Map<String, MetricSource> metrics = new LinkedHashMap<>();
        Map<String, GateSource> gates = new LinkedHashMap<>();
        SourceValues values = new SourceValues(context);
        var metricReader = new MetricSourceReader(context, values);
        var gateReader = new GateSourceReader(context, values);
        Optional<RolloutTraffic> expected = fields.mapping("expect").flatMap(expect -> expected(expect, values));
        Optional<VerdictSettings> settings = new VerdictSettingsReader(context, new VerdictSettingsReader.Members() {
                    @Override
                    public void metric(String name, Fields metric) {
                        metricReader.read(metric).ifPresent(source -> metrics.put(name, source));
                    }

                    @Override
                    public void gate(String name, Fields gate) {
                        gateReader.read(gate).ifPresent(source -> gates.put(name, source));
                    }
                })
                .read(fields);
        return context.problems().errorCount() > before
                ? Optional.empty()
                : settings.map(read -> new VerdictSources(read, metrics, gates, expected));
    }

    /** What a release will meet. */
    private static Optional<RolloutTraffic> expected(Fields fields, SourceValues values) {
        fields.requirePresent("requestsPerMinute");
        fields.requirePresent("bad");
        OptionalDouble requests = values.number(fields, "requestsPerMinute", 0, 1e12);
        OptionalDouble bad = values.share(fields, "bad");
        fields.end();
        return requests.isPresent() && bad.isPresent()
                ? Optional.of(RolloutTraffic.of(requests.getAsDouble(), bad.getAsDouble()))
                : Optional.empty();
    }
}
