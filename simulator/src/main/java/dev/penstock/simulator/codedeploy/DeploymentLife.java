package dev.penstock.simulator.codedeploy;

import dev.penstock.simulator.cloudwatch.Alarms;
import dev.penstock.simulator.lambda.FunctionAnswer;
import dev.penstock.simulator.lambda.FunctionCalls;
import dev.penstock.simulator.lambda.ScriptedFunctions;
import dev.penstock.simulator.service.Caller;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.state.Calendar;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.ServiceError;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.codedeploy.model.Alarm;
import software.amazon.awssdk.services.codedeploy.model.AlarmConfiguration;
import software.amazon.awssdk.services.codedeploy.model.BlueGreenDeploymentConfiguration;
import software.amazon.awssdk.services.codedeploy.model.DeploymentConfigInfo;
import software.amazon.awssdk.services.codedeploy.model.DeploymentGroupInfo;
import software.amazon.awssdk.services.codedeploy.model.DeploymentInfo;
import software.amazon.awssdk.services.codedeploy.model.DeploymentOverview;
import software.amazon.awssdk.services.codedeploy.model.ErrorInformation;
import software.amazon.awssdk.services.codedeploy.model.LifecycleEvent;

/**
 * Moves deployments from lifecycle event to lifecycle event, and back. Source: CodeDeploy User Guide, "Redeploy and roll back a
 * deployment with CodeDeploy" (a rollback is a deployment of its own) and "AppSpec 'hooks' section" (an hour for a hook).
 */
final class DeploymentLife {

    static final String WEIGHT = "weight";
    static final String TARGET = "target id";

    private static final String STEP = "codedeploy.deployment";
    private static final Duration MOMENT = Duration.ofSeconds(2);
    private static final Duration LOOK = Duration.ofSeconds(10);
    private static final Duration LONGEST_EVENT = Duration.ofHours(1);
    private static final int ALL = 100;

    private final CodeDeployStore rows;
    private final DeploymentConfigs configs;
    private final Revisions revisions;
    private final Map<String, TrafficTarget> targets;
    private final ServiceRole roles;
    private final Calendar calendar;
    private final Ids ids;
    private final Alarms alarms;
    private final FunctionCalls functions;
    private final Store store;

    DeploymentLife(
            CodeDeployStore rows,
            DeploymentConfigs configs,
            Revisions revisions,
            Map<String, TrafficTarget> targets,
            ServiceRole roles,
            Calendar calendar,
            Ids ids,
            Alarms alarms,
            FunctionCalls functions,
            Store store) {
        this.rows = rows;
        this.configs = configs;
        this.revisions = revisions;
        this.targets = targets;
        this.roles = roles;
        this.calendar = calendar;
        this.ids = ids;
        this.alarms = alarms;
        this.functions = functions;
        this.store = store;
        calendar.on(STEP, id -> rows.deployments.get(id).ifPresent(this::step));
        alarms.onChange(this::hear);
    }

    /** Begins a deployment. */
    DeploymentRow begin(Caller caller, DeploymentInfo.Builder info, String role) {
        DeploymentInfo made = info.deploymentId("d-" + ids.key(9))
                .status("Created")
                .createTime(calendar.now())
                .deploymentOverview(overview(o -> o.pending(1L)))
                .build();
        List<LifecycleEvent> events = target(made).events().stream()
                .map(name -> LifecycleEvent.builder()
                        .lifecycleEventName(name)
                        .status("Pending")
                        .build())
                .toList();
        DeploymentRow row = new DeploymentRow(
                made,
                caller.account(),
                caller.region(),
                rows.deployments.under("").size() + 1L,
                role,
                events,
                0,
                false,
                0,
                Optional.empty(),
                "",
                Map.of());
        put(row, MOMENT);
        return row;
    }

    /** What it waits for is over. */
    void goOn(DeploymentRow row) {
        put(row.info(i -> i.status("InProgress")).waiting(Optional.of(calendar.now())), Duration.ZERO);
    }

    /** Its hook has decided. */
    void hooked(DeploymentRow row, boolean good) {
        if (good) {
            put(row.event("Succeeded", calendar.now(), "").next(), MOMENT);
        } else {
            fail(
                    row,
                    new DeploymentFailure(
                            "HOOK_EXECUTION_FAILURE",
                            "The lifecycle event hook of " + row.event() + " reported the status Failed."));
        }
    }

    /** Somebody asks for its end. */
    void stop(DeploymentRow row, @Nullable Boolean rollBack) {
        boolean back = rollBack != null ? rollBack : rollsBack(row, "DEPLOYMENT_STOP_ON_REQUEST");
        end(row, "Stopped", new DeploymentFailure("MANUAL_STOP", "The deployment was stopped by a user."), back);
    }

