package dev.penstock.settings;

import dev.penstock.document.FieldContext;
import dev.penstock.document.Fields;
import dev.penstock.document.SourceNode;
import dev.penstock.problem.DidYouMean;
import dev.penstock.problem.ProblemType;
import dev.penstock.rollout.BatchSize;
import dev.penstock.rollout.ReleaseSettings;
import dev.penstock.rollout.ReleaseSettings.ApprovalPoint;
import dev.penstock.rollout.ReleaseSettings.Baseline;
import dev.penstock.rollout.ReleaseSettings.GoOn;
import dev.penstock.rollout.ReleaseSettings.Step;
import dev.penstock.rollout.ReleaseSettings.WhenItFails;
import dev.penstock.rollout.ReleaseSettings.WhenProven;
import dev.penstock.rollout.Share;
import dev.penstock.traffic.WarmCheck;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Reads how something is released: {@code deployments.NAME.release}. */
final class ReleaseSettingsReader {

    private static final Duration LONGEST = Duration.ofDays(14);
    private static final int MOST_ATTEMPTS = 60;
    private static final int ATTEMPTS = 6;
    private static final Map<String, ApprovalPoint> POINTS = points();

    private final FieldContext context;
    private final SettingsValues values;

    ReleaseSettingsReader(FieldContext context, SettingsValues values) {
        this.context = context;
        this.values = values;
    }

    private static Map<String, ApprovalPoint> points() {
        Map<String, ApprovalPoint> points = new LinkedHashMap<>();
        points.put("start", ApprovalPoint.START);
        points.put("traffic", ApprovalPoint.TRAFFIC);
        points.put("allTraffic", ApprovalPoint.ALL_TRAFFIC);
        points.put("finish", ApprovalPoint.FINISH);
        return points;
    }

    /** What is said of a release; whether it is judged, a verdict beside it says. */
    ReleaseSettings read(Fields fields) {
        ReleaseSettings settings = new ReleaseSettings(
                fields.requireText("strategy"),
                fields.list("steps", (node, path) -> step(Fields.of(node, path, context))),
                share(fields, "weight"),
                duration(fields, "bake"),
                duration(fields, "keep"),
                batch(fields),
                fields.bool("additionalBatch").orElse(false),
                share(fields, "capacity"),
                fields.mapping("test").map(this::test),
                approvals(fields),
                false,
                StackSettings.word(
                                context,
                                fields,
                                "whenProven",
                                Map.of(
                                        "nextStep", WhenProven.NEXT_STEP,
                                        "allTraffic", WhenProven.ALL_TRAFFIC,
                                        "wait", WhenProven.WAIT))
                        .orElse(WhenProven.NEXT_STEP),
                StackSettings.word(
                                context,
                                fields,
                                "whenItFails",
                                Map.of("rollBack", WhenItFails.ROLL_BACK, "leave", WhenItFails.LEAVE))
                        .orElse(WhenItFails.ROLL_BACK),
                share(fields, "minimumHealthy"),
                duration(fields, "timeout"),
                fields.textMap("options"),
                StackSettings.word(context, fields, "goOn", Map.of("end", GoOn.END, "traffic", GoOn.TRAFFIC))
                        .orElse(GoOn.END),
                StackSettings.word(
                                context,
                                fields,
                                "baseline",
                                Map.of("running", Baseline.RUNNING, "equalAge", Baseline.EQUAL_AGE))
                        .orElse(Baseline.RUNNING));
        fields.end();
        return settings;
    }

    private Step step(Fields fields) {
        if (!fields.has("weight")) {
            fields.requirePresent("weight");
        }
        Step step = new Step(
                share(fields, "weight").orElse(Share.NONE),
                duration(fields, "bake").orElse(Duration.ZERO),
                fields.bool("approve").orElse(false));
        fields.end();
        return step;
    }

    private Set<ApprovalPoint> approvals(Fields fields) {
        Set<ApprovalPoint> points = EnumSet.noneOf(ApprovalPoint.class);
        fields.list("approve", (node, path) -> {
            String word = node instanceof SourceNode.Scalar scalar ? scalar.text() : "";
            ApprovalPoint point = POINTS.get(word);
            if (point == null) {
                context.problems()
                        .report(
                                ProblemType.SETTINGS_VALUE,
                                node.span(),
                                path,
                                "'" + word + "' is no point of a release at which somebody is asked.",
                                DidYouMean.hint(word, POINTS.keySet()));
            } else {
                points.add(point);
            }
            return word;
        });
        return points;
    }

    private WarmCheck test(Fields fields) {
        String path = fields.text("path").orElse("/");
        boolean isPath = path.startsWith("/") && path.indexOf('?') < 0;
        if (!isPath) {
            // What is wrong with it may be a token in a query: it is not shown.
            wrong(
                    fields,
                    "path",
                    "This is not the path of a page.",
                    "It begins with '/', and has neither host nor query: it stands in logs.");
        }
        OptionalInt attempts = values.range(fields, "attempts", 1, MOST_ATTEMPTS);
        WarmCheck check = new WarmCheck(
                isPath ? path : "/",
                values.range(fields, "status", 200, 599).orElse(200),
                Math.min(MOST_ATTEMPTS, Math.max(1, attempts.orElse(ATTEMPTS))));
        fields.end();
        return check;
    }

    private Optional<BatchSize> batch(Fields fields) {
        Optional<String> text = fields.text("batch");
        Optional<BatchSize> size = text.flatMap(ReleaseSettingsReader::batchSize);
        if (text.isPresent() && size.isEmpty()) {
            wrong(
                    fields,
                    "batch",
                    "'" + text.get() + "' is no number of tasks or instances.",
                    "Write a number such as 2, or a share such as 25 %.");
        }
        return size;
    }

    private static Optional<BatchSize> batchSize(String text) {
        boolean isPercent = text.endsWith("%");
        String number = isPercent ? text.substring(0, text.length() - 1).strip() : text.strip();
        if (!number.matches("[0-9]{1,6}")) {
            return Optional.empty();
        }
        int size = Integer.parseInt(number);
        return size < 1 || (isPercent && size > 100) ? Optional.empty() : Optional.of(new BatchSize(size, isPercent));
    }

    private Optional<Share> share(Fields fields, String field) {
        Optional<String> text = fields.text(field);
        Optional<Share> share = text.flatMap(Share::parse);
        if (text.isPresent() && share.filter(each -> each.permille() > 0).isEmpty()) {
            wrong(
                    fields,
                    field,
                    "'" + text.get() + "' is no share.",
                    "Write a number of per cent above 0 and at most 100, such as 10 or 2.5 %.");
        }
        return share;
    }

    private Optional<Duration> duration(Fields fields, String field) {
        Optional<String> text = fields.text(field);
        Optional<Duration> duration = text.flatMap(SettingsValues::time).filter(time -> time.compareTo(LONGEST) <= 0);
        if (text.isPresent() && duration.isEmpty()) {
            wrong(
                    fields,
                    field,
                    "'" + text.get() + "' is no time of at most 14 days.",
                    "Write it like 30s, 5m, 2h or 3d.");
        }
        return duration;
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
