package dev.penstock.verdict.record;

import dev.penstock.document.FieldContext;
import dev.penstock.document.Fields;
import dev.penstock.document.SourceNode;
import dev.penstock.problem.ProblemType;
import dev.penstock.verdict.ErrorBudget;
import dev.penstock.verdict.Gate;
import dev.penstock.verdict.Guards;
import dev.penstock.verdict.InconclusivePolicy;
import dev.penstock.verdict.JudgeSettings;
import dev.penstock.verdict.MetricSettings;
import dev.penstock.verdict.Timing;
import dev.penstock.verdict.TrafficSettings;
import dev.penstock.verdict.VerdictSettings;
import dev.penstock.verdict.VerdictSettingsException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/**
 * Reads the settings of a verdict from a mapping, in a settings file as in a record. Whatever is left out has its standard value;
 * only {@code metrics} and, in records, {@code bake} must be there.
 */
public final class VerdictSettingsReader {

    /** Who reads what metrics and gates have besides the judge's settings, such as where they are counted. */
    public interface Members {

        /** Takes its own fields of a metric. */
        void metric(String name, Fields fields);

        /** Takes its own fields of a gate. */
        void gate(String name, Fields fields);
    }

    private static final Members NONE = new Members() {
        @Override
        public void metric(String name, Fields fields) {
            // Nobody's.
        }

        @Override
        public void gate(String name, Fields fields) {
            // Nobody's.
        }
    };

    private final FieldContext context;
    private final Members members;
    private final Values values;
    private final ErrorBudget.Onset onset;

    /**
     * A reader.
     *
     * @param context where problems go. Those of values that cannot be have ids of their own, {@code PEN-VERDICT-001} to
     *     {@code 003}
     */
    public VerdictSettingsReader(FieldContext context) {
        this(context, ErrorBudget.STANDARD.onset(), NONE);
    }

    /** One that takes a fault to begin then where nothing is said. */
    VerdictSettingsReader(FieldContext context, ErrorBudget.Onset onset) {
        this(context, onset, NONE);
    }

    /**
     * A reader of settings that say more of metrics and gates than the judge needs.
     *
     * @param context where problems go
     * @param members reads what more there is
     */
    public VerdictSettingsReader(FieldContext context, Members members) {
        this(context, ErrorBudget.STANDARD.onset(), members);
    }

    private VerdictSettingsReader(FieldContext context, ErrorBudget.Onset onset, Members members) {
        this.context = context;
        this.members = members;
        this.values = new Values(context);
        this.onset = onset;
    }

    /** The settings; empty when there was a problem, which is reported then. */
    public Optional<VerdictSettings> read(Fields fields) {
        int before = context.problems().errorCount();
        fields.requirePresent("metrics");
        if (members == NONE) {
            fields.requirePresent("bake");
        }
        Optional<ErrorBudget> budget = checked(fields, () -> budget(fields));
        List<MetricSettings> metrics = new ArrayList<>();
        entries(fields, "metrics", (name, metric) -> {
            members.metric(name, metric);
            metrics.add(metric(name, metric));
        });
        Optional<Guards> guards = checked(fields, () -> guards(fields));
        Optional<Timing> timing = checked(fields, () -> timing(fields));
        List<String> scopes = fields.has("scopes") ? fields.texts("scopes") : List.of("");
        List<Gate> gates = new ArrayList<>();
        entries(fields, "gates", (name, gate) -> {
            members.gate(name, gate);
            gate(name, gate).ifPresent(gates::add);
        });
        Optional<JudgeSettings> judge = checked(fields, () -> new JudgeSettingsReader(context).read(fields));
        fields.end();
        if (context.problems().errorCount() > before) {
            return Optional.empty();
        }
        return checked(
                fields,
                () -> new VerdictSettings(
                        budget.orElseThrow(),
                        metrics,
                        scopes,
                        guards.orElseThrow(),
                        timing.orElseThrow(),
                        gates,
                        judge.orElseThrow()));
    }

    private interface Entry {
        void read(String name, Fields fields);
    }

    private void entries(Fields fields, String list, Entry entry) {
        for (Map.Entry<String, SourceNode> each : fields.entries(list).entrySet()) {
            String path = Fields.child(Fields.child(fields.path(), list), each.getKey());
            Fields inner = Fields.of(each.getValue(), path, context);
            checked(inner, () -> {
                entry.read(each.getKey(), inner);
                return Boolean.TRUE;
            });
            inner.end();
        }
    }

    /** Makes a problem of what the records refuse. */
    private <T> Optional<T> checked(Fields fields, Supplier<T> making) {
        try {
            return Optional.of(making.get());
        } catch (VerdictSettingsException refusal) {
            context.problems()
                    .report(
                            refusal.type(),
                            fields.span(refusal.field()),
                            Fields.child(fields.path(), refusal.field()),
                            refusal.getMessage());
            return Optional.empty();
        }
    }

