package dev.penstock.beanstalk;

import dev.penstock.action.ActionContext;
import dev.penstock.action.AwsScope;
import dev.penstock.action.StepResult;
import dev.penstock.beanstalk.BeanstalkDeployState.Change;
import dev.penstock.beanstalk.BeanstalkDeployState.Following;
import dev.penstock.beanstalk.BeanstalkDeployState.Looking;
import dev.penstock.beanstalk.BeanstalkDeployState.Pair;
import dev.penstock.beanstalk.BeanstalkDeployState.Plan;
import dev.penstock.beanstalk.BeanstalkDeployState.Release;
import dev.penstock.beanstalk.BeanstalkDeployState.Settling;
import dev.penstock.beanstalk.BeanstalkDeployState.Versioning;
import dev.penstock.beanstalk.DeploymentOptions.WhenItFails;
import dev.penstock.execution.Wait;
import dev.penstock.observe.ResourceId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks how an environment is, waits for its turn, and says what is to be changed of it. */
final class EnvironmentApproach {

    /** How long to wait at most for news of an environment that somebody else changes. */
    static final Duration LOOK_AGAIN = Duration.ofMinutes(1);

    private final Environments environments;
    private final OptionChanges changes;
    private final PairFinder pairs;

    EnvironmentApproach(Environments environments, OptionChanges changes, PairFinder pairs) {
        this.pairs = pairs;
        this.environments = environments;
        this.changes = changes;
    }

    StepResult<BeanstalkDeployState> look(
            ActionContext context, BeanstalkDeployConfiguration target, DeploymentOptions options, Looking looking)
            throws BeanstalkFailure {
        AwsScope scope = context.scope();
        if (options.blueGreen().isEmpty()) {
            Optional<Environment> found = environments.find(scope, target.environment());
            return found.isPresent()
                    ? there(context, target, options, looking, found.get(), Optional.empty())
                    : missing(context, target, options, looking, target.environment(), Optional.empty());
        }
        return pairs.find(context, target, options).look(this, context, target, options, looking);
    }

    /** What follows where there is no such environment. */
    StepResult<BeanstalkDeployState> missing(
            ActionContext context,
            BeanstalkDeployConfiguration target,
            DeploymentOptions options,
            Looking looking,
            String name,
            Optional<Pair> pair)
            throws BeanstalkFailure {
        requireCreation(environments, context.scope(), target, options, pair);
        if (pair.isEmpty()) {
            // Before anything is uploaded: a platform that is not there is no reason to make a version.
            new PlatformChoice(environments.platforms(context.scope()))
                    .of(options.creation().orElseThrow().platform());
        }
        Plan plan = new Plan("", name, "", options.options().size(), "", pair);
        return new StepResult.Next<>(
                new Versioning(looking.release(), plan, false), "environment '" + name + "' is made");
    }

    /** What follows for an environment that is there. */
    StepResult<BeanstalkDeployState> there(
            ActionContext context,
            BeanstalkDeployConfiguration target,
            DeploymentOptions options,
            Looking looking,
            Environment environment,
            Optional<Pair> pair)
            throws BeanstalkFailure {
        requireUsable(target, options, environment);
        if (!environment.status().isReady()) {
            return waitForItsTurn(context, options, looking, environment);
        }
        return compare(context, options, looking.release(), environment, pair);
    }

    /** What is not there can only be made where the settings, or the live one of a pair, say how. */
    static void requireCreation(
            Environments environments,
            AwsScope scope,
            BeanstalkDeployConfiguration target,
            DeploymentOptions options,
            Optional<Pair> pair)
            throws BeanstalkFailure {
        if (options.creation().isEmpty() && pair.isEmpty()) {
            throw new MissingEnvironment(environments, scope, target).failure();
        }
    }

    /** It is of the application, and stays. */
    static void requireUsable(BeanstalkDeployConfiguration target, DeploymentOptions options, Environment environment)
            throws BeanstalkFailure {
        if (!environment.application().equals(target.application())) {
            throw new BeanstalkFailure(
                    "PEN-BEANSTALK-009",
                    "The environment '" + environment.name() + "' belongs to the application '"
                            + environment.application() + "', and not to '" + target.application()
                            + "'. Nothing was changed.");
        }
        if (environment.status().isEnding() && options.creation().isEmpty()) {
            throw new BeanstalkFailure(
                    "PEN-BEANSTALK-010",
                    "The " + environment.inWords() + " is " + environment.status() + ". Nothing was changed.");
        }
    }

