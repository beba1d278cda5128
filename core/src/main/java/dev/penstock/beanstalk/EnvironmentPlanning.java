package dev.penstock.beanstalk;

import dev.penstock.action.ActionContext;
import dev.penstock.action.AwsScope;
import dev.penstock.beanstalk.BeanstalkDeployState.Pair;
import dev.penstock.beanstalk.BeanstalkDeployState.Release;
import dev.penstock.beanstalk.EnvironmentPlan.Version;
import dev.penstock.beanstalk.EnvironmentPlan.Way;
import dev.penstock.beanstalk.PairChoice.Chosen;
import dev.penstock.rollout.ReleasePlan;
import dev.penstock.rollout.duration.PlanTimes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Finds out what a deployment would do: looks where {@link EnvironmentApproach} and {@link VersionSteps} look, fails where they
 * would, and changes nothing.
 */
final class EnvironmentPlanning {

    private final Environments environments;
    private final OptionChanges changes;
    private final BundleSteps bundles;
    private final PairFinder pairs;

    EnvironmentPlanning(Environments environments, OptionChanges changes, BundleSteps bundles, PairFinder pairs) {
        this.pairs = pairs;
        this.environments = environments;
        this.changes = changes;
        this.bundles = bundles;
    }

    /**
     * Looks.
     *
     * @param plan by which the version is released; absent where settings say nothing of a release
     */
    EnvironmentPlan plan(
            ActionContext context,
            BeanstalkDeployConfiguration target,
            DeploymentOptions written,
            Optional<ReleasePlan> plan)
            throws IOException, BeanstalkFailure {
        DeploymentOptions options =
                plan.map(by -> ReleaseFit.fitted(written, by)).orElse(written);
        EnvironmentPlan found = found(context, target, options);
        Optional<ReleasePlan> baking = plan.filter(by -> !ReleaseFit.isSplitting(options, by));
        return baking.isPresent() && !(found.way() instanceof Way.Nothing)
                ? found.with(found.rollout().map(rollout -> rollout.thenBaking(PlanTimes.bakes(baking.get()))))
                : found;
    }

    private EnvironmentPlan found(ActionContext context, BeanstalkDeployConfiguration target, DeploymentOptions options)
            throws IOException, BeanstalkFailure {
        Optional<Release> release =
                context.inputs().isEmpty() ? Optional.empty() : Optional.of(bundles.release(context, options));
        Chosen chosen = choose(context, target, options, release);
        boolean isThere =
                chosen.environment().filter(found -> !found.status().isEnding()).isPresent();
        return isThere
                ? there(context, target, options, release, chosen)
                : missing(context, target, options, release, chosen);
    }

    private Chosen choose(
            ActionContext context,
            BeanstalkDeployConfiguration target,
            DeploymentOptions options,
            Optional<Release> release)
            throws BeanstalkFailure {
        if (options.blueGreen().isEmpty()) {
            return new Chosen(
                    target.environment(), environments.find(context.scope(), target.environment()), Optional.empty());
        }
        return pairs.find(context, target, options)
                .choose(target, options, release.map(Release::label).orElse(""));
    }

    private EnvironmentPlan missing(
            ActionContext context,
            BeanstalkDeployConfiguration target,
            DeploymentOptions options,
            Optional<Release> release,
            Chosen chosen)
            throws BeanstalkFailure {
        AwsScope scope = context.scope();
        if (chosen.environment().isPresent() && chosen.pair().isEmpty()) {
            EnvironmentApproach.requireUsable(
                    target, options, chosen.environment().get());
        }
        EnvironmentApproach.requireCreation(environments, scope, target, options, chosen.pair());
        List<String> remarks = new ArrayList<>(waits(chosen));
        Map<OptionName, String> now = Map.of();
        if (chosen.pair().isPresent()) {
            now = environments.options(
                    scope, target.application(), chosen.pair().get().liveName());
        } else if (!environments.hasApplication(scope, target.application())) {
            remarks.add("The application '" + target.application() + "' is made, too.");
        }
        Map<OptionName, String> wanted = changes.wanted(context, options.options());
        Map<OptionName, String> then = new TreeMap<>(now);
        then.putAll(wanted);
        return new EnvironmentPlan(
                target.application(),
                chosen.name(),
                chosen.pair().isPresent()
                        ? blueGreen(options, chosen.pair().get())
                        : new Way.Creation(new PlatformChoice(environments.platforms(scope))
                                .of(options.creation().orElseThrow().platform())),
                version(scope, target, release, ""),
                options(OptionChanges.differing(wanted, now), now, name -> OptionEffect.UNKNOWN),
                Optional.of(RolloutForecast.creation(then)),
                List.of(),
                remarks);
    }

    private static Way blueGreen(DeploymentOptions options, Pair pair) {
        return new Way.BlueGreen(
                pair.liveName(),
                pair.made(),
                options.isWeighted(),
                options.blueGreen().orElseThrow().keep());
    }

