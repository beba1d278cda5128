package dev.penstock.beanstalk;

import dev.penstock.action.ActionContext;
import dev.penstock.action.RemoteCallException;
import dev.penstock.action.StepResult;
import dev.penstock.beanstalk.BeanstalkDeployState.Cause;
import dev.penstock.beanstalk.BeanstalkDeployState.Change;
import dev.penstock.beanstalk.BeanstalkDeployState.Diagnosing;
import dev.penstock.beanstalk.BeanstalkDeployState.Plan;
import dev.penstock.beanstalk.BeanstalkDeployState.Release;
import dev.penstock.beanstalk.BeanstalkDeployState.Restoring;
import dev.penstock.beanstalk.DeploymentOptions.WhenItFails;
import dev.penstock.execution.Wait;
import dev.penstock.observe.ResourceId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Looks into what failed, and brings back what was there before. */
final class FailureSteps {

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(3);
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final int LOG_LINES = 40;

    private final Environments environments;
    private final Housekeeping housekeeping;

    FailureSteps(Environments environments, Housekeeping housekeeping) {
        this.environments = environments;
        this.housekeeping = housekeeping;
    }

    /** Fetches the last log lines of the instance that failed, or of any where none is known. */
    StepResult<BeanstalkDeployState> diagnose(
            ActionContext context,
            BeanstalkDeployConfiguration target,
            DeploymentOptions options,
            Diagnosing diagnosing) {
        Plan plan = diagnosing.plan();
        try {
            if (diagnosing.askedAt().isEmpty()) {
                environments.requestLogs(context.scope(), plan.environmentId());
                return again(context, diagnosing, context.now());
            }
            Instant askedAt = diagnosing.askedAt().get();
            List<InstanceLog> logs = environments.logs(context.scope(), plan.environmentId(), askedAt.minus(LONGEST));
            Optional<InstanceLog> log = logs.stream()
                    .filter(each -> each.instance().equals(diagnosing.cause().instance()))
                    .findFirst()
                    .or(() -> diagnosing.cause().instance().isEmpty()
                            ? logs.stream().findFirst()
                            : Optional.empty());
            if (log.isEmpty() && context.now().isBefore(askedAt.plus(LONGEST))) {
                return again(context, diagnosing, askedAt);
            }
            Cause cause = log.map(found -> with(diagnosing.cause(), found)).orElse(diagnosing.cause());
            log.ifPresent(found -> tail(found).forEach(context::log));
            return decide(context, target, options, diagnosing, cause);
        } catch (RemoteCallException e) {
            if (e.kind().isWorthAskingAgain()) {
                throw e;
            }
            context.log("Its logs cannot be had: " + e.getMessage());
            return decide(context, target, options, diagnosing, diagnosing.cause());
        }
    }

    private static StepResult<BeanstalkDeployState> again(
            ActionContext context, Diagnosing diagnosing, Instant askedAt) {
        return new StepResult.Await<>(
                new Diagnosing(
                        diagnosing.release(),
                        diagnosing.plan(),
                        diagnosing.change(),
                        diagnosing.cause(),
                        Optional.of(askedAt)),
                new Wait.Until(context.now().plus(LOOK_AGAIN)),
                "fetches logs: " + diagnosing.cause().message());
    }

    private static Cause with(Cause cause, InstanceLog log) {
        List<String> details = new ArrayList<>(cause.details());
        details.add("The last lines of the logs of " + log.instance() + ":");
        details.addAll(tail(log));
        return new Cause(cause.message(), log.instance(), details, cause.wentBack());
    }

