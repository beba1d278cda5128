package dev.penstock.runner.view;

import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionResult;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.Outcome;
import dev.penstock.rollout.ReleaseProgress;
import dev.penstock.rollout.Share;
import dev.penstock.rollout.VerdictMemory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Views as they come up, for tests. */
final class Views {

    static final Instant START = Instant.parse("2026-03-04T10:00:00Z");
    static final String DIGEST = "sha256:" + "0123456789abcdef".repeat(4);

    private Views() {}

    static ActionView waiting(String name, String type) {
        return new ActionView(
                name,
                type,
                0,
                ViewStatus.WAITING,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    static ActionView running(String name, String type, int from, Optional<Duration> expected, String summary) {
        return new ActionView(
                name,
                type,
                1,
                ViewStatus.IN_PROGRESS,
                Optional.of(START.plusSeconds(from)),
                Optional.empty(),
                expected,
                summary,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    static ActionView asking(String name, String question, String link) {
        return new ActionView(
                name,
                "Approval/AWS/Manual/1",
                1,
                ViewStatus.NEEDS_APPROVAL,
                Optional.of(START.plusSeconds(4)),
                Optional.empty(),
                Optional.empty(),
                "",
                Optional.of(new ActionView.ApprovalRequest("token", question, link)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    static ReleaseProgress canary() {
        return new ReleaseProgress(
                "canary",
                List.of(
                        "prepare",
                        "scale up",
                        "10 % of requests",
                        "bake for 5 min",
                        "100 % of requests",
                        "bake for 10 min",
                        "finish"),
                3,
                false,
                Share.percent(10),
                START.plusSeconds(30),
                VerdictMemory.EMPTY);
    }

    static ActionView paused(String name, String by, String reason) {
        return new ActionView(
                name,
                "Deploy/AWS/ECS/1",
                1,
                ViewStatus.PAUSED,
                Optional.of(START.plusSeconds(4)),
                Optional.empty(),
                Optional.empty(),
                "step 3 of 6, 10 % of requests: paused",
                Optional.empty(),
                Optional.of(new ActionView.Pause(by, reason)),
                Optional.of(canary()),
                Optional.empty(),
                Optional.empty());
    }

    static ActionView succeeded(String name, String type, int from, int to, String summary) {
        return succeeded(
                name, type, from, to, new ActionResult(Map.of(), Map.of(), summary, Optional.empty(), List.of()));
    }

    static ActionView succeeded(String name, String type, int from, int to, ActionResult result) {
        return new ActionView(
                name,
                type,
                1,
                ViewStatus.SUCCEEDED,
                Optional.of(START.plusSeconds(from)),
                Optional.of(START.plusSeconds(to)),
                Optional.empty(),
                result.summary(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(result));
    }

    static ActionView failed(String name, String type, int from, int to, ActionFailure failure) {
        return new ActionView(
                name,
                type,
                2,
                ExecutionViews.status(failure.kind().outcome()),
                Optional.of(START.plusSeconds(from)),
                Optional.of(START.plusSeconds(to)),
                Optional.empty(),
                "",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(failure),
                Optional.empty());
    }

    static StageView stage(String name, ViewStatus status, int from, int to, ActionView... actions) {
        return new StageView(
                name,
                status == ViewStatus.WAITING ? 0 : 1,
                status,
                status == ViewStatus.WAITING ? Optional.empty() : Optional.of(START.plusSeconds(from)),
                status.hasEnded() ? Optional.of(START.plusSeconds(to)) : Optional.empty(),
                List.of(actions),
                List.of());
    }

    static ExecutionView execution(ViewStatus status, Optional<Outcome> outcome, int end, StageView... stages) {
        return new ExecutionView(
                ExecutionId.of("019c2e00-0000-7000-8000-00001f3a9c2e"),
                "hello",
                true,
                status,
                outcome,
                "",
                START,
                status.hasEnded() ? Optional.of(START.plusSeconds(end)) : Optional.empty(),
                List.of(stages));
    }

    private static StageView source() {
        return stage(
                "Source",
                ViewStatus.SUCCEEDED,
                0,
                1,
                succeeded("App", "Source/AWS/CodeStarSourceConnection/1", 0, 1, "4f2d1ab Say hello in more languages"));
    }

    static ExecutionView building() {
        return execution(
                ViewStatus.IN_PROGRESS,
                Optional.empty(),
                0,
                source(),
                stage(
                        "Build",
                        ViewStatus.IN_PROGRESS,
                        1,
                        0,
                        succeeded("Page", "Build/AWS/CodeBuild/1", 1, 3, "5 commands, 2 artifacts"),
                        running(
                                "Image",
                                "Build/AWS/ECRBuildAndPublish/1",
                                3,
                                Optional.of(Duration.ofSeconds(9)),
                                "pushing layer 2 of 4 to 123456789012.dkr.ecr.eu-central-1.amazonaws.com/hello")),
                stage("Deploy", ViewStatus.WAITING, 0, 0, waiting("Service", "Deploy/AWS/ECS/1")));
    }

    static ExecutionView paused() {
        return execution(
                ViewStatus.IN_PROGRESS,
                Optional.empty(),
                0,
                source(),
                stage(
                        "Deploy",
                        ViewStatus.IN_PROGRESS,
                        4,
                        0,
                        paused(
                                "Service",
                                "ann",
                                "checkout is being looked at by those who know it best, and may be slow")));
    }

    static ExecutionView asking() {
        return execution(
                ViewStatus.IN_PROGRESS,
                Optional.empty(),
                0,
                source(),
                stage(
                        "Release",
                        ViewStatus.IN_PROGRESS,
                        4,
                        0,
                        asking(
                                "Approve",
                                "Is the page what you want your customers to see tomorrow morning, in all of the"
                                        + " languages?",
                                "https://example.com/preview")),
                stage("Deploy", ViewStatus.WAITING, 0, 0, waiting("Service", "Deploy/AWS/ECS/1")));
    }

    static ExecutionView rolledBack() {
        return execution(
                ViewStatus.ROLLED_BACK,
                Optional.of(Outcome.ROLLED_BACK),
                75,
                source(),
                stage(
                        "Deploy",
                        ViewStatus.FAILED,
                        4,
                        75,
                        failed(
                                "Service",
                                "Deploy/AWS/ECS/1",
                                4,
                                75,
                                new ActionFailure(
                                        ActionFailure.Kind.ROLLED_BACK,
                                        "PEN-ECS-007",
                                        "Container web of service hello exited with code 1, so the deployment was"
                                                + " stopped; the service runs hello:7 again.",
                                        List.of("nginx: [emerg] unknown directive \"serverr\"", "exit status 1")))));
    }

    static ExecutionView succeeded() {
        return execution(
                ViewStatus.SUCCEEDED,
                Optional.of(Outcome.SUCCEEDED),
                184,
                source(),
                stage(
                        "Deploy",
                        ViewStatus.SUCCEEDED,
                        4,
                        184,
                        succeeded(
                                "Service",
                                "Deploy/AWS/ECS/1",
                                4,
                                184,
                                new ActionResult(
                                        Map.of(),
                                        Map.of(),
                                        "2 tasks of hello:8 run",
                                        Optional.empty(),
                                        List.of(new ActionResult.Deployment(
                                                "ECS service hello in cluster hello",
                                                "arn:aws:ecs:us-east-1:123456789012:service/hello/hello",
                                                "123456789012.dkr.ecr.us-east-1.amazonaws.com/hello@" + DIGEST))))));
    }
}