    private void step(DeploymentRow row) {
        if (row.isOver()) {
            return;
        }
        try {
            Caller role = roles.assume(row);
            TrafficTarget target = target(row.info());
            if (row.isRollback()) {
                target.restore(role, row);
                succeed(row);
            } else if (row.info().startTime() == null) {
                start(role, target, row);
            } else {
                advance(role, target, row);
            }
        } catch (DeploymentFailure failure) {
            fail(row, failure);
        } catch (ServiceError refused) {
            fail(
                    row,
                    new DeploymentFailure(
                            refused.status() == 403 ? "IAM_ROLE_PERMISSIONS" : platformError(row), refused.message()));
        }
    }

    private void start(Caller role, TrafficTarget target, DeploymentRow row) throws DeploymentFailure {
        for (String alarm : watched(row)) {
            if (alarms.state(row.account(), row.region(), alarm)
                    .filter(state -> state == StateValue.ALARM)
                    .isPresent()) {
                throw new DeploymentFailure("ALARM_ACTIVE", "The alarm " + alarm + " is in the state ALARM.");
            }
        }
        String text = revisions.text(role, row.info().revision());
        DeploymentRow begun = target.begin(role, row.noting("spec", text), AppSpec.read(text, target.type()));
        DeploymentGroupInfo group = rows.group(
                        role, row.info().applicationName(), row.info().deploymentGroupName())
                .orElseThrow(() -> new DeploymentFailure("DEPLOYMENT_GROUP_MISSING", "The deployment group is gone."));
        String id = group.ecsServices().isEmpty()
                ? begun.note("function") + ":" + begun.note("alias")
                : group.ecsServices().getFirst().clusterName() + ":"
                        + group.ecsServices().getFirst().serviceName();
        put(
                begun.noting(TARGET, id)
                        .info(i -> i.status("InProgress")
                                .startTime(calendar.now())
                                .deploymentOverview(overview(o -> o.inProgress(1L)))),
                MOMENT);
    }

    private void advance(Caller role, TrafficTarget target, DeploymentRow row) throws DeploymentFailure {
        Instant now = calendar.now();
        if (row.event().isEmpty()) {
            terminate(role, target, row);
            return;
        }
        if (!row.entered()) {
            if (row.event().equals("BeforeAllowTraffic") && waitsForReady(row)) {
                return;
            }
            enter(role, target, row);
            return;
        }
        boolean late =
                row.events().get(row.at()).startTime().plus(LONGEST_EVENT).isBefore(now);
        if (!row.hook().isEmpty() || !moves(row)) {
            boolean done = row.hook().isEmpty() && target.isDone(role, row);
            if (done) {
                put(row.event("Succeeded", now, "").next(), MOMENT);
            } else if (late) {
                throw new DeploymentFailure(
                        row.hook().isEmpty() ? "TIMEOUT" : "HOOK_EXECUTION_FAILURE",
                        "The deployment timed out while waiting for " + row.event()
                                + ". This time out period is 60 minutes.");
            } else {
                put(row, LOOK);
            }
            return;
        }
        shift(role, target, row);
    }

    private void enter(Caller role, TrafficTarget target, DeploymentRow row) throws DeploymentFailure {
        Instant now = calendar.now();
        AppSpec spec = AppSpec.read(row.note("spec"), target.type());
        String function = spec.hooks().get(row.event());
        DeploymentRow entered = row.event("InProgress", now, "");
        if (row.event().startsWith("Before") || row.event().startsWith("After")) {
            if (function == null) {
                put(entered.event("Succeeded", now, "").next(), MOMENT);
            } else {
                invoke(role, entered.hooked(ids.uuid()), function);
            }
            return;
        }
        put(target.enter(role, entered, spec), MOMENT);
    }

    private void invoke(Caller role, DeploymentRow row, String function) throws DeploymentFailure {
        put(row, LOOK);
        String arn = function.startsWith("arn:") ? function : role.arn("lambda", "function:" + function);
        try {
            String event =
                    "{\"DeploymentId\":\"" + row.id() + "\",\"" + ScriptedFunctions.HOOK + "\":\"" + row.hook() + "\"}";
            functions
                    .invoke(role, arn, event)
                    .thenAccept(answer -> store.transact(() -> {
                        reported(row.id(), row.hook(), answer);
                        return answer;
                    }));
        } catch (ServiceError refused) {
            throw new DeploymentFailure(
                    "HOOK_EXECUTION_FAILURE",
                    "The function " + function + " could not be invoked: " + refused.message());
        }
    }