    private EnvironmentPlan there(
            ActionContext context,
            BeanstalkDeployConfiguration target,
            DeploymentOptions options,
            Optional<Release> release,
            Chosen chosen)
            throws BeanstalkFailure {
        AwsScope scope = context.scope();
        Environment environment = chosen.environment().orElseThrow();
        EnvironmentApproach.requireUsable(target, options, environment);
        List<String> remarks = new ArrayList<>(waits(chosen));
        Map<OptionName, String> now = environments.options(scope, target.application(), environment.name());
        Map<OptionName, String> differing = OptionChanges.differing(changes.wanted(context, options.options()), now);
        Optional<InstancesHealth> instances = environments.instances(scope, environment.id());
        Version version = version(scope, target, release, environment.versionLabel());
        boolean hasLabel =
                version instanceof Version.Known known && known.label().equals(known.before());
        boolean isEverywhere = instances.stream().allMatch(all -> all.allRun(version.before()));
        if (hasLabel && !isEverywhere) {
            remarks.add("The environment has the version already, but not on every instance: it is deployed again.");
        }
        if (hasLabel && isEverywhere && differing.isEmpty() && chosen.pair().isEmpty()) {
            health(options, environment).ifPresent(remarks::add);
            return new EnvironmentPlan(
                    target.application(),
                    environment.name(),
                    new Way.Nothing(),
                    version,
                    List.of(),
                    Optional.empty(),
                    List.of(),
                    remarks);
        }
        Map<OptionName, OptionEffect> effects = differing.isEmpty()
                ? Map.of()
                : environments.effects(scope, target.application(), environment.name(), differing.keySet());
        List<OptionChange> changed = options(differing, now, name -> effects.getOrDefault(name, usual(name)));
        Map<OptionName, String> then = new TreeMap<>(now);
        then.putAll(differing);
        int size = instances.map(all -> all.instances().size()).orElseGet(() -> RolloutForecast.size(now));
        return new EnvironmentPlan(
                target.application(),
                environment.name(),
                chosen.pair().isPresent() ? blueGreen(options, chosen.pair().get()) : new Way.Update(),
                version,
                changed,
                Optional.of(rollout(then, Math.max(1, size), changed, !(hasLabel && isEverywhere))),
                new RecentUpdates(environments, context).of(environment.id()),
                remarks);
    }

    private Version version(
            AwsScope scope, BeanstalkDeployConfiguration target, Optional<Release> release, String before)
            throws BeanstalkFailure {
        if (release.isEmpty()) {
            return new Version.MadeByTheRun(before);
        }
        Release known = release.get();
        Optional<ApplicationVersion> found = environments.version(scope, target.application(), known.label());
        if (found.isPresent() && !known.label().equals(before)) {
            VersionSteps.requireSameBundle(target, known, found.get());
        }
        return new Version.Known(before, known.label(), found.isPresent(), known.images());
    }

    private static List<OptionChange> options(
            Map<OptionName, String> differing,
            Map<OptionName, String> now,
            Function<OptionName, OptionEffect> effects) {
        List<OptionChange> all = new ArrayList<>();
        differing.forEach((name, value) ->
                all.add(OptionChange.of(name, Optional.ofNullable(now.get(name)), value, effects.apply(name))));
        return all;
    }

    /** The platform describes no option that users name themselves ("Environment properties": the application restarts). */
    private static OptionEffect usual(OptionName name) {
        return name.namespace().equals(OptionName.VARIABLES) ? OptionEffect.RESTARTS_SERVERS : OptionEffect.UNKNOWN;
    }

    private static Rollout rollout(
            Map<OptionName, String> options, int instances, List<OptionChange> changed, boolean deploys) {
        boolean replaces = has(changed, OptionEffect.REPLACES_INSTANCES);
        if (!deploys) {
            return replaces
                    ? RolloutForecast.replacement(options, instances)
                    : has(changed, OptionEffect.RESTARTS_SERVERS)
                            ? RolloutForecast.restart(options, instances)
                            : RolloutForecast.settings(options, instances);
        }
        Rollout deployment = RolloutForecast.deployment(options, instances);
        if (!replaces) {
            return deployment.naming(
                    CostlyOptions.of(options, others -> RolloutForecast.deployment(others, instances)));
        }
        // New instances begin with the new version, unless the policy needs instances of its own.
        Rollout replacement = RolloutForecast.replacement(options, instances);
        return RolloutForecast.isInPlace(options) ? replacement : replacement.then(deployment);
    }

    private static boolean has(List<OptionChange> changed, OptionEffect effect) {
        return changed.stream().anyMatch(change -> change.effect() == effect);
    }

    private static List<String> waits(Chosen chosen) {
        return chosen.environment()
                .filter(found -> !found.status().isReady())
                .map(found ->
                        List.of("The " + found.inWords() + " is " + found.status() + ": a run waits for its turn."))
                .orElse(List.of());
    }

    private static Optional<String> health(DeploymentOptions options, Environment environment) {
        return environment.health().isAtLeast(options.acceptance().health())
                ? Optional.empty()
                : Optional.of("Its health is " + environment.health() + ": a run waits until it is "
                        + options.acceptance().health() + ".");
    }
}
