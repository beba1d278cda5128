package dev.penstock.simulator.ecs;

import dev.penstock.simulator.iam.ServiceSessions;
import dev.penstock.simulator.lambda.FunctionAnswer;
import dev.penstock.simulator.lambda.FunctionCalls;
import dev.penstock.simulator.service.Caller;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.ServiceError;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs the lifecycle hooks of deployments: invokes functions until they have decided, and keeps pauses until somebody does.
 * Source: ECS Developer Guide, "Lambda hooks for Amazon ECS service deployments" (answers, intervals, payloads) and "Pause
 * hooks for Amazon ECS service deployments".
 */
final class HookRuns {

    private static final Duration AGAIN = Duration.ofSeconds(30);

    /** Lambda Developer Guide, quotas: the longest timeout of a function. */
    private static final Duration LONGEST_FUNCTION = Duration.ofMinutes(15);

    private final EcsStore ecs;
    private final Store store;
    private final ServiceSessions sessions;
    private FunctionCalls functions = (caller, function, event) -> {
        throw ServiceError.notSimulated("lambda", "no functions");
    };

    HookRuns(EcsStore ecs, Store store, ServiceSessions sessions) {
        this.ecs = ecs;
        this.store = store;
        this.sessions = sessions;
    }

    void functions(FunctionCalls all) {
        functions = all;
    }

    /** What the hooks of a stage come to. */
    enum Verdict {
        GOING,
        PASSED,
        FAILED
    }

    /** The runs that begin when a deployment enters a stage. */
    List<HookRun> begin(List<LifecycleHook> hooks, LifecycleStage stage) {
        Instant now = ecs.now();
        List<HookRun> runs = new ArrayList<>();
        for (int i = 0; i < hooks.size(); i++) {
            LifecycleHook hook = hooks.get(i);
            if (hook.stages().contains(stage)) {
                boolean pause = hook.type() == LifecycleHook.Type.PAUSE;
                runs.add(new HookRun(
                        i,
                        (pause ? "ecs-pause-" : "ecs-lambda-") + ecs.ids.word(43),
                        pause ? HookRun.Status.AWAITING_ACTION : HookRun.Status.IN_PROGRESS,
                        now.plus(hook.timeout()),
                        hook.details(),
                        pause ? Optional.empty() : Optional.of(now)));
            }
        }
        return runs;
    }

    /** What has become of the hooks of a stage. */
    static Verdict verdict(Shift shift, List<LifecycleHook> hooks) {
        boolean going = false;
        for (HookRun run : shift.hooks()) {
            boolean goesOn = run.status() == HookRun.Status.SUCCEEDED
                    || (run.status() == HookRun.Status.TIMED_OUT
                            && hooks.get(run.hook()).atTimeout() == LifecycleHook.AtTimeout.CONTINUE);
            if (!run.going() && !goesOn) {
                return Verdict.FAILED;
            }
            going |= run.going();
        }
        return going ? Verdict.GOING : Verdict.PASSED;
    }

    /** Invokes the functions that are due and ends the runs whose time is over; sees to it that this is done again. */
    void look(String deployment) {
        Instant now = ecs.now();
        EcsStore.ServiceDeploymentRow row =
                ecs.serviceDeployments.get(deployment).orElseThrow();
        String service = row.deployment().serviceArn();
        for (HookRun run : row.shift().map(Shift::hooks).orElse(List.of())) {
            if (!run.going()) {
                continue;
            }
            if (!run.expires().isAfter(now)) {
                put(deployment, run.in(HookRun.Status.TIMED_OUT));
                ecs.wake(service);
                continue;
            }
            ecs.wakeAt(service, run.expires());
            if (run.due().filter(due -> !due.isAfter(now)).isPresent()) {
                invoke(row, run);
            } else {
                run.due().ifPresent(due -> ecs.wakeAt(service, due));
            }
        }
    }

    private void invoke(EcsStore.ServiceDeploymentRow row, HookRun run) {
        String deployment = row.deployment().serviceDeploymentArn();
        LifecycleHook hook = row.controls().hooks().get(run.hook());
        // No function runs longer: then its answer was lost, with the process that waited for it.
        Instant lost = ecs.now().plus(LONGEST_FUNCTION);
        put(deployment, run.due(Optional.of(lost), Optional.empty()));
        ecs.wakeAt(row.deployment().serviceArn(), lost);
        try {
            Caller caller = sessions.assume(
                            deployment.split(":", 6)[3],
                            hook.role(),
                            "ecs.amazonaws.com",
                            "ECSServiceDeployment",
                            ecs.now())
                    .orElseThrow(() -> EcsErrors.invalid("the role cannot be assumed"));
            functions
                    .invoke(caller, hook.function(), event(row, run))
                    .thenAccept(answer -> store.transact(() -> {
                        answered(deployment, run.id(), answer);
                        return answer;
                    }));
        } catch (ServiceError refused) {
            put(deployment, run.in(HookRun.Status.FAILED));
            ecs.wake(row.deployment().serviceArn());
        }
    }