    /** A function that is only scripted calls nothing: what it would report to CodeDeploy stands in its answer. */
    private void reported(String deployment, String execution, FunctionAnswer answer) {
        Map<String, JsonValue> members = JsonTexts.structure(answer.payload()).members();
        if (answer.failed() || !members.containsValue(new JsonValue.Text(execution))) {
            return;
        }
        String status = members.get("status") instanceof JsonValue.Text(String text) ? text : "";
        rows.deployments
                .get(deployment)
                .filter(row -> row.hook().equals(execution) && !row.isOver())
                .filter(row -> status.equals("Succeeded") || status.equals("Failed"))
                .ifPresent(row -> hooked(row, status.equals("Succeeded")));
    }

    /** Takes the next step of traffic when it is time. */
    private void shift(Caller role, TrafficTarget target, DeploymentRow row) throws DeploymentFailure {
        Instant now = calendar.now();
        if (row.until().filter(until -> until.isAfter(now)).isPresent()) {
            calendar.enter(STEP, row.id(), row.until().get());
            return;
        }
        DeploymentConfigInfo config = configs.find(role, row.info().deploymentConfigName())
                .orElseThrow(() -> new DeploymentFailure("INTERNAL_ERROR", "The deployment configuration is gone."));
        DeploymentConfigs.Steps steps = DeploymentConfigs.steps(config);
        int percent = steps.percents().get(row.step());
        target.shift(role, row, percent);
        DeploymentRow shifted = row.noting(WEIGHT, Integer.toString(percent)).stepped();
        if (percent == ALL) {
            put(shifted.event("Succeeded", now, "").next(), MOMENT);
        } else {
            put(shifted.waiting(Optional.of(now.plus(steps.interval()))), steps.interval());
        }
    }

    /** Whether it stops in front of the production traffic, for somebody to let it go on. */
    private boolean waitsForReady(DeploymentRow row) {
        BlueGreenDeploymentConfiguration asked = row.info().blueGreenDeploymentConfiguration();
        boolean stops = asked != null
                && asked.deploymentReadyOption() != null
                && "STOP_DEPLOYMENT".equals(asked.deploymentReadyOption().actionOnTimeoutAsString());
        if (!stops) {
            return false;
        }
        Instant now = calendar.now();
        if (row.until().isEmpty()) {
            Duration wait = Duration.ofMinutes(
                    Optional.ofNullable(asked.deploymentReadyOption().waitTimeInMinutes())
                            .orElse(0));
            put(row.info(i -> i.status("Ready")).waiting(Optional.of(now.plus(wait))), wait);
            return true;
        }
        if (row.info().statusAsString().equals("InProgress")) {
            return false;
        }
        if (row.until().get().isAfter(now)) {
            return true;
        }
        end(
                row,
                "Stopped",
                new DeploymentFailure("TIMEOUT", "The deployment was not continued within its wait time."),
                rollsBack(row, "DEPLOYMENT_FAILURE"));
        return true;
    }

    /** All events are over: what was there before is ended, after its time. */
    private void terminate(Caller role, TrafficTarget target, DeploymentRow row) {
        BlueGreenDeploymentConfiguration asked = row.info().blueGreenDeploymentConfiguration();
        boolean keeps = asked == null
                || asked.terminateBlueInstancesOnDeploymentSuccess() == null
                || "KEEP_ALIVE"
                        .equals(asked.terminateBlueInstancesOnDeploymentSuccess()
                                .actionAsString());
        Instant now = calendar.now();
        if (!keeps && row.until().isEmpty()) {
            Duration wait = Duration.ofMinutes(Optional.ofNullable(
                            asked.terminateBlueInstancesOnDeploymentSuccess().terminationWaitTimeInMinutes())
                    .orElse(0));
            put(row.info(i -> i.instanceTerminationWaitTimeStarted(true)).waiting(Optional.of(now.plus(wait))), wait);
            return;
        }
        if (row.until().filter(until -> until.isAfter(now)).isPresent()) {
            calendar.enter(STEP, row.id(), row.until().get());
            return;
        }
        if (!keeps) {
            target.finish(role, row);
        }
        succeed(row);
    }

    private void succeed(DeploymentRow row) {
        Instant now = calendar.now();
        rows.deployments.put(
                row.id(),
                row.info(i -> i.status("Succeeded")
                        .startTime(
                                row.info().startTime() == null
                                        ? now
                                        : row.info().startTime())
                        .completeTime(now)
                        .deploymentOverview(overview(o -> o.succeeded(1L)))));
    }

    private void fail(DeploymentRow row, DeploymentFailure failure) {
        DeploymentRow known = rows.deployments.get(row.id()).orElse(row);
        DeploymentRow told = known.entered() ? known.event("Failed", calendar.now(), failure.words()) : known;
        String event = failure.code().equals("ALARM_ACTIVE") ? "DEPLOYMENT_STOP_ON_ALARM" : "DEPLOYMENT_FAILURE";
        end(told, failure.code().equals("ALARM_ACTIVE") ? "Stopped" : "Failed", failure, rollsBack(row, event));
    }

