package dev.penstock.metric;

import dev.penstock.document.FieldContext;
import dev.penstock.document.Fields;
import dev.penstock.document.ScalarType;
import dev.penstock.document.SourceNode;
import dev.penstock.metric.MetricSource.MetricTemplate;
import dev.penstock.problem.DidYouMean;
import dev.penstock.problem.ProblemType;
import dev.penstock.verdict.Texts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads single values of sources, and reports those that cannot be. */
final class SourceValues {

    private static final Pattern STATISTIC = Pattern.compile("Sum|SampleCount|Average|Minimum|Maximum"
            + "|(?:p|tm|tc|ts|wm)(?:[0-9]{1,2}(?:\\.[0-9]{1,10})?|100)|IQM|(?:TM|TC|TS|WM|PR)\\([0-9.%]*:[0-9.%]*\\)");

    private final FieldContext context;

    SourceValues(FieldContext context) {
        this.context = context;
    }

    /** Reports a value that cannot be. */
    void wrong(Fields fields, String field, String message, String hint) {
        context.problems()
                .report(
                        ProblemType.VERDICT_SOURCE_VALUE,
                        fields.span(field),
                        Fields.child(fields.path(), field),
                        message,
                        hint);
    }

    /** A span of time; the standard one when it is not there. */
    Duration duration(Fields fields, String field, Duration standard, Duration least, Duration most) {
        Optional<SourceNode> node = fields.node(field);
        if (node.isEmpty()) {
            return standard;
        }
        Optional<Duration> read =
                node.get() instanceof SourceNode.Scalar scalar ? Texts.duration(scalar.text()) : Optional.empty();
        if (read.isEmpty() || read.get().compareTo(least) < 0 || read.get().compareTo(most) > 0) {
            wrong(
                    fields,
                    field,
                    "A span of time from " + Texts.duration(least) + " to " + Texts.duration(most) + " is wanted here.",
                    "It is written such as '90s' or '5m'.");
            return standard;
        }
        return read.get();
    }

    /** A number above a least and at most another. */
    OptionalDouble number(Fields fields, String field, double above, double atMost) {
        Optional<SourceNode> node = fields.node(field);
        if (node.isEmpty()) {
            return OptionalDouble.empty();
        }
        if (node.get() instanceof SourceNode.Scalar scalar
                && (scalar.type() == ScalarType.INTEGER || scalar.type() == ScalarType.NUMBER)) {
            try {
                double value = Double.parseDouble(scalar.text());
                if (value > above && value <= atMost) {
                    return OptionalDouble.of(value);
                }
            } catch (NumberFormatException octalOrInfinite) {
                // Reported below.
            }
        }
        wrong(
                fields,
                field,
                "A number above " + plain(above) + " and at most " + plain(atMost) + " is wanted here.",
                "It is written such as 0.8.");
        return OptionalDouble.empty();
    }

    /** A share above 0 and below 1, also as per cent. */
    OptionalDouble share(Fields fields, String field) {
        Optional<String> text = fields.text(field);
        if (text.isEmpty()) {
            return OptionalDouble.empty();
        }
        boolean isPercent = text.get().endsWith("%");
        String number = isPercent ? text.get().substring(0, text.get().length() - 1) : text.get();
        try {
            double share = Double.parseDouble(number.strip()) / (isPercent ? 100 : 1);
            if (share > 0 && share < 1) {
                return OptionalDouble.of(share);
            }
        } catch (NumberFormatException e) {
            // Reported below.
        }
        wrong(fields, field, "'" + text.get() + "' is no share above 0 and below 1.", "It is written such as 0.5 %.");
        return OptionalDouble.empty();
    }

    /** A whole number between two others; the standard one when it is not there. */
    int whole(Fields fields, String field, int standard, int least, int most) {
        OptionalInt read = fields.integer(field);
        if (read.isPresent() && (read.getAsInt() < least || read.getAsInt() > most)) {
            wrong(fields, field, read.getAsInt() + " is not possible here.", "It is " + least + " to " + most + ".");
            return standard;
        }
        return read.orElse(standard);
    }

    /** A text with placeholders. */
    Template template(Fields fields, String field) {
        Template template = new Template(fields.requireText(field));
        placeholders(fields, field, template.placeholders(), List.of());
        return template;
    }

    /** Reports placeholders that stand for nothing. */
    void placeholders(Fields fields, String field, List<String> names, List<String> more) {
        List<String> known = new ArrayList<>(Arm.KNOWN);
        known.addAll(more);
        for (String name : names) {
            if (!known.contains(name) && name.indexOf('.') <= 0) {
                context.problems()
                        .report(
                                ProblemType.VERDICT_PLACEHOLDER,
                                fields.span(field),
                                Fields.child(fields.path(), field),
                                "'${" + name + "}' stands for nothing: no arm has a label of that name.",
                                DidYouMean.hint(name, known));
            }
        }
    }

    /** A metric of CloudWatch. */
    MetricTemplate metric(Fields fields, String standardStatistic) {
        SortedMap<String, Template> dimensions = new TreeMap<>();
        fields.textMap("dimensions").forEach((name, text) -> {
            Template template = new Template(text);
            placeholders(fields, "dimensions", template.placeholders(), List.of());
            dimensions.put(name, template);
        });
        String statistic = fields.text("statistic").orElse(standardStatistic);
        if (!STATISTIC.matcher(statistic).matches()) {
            wrong(
                    fields,
                    "statistic",
                    "'" + statistic + "' is no statistic of CloudWatch.",
                    "Such are Sum, SampleCount, Average, Maximum, p99, TC(0.8:).");
        }
        String namespace = fields.requireText("namespace");
        return new MetricTemplate(namespace, fields.requireText("metric"), dimensions, statistic);
    }

    private static String plain(double number) {
        return Texts.significant(number, 6);
    }
}
