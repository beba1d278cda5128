package dev.penstock.verdict.record;

import dev.penstock.document.FieldContext;
import dev.penstock.document.Fields;
import dev.penstock.document.SourceNode;
import dev.penstock.problem.ProblemType;
import dev.penstock.verdict.ArgoSettings;
import dev.penstock.verdict.ArgoSettings.Measurement;
import dev.penstock.verdict.JudgeSettings;
import dev.penstock.verdict.KayentaSettings;
import dev.penstock.verdict.VerdictSettingsException;
import dev.penstock.verdict.argo.AnalysisMetric;
import dev.penstock.verdict.argo.Condition;
import dev.penstock.verdict.argo.ConditionException;
import dev.penstock.verdict.kayenta.KayentaMetric;
import dev.penstock.verdict.kayenta.KayentaMetric.Effect;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** Reads who judges: {@code judge}, and the members of that judge. */
final class JudgeSettingsReader {

    /** The names of the judges. */
    enum Name {
        SEQUENTIAL,
        KAYENTA,
        ARGO
    }

    private final FieldContext context;
    private final Values values;

    JudgeSettingsReader(FieldContext context) {
        this.context = context;
        this.values = new Values(context);
    }

    /** Reads; what is wrong is reported. */
    JudgeSettings read(Fields fields) {
        Name name = values.word(fields, "judge", Name.class).orElse(Name.SEQUENTIAL);
        for (Name other : Name.values()) {
            String member = Values.word(other);
            if (other != name && other != Name.SEQUENTIAL && fields.has(member)) {
                fields.ignore(member);
                context.problems()
                        .report(
                                ProblemType.VERDICT_JUDGE,
                                fields.span(member),
                                Fields.child(fields.path(), member),
                                "'" + member + "' says how another judge judges than '" + Values.word(name) + "'.",
                                "Write 'judge: " + member + "', or leave it out.");
            }
        }
        return switch (name) {
            case SEQUENTIAL -> new JudgeSettings.Sequential();
            case KAYENTA -> fields.mapping("kayenta").map(this::kayenta).orElse(KayentaSettings.STANDARD);
            case ARGO -> fields.mapping("argo").map(this::argo).orElseGet(() -> new ArgoSettings(Map.of()));
        };
    }

    private <T> Map<String, T> entries(Fields fields, String list, BiFunction<String, Fields, T> entry) {
        Map<String, T> read = new LinkedHashMap<>();
        for (Map.Entry<String, SourceNode> each : fields.entries(list).entrySet()) {
            String path = Fields.child(Fields.child(fields.path(), list), each.getKey());
            Fields inner = Fields.of(each.getValue(), path, context);
            read.put(each.getKey(), entry.apply(each.getKey(), inner));
            inner.end();
        }
        return read;
    }

    private KayentaSettings kayenta(Fields fields) {
        KayentaSettings standard = KayentaSettings.STANDARD;
        Map<String, Double> weights = new LinkedHashMap<>();
        fields.entries("groupWeights")
                .forEach((group, node) -> values.number(node, Fields.child(fields.path(), "groupWeights"))
                        .ifPresent(weight -> weights.put(group, weight)));
        Map<String, KayentaMetric> metrics = entries(fields, "metrics", this::metric);
        KayentaSettings read = checked(
                fields,
                standard,
                () -> new KayentaSettings(
                        values.number(fields, "pass").orElse(standard.pass()),
                        values.number(fields, "marginal").orElse(standard.marginal()),
                        values.duration(fields, "interval"),
                        values.duration(fields, "lookback").orElse(standard.lookback()),
                        values.duration(fields, "beginAfter").orElse(standard.beginAfter()),
                        values.duration(fields, "step").orElse(standard.step()),
                        weights,
                        metrics));
        fields.end();
        return read;
    }

    /** Makes a problem of what a record refuses. */
    private <T> T checked(Fields fields, T otherwise, Supplier<T> making) {
        try {
            return making.get();
        } catch (VerdictSettingsException refusal) {
            String path = Fields.child(fields.path(), refusal.field());
            context.problems().report(refusal.type(), fields.span(refusal.field()), path, refusal.getMessage());
            return otherwise;
        }
    }

