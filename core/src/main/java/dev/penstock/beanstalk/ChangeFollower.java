package dev.penstock.beanstalk;

import dev.penstock.action.ActionContext;
import dev.penstock.action.StepResult;
import dev.penstock.beanstalk.BeanstalkDeployState.Cause;
import dev.penstock.beanstalk.BeanstalkDeployState.Change;
import dev.penstock.beanstalk.BeanstalkDeployState.Diagnosing;
import dev.penstock.beanstalk.BeanstalkDeployState.Following;
import dev.penstock.beanstalk.BeanstalkDeployState.Plan;
import dev.penstock.beanstalk.BeanstalkDeployState.Release;
import dev.penstock.beanstalk.BeanstalkDeployState.Restoring;
import dev.penstock.beanstalk.BeanstalkDeployState.Routing;
import dev.penstock.beanstalk.BeanstalkDeployState.Settling;
import dev.penstock.beanstalk.BeanstalkDeployState.Updating;
import dev.penstock.beanstalk.BeanstalkDeployState.Warming;
import dev.penstock.beanstalk.DeploymentCheck.Finding;
import dev.penstock.beanstalk.DeploymentCheck.Missing;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.Wait;
import dev.penstock.observe.ResourceId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Follows one change of an environment to its end, and tells its events on the way. */
final class ChangeFollower {

    /** "Enhanced health is refreshed every 10 seconds". */
    static final Duration REFRESH = Duration.ofSeconds(10);

    /** How long an update may take until its first event. */
    private static final Duration BEGINS = Duration.ofMinutes(2);

    private final Environments environments;
    private final Housekeeping housekeeping;

    ChangeFollower(Environments environments, Housekeeping housekeeping) {
        this.environments = environments;
        this.housekeeping = housekeeping;
    }

    StepResult<BeanstalkDeployState> follow(
            ActionContext context,
            BeanstalkDeployConfiguration target,
            DeploymentOptions options,
            Following following) {
        Plan plan = following.plan();
        Optional<EnvironmentSnapshot> observed = observed(context, plan.environmentId());
        if (observed.isEmpty()) {
            return await(context, following, false);
        }
        Optional<Instant> told = tell(context, following, observed.get().events());
        Following now = new Following(
                following.release(), plan, following.change(), told, following.progress(), following.settling());
        DeploymentCheck check = check(now, options);
        Finding finding = check.of(now.change(), asNeeded(now.change(), observed.get()));
        if (finding instanceof Finding.Underway(String progress)) {
            return underway(context, now, progress);
        }
        // What was observed may be a moment old, or lack events: nothing is concluded from it alone.
        EnvironmentSnapshot seen = fresh(context, observed.get(), now);
        boolean hasBegun = now.change().kind() == Change.Kind.NOTHING
                || !DeploymentCheck.own(now.change(), seen.events()).isEmpty();
        Finding settled = check.of(now.change(), seen);
        if (settled instanceof Finding.Underway(String progress)) {
            return underway(context, now, progress);
        }
        // An update that changes nothing may tell nothing: after a while what is seen counts.
        Instant since = now.settling().since().orElse(context.now());
        boolean mayStillBegin = context.now().isBefore(since.plus(BEGINS));
        if (!hasBegun && mayStillBegin && !(settled instanceof Finding.Gone)) {
            return settling(
                    context, now, new Settling(Optional.of(since), 0, Optional.empty()), "waits for it to begin");
        }
        Optional<Instant> last = tell(context, now, seen.events());
        return settled(
                context,
                target,
                options,
                new Following(now.release(), plan, now.change(), last, now.progress(), now.settling()),
                settled,
                seen);
    }

    private StepResult<BeanstalkDeployState> underway(ActionContext context, Following following, String progress) {
        return await(
                context,
                new Following(
                        following.release(),
                        following.plan(),
                        following.change(),
                        following.told(),
                        progress,
                        Settling.NOT_YET),
                false);
    }

    private StepResult<BeanstalkDeployState> settled(
            ActionContext context,
            BeanstalkDeployConfiguration target,
            DeploymentOptions options,
            Following following,
            Finding finding,
            EnvironmentSnapshot seen) {
        Plan plan = following.plan();
        return switch (finding) {
            case Finding.Underway(String progress) -> underway(context, following, progress);
            case Finding.Gone(EnvironmentStatus status) -> new StepResult.Fail<>(gone(following, status, seen));
            case Finding.Superseded(String label) ->
                new StepResult.Fail<>(DeploymentEnd.superseded(following.release(), plan, label));
            case Finding.Failed(Cause cause) -> failed(following, cause);
            case Finding.Settles(Missing missing, String words) ->
                settles(context, options, following, missing, words, seen);
            case Finding.Arrived() -> arrived(context, target, options, following, seen);
        };
    }

