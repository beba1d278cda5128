package dev.penstock.settings;

import dev.penstock.beanstalk.OptionName;
import dev.penstock.beanstalk.OptionValue;
import dev.penstock.document.FieldContext;
import dev.penstock.document.Fields;
import dev.penstock.document.SourceNode;
import dev.penstock.problem.ProblemType;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * Reads the options of an environment: under {@code options} by Beanstalk's own names, and those that most people need by shorter
 * ones ("General options for all environments", Elastic Beanstalk Developer Guide). What is said under {@code options} goes
 * before.
 */
final class EnvironmentOptionSettings {

    private static final String COMMAND = "aws:elasticbeanstalk:command";
    private static final String SPLITTING = "aws:elasticbeanstalk:trafficsplitting";
    private static final String ENVIRONMENT = "aws:elasticbeanstalk:environment";
    private static final String LAUNCH = "aws:autoscaling:launchconfiguration";
    private static final String GROUP = "aws:autoscaling:asg";
    private static final String VPC = "aws:ec2:vpc";

    private final FieldContext context;
    private final SettingsValues values;
    private final Map<OptionName, OptionValue> options = new TreeMap<>();

    EnvironmentOptionSettings(FieldContext context, SettingsValues values) {
        this.context = context;
        this.values = values;
    }

    Map<OptionName, OptionValue> read(Fields fields) {
        deployment(fields);
        fields.mapping("network").ifPresent(this::network);
        fields.mapping("instances").ifPresent(this::instances);
        text(fields, "serviceRole", ENVIRONMENT, "ServiceRole");
        StackSettings.word(
                        context,
                        fields,
                        "loadBalancer",
                        Map.of("application", "application", "network", "network", "classic", "classic", "none", ""))
                .ifPresent(this::loadBalancer);
        fields.entries("variables").forEach((name, node) -> variable(fields, name, node));
        fields.entries("options").forEach((namespace, node) -> namespace(fields, namespace, node));
        return options;
    }

    private void deployment(Fields fields) {
        StackSettings.word(
                        context,
                        fields,
                        "policy",
                        Map.of(
                                "AllAtOnce", "AllAtOnce",
                                "Rolling", "Rolling",
                                "RollingWithAdditionalBatch", "RollingWithAdditionalBatch",
                                "Immutable", "Immutable",
                                "TrafficSplitting", "TrafficSplitting"))
                .ifPresent(policy -> put(COMMAND, "DeploymentPolicy", policy));
        number(fields, "commandTimeout", 3600, COMMAND, "Timeout");
        fields.mapping("batch").ifPresent(batch -> {
            StackSettings.word(context, batch, "type", Map.of("Percentage", "Percentage", "Fixed", "Fixed"))
                    .ifPresent(type -> put(COMMAND, "BatchSizeType", type));
            number(batch, "size", 10_000, COMMAND, "BatchSize");
            batch.end();
        });
        fields.mapping("trafficSplitting").ifPresent(splitting -> {
            number(splitting, "newVersionPercent", 100, SPLITTING, "NewVersionPercent");
            number(splitting, "evaluationMinutes", 600, SPLITTING, "EvaluationTime");
            splitting.end();
        });
    }

    private void network(Fields fields) {
        text(fields, "vpc", VPC, "VPCId");
        joined(fields, "subnets", VPC, "Subnets");
        joined(fields, "loadBalancerSubnets", VPC, "ELBSubnets");
        StackSettings.word(context, fields, "loadBalancerScheme", Map.of("public", "public", "internal", "internal"))
                .ifPresent(scheme -> put(VPC, "ELBScheme", scheme));
        fields.bool("publicIpAddress")
                .ifPresent(given -> put(VPC, "AssociatePublicIpAddress", Boolean.toString(given)));
        fields.end();
    }

