package dev.penstock.settings;

import dev.penstock.document.FieldContext;
import dev.penstock.document.Fields;
import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceNodeJson;
import dev.penstock.problem.DidYouMean;
import dev.penstock.problem.ProblemType;
import dev.penstock.stack.RecoveryPolicy;
import dev.penstock.stack.RollbackConfiguration;
import dev.penstock.stack.StackOptions;
import dev.penstock.stack.TwinStacks;
import dev.penstock.stack.review.Consequence;
import dev.penstock.stack.review.ReviewPolicy;
import dev.penstock.traffic.ListenerRuleArn;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads how stacks are deployed. */
final class StackSettings {

    private static final int MOST_ALARMS = 5;
    private static final int MOST_TOPICS = 5;
    private static final int LONGEST_MONITORING = 180;

    private final FieldContext context;
    private final SettingsValues values;

    StackSettings(FieldContext context, SettingsValues values) {
        this.context = context;
        this.values = values;
    }

    StackSetting read(Fields fields) {
        StackSetting setting = new StackSetting(
                word(
                        fields,
                        "recovery",
                        Map.of(
                                "none", RecoveryPolicy.Extent.NONE,
                                "safe", RecoveryPolicy.Extent.SAFE,
                                "all", RecoveryPolicy.Extent.ALL)),
                fields.bool("skipFailedResources"),
                rollback(fields),
                word(
                        fields,
                        "drift",
                        Map.of(
                                "off", StackOptions.Drift.OFF,
                                "show", StackOptions.Drift.SHOW,
                                "stop", StackOptions.Drift.STOP)),
                word(
                        fields,
                        "whenStopped",
                        Map.of(
                                "takeBack", StackOptions.WhenStopped.TAKE_BACK,
                                "leave", StackOptions.WhenStopped.LEAVE)),
                arns(fields, "notificationArns", MOST_TOPICS),
                fields.mapping("review").map(this::review).orElse(Map.of()),
                policy(fields),
                new WaveSettings(context, values).read(fields),
                fields.mapping("twins").flatMap(this::twins),
                word(
                        fields,
                        "mode",
                        Map.of("standard", StackOptions.Mode.STANDARD, "express", StackOptions.Mode.EXPRESS)));
        fields.end();
        return setting;
    }

    private Optional<RollbackConfiguration> rollback(Fields fields) {
        List<String> alarms = arns(fields, "rollbackAlarms", MOST_ALARMS);
        OptionalInt minutes = values.range(fields, "monitoringMinutes", 0, LONGEST_MONITORING);
        if (!fields.has("rollbackAlarms") && minutes.isEmpty()) {
            return Optional.empty();
        }
        int watched = minutes.orElse(0);
        boolean inRange = watched >= 0 && watched <= LONGEST_MONITORING;
        return Optional.of(new RollbackConfiguration(
                alarms.subList(0, Math.min(alarms.size(), MOST_ALARMS)), inRange ? watched : 0));
    }

    private List<String> arns(Fields fields, String field, int most) {
        List<String> arns = fields.texts(field);
        if (arns.size() > most) {
            wrong(fields, field, field + " has " + arns.size() + " entries.", "It may have " + most + ".");
        }
        for (String arn : arns) {
            if (!arn.startsWith("arn:")) {
                wrong(fields, field, "'" + arn + "' is not an ARN.", "Write the whole ARN.");
            }
        }
        return arns;
    }

    private Optional<TwinStacks> twins(Fields fields) {
        Optional<String> written = fields.text("listenerRule");
        Optional<ListenerRuleArn> rule = written.flatMap(ListenerRuleArn::of);
        if (rule.isEmpty()) {
            wrong(
                    fields,
                    "listenerRule",
                    written.map(text -> "'" + text + "' is not the ARN of a rule at an Application Load Balancer.")
                            .orElse("Twins need a rule that divides the requests between them."),
                    "It is like arn:aws:elasticloadbalancing:REGION:ACCOUNT:listener-rule/app/NAME/….");
        }
        String output = fields.text("targetGroupOutput").orElse(TwinStacks.USUAL_OUTPUT);
        fields.end();
        return rule.map(arn -> new TwinStacks(arn, output));
    }

    /** CloudFormation judges what is in it. */
    private static Optional<String> policy(Fields fields) {
        fields.entries("policyDuringUpdate"); // reports what is no mapping
        return fields.node("policyDuringUpdate")
                .filter(SourceNode.Mapping.class::isInstance)
                .map(SourceNodeJson::text);
    }

    private Map<Consequence, ReviewPolicy.Response> review(Fields fields) {
        Map<String, Consequence> names = new LinkedHashMap<>();
        names.put("dataLoss", Consequence.DATA_LOSS);
        names.put("dataSetAside", Consequence.DATA_SET_ASIDE);
        names.put("interruption", Consequence.INTERRUPTION);
        names.put("newPhysicalId", Consequence.NEW_PHYSICAL_ID);
        Map<Consequence, ReviewPolicy.Response> review = new EnumMap<>(Consequence.class);
        names.forEach((name, consequence) -> word(
                        fields,
                        name,
                        Map.of(
                                "allow", ReviewPolicy.Response.ALLOW,
                                "approve", ReviewPolicy.Response.APPROVE,
                                "refuse", ReviewPolicy.Response.REFUSE))
                .ifPresent(response -> review.put(consequence, response)));
        fields.end();
        return review;
    }

    private <T> Optional<T> word(Fields fields, String field, Map<String, T> words) {
        return word(context, fields, field, words);
    }

    /** A word that is one of some. */
    static <T> Optional<T> word(FieldContext context, Fields fields, String field, Map<String, T> words) {
        Optional<String> word = fields.text(field);
        if (word.isPresent() && !words.containsKey(word.get())) {
            List<String> allowed = words.keySet().stream().sorted().toList();
            context.problems()
                    .report(
                            ProblemType.SETTINGS_VALUE,
                            fields.span(field),
                            Fields.child(fields.path(), field),
                            "'" + word.get() + "' is none of the words allowed here: " + String.join(", ", allowed)
                                    + ".",
                            DidYouMean.hint(word.get(), allowed));
        }
        return word.flatMap(given -> Optional.ofNullable(words.get(given)));
    }

    private void wrong(Fields fields, String field, String message, String hint) {
        context.problems()
                .report(
                        ProblemType.SETTINGS_VALUE,
                        fields.span(field),
                        Fields.child(fields.path(), field),
                        message,
                        hint);
    }
}