    private static List<String> tail(InstanceLog log) {
        List<String> lines = log.text().lines().filter(line -> !line.isBlank()).toList();
        return lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size());
    }

    private StepResult<BeanstalkDeployState> decide(
            ActionContext context,
            BeanstalkDeployConfiguration target,
            DeploymentOptions options,
            Diagnosing diagnosing,
            Cause cause) {
        Release release = diagnosing.release();
        Plan plan = diagnosing.plan();
        boolean restores = options.whenItFails() == WhenItFails.RESTORE;
        // Fetching logs takes its time, in which somebody may have deployed something else.
        Optional<Environment> foreign = environments
                .get(context.scope(), plan.environmentId())
                .filter(environment -> isForeign(environment, plan, release));
        if (foreign.isPresent()) {
            housekeeping.forget(context, target, plan);
            return new StepResult.Fail<>(
                    DeploymentEnd.superseded(release, plan, foreign.get().versionLabel()));
        }
        if (plan.pair().isPresent()) {
            if (plan.pair().get().made() && restores) {
                environments.terminate(context.scope(), plan.environmentId());
                context.log("Terminates '" + plan.environment() + "', which never was live.");
            }
            return new StepResult.Fail<>(DeploymentEnd.neverLive(release, plan, cause));
        }
        if (diagnosing.change().kind() == Change.Kind.CREATE) {
            return new StepResult.Fail<>(DeploymentEnd.creationFailed(plan, cause));
        }
        if (cause.wentBack() && plan.options() == 0) {
            return new StepResult.Fail<>(DeploymentEnd.rolledBack(release, plan, cause));
        }
        boolean isPrevious = plan.previousLabel().equals(release.label()) && plan.options() == 0;
        if (!restores || plan.previousLabel().isEmpty() || isPrevious) {
            housekeeping.forget(context, target, plan);
            return new StepResult.Fail<>(DeploymentEnd.failed(release, plan, cause));
        }
        return new StepResult.Next<>(
                new Restoring(
                        release, plan, cause, Optional.empty(), plan.template().isEmpty()),
                "brings back version " + plan.previousLabel());
    }

    /** Asks for what was there before. */
    StepResult<BeanstalkDeployState> restore(
            ActionContext context, BeanstalkDeployConfiguration target, DeploymentOptions options, Restoring restoring)
            throws BeanstalkFailure {
        Plan plan = restoring.plan();
        Release release = restoring.release();
        Environment environment = ChangeSteps.existing(environments, context.scope(), plan);
        if (isForeign(environment, plan, release)) {
            housekeeping.forget(context, target, plan);
            return new StepResult.Fail<>(DeploymentEnd.superseded(release, plan, environment.versionLabel()));
        }
        if (restoring.since().isEmpty()) {
            return new StepResult.Next<>(
                    new Restoring(
                            release,
                            plan,
                            restoring.cause(),
                            Optional.of(after(context, environment)),
                            restoring.optionsDone()),
                    "brings back version " + plan.previousLabel());
        }
        Instant since = restoring.since().get();
        Change change = new Change(
                restoring.optionsDone() ? Change.Kind.RESTORE : Change.Kind.RESTORE_OPTIONS,
                "",
                since,
                Optional.of(restoring.cause()));
        Optional<String> earlier = requestSince(context, environment, since);
        if (earlier.isPresent() && restoring.optionsDone()) {
            return ChangeSteps.follow(
                    release,
                    plan,
                    new Change(change.kind(), earlier.get(), since, change.cause()),
                    "brings back version " + plan.previousLabel());
        }
        if (!environment.status().isReady()) {
            var resource = new ResourceId(EnvironmentSnapshot.KIND, context.scope(), plan.environmentId());
            return new StepResult.Await<>(
                    restoring,
                    new Wait.ForAnyResource(
                            List.of(resource), Optional.of(context.now().plus(ChangeFollower.REFRESH))),
                    "waits until the environment is ready, to bring back " + plan.previousLabel());
        }
        if (!restoring.optionsDone() && hasItsOptions(context, target, options, plan)) {
            return new StepResult.Next<>(
                    new Restoring(release, plan, restoring.cause(), restoring.since(), true),
                    "its options are back, brings back version " + plan.previousLabel());
        }
        if (restoring.optionsDone() && isBack(context, environment, plan)) {
            housekeeping.forget(context, target, plan);
            return new StepResult.Fail<>(DeploymentEnd.rolledBack(release, plan, restoring.cause()));
        }
        context.log(
                "Brings back " + (restoring.optionsDone() ? "version " + plan.previousLabel() : "its options") + ".");
        String request = environments.update(
                context.scope(),
                new EnvironmentUpdate(
                        plan.environmentId(),
                        restoring.optionsDone() ? Optional.of(plan.previousLabel()) : Optional.empty(),
                        Map.of(),
                        restoring.optionsDone() ? Optional.empty() : Optional.of(plan.template())));
        return ChangeSteps.follow(
                release,
                plan,
                new Change(change.kind(), request, since, change.cause()),
                "brings back version " + plan.previousLabel());
    }

    /** Whether somebody has brought another version meanwhile: nothing is brought back over that. */
    private static boolean isForeign(Environment environment, Plan plan, Release release) {
        String label = environment.versionLabel();
        return !label.equals(plan.previousLabel()) && !label.equals(release.label());
    }

    /** What a runner that died has asked for: a request under way, or one that failed. */
    private Optional<String> requestSince(ActionContext context, Environment environment, Instant since) {
        boolean isBusy = !environment.status().isReady();
        return environments.events(context.scope(), environment.id(), since).stream()
                .filter(event -> isBusy || event.severity().isFailure())
                .map(EnvironmentEvent::requestId)
                .filter(id -> !id.isEmpty())
                .findFirst();
    }

    /** The platform takes back options of an update that failed; what is back already is asked for no more. */
    private boolean hasItsOptions(
            ActionContext context, BeanstalkDeployConfiguration target, DeploymentOptions options, Plan plan) {
        Map<OptionName, String> kept = environments.keptOptions(context.scope(), target.application(), plan.template());
        Map<OptionName, String> now = environments.options(context.scope(), target.application(), plan.environment());
        return !kept.isEmpty()
                && options.options().keySet().stream()
                        .allMatch(option -> Objects.equals(kept.get(option), now.get(option)));
    }

    private boolean isBack(ActionContext context, Environment environment, Plan plan) {
        return environment.versionLabel().equals(plan.previousLabel())
                && environments.instances(context.scope(), plan.environmentId()).stream()
                        .allMatch(all -> all.allRun(plan.previousLabel()));
    }

    private Instant after(ActionContext context, Environment environment) {
        return environments.events(context.scope(), environment.id(), environment.updatedAt()).stream()
                .map(EnvironmentEvent::at)
                .reduce((earlier, later) -> later.isAfter(earlier) ? later : earlier)
                .map(last -> last.plusMillis(1))
                .orElse(environment.updatedAt());
    }
}