    /** An environment that could not be made ends by itself; otherwise it was somebody's doing. */
    private static ActionFailure gone(Following following, EnvironmentStatus status, EnvironmentSnapshot seen) {
        Plan plan = following.plan();
        List<EnvironmentEvent> own = DeploymentCheck.own(following.change(), seen.events());
        Optional<EnvironmentEvent> failure =
                own.stream().filter(event -> event.severity().isFailure()).findFirst();
        if (following.change().kind() != Change.Kind.CREATE || failure.isEmpty()) {
            return DeploymentEnd.gone(plan, status);
        }
        Cause cause = new Cause(failure.get().message(), "", DeploymentCheck.lines(own), false);
        return plan.pair().isPresent()
                ? DeploymentEnd.neverLive(following.release(), plan, cause)
                : DeploymentEnd.neverMade(plan, cause);
    }

    private StepResult<BeanstalkDeployState> arrived(
            ActionContext context,
            BeanstalkDeployConfiguration target,
            DeploymentOptions options,
            Following following,
            EnvironmentSnapshot seen) {
        Settling before = following.settling();
        Instant refreshed = seen.instances().map(InstancesHealth::refreshedAt).orElse(context.now());
        boolean isNews = before.refreshedAt().isEmpty()
                || (seen.instances().isPresent()
                        ? refreshed.isAfter(before.refreshedAt().get())
                        : !refreshed.isBefore(before.refreshedAt().get().plus(REFRESH)));
        int good = before.goodRefreshes() + (isNews ? 1 : 0);
        if (good < options.acceptance().refreshes()) {
            Settling settling = new Settling(
                    Optional.of(before.since().orElse(context.now())),
                    good,
                    isNews ? Optional.of(refreshed) : before.refreshedAt());
            return settling(
                    context,
                    following,
                    settling,
                    "well in " + good + " of " + options.acceptance().refreshes() + " refreshes of its health");
        }
        return done(context, target, options, following, seen);
    }

    private StepResult<BeanstalkDeployState> done(
            ActionContext context,
            BeanstalkDeployConfiguration target,
            DeploymentOptions options,
            Following following,
            EnvironmentSnapshot seen) {
        Release release = following.release();
        Plan plan = following.plan();
        Change change = following.change();
        return switch (change.kind()) {
            case OPTIONS ->
                new StepResult.Next<>(
                        new Updating(release, plan, true, change.since()), "options are there, now the version");
            case RESTORE_OPTIONS ->
                new StepResult.Next<>(
                        new Restoring(release, plan, change.cause().orElseThrow(), Optional.empty(), true),
                        "previous options are back");
            case RESTORE -> {
                housekeeping.forget(context, target, plan);
                yield new StepResult.Fail<>(
                        DeploymentEnd.rolledBack(release, plan, change.cause().orElseThrow()));
            }
            case CREATE, DEPLOY, NOTHING -> {
                boolean changed = change.kind() != Change.Kind.NOTHING;
                replaced(context, following).ifPresent(context::log);
                if (plan.pair().isPresent() || (options.isWeighted() && changed)) {
                    yield new StepResult.Next<>(new Warming(release, plan, 0), "'" + plan.environment() + "' is well");
                }
                if (options.isWeighted()) {
                    yield new StepResult.Next<>(new Routing(release, plan, false), "looks where requests go");
                }
                housekeeping.forget(context, target, plan);
                housekeeping.prune(context, target, options, release, plan);
                yield new StepResult.Succeed<>(DeploymentEnd.succeeded(release, change, seen.environment()));
            }
        };
    }

    private StepResult<BeanstalkDeployState> settles(
            ActionContext context,
            DeploymentOptions options,
            Following following,
            Missing missing,
            String words,
            EnvironmentSnapshot seen) {
        Instant since = following.settling().since().orElse(context.now());
        if (context.now().isBefore(since.plus(options.acceptance().patience()))) {
            return settling(context, following, new Settling(Optional.of(since), 0, Optional.empty()), words);
        }
        List<String> lines = DeploymentCheck.lines(DeploymentCheck.own(following.change(), seen.events()));
        return switch (missing) {
            case KNOWLEDGE ->
                new StepResult.Fail<>(DeploymentEnd.healthUnknown(following.release(), following.plan(), words, lines));
            case INSTANCES, HEALTH -> failed(following, new Cause(words, "", lines, false));
        };
    }