    private KayentaMetric metric(String name, Fields fields) {
        List<String> groups = fields.has("groups") ? fields.texts("groups") : List.of("all");
        Effect.Measure measure =
                values.word(fields, "effectSize", Effect.Measure.class).orElse(Effect.Measure.MEAN_RATIO);
        Effect any = Effect.any(measure);
        return new KayentaMetric(
                name,
                groups,
                values.word(fields, "direction", KayentaMetric.Direction.class)
                        .orElse(KayentaMetric.Direction.INCREASE),
                values.word(fields, "nanStrategy", KayentaMetric.Missing.class).orElse(KayentaMetric.Missing.REMOVE),
                values.number(fields, "outlierFactor").orElse(0),
                new Effect(
                        measure,
                        values.number(fields, "allowedIncrease").orElse(any.allowedIncrease()),
                        values.number(fields, "allowedDecrease").orElse(any.allowedDecrease()),
                        values.number(fields, "criticalIncrease").orElse(any.criticalIncrease()),
                        values.number(fields, "criticalDecrease").orElse(any.criticalDecrease())),
                fields.bool("critical").orElse(false),
                fields.bool("mustHaveData").orElse(false),
                fields.bool("muted").orElse(false));
    }

    private ArgoSettings argo(Fields fields) {
        var read = new ArgoSettings(entries(fields, "metrics", this::measurement));
        fields.end();
        return read;
    }

    private Measurement measurement(String name, Fields fields) {
        AnalysisMetric standard = AnalysisMetric.of(name);
        Optional<Duration> interval = values.duration(fields, "interval");
        AnalysisMetric analysis;
        Optional<Condition> success = condition(fields, "successCondition");
        Optional<Condition> failure = condition(fields, "failureCondition");
        if (!fields.has("successCondition") && !fields.has("failureCondition")) {
            fields.requirePresent("successCondition");
        }
        try {
            analysis = new AnalysisMetric(
                    name,
                    success,
                    failure,
                    interval.isPresent(),
                    fields.has("count") ? OptionalInt.of(count(fields, "count", 0)) : OptionalInt.empty(),
                    count(fields, "failureLimit", standard.failureLimit()),
                    count(fields, "inconclusiveLimit", standard.inconclusiveLimit()),
                    count(fields, "consecutiveErrorLimit", standard.consecutiveErrorLimit()),
                    count(fields, "consecutiveSuccessLimit", standard.consecutiveSuccessLimit()),
                    fields.bool("dryRun").orElse(false));
        } catch (IllegalArgumentException refused) {
            context.problems()
                    .report(
                            ProblemType.VERDICT_VALUE,
                            fields.span(),
                            fields.path(),
                            "These limits cannot be: " + refused.getMessage() + ".");
            analysis = standard;
        }
        ArgoSettings.Result result =
                values.word(fields, "result", ArgoSettings.Result.class).orElse(ArgoSettings.Result.BAD_RATE);
        Duration delay = values.duration(fields, "initialDelay").orElse(Duration.ZERO);
        var without = new Measurement(analysis, result, Optional.empty(), Duration.ZERO);
        return checked(fields, without, () -> new Measurement(without.analysis(), result, interval, delay));
    }

    private int count(Fields fields, String name, int standard) {
        return Math.clamp(values.whole(fields, name).orElse(standard), -1_000_000, 1_000_000);
    }

    private Optional<Condition> condition(Fields fields, String name) {
        return fields.text(name).flatMap(text -> {
            try {
                return Optional.of(Condition.parse(text));
            } catch (ConditionException wrong) {
                context.problems()
                        .report(
                                ProblemType.VERDICT_VALUE,
                                fields.span(name),
                                Fields.child(fields.path(), name),
                                "This condition cannot be read: " + wrong.getMessage());
                return Optional.empty();
            }
        });
    }
}