    StepResult<BeanstalkDeployState> waitForItsTurn(
            ActionContext context, DeploymentOptions options, Looking looking, Environment environment)
            throws BeanstalkFailure {
        Instant since = looking.waitingSince().orElse(context.now());
        if (context.now().isAfter(since.plus(options.patience()))) {
            throw new BeanstalkFailure(
                    "PEN-BEANSTALK-012",
                    "The " + environment.inWords() + " has been " + environment.status() + " for "
                            + options.patience().toMinutes()
                            + " minutes by somebody else's doing. Nothing was changed; retry when it is Ready, or abort"
                            + " what goes on there.");
        }
        if (looking.waitingSince().isEmpty()) {
            context.log("The " + environment.inWords() + " is " + environment.status() + ": waits for its turn.");
        }
        var resource = new ResourceId(EnvironmentSnapshot.KIND, context.scope(), environment.id());
        return new StepResult.Await<>(
                new Looking(looking.release(), Optional.of(since)),
                new Wait.ForAnyResource(
                        List.of(resource), Optional.of(context.now().plus(LOOK_AGAIN))),
                "waits for its turn: the environment is " + environment.status());
    }

    private StepResult<BeanstalkDeployState> compare(
            ActionContext context,
            DeploymentOptions options,
            Release release,
            Environment environment,
            Optional<Pair> pair)
            throws BeanstalkFailure {
        Map<OptionName, String> wanted = changes.wanted(context, options.options());
        Map<OptionName, String> now = wanted.isEmpty()
                ? Map.of()
                : environments.options(context.scope(), environment.application(), environment.name());
        Map<OptionName, String> differing = OptionChanges.differing(wanted, now);
        boolean hasVersion = environment.versionLabel().equals(release.label());
        Plan plan = new Plan(
                environment.id(),
                environment.name(),
                environment.versionLabel(),
                differing.size(),
                template(context, options, differing, pair),
                pair);
        if (hasVersion && differing.isEmpty()) {
            Optional<InstancesHealth> instances = environments.instances(context.scope(), environment.id());
            boolean everywhere = instances.stream().allMatch(all -> all.allRun(release.label()));
            if (everywhere) {
                return nothing(options, release, environment, plan);
            }
            context.log("The environment has version " + release.label()
                    + " already, but not on every instance: it is deployed again.");
        } else {
            tell(context, release, environment, differing, now);
        }
        return new StepResult.Next<>(new Versioning(release, plan, false), "version " + release.label());
    }

    private static StepResult<BeanstalkDeployState> nothing(
            DeploymentOptions options, Release release, Environment environment, Plan plan) {
        if (environment.health().isAtLeast(options.acceptance().health())
                && plan.pair().isEmpty()
                && !options.isWeighted()) {
            return new StepResult.Succeed<>(DeploymentEnd.nothingToDo(release, environment));
        }
        Change change = new Change(Change.Kind.NOTHING, "", environment.updatedAt(), Optional.empty());
        return new StepResult.Next<>(
                new Following(release, plan, change, Optional.empty(), "", Settling.NOT_YET),
                "nothing to change, health is " + environment.health());
    }

    private static void tell(
            ActionContext context,
            Release release,
            Environment environment,
            Map<OptionName, String> differing,
            Map<OptionName, String> now) {
        if (!environment.versionLabel().equals(release.label())) {
            context.log("Version: '" + environment.versionLabel() + "' -> '" + release.label() + "'");
        }
        OptionChanges.lines(differing, now).forEach(context::log);
    }

    /** The name under which the options that it has are kept. */
    private static String template(
            ActionContext context, DeploymentOptions options, Map<OptionName, String> differing, Optional<Pair> pair) {
        boolean isKept = !differing.isEmpty() && options.whenItFails() == WhenItFails.RESTORE && pair.isEmpty();
        return isKept ? "penstock-" + context.token("options") : "";
    }
}
