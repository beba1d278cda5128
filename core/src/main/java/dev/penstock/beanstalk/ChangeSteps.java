package dev.penstock.beanstalk;

import dev.penstock.action.ActionContext;
import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.action.RemoteCallException.Kind;
import dev.penstock.action.StepResult;
import dev.penstock.beanstalk.BeanstalkDeployState.Change;
import dev.penstock.beanstalk.BeanstalkDeployState.Creating;
import dev.penstock.beanstalk.BeanstalkDeployState.Following;
import dev.penstock.beanstalk.BeanstalkDeployState.Looking;
import dev.penstock.beanstalk.BeanstalkDeployState.Plan;
import dev.penstock.beanstalk.BeanstalkDeployState.Release;
import dev.penstock.beanstalk.BeanstalkDeployState.Settling;
import dev.penstock.beanstalk.BeanstalkDeployState.Updating;
import dev.penstock.beanstalk.DeploymentOptions.BlueGreen.HostName;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Asks for environments to be made and changed. Looks first whether that was asked for already. */
final class ChangeSteps {

    /** UpdateEnvironment: version and configuration may not be changed together. */
    private static final String NOT_TOGETHER = "InvalidParameterCombination";

    private final Environments environments;
    private final OptionChanges changes;

    ChangeSteps(Environments environments, OptionChanges changes) {
        this.environments = environments;
        this.changes = changes;
    }

    StepResult<BeanstalkDeployState> create(
            ActionContext context, BeanstalkDeployConfiguration target, DeploymentOptions options, Creating creating)
            throws BeanstalkFailure {
        AwsScope scope = context.scope();
        Plan plan = creating.plan();
        Optional<Environment> there = environments.find(scope, plan.environment());
        String id = there.isPresent() ? there.get().id() : make(context, target, options, creating);
        if (there.isEmpty()) {
            context.log("Makes the environment '" + plan.environment() + "' (" + id + ").");
        }
        Change change = new Change(Change.Kind.CREATE, "", Instant.EPOCH, Optional.empty());
        return follow(creating.release(), plan.with(id), change, "environment is made");
    }

    private String make(
            ActionContext context, BeanstalkDeployConfiguration target, DeploymentOptions options, Creating creating)
            throws BeanstalkFailure {
        AwsScope scope = context.scope();
        Plan plan = creating.plan();
        Map<OptionName, String> wanted = changes.wanted(context, options.options());
        if (plan.pair().isEmpty()) {
            DeploymentOptions.Creation creation = options.creation().orElseThrow();
            String platform = new PlatformChoice(environments.platforms(scope)).of(creation.platform());
            context.log("Platform: " + platform);
            Optional<String> cname = options.blueGreen()
                    .map(DeploymentOptions.BlueGreen::route)
                    .filter(HostName.class::isInstance)
                    .map(route -> ((HostName) route).cnamePrefix())
                    .or(creation::cnamePrefix);
            return environments.create(
                    scope,
                    new NewEnvironment(
                            target.application(),
                            plan.environment(),
                            creating.release().label(),
                            Optional.of(platform),
                            Optional.empty(),
                            creation.worker(),
                            cname,
                            wanted,
                            creation.tags()));
        }
        String template = "penstock-" + context.token("clone");
        environments.keepOptions(scope, target.application(), plan.pair().get().liveId(), template);
        String id = environments.create(
                scope,
                new NewEnvironment(
                        target.application(),
                        plan.environment(),
                        creating.release().label(),
                        Optional.empty(),
                        Optional.of(template),
                        false,
                        Optional.empty(),
                        wanted,
                        options.creation().map(DeploymentOptions.Creation::tags).orElse(Map.of())));
        environments.forgetOptions(scope, target.application(), template);
        return id;
    }

    StepResult<BeanstalkDeployState> update(
            ActionContext context, BeanstalkDeployConfiguration target, DeploymentOptions options, Updating updating)
            throws BeanstalkFailure {
        Plan plan = updating.plan();
        Release release = updating.release();
        Environment environment = existing(environments, context.scope(), plan);
        Change change = new Change(Change.Kind.DEPLOY, "", updating.since(), Optional.empty());
        Optional<Change> asked = new EarlierRequest(environments, context, environment)
                .of(change, plan.previousLabel(), release.label());
        if (asked.isPresent()) {
            return follow(release, plan, asked.get(), "the update was asked for already");
        }
        if (!environment.status().isReady()) {
            return new StepResult.Next<>(new Looking(release, Optional.empty()), "the environment is busy");
        }
        if (!environment.versionLabel().equals(plan.previousLabel())) {
            context.log("Somebody else has brought version '" + environment.versionLabel() + "' to the "
                    + environment.inWords() + " since it was looked at: this deployment takes the place of that one.");
            return new StepResult.Next<>(
                    new Looking(release, Optional.empty()),
                    "somebody brought version '" + environment.versionLabel() + "' meanwhile");
        }
        Map<OptionName, String> wanted = changes.wanted(context, options.options());
        Map<OptionName, String> differing = wanted.isEmpty()
                ? wanted
                : OptionChanges.differing(
                        wanted, environments.options(context.scope(), target.application(), plan.environment()));
        if (!plan.template().isEmpty()) {
            environments.keepOptions(context.scope(), target.application(), plan.environmentId(), plan.template());
        }
        return ask(context, updating, differing);
    }

    private StepResult<BeanstalkDeployState> ask(
            ActionContext context, Updating updating, Map<OptionName, String> differing) {
        Plan plan = updating.plan();
        Release release = updating.release();
        boolean optionsFirst = updating.apart() && !differing.isEmpty();
        boolean needsVersion = !optionsFirst && (!plan.previousLabel().equals(release.label()) || differing.isEmpty());
        var update = new EnvironmentUpdate(
                plan.environmentId(),
                needsVersion ? Optional.of(release.label()) : Optional.empty(),
                differing,
                Optional.empty());
        try {
            String request = environments.update(context.scope(), update);
            Change.Kind kind = needsVersion || plan.previousLabel().equals(release.label())
                    ? Change.Kind.DEPLOY
                    : Change.Kind.OPTIONS;
            return follow(
                    release,
                    plan,
                    new Change(kind, request, updating.since(), Optional.empty()),
                    "the environment is updated");
        } catch (RemoteCallException e) {
            if (e.kind() == Kind.CONFLICT) {
                context.log("Somebody else was quicker: " + e.getMessage());
                return new StepResult.Next<>(new Looking(release, Optional.empty()), "the environment is busy");
            }
            if (e.code().startsWith(NOT_TOGETHER) && needsVersion && !differing.isEmpty()) {
                context.log("Options and version cannot be brought together: the options are first.");
                return new StepResult.Next<>(
                        new Updating(release, plan, true, updating.since()), "options first, then the version");
            }
            throw e;
        }
    }

    static Environment existing(Environments environments, AwsScope scope, Plan plan) throws BeanstalkFailure {
        Optional<Environment> found = environments.get(scope, plan.environmentId());
        if (found.isEmpty() || found.get().status().isEnding()) {
            throw new BeanstalkFailure(
                    DeploymentEnd.gone(plan, found.map(Environment::status).orElse(EnvironmentStatus.TERMINATED)));
        }
        return found.get();
    }

    static StepResult<BeanstalkDeployState> follow(Release release, Plan plan, Change change, String summary) {
        return new StepResult.Next<>(
                new Following(release, plan, change, Optional.empty(), "", Settling.NOT_YET), summary);
    }
}