    private void answered(String deployment, String id, FunctionAnswer answer) {
        HookRun run = ecs.serviceDeployments
                .get(deployment)
                .flatMap(EcsStore.ServiceDeploymentRow::shift)
                .flatMap(shift -> shift.hook(id))
                .filter(HookRun::going)
                .orElse(null);
        if (run == null) {
            return;
        }
        Map<String, JsonValue> members = JsonTexts.structure(answer.payload()).members();
        String status = answer.failed() ? "" : text(members.get("hookStatus"));
        put(
                deployment,
                switch (status) {
                    case "SUCCEEDED" -> run.in(HookRun.Status.SUCCEEDED);
                    case "IN_PROGRESS" ->
                        run.due(
                                Optional.of(ecs.now().plus(delay(members))),
                                Optional.ofNullable(members.get("hookDetails")).map(JsonTexts::of));
                    default -> run.in(HookRun.Status.FAILED);
                });
        ecs.wake(ecs.serviceDeployments
                .get(deployment)
                .orElseThrow()
                .deployment()
                .serviceArn());
    }

    private void put(String deployment, HookRun run) {
        EcsStore.ServiceDeploymentRow row =
                ecs.serviceDeployments.get(deployment).orElseThrow();
        ecs.serviceDeployments.put(
                deployment, row.shifting(row.shift().orElseThrow().with(run)));
    }

    /** Both spellings are in AWS's documentation. */
    private static Duration delay(Map<String, JsonValue> members) {
        JsonValue given = members.getOrDefault("callBackDelay", members.get("callBackDelaySeconds"));
        return given instanceof JsonValue.Number number
                ? Duration.ofSeconds(Math.max(1, number.value().longValue()))
                : AGAIN;
    }

    private static String text(@Nullable JsonValue value) {
        return value instanceof JsonValue.Text text ? text.value() : "";
    }

    /** The payload, as functions of users have logged it. */
    private static String event(EcsStore.ServiceDeploymentRow row, HookRun run) {
        Shift shift = row.shift().orElseThrow();
        Map<String, JsonValue> execution = new LinkedHashMap<>();
        execution.put(
                "testTrafficWeights", weights(row, shift.stage() == LifecycleStage.TEST_TRAFFIC_SHIFT, shift.test()));
        execution.put(
                "productionTrafficWeights",
                weights(row, shift.stage() == LifecycleStage.PRODUCTION_TRAFFIC_SHIFT, shift.production()));
        execution.put("serviceArn", new JsonValue.Text(row.deployment().serviceArn()));
        execution.put(
                "targetServiceRevisionArn",
                new JsonValue.Text(row.deployment().targetServiceRevision().arn()));
        Map<String, JsonValue> event = new LinkedHashMap<>();
        event.put("executionDetails", new JsonValue.Structure(execution));
        event.put("executionId", new JsonValue.Text(run.id()));
        event.put("lifecycleStage", new JsonValue.Text(shift.stage().name()));
        event.put("resourceArn", new JsonValue.Text(row.deployment().serviceDeploymentArn()));
        run.details().ifPresent(details -> event.put("hookDetails", JsonTexts.structure(details)));
        return JsonTexts.of(new JsonValue.Structure(event));
    }

    private static JsonValue weights(EcsStore.ServiceDeploymentRow row, boolean told, double percent) {
        Map<String, JsonValue> weights = new LinkedHashMap<>();
        if (told) {
            weights.put(row.deployment().targetServiceRevision().arn(), LifecycleHooks.json(whole(percent)));
            row.deployment()
                    .sourceServiceRevisions()
                    .forEach(s -> weights.put(s.arn(), LifecycleHooks.json(whole(Shift.ALL - percent))));
        }
        return new JsonValue.Structure(weights);
    }

    private static Number whole(double percent) {
        if (percent == Math.rint(percent)) {
            return (long) percent;
        }
        return percent;
    }
}