    private static StepResult<BeanstalkDeployState> failed(Following following, Cause cause) {
        return switch (following.change().kind()) {
            case RESTORE, RESTORE_OPTIONS ->
                new StepResult.Fail<>(DeploymentEnd.restoreFailed(
                        following.release(),
                        following.plan(),
                        following.change().cause().orElseThrow(),
                        cause));
            case CREATE, DEPLOY, OPTIONS, NOTHING ->
                new StepResult.Next<>(
                        new Diagnosing(
                                following.release(), following.plan(), following.change(), cause, Optional.empty()),
                        "failed: " + cause.message());
        };
    }

    private EnvironmentSnapshot fresh(ActionContext context, EnvironmentSnapshot observed, Following following) {
        String id = following.plan().environmentId();
        Optional<Environment> environment = environments.get(context.scope(), id);
        return new EnvironmentSnapshot(
                environment.orElse(observed.environment()),
                environments.events(context.scope(), id, following.change().since()),
                asNeeded(following.change(), observed).instances().isPresent()
                        ? environments.instances(context.scope(), id)
                        : Optional.empty());
    }

    /** Options are back whatever version the instances run; that comes next. */
    private static EnvironmentSnapshot asNeeded(Change change, EnvironmentSnapshot seen) {
        return change.kind() == Change.Kind.RESTORE_OPTIONS
                ? new EnvironmentSnapshot(seen.environment(), seen.events(), Optional.empty())
                : seen;
    }

    private static DeploymentCheck check(Following following, DeploymentOptions options) {
        String label = following.release().label();
        String previous = following.plan().previousLabel();
        HealthStatus accepted = options.acceptance().health();
        return switch (following.change().kind()) {
            case CREATE, DEPLOY, NOTHING -> new DeploymentCheck(label, previous, accepted);
            case OPTIONS -> new DeploymentCheck(previous, label, accepted);
            case RESTORE_OPTIONS, RESTORE -> new DeploymentCheck(previous, label, HealthStatus.SEVERE);
        };
    }

    /**
     * What somebody else asked for right before this change, too late to be seen at the look: UpdateEnvironment has no condition, so that
     * their version may have been replaced, which they are to be told.
     */
    private Optional<String> replaced(ActionContext context, Following following) {
        Change change = following.change();
        if (change.kind() != Change.Kind.DEPLOY || change.requestId().isEmpty()) {
            return Optional.empty();
        }
        return environments.events(context.scope(), following.plan().environmentId(), change.since()).stream()
                .takeWhile(event -> !event.requestId().equals(change.requestId()))
                .filter(event ->
                        event.at().isAfter(change.since()) && !event.requestId().isEmpty())
                .findFirst()
                .map(event -> "Right before this deployment somebody else asked '"
                        + following.plan().environment() + "' for a change (" + event.message() + " Request "
                        + event.requestId() + "): what that brought may have been replaced.");
    }

    /** Tells the events that were not told yet, and says the time of the last. */
    private static Optional<Instant> tell(ActionContext context, Following following, List<EnvironmentEvent> events) {
        Optional<Instant> told = following.told();
        for (EnvironmentEvent event : events) {
            boolean isNew = told.isEmpty()
                    ? !event.at().isBefore(following.change().since())
                    : event.at().isAfter(told.get());
            if (isNew) {
                boolean isPlain = event.severity().compareTo(EnvironmentEvent.Severity.WARN) < 0;
                context.log((isPlain ? "" : event.severity() + ": ") + event.message());
            }
        }
        return events.stream()
                .map(EnvironmentEvent::at)
                .filter(at -> told.isEmpty() || at.isAfter(told.get()))
                .reduce((earlier, later) -> later.isAfter(earlier) ? later : earlier)
                .or(() -> told);
    }

    private static StepResult<BeanstalkDeployState> settling(
            ActionContext context, Following following, Settling settling, String progress) {
        return await(
                context,
                new Following(
                        following.release(),
                        following.plan(),
                        following.change(),
                        following.told(),
                        progress,
                        settling),
                true);
    }

    private static StepResult<BeanstalkDeployState> await(ActionContext context, Following next, boolean looksAgain) {
        var resource = new ResourceId(
                EnvironmentSnapshot.KIND, context.scope(), next.plan().environmentId());
        return new StepResult.Await<>(
                next,
                looksAgain
                        ? new Wait.ForAnyResource(
                                List.of(resource), Optional.of(context.now().plus(REFRESH)))
                        : new Wait.ForResource(resource),
                next.progress());
    }

    static Optional<EnvironmentSnapshot> observed(ActionContext context, String environmentId) {
        return context.observation(new ResourceId(EnvironmentSnapshot.KIND, context.scope(), environmentId))
                .filter(EnvironmentSnapshot.class::isInstance)
                .map(EnvironmentSnapshot.class::cast)
                .filter(seen -> seen.environment().id().equals(environmentId));
    }
}
