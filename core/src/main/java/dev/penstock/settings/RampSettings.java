package dev.penstock.settings;

import dev.penstock.beanstalk.DeploymentOptions.BlueGreen.Weights;
import dev.penstock.beanstalk.OptionName;
import dev.penstock.beanstalk.OptionValue;
import dev.penstock.beanstalk.RampStep;
import dev.penstock.beanstalk.SharedBalancerOptions;
import dev.penstock.document.FieldContext;
import dev.penstock.document.Fields;
import dev.penstock.document.SourceNode;
import dev.penstock.problem.ProblemType;
import dev.penstock.traffic.ListenerRuleArn;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads how requests are moved between two environments that share a load balancer. */
final class RampSettings {

    private static final int ALL = 100;
    private static final int A_DAY = 24 * 60;

    private final FieldContext context;
    private final SettingsValues values;

    RampSettings(FieldContext context, SettingsValues values) {
        this.context = context;
        this.values = values;
    }

    /** {@code listenerRule} and {@code steps}. */
    Weights read(Fields fields) {
        OptionValue rule = rule(fields);
        List<RampStep> steps = fields.list("steps", (node, path) -> step(Fields.of(node, path, context)));
        for (int i = 1; i < steps.size(); i++) {
            if (steps.get(i).weight() <= steps.get(i - 1).weight()) {
                wrong(
                        fields,
                        "steps",
                        "The weights of 'steps' do not rise: "
                                + steps.get(i - 1).weight() + ", then "
                                + steps.get(i).weight() + ".",
                        "Give each step more than the one before. All requests come last by themselves.");
            }
        }
        return new Weights(rule, steps);
    }

    private OptionValue rule(Fields fields) {
        Optional<SourceNode> node = fields.node("listenerRule");
        if (node.filter(SourceNode.Mapping.class::isInstance).isPresent()) {
            Fields reference = Fields.of(node.get(), Fields.child(fields.path(), "listenerRule"), context);
            OptionValue value =
                    new OptionValue.OfStack(reference.requireText("stack"), reference.requireText("output"));
            reference.end();
            return value;
        }
        String arn = fields.requireText("listenerRule");
        if (ListenerRuleArn.of(arn).isEmpty()) {
            boolean isNetwork = arn.contains(":listener-rule/net/") || arn.contains("/net/");
            wrong(
                    fields,
                    "listenerRule",
                    isNetwork
                            ? "'" + arn + "' is of a Network Load Balancer, which has no weights."
                            : "'" + arn + "' is not the ARN of a listener's rule.",
                    isNetwork
                            ? "Use an Application Load Balancer, or 'cname', which works with any."
                            : "It is like arn:aws:elasticloadbalancing:REGION:ACCOUNT:listener-rule/app/NAME/ID/ID/ID, or"
                                    + " '{stack: NAME, output: NAME}'.");
        }
        return new OptionValue.Text(arn);
    }

    private RampStep step(Fields fields) {
        int weight = values.range(fields, "weight", 1, ALL - 1).orElse(0);
        if (!fields.has("weight")) {
            fields.requirePresent("weight");
        }
        int bake = values.range(fields, "bakeMinutes", 0, A_DAY).orElse(0);
        fields.end();
        return new RampStep(
                Math.min(ALL - 1, Math.max(1, weight)), Duration.ofMinutes(Math.min(A_DAY, Math.max(0, bake))));
    }

    /** Tells what of the environment's own settings forbids that it shares a load balancer. */
    void check(Fields environment, boolean isWorker, Map<OptionName, OptionValue> options) {
        Map<OptionName, String> texts = new TreeMap<>();
        options.forEach((name, value) -> {
            if (value instanceof OptionValue.Text(String text)) {
                texts.put(name, text);
            }
        });
        Optional<String> fault = isWorker
                ? Optional.of("is a worker, which no requests are divided for. Workers are updated in place.")
                : SharedBalancerOptions.contradiction(texts);
        fault.ifPresent(why -> {
            int end = why.indexOf(". ") + 1;
            wrong(
                    environment,
                    "blueGreen",
                    "The environment cannot share a load balancer: it " + why.substring(0, end),
                    why.substring(end + 1));
        });
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
