package dev.penstock.runner.view;

import dev.penstock.execution.ActionFailure;
import dev.penstock.json.JsonWriter;
import dev.penstock.plan.PlanPipeline;
import dev.penstock.plan.PlannedStack;
import dev.penstock.plan.PlannedStack.Finding;
import dev.penstock.stack.review.Advice;
import dev.penstock.stack.review.Forecast;
import dev.penstock.stack.review.ReviewJson;
import dev.penstock.stack.review.ReviewMarkdown;
import dev.penstock.stack.review.ReviewText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What would be done to a stack. */
final class StackPlanOutput {

    /** So many of the resources that decide the time are named. */
    private static final int NAMED_STEPS = 4;

    private StackPlanOutput() {}

    static List<String> lines(PlannedStack stack) {
        List<String> lines = new ArrayList<>();
        lines.add(heading(stack.plan()) + ": " + sentence(stack));
        stack.skipped().forEach(line -> lines.add("  " + line));
        if (stack.finding() instanceof Finding.Changes changes) {
            ReviewText.lines(changes.review()).stream().skip(1).forEach(line -> lines.add("  " + line));
            lines.add("  " + time(changes.forecast()));
            advice(changes).forEach(line -> lines.add("  " + line));
        }
        if (stack.finding() instanceof Finding.Failed(ActionFailure failure)) {
            failure.details().forEach(detail -> lines.add("  " + detail));
        }
        return lines;
    }

    static String markdown(PlannedStack stack) {
        if (!(stack.finding() instanceof Finding.Changes changes)) {
            return "- " + heading(stack.plan()) + ": " + sentence(stack) + "\n";
        }
        StringBuilder text = new StringBuilder(ReviewMarkdown.of(changes.review()))
                .append('\n')
                .append(time(changes.forecast()))
                .append('\n');
        advice(changes).forEach(line -> text.append("- ").append(line).append('\n'));
        return text.toString();
    }

    private static String heading(PlanPipeline.StackTarget plan) {
        return plan.stage() + "/" + plan.action() + (plan.target().isEmpty() ? "" : " to " + plan.target()) + ", stack "
                + plan.stackName()
                + plan.region().map(region -> " in " + region).orElse("");
    }

    private static String sentence(PlannedStack stack) {
        return switch (stack.finding()) {
            case Finding.Changes changes ->
                (changes.isNew() ? "is created: " : "") + ReviewText.summary(changes.review());
            case Finding.NoChange ignored -> "no changes.";
            case Finding.Failed(ActionFailure failure) -> "a run would fail: " + failure.message();
            case Finding.NotTried ignored ->
                switch (stack.plan().how()) {
                    case PlanPipeline.How.Deletion ignoredToo -> "is deleted with everything in it.";
                    case PlanPipeline.How.ElsewhereInThePipeline(String name) ->
                        "executes the change set '" + name + "'.";
                    case PlanPipeline.How.Unknown(String reason) -> "not known before it runs. " + reason;
                    case PlanPipeline.How.ByChangeSet ignoredToo -> "not known: its change set was not made.";
                    case PlanPipeline.How.ByLooking ignoredToo -> "not known: it was not looked at.";
                    case PlanPipeline.How.ByDeclaration ignoredToo -> "not known: it was not looked at.";
                };
        };
    }

    private static String time(Forecast forecast) {
        if (forecast.longest().isEmpty()) {
            return "Takes no time of its own.";
        }
        String steps = forecast.longest().stream()
                .sorted((one, other) -> other.duration().compareTo(one.duration()))
                .limit(NAMED_STEPS)
                .map(step -> step.path() + " " + DurationText.of(step.duration()))
                .collect(Collectors.joining(", "));
        String cleanup = forecast.cleanup().isZero()
                ? ""
                : "; then " + DurationText.of(forecast.cleanup()) + " to delete what is not needed any more";
        String known = forecast.learned() == 0
                ? " Assumed by type; nothing was learned yet."
                : forecast.assumed() == 0 ? "" : " Partly assumed by type.";
        return "Takes about " + DurationText.of(forecast.untilInPlace()) + " (" + steps + ")" + cleanup + "." + known;
    }

    private static List<String> advice(Finding.Changes changes) {
        return changes.advice().stream()
                .map(advice -> "Quicker: " + advice.sentence(DurationText.of(advice.gain())))
                .toList();
    }

    static String json(PlannedStack stack) {
        JsonWriter json = JsonWriter.compact()
                .object()
                .field("kind", "plannedStack")
                .field("stage", stack.plan().stage())
                .field("action", stack.plan().action())
                .field("target", stack.plan().target())
                .field("region", stack.plan().region())
                .field("stackName", stack.plan().stackName())
                .field("finding", word(stack.finding()))
                .field("summary", sentence(stack));
        if (stack.finding() instanceof Finding.Failed(ActionFailure failure)) {
            json.field("code", Optional.of(failure.code()));
        }
        if (stack.finding() instanceof Finding.Changes changes) {
            json.name("isNew").value(changes.isNew());
            json.field("seconds", changes.forecast().untilInPlace().toSeconds());
            json.field("cleanupSeconds", changes.forecast().cleanup().toSeconds());
            json.name("advice").array();
            for (Advice advice : changes.advice()) {
                json.object()
                        .field("setting", advice.setting())
                        .field("resource", advice.resource())
                        .field("place", advice.place())
                        .field("now", advice.now())
                        .field("better", advice.better())
                        .field("gainedSeconds", advice.gain().toSeconds())
                        .field("source", advice.source())
                        .endObject();
            }
            json.endArray();
            json.name("review");
            ReviewJson.write(changes.review(), json);
        }
        return json.endObject() + "\n";
    }

    private static String word(Finding finding) {
        String name = finding.getClass().getSimpleName();
        return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }
}