    private ErrorBudget budget(Fields fields) {
        ErrorBudget standard = ErrorBudget.STANDARD;
        List<Double> ratios =
                fields.list("ratios", (node, path) -> values.number(node, path).orElse(2));
        return new ErrorBudget(
                values.number(fields, "falseRollback").orElse(standard.falseRollback()),
                values.number(fields, "falsePromotion").orElse(standard.falsePromotion()),
                values.word(fields, "sharing", ErrorBudget.Sharing.class).orElse(standard.sharing()),
                values.word(fields, "merging", ErrorBudget.Merging.class).orElse(standard.merging()),
                fields.has("ratios") ? ratios : standard.ratios(),
                values.word(fields, "onset", ErrorBudget.Onset.class).orElse(onset));
    }

    private MetricSettings metric(String name, Fields fields) {
        MetricSettings standard = MetricSettings.of(name);
        OptionalDouble acceptable = values.number(fields, "acceptableRate");
        return new MetricSettings(
                name,
                values.number(fields, "weight").orElse(standard.weight()),
                values.number(fields, "unacceptableRatio").orElse(standard.unacceptableRatio()),
                acceptable,
                values.number(fields, "overdispersion").orElse(standard.overdispersion()));
    }

    private Guards guards(Fields fields) {
        Guards standard = Guards.STANDARD;
        boolean unread = fields.bool("checkTraffic").map(wanted -> !wanted).orElse(false);
        Optional<TrafficSettings> traffic = fields.mapping("traffic").map(this::traffic);
        return new Guards(
                values.duration(fields, "warmUp").orElse(standard.warmUp()),
                values.whole(fields, "warmUpRequests").orElse(standard.warmUpRequests()),
                values.whole(fields, "minimumBaselineEvents").orElse(standard.minimumBaselineEvents()),
                values.duration(fields, "freshness").orElse(standard.freshness()),
                unread ? Optional.empty() : traffic.or(standard::traffic));
    }

    private TrafficSettings traffic(Fields fields) {
        TrafficSettings standard = TrafficSettings.STANDARD;
        return checked(fields, () -> {
                    TrafficSettings read = new TrafficSettings(
                            values.number(fields, "tolerance").orElse(standard.tolerance()),
                            values.number(fields, "requestsPerClient").orElse(standard.requestsPerClient()),
                            values.number(fields, "falseAlarm").orElse(standard.falseAlarm()));
                    fields.end();
                    return read;
                })
                .orElse(standard);
    }

    private Timing timing(Fields fields) {
        InconclusivePolicy policy =
                fields.mapping("whenInconclusive").map(this::policy).orElse(InconclusivePolicy.ASK);
        return new Timing(
                // What is missing or wrong is reported already; a release has bake times of its own.
                values.duration(fields, "bake").orElse(Duration.ofDays(36_500)),
                values.duration(fields, "earliestPromotion").orElse(Duration.ZERO),
                values.number(fields, "futility"),
                policy);
    }

    private InconclusivePolicy policy(Fields fields) {
        return checked(fields, () -> {
                    var read = new InconclusivePolicy(
                            (int) Math.min(
                                    1000, values.whole(fields, "extensions").orElse(0)),
                            values.duration(fields, "by").orElse(Duration.ZERO),
                            values.word(fields, "action", InconclusivePolicy.Action.class)
                                    .orElse(InconclusivePolicy.Action.ASK));
                    fields.end();
                    return read;
                })
                .orElse(InconclusivePolicy.ASK);
    }

    private Optional<Gate> gate(String name, Fields fields) {
        int readings = (int) Math.min(10_000, values.whole(fields, "readings").orElse(1));
        int restarts =
                (int) Math.min(10_000_000, values.whole(fields, "restarts").orElse(0));
        Duration within = values.duration(fields, "within").orElse(Duration.ofMinutes(10));
        OptionalDouble minimum = values.number(fields, "minimumHealthy");
        OptionalDouble limit = values.number(fields, "limit");
        List<String> alarms = fields.texts("alarms");
        long kinds = List.of("restarts", "minimumHealthy", "limit", "alarms").stream()
                .filter(fields::has)
                .count();
        if (kinds != 1) {
            context.problems()
                    .report(
                            ProblemType.VERDICT_VALUE,
                            fields.span(),
                            fields.path(),
                            "The gate '" + name + "' needs exactly one limit.",
                            "Write 'restarts', 'minimumHealthy', 'limit' or 'alarms'.");
            return Optional.empty();
        }
        if (fields.has("restarts")) {
            return Optional.of(new Gate.CrashLoop(name, restarts, within, readings));
        }
        if (minimum.isPresent()) {
            return Optional.of(new Gate.Health(name, minimum.getAsDouble(), readings));
        }
        return limit.isPresent()
                ? Optional.of(new Gate.Saturation(name, limit.getAsDouble(), readings))
                : fields.has("alarms") ? Optional.of(new Gate.Alarms(name, alarms, readings)) : Optional.empty();
    }
}