    private void instances(Fields fields) {
        joined(fields, "types", "aws:ec2:instances", "InstanceTypes");
        text(fields, "profile", LAUNCH, "IamInstanceProfile");
        joined(fields, "securityGroups", LAUNCH, "SecurityGroups");
        text(fields, "keyName", LAUNCH, "EC2KeyName");
        number(fields, "minimum", 10_000, GROUP, "MinSize");
        number(fields, "maximum", 10_000, GROUP, "MaxSize");
        fields.end();
    }

    private void loadBalancer(String type) {
        put(ENVIRONMENT, "EnvironmentType", type.isEmpty() ? "SingleInstance" : "LoadBalanced");
        if (!type.isEmpty()) {
            put(ENVIRONMENT, "LoadBalancerType", type);
        }
    }

    private void variable(Fields fields, String name, SourceNode node) {
        if (!(node instanceof SourceNode.Mapping)) {
            if (node instanceof SourceNode.Scalar scalar) {
                put(OptionName.VARIABLES, name, scalar.text());
            } else {
                wrong(
                        fields,
                        "variables",
                        node,
                        "The variable '" + name + "' is " + node.description() + ".",
                        "Write a text, '{stack: NAME, output: NAME}' or '{secret: ARN}'.");
            }
            return;
        }
        Fields reference = Fields.of(node, Fields.child(Fields.child(fields.path(), "variables"), name), context);
        if (reference.has("secret")) {
            String arn = reference.requireText("secret");
            if (!arn.startsWith("arn:")) {
                wrong(fields, "variables", node, "'" + arn + "' is not an ARN.", "Write the secret's whole ARN.");
            }
            put(OptionName.SECRETS, name, arn);
        } else {
            options.put(
                    new OptionName(OptionName.VARIABLES, name),
                    new OptionValue.OfStack(reference.requireText("stack"), reference.requireText("output")));
        }
        reference.end();
    }

    private void namespace(Fields fields, String namespace, SourceNode node) {
        if (!(node instanceof SourceNode.Mapping mapping)) {
            wrong(
                    fields,
                    "options",
                    node,
                    "The options of '" + namespace + "' are " + node.description() + ".",
                    "Write them as 'NAME: VALUE' below the namespace.");
            return;
        }
        for (SourceNode.Entry entry : mapping.entries()) {
            if (entry.value() instanceof SourceNode.Scalar scalar
                    && !entry.value().isNull()) {
                put(namespace, entry.name(), scalar.text());
            } else if (entry.value() instanceof SourceNode.Mapping) {
                String path = Fields.child(Fields.child(fields.path(), "options"), namespace);
                Fields reference = Fields.of(entry.value(), Fields.child(path, entry.name()), context);
                options.put(
                        new OptionName(namespace, entry.name()),
                        new OptionValue.OfStack(reference.requireText("stack"), reference.requireText("output")));
                reference.end();
            } else {
                wrong(
                        fields,
                        "options",
                        entry.value(),
                        "The option '" + entry.name() + "' is " + entry.value().description() + ".",
                        "Write a text, a number or '{stack: NAME, output: NAME}'.");
            }
        }
    }

    private void text(Fields fields, String field, String namespace, String option) {
        fields.text(field).ifPresent(text -> put(namespace, option, text));
    }

    private void number(Fields fields, String field, int most, String namespace, String option) {
        OptionalInt number = values.range(fields, field, 1, most);
        if (number.isPresent()) {
            put(namespace, option, Integer.toString(number.getAsInt()));
        }
    }

    private void joined(Fields fields, String field, String namespace, String option) {
        List<String> texts = fields.texts(field);
        if (!texts.isEmpty()) {
            put(namespace, option, String.join(",", texts));
        }
    }

    private void put(String namespace, String option, String value) {
        options.put(new OptionName(namespace, option), new OptionValue.Text(value));
    }

    private void wrong(Fields fields, String field, SourceNode node, String message, String hint) {
        context.problems()
                .report(ProblemType.SETTINGS_VALUE, node.span(), Fields.child(fields.path(), field), message, hint);
    }
}
