package dev.penstock.runner.view;

import dev.penstock.engine.StageLine;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionResult;
import dev.penstock.execution.ExecutionId;
import dev.penstock.rollout.ReleaseProgress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Executions as JSON objects of one line each: the shape that {@code docs/output.md} describes. Members are added to it
 * over time; none is taken away or changes its meaning without a new {@link #SCHEMA}.
 */
public final class JsonOutput {

    /** Names the shape; the first member of every line. */
    public static final String SCHEMA = "penstock.output/1";

    private JsonOutput() {}

    /** A line of a type. */
    public static JsonText line(String type) {
        return new JsonText().put("schema", SCHEMA).put("type", type);
    }

    /** A change. */
    public static JsonText change(ViewChange change, Instant at) {
        return switch (change) {
            case ViewChange.OfExecution of -> summary(event("execution", of.execution(), at), of.execution());
            case ViewChange.OfStage of ->
                event("stage", of.execution(), at)
                        .put("stage", of.stage().name())
                        .put("status", of.stage().status().word())
                        .put("state", of.stage().status().name())
                        .put("attempt", of.stage().attempt());
            case ViewChange.OfAction of ->
                action(
                        event("action", of.execution(), at)
                                .put("stage", of.stage().name()),
                        of.action());
        };
    }

    /** A line of an action's log. */
    public static JsonText log(ExecutionView execution, String stage, String action, String line, Instant at) {
        return event("log", execution, at)
                .put("stage", stage)
                .put("action", action)
                .put("line", line);
    }

    /** Something worth knowing that is no change of an execution. */
    public static JsonText note(String message) {
        return line("note").put("message", message);
    }

    /** An execution that was started and left to others. */
    public static JsonText submitted(ExecutionId execution) {
        return line("submitted").put("execution", execution.toString());
    }

    /** How a run ended. */
    public static JsonText result(ExecutionView execution, int exitCode, long realMillis) {
        JsonText text = line("result")
                .put("execution", execution.id().toString())
                .put("pipeline", execution.pipeline())
                .put("simulated", execution.simulated());
        execution.outcome().ifPresent(outcome -> text.put("outcome", outcome.name()));
        text.putIfAny("reason", execution.reason())
                .put("exitCode", exitCode)
                .put("startedAt", execution.startedAt().toString());
        execution
                .endedAt()
                .ifPresent(end -> text.put("endedAt", end.toString())
                        .put("durationMillis", execution.elapsed(end).toMillis()));
        return text.put("realDurationMillis", realMillis)
                .putObjects("deployments", deployments(execution.deployments()));
    }

    /**
     * An execution with all its stages and actions, as it is.
     *
     * @param waitsFor where it waits in front of a stage, if it does
     */
    public static JsonText status(ExecutionView execution, Optional<StageLine> waitsFor) {
        JsonText text = line("status")
                .put("execution", execution.id().toString())
                .put("pipeline", execution.pipeline())
                .put("simulated", execution.simulated());
        summary(text, execution);
        waitsFor.ifPresent(line -> text.put("waitsFor", StageLineText.json(line)));
        return text.putObjects(
                "stages", execution.stages().stream().map(JsonOutput::stage).toList());
    }

    private static JsonText stage(StageView stage) {
        JsonText text = new JsonText()
                .put("stage", stage.name())
                .put("status", stage.status().word())
                .put("state", stage.status().name())
                .put("attempt", stage.attempt());
        times(text, stage.startedAt(), stage.endedAt());
        text.putObjects(
                "actions",
                stage.actions().stream()
                        .map(action -> action(new JsonText(), action))
                        .toList());
        return stage.conditions().isEmpty()
                ? text
                : text.putObjects(
                        "conditions",
                        stage.conditions().stream().map(JsonOutput::condition).toList());
    }

    private static JsonText condition(StageView.ConditionView condition) {
        return new JsonText()
                .put("condition", condition.kind())
                .put("result", condition.result())
                .put("status", condition.status())
                .putIfAny("reason", condition.reason());
    }

    private static JsonText event(String type, ExecutionView execution, Instant at) {
        return line(type)
                .put("at", at.toString())
                .put("execution", execution.id().toString())
                .put("pipeline", execution.pipeline())
                .put("simulated", execution.simulated());
    }

    private static JsonText summary(JsonText text, ExecutionView execution) {
        text.put("status", execution.status().word())
                .put("state", execution.status().name())
                .putIfAny("reason", execution.reason());
        times(text, Optional.of(execution.startedAt()), execution.endedAt());
        return text;
    }

    private static JsonText action(JsonText text, ActionView action) {
        text.put("action", action.name())
                .put("actionType", action.type())
                .put("status", action.status().word())
                .put("state", action.status().name())
                .put("attempt", action.attempt());
        times(text, action.startedAt(), action.endedAt());
        text.putIfAny("summary", action.summary());
        action.approval()
                .ifPresent(request -> text.put(
                        "approval",
                        new JsonText().put("question", request.question()).put("link", request.link())));
        action.pause()
                .ifPresent(pause ->
                        text.put("pause", new JsonText().put("by", pause.by()).put("reason", pause.reason())));
        action.release().ifPresent(release -> text.put("release", release(release)));
        action.failure().ifPresent(failure -> text.put("failure", failure(failure)));
        action.result().ifPresent(result -> result(text, result));
        return text;
    }

    private static void result(JsonText text, ActionResult result) {
        JsonText variables = new JsonText();
        result.variables().forEach(variables::put);
        text.put("outputVariables", variables);
        result.external().ifPresent(external -> {
            JsonText json = new JsonText().put("id", external.id());
            external.url().ifPresent(url -> json.put("url", url));
            text.put("external", json);
        });
        text.putObjects("deployments", deployments(result.deployments()));
    }

    private static JsonText release(ReleaseProgress release) {
        JsonText text = new JsonText()
                .put("strategy", release.strategy())
                .putTexts("steps", release.steps())
                .put("step", release.step() + 1)
                .put("goingBack", release.isGoingBack())
                .put("share", release.share().fraction())
                .put("since", release.since().toString());
        release.verdict().ifPresent(verdict -> text.put("verdict", verdict.words()));
        return text;
    }

    private static JsonText failure(ActionFailure failure) {
        return new JsonText()
                .put("kind", failure.kind().name())
                .put("code", failure.code())
                .put("message", failure.message())
                .putTexts("details", failure.details());
    }

    private static List<JsonText> deployments(List<ActionResult.Deployment> deployments) {
        return deployments.stream()
                .map(each -> new JsonText()
                        .put("target", each.target())
                        .put("resource", each.resource())
                        .put("version", each.version()))
                .toList();
    }

    private static void times(JsonText text, Optional<Instant> startedAt, Optional<Instant> endedAt) {
        startedAt.ifPresent(start -> text.put("startedAt", start.toString()));
        endedAt.ifPresent(end -> text.put("endedAt", end.toString()));
    }
}