    private void end(DeploymentRow row, String status, DeploymentFailure failure, boolean back) {
        Instant now = calendar.now();
        DeploymentRow ended = row.skippingRest()
                .info(i -> i.status(status)
                        .completeTime(now)
                        .errorInformation(e -> e.code(failure.code()).message(failure.words()))
                        .deploymentOverview(overview(o -> o.failed(1L))));
        // What was never begun has nothing to be taken back.
        boolean touched = !row.isRollback() && !row.note(TARGET).isEmpty();
        rows.deployments.put(row.id(), back && touched ? rollBack(ended) : ended);
        calendar.strike(STEP, row.id());
    }

    private DeploymentRow rollBack(DeploymentRow failed) {
        Caller caller = new Caller(failed.account(), failed.region(), failed.role(), "");
        DeploymentInfo.Builder info = failed.info().toBuilder()
                .creator("codeDeployRollback")
                .revision(
                        failed.info().previousRevision() == null
                                ? failed.info().revision()
                                : failed.info().previousRevision())
                .startTime(null)
                .completeTime(null)
                .instanceTerminationWaitTimeStarted(false)
                .errorInformation((ErrorInformation) null)
                .description("Rollback of deployment " + failed.id())
                .rollbackInfo(r -> r.rollbackTriggeringDeploymentId(failed.id())
                        .rollbackMessage(
                                "Deployment " + failed.id() + " failed; the original revision is deployed again."));
        DeploymentRow made = begin(caller, info, failed.role());
        DeploymentRow noted = made;
        for (Map.Entry<String, String> note : failed.notes().entrySet()) {
            noted = noted.noting(note.getKey(), note.getValue());
        }
        put(noted.noting(WEIGHT, "0"), MOMENT);
        return failed.info(i -> i.rollbackInfo(r -> r.rollbackDeploymentId(made.id())
                .rollbackMessage("The deployment was rolled back by " + made.id() + ".")));
    }

    private static boolean rollsBack(DeploymentRow row, String event) {
        return row.info().autoRollbackConfiguration() != null
                && Boolean.TRUE.equals(row.info().autoRollbackConfiguration().enabled())
                && row.info().autoRollbackConfiguration().eventsAsStrings().contains(event);
    }

    private static boolean moves(DeploymentRow row) {
        return row.event().equals("AllowTraffic");
    }

    private static String platformError(DeploymentRow row) {
        return "ECS".equals(row.info().computePlatformAsString()) ? "ECS_UPDATE_ERROR" : "INVALID_LAMBDA_CONFIGURATION";
    }

    /** An alarm that goes off ends the deployments that watch it. */
    private void hear(Alarms.Change change) {
        if (change.to() != StateValue.ALARM) {
            return;
        }
        for (DeploymentRow row : List.copyOf(rows.deployments.under("").values())) {
            boolean watches = !row.isOver()
                    && !row.isRollback()
                    && row.account().equals(change.account())
                    && row.region().equals(change.region())
                    && watched(row).contains(change.alarmName());
            if (watches) {
                fail(
                        row,
                        new DeploymentFailure(
                                "ALARM_ACTIVE", "The alarm " + change.alarmName() + " went into the state ALARM."));
            }
        }
    }

    private List<String> watched(DeploymentRow row) {
        Caller owner = new Caller(row.account(), row.region(), row.role(), "");
        AlarmConfiguration asked = Optional.ofNullable(row.info().overrideAlarmConfiguration())
                .or(() -> rows.group(
                                owner, row.info().applicationName(), row.info().deploymentGroupName())
                        .flatMap(group -> Optional.ofNullable(group.alarmConfiguration())))
                .orElse(null);
        return asked != null && Boolean.TRUE.equals(asked.enabled())
                ? asked.alarms().stream().map(Alarm::name).toList()
                : List.of();
    }

    /** The counts of the one target that a deployment has. */
    private static DeploymentOverview overview(Consumer<DeploymentOverview.Builder> where) {
        DeploymentOverview.Builder none = DeploymentOverview.builder()
                .pending(0L)
                .inProgress(0L)
                .succeeded(0L)
                .failed(0L)
                .skipped(0L)
                .ready(0L);
        where.accept(none);
        return none.build();
    }

    private TrafficTarget target(DeploymentInfo info) {
        return Objects.requireNonNull(targets.get(info.computePlatformAsString()), "no other platform has deployments");
    }

    private void put(DeploymentRow row, Duration soon) {
        rows.deployments.put(row.id(), row);
        calendar.enter(STEP, row.id(), calendar.now().plus(soon));
    }
}
