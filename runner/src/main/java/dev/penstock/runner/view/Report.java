package dev.penstock.runner.view;

import dev.penstock.engine.StageLine;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionResult;
import dev.penstock.runner.text.PlainText;
import dev.penstock.runner.text.StyledLine;
import dev.penstock.runner.text.Tone;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The last words on an execution: how it ended, why, what was deployed where by which digest, and what to do next. */
public final class Report {

    private static final String INDENT = "  ";

    private Report() {}

    /**
     * The lines of the report. Names of things, such as an image by its digest, are never broken, so that they can be
     * copied.
     *
     * @param real how long it took on a real clock, where that is not the time of the execution
     * @param advice how the next command is called
     * @param columns how wide sentences may be
     */
    public static List<StyledLine> lines(ExecutionView view, Optional<Duration> real, Advice advice, int columns) {
        List<StyledLine> lines = new ArrayList<>();
        lines.add(headline(view, real));
        // The reason that a failed action gives follows below, in full.
        if (!view.reason().isEmpty() && !isOfAFailure(view)) {
            sentence(whole(view.reason()), "", Tone.PLAIN, columns, lines);
        }
        for (StageView stage : view.stages()) {
            for (ActionView action : stage.actions()) {
                if (matters(stage, action)) {
                    action.failure().ifPresent(failure -> failure(stage, action, failure, columns, lines));
                }
            }
        }
        deployments(view, lines);
        next(view, advice, columns, lines);
        return lines;
    }

    /** Reasons are parts of sentences. */
    private static String whole(String reason) {
        String end = reason.endsWith(".") || reason.endsWith("?") ? "" : ".";
        return Character.toUpperCase(reason.charAt(0)) + reason.substring(1) + end;
    }

    /** What an execution waits for in front of a stage, in lines that are at most so wide. */
    public static List<StyledLine> lines(StageLine line, int columns) {
        List<StyledLine> lines = new ArrayList<>();
        sentence(StageLineText.sentence(line), "", Tone.PLAIN, columns, lines);
        return lines;
    }

    /** What a rule has answered is no failure of a stage that was passed over for it, or has gone on in spite of it. */
    private static boolean matters(StageView stage, ActionView action) {
        boolean isPassed = stage.status() == ViewStatus.SKIPPED || stage.status() == ViewStatus.SUCCEEDED;
        return !isPassed || !action.type().startsWith("Rule/");
    }

    private static boolean isOfAFailure(ExecutionView view) {
        return view.stages().stream()
                .flatMap(stage -> stage.actions().stream().filter(action -> matters(stage, action)))
                .flatMap(action -> action.failure().stream())
                .anyMatch(failure -> view.reason().endsWith(failure.message()));
    }

    private static StyledLine headline(ExecutionView view, Optional<Duration> real) {
        if (!view.status().hasEnded()) {
            return StyledLine.EMPTY
                    .with("Not ended", view.status().tone())
                    .plain(", and nobody runs it" + (view.simulated() ? " (simulated)." : "."));
        }
        String status = view.status().text();
        String word = Character.toUpperCase(status.charAt(0)) + status.substring(1);
        String took = view.endedAt()
                .map(end -> " " + (view.status() == ViewStatus.SUCCEEDED ? "in" : "after") + " "
                        + DurationText.of(view.elapsed(end)))
                .orElse("");
        StyledLine line = StyledLine.EMPTY.with(word, view.status().tone()).plain(took);
        if (view.simulated()) {
            line = line.plain(" of simulated time");
        }
        return real.map(time -> " (" + DurationText.of(time) + " on the clock)")
                .map(line::plain)
                .orElse(line)
                .plain(".");
    }

    private static void failure(
            StageView stage, ActionView action, ActionFailure failure, int columns, List<StyledLine> lines) {
        lines.add(StyledLine.EMPTY);
        lines.add(StyledLine.EMPTY
                .with(stage.name() + "/" + action.name(), Tone.STRONG)
                .with("  " + failure.code(), Tone.FAINT));
        sentence(failure.message(), INDENT, Tone.BAD, columns, lines);
        for (String detail : failure.details()) {
            lines.add(StyledLine.of(INDENT).with("| ", Tone.FAINT).plain(detail));
        }
    }

    private static void deployments(ExecutionView view, List<StyledLine> lines) {
        List<ActionResult.Deployment> deployments = view.deployments();
        if (deployments.isEmpty()) {
            return;
        }
        lines.add(StyledLine.EMPTY);
        lines.add(StyledLine.of(view.simulated() ? "Deployed in the simulated account:" : "Deployed:"));
        for (ActionResult.Deployment each : deployments) {
            lines.add(StyledLine.of(INDENT).with(each.target(), Tone.STRONG));
            lines.add(StyledLine.of(INDENT + INDENT).plain(each.version()));
            lines.add(StyledLine.of(INDENT + INDENT).with(each.resource(), Tone.FAINT));
        }
    }

    private static void next(ExecutionView view, Advice advice, int columns, List<StyledLine> lines) {
        String retry = "'" + advice.call("retry", view.id()) + "'";
        String text = switch (view.status()) {
            case FAILED, ROLLED_BACK, INCONCLUSIVE ->
                unmet(view, advice) + "Read more with '" + advice.call("logs", view.id())
                        + (hasGoneBack(view) ? "'." : "'; run the failed stage again with " + retry + ".");
            case STOPPED -> "Run the stage again with " + retry + ".";
            case WAITING, QUEUED, IN_PROGRESS, NEEDS_APPROVAL, PAUSED, STOPPING ->
                "Go on with '" + advice.call("resume", view.id()) + "'.";
            case SKIPPED, SUCCEEDED, SUPERSEDED, ABANDONED -> "";
        };
        if (!text.isEmpty()) {
            lines.add(StyledLine.EMPTY);
            sentence(text, "", Tone.PLAIN, columns, lines);
        }
    }

    private static boolean hasGoneBack(ExecutionView view) {
        return view.stages().stream().anyMatch(stage -> stage.status() == ViewStatus.ROLLED_BACK);
    }

    /** What there is to do about a condition that has failed the stage. */
    private static String unmet(ExecutionView view, Advice advice) {
        return view.stages().stream()
                .filter(stage -> stage.status() == ViewStatus.FAILED)
                .flatMap(stage -> stage.conditions().stream())
                .filter(condition -> condition.result().equals("FAIL")
                        && (condition.status().equals("Failed")
                                || condition.status().equals("Errored")))
                .findFirst()
                .map(condition -> "Pass over the condition with '" + advice.call("override", view.id()) + "'. ")
                .orElse("");
    }

    private static void sentence(String text, String indent, Tone tone, int columns, List<StyledLine> lines) {
        PlainText.wrap(PlainText.clean(text), columns - indent.length())
                .forEach(line -> lines.add(StyledLine.of(indent).with(line, tone)));
    }
}
