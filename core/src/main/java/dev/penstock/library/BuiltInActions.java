package dev.penstock.library;

import dev.penstock.action.ActionProvider;
import dev.penstock.action.AwsScope;
import dev.penstock.action.ManualApprovalAction;
import dev.penstock.beanstalk.BeanstalkDeployAction;
import dev.penstock.beanstalk.BeanstalkPlatform;
import dev.penstock.beanstalk.BeanstalkReleaseTarget;
import dev.penstock.beanstalk.Bundles.BundlePlace;
import dev.penstock.beanstalk.DeploymentOptions;
import dev.penstock.beanstalk.EnvironmentPlanAction;
import dev.penstock.beanstalk.EnvironmentPlanListener;
import dev.penstock.bucket.BucketDeployAction;
import dev.penstock.codebuild.BuildExchange;
import dev.penstock.codedeploy.CodeDeployOptions;
import dev.penstock.codedeploy.CodeDeployTimes;
import dev.penstock.codedeploy.CodeDeployToEcsAction;
import dev.penstock.codedeploy.CodeDeployToEcsTarget;
import dev.penstock.engine.GraphMapping;
import dev.penstock.engine.ScopeMapping;
import dev.penstock.function.FunctionInvokeAction;
import dev.penstock.function.FunctionTarget;
import dev.penstock.function.FunctionTimes;
import dev.penstock.image.EcrBuildAndPublishAction;
import dev.penstock.image.EcrSourceAction;
import dev.penstock.image.ImageSettings;
import dev.penstock.metric.EvidenceCollector;
import dev.penstock.metric.EvidencePorts;
import dev.penstock.observe.Durations;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.release.EcsDeployAction;
import dev.penstock.release.EcsReleaseTarget;
import dev.penstock.release.ServiceTimes;
import dev.penstock.release.TaskSetReleases;
import dev.penstock.rollout.MeasuredJudge;
import dev.penstock.rollout.ReleasePlugin;
import dev.penstock.rollout.RevisionGate;
import dev.penstock.rollout.duration.RolloutTimeListener;
import dev.penstock.schema.MigrationGate;
import dev.penstock.schema.SchemaGate;
import dev.penstock.schema.Schemas;
import dev.penstock.settings.RoleSetting;
import dev.penstock.settings.RunSettings;
import dev.penstock.settings.SettingsImages;
import dev.penstock.source.SourceAction;
import dev.penstock.stack.CloudFormationAction;
import dev.penstock.stack.StackListener;
import dev.penstock.stack.StackReleaseTarget;
import dev.penstock.stack.review.Consequence;
import dev.penstock.stack.review.ResourceTimes;
import dev.penstock.stack.review.ReviewGate;
import dev.penstock.stack.review.ReviewPolicy;
import dev.penstock.stack.set.StackInstancesAction;
import dev.penstock.stack.set.StackSetAction;
import dev.penstock.statemachine.StateMachineAction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** What comes with Penstock, put together as the settings of a run say. */
public final class BuiltInActions {

    private BuiltInActions() {}

    /**
     * The providers of actions that come with Penstock, for any pipeline.
     *
     * @param settings what the definition cannot say; {@link RunSettings#none()} if there is nothing to say
     */
    public static List<ActionProvider<?, ?>> of(RunSettings settings, Machine machine, Cloud cloud) {
        Releases releases = releases(settings, List.of(), Evidence.ports(cloud, machine), machine);
        return all(
                settings,
                new SettingsImages(settings),
                machine,
                cloud,
                deploying(settings, cloud, Durations.inMemory(), releases));
    }

    /**
     * The same, for looking ahead at what a pipeline would do to its stacks and environments, and how long it would roll out.
     *
     * @param settings {@linkplain RunSettings#forPlanning for planning}
     * @param timings what is looked at for that
     * @param stacks is told of each stack
     * @param environments is told of each environment
     * @param rollouts is told of each rollout to a service or a function
     */
    public static List<ActionProvider<?, ?>> planning(
            RunSettings settings,
            Machine machine,
            Cloud cloud,
            Timings timings,
            StackListener stacks,
            EnvironmentPlanListener environments,
            RolloutTimeListener rollouts) {
        Releases releases = releases(settings, List.of(), Evidence.ports(cloud, machine), machine);
        var looking = new EnvironmentPlanAction(
                cloud.environments(),
                cloud.registry(),
                cloud.stacks(),
                cloud.listenerRules(),
                environmentOptions(settings),
                releases::plan,
                environments);
        return all(
                settings,
                new SettingsImages(settings),
                machine,
                cloud,
                List.of(
                        stacks(settings, cloud, Durations.inMemory(), stacks),
                        looking,
                        releases.timed(
                                new ServiceTimes(serviceTarget(settings, cloud), cloud.services(), timings.services()),
                                rollouts),
                        releases.timed(new FunctionTimes(functions(settings, cloud), timings.functions()), rollouts),
                        releases.timed(
                                new CodeDeployTimes(
                                        cloud.codeDeployments(),
                                        cloud.services(),
                                        timings.services(),
                                        codeDeployOptions(settings)),
                                rollouts)));
    }

    /**
     * The providers of actions that come with Penstock, for one pipeline: what its images are made of is looked at before
     * anything starts, where it is on this machine already.
     */
    public static List<ActionProvider<?, ?>> of(RunSettings settings, Pipeline pipeline, Machine machine, Cloud cloud) {
        return of(settings, pipeline, machine, cloud, Durations.inMemory(), List.of());
    }

    /**
     * The same, with experience and plugins.
     *
     * @param durations how long resources of stacks took before
     * @param plugins with strategies that every target takes, and with targets of their own
     */
    public static List<ActionProvider<?, ?>> of(
            RunSettings settings,
            Pipeline pipeline,
            Machine machine,
            Cloud cloud,
            Durations durations,
            List<ReleasePlugin> plugins) {
        return of(
                settings,
                new SettingsImages(settings, pipeline),
                machine,
                cloud,
                durations,
                plugins,
                Evidence.ports(cloud, machine));
    }

    /** The same for any pipeline, with other sources of what verdicts count. */
    static List<ActionProvider<?, ?>> of(
            RunSettings settings,
            Machine machine,
            Cloud cloud,
            Durations durations,
            List<ReleasePlugin> plugins,
            EvidencePorts evidence) {
        return of(settings, new SettingsImages(settings), machine, cloud, durations, plugins, evidence);
    }

    private static List<ActionProvider<?, ?>> of(
            RunSettings settings,
            ImageSettings images,
            Machine machine,
            Cloud cloud,
            Durations durations,
            List<ReleasePlugin> plugins,
            EvidencePorts evidence) {
        Releases releases = releases(settings, plugins, evidence, machine);
        List<ActionProvider<?, ?>> all =
                new ArrayList<>(all(settings, images, machine, cloud, deploying(settings, cloud, durations, releases)));
        plugins.forEach(plugin -> plugin.targets().forEach(target -> all.add(releases.to(target))));
        return all;
    }

    private static Releases releases(
            RunSettings settings, List<ReleasePlugin> plugins, EvidencePorts evidence, Machine machine) {
        return new Releases(
                settings,
                plugins,
                new MeasuredJudge(
                        new EvidenceCollector(evidence),
                        action -> settings.deploymentOf(action).verdict()),
                settings.schemas().isEmpty() ? RevisionGate.OPEN : new SchemaGate(schemas(settings, machine)));
    }

    /** The schemas that settings tell of. */
    public static Schemas schemas(RunSettings settings, Machine machine) {
        return new Schemas(
                settings.schemas().values(),
                action -> settings.deploymentOf(action).schema(),
                machine.schemaCommands());
    }

    /** A role of the definition is assumed only where the settings name what stands in for it. */
    public static ScopeMapping scopes(RunSettings settings) {
        return (pipeline, action) -> new AwsScope(
                action.region(),
                Stream.of(pipeline.roleArn(), action.roleArn())
                        .flatMap(Optional::stream)
                        .map(role -> settings.roles().getOrDefault(role, new RoleSetting.None()))
                        .flatMap(BuiltInActions::assumed)
                        .toList());
    }

    /** What is released together. */
    public static GraphMapping graphs(RunSettings settings) {
        return (pipeline, stage) -> settings.graphIn(stage);
    }

    /** A role that is passed on is the one that is named, unless the settings say otherwise. */
    private static Optional<String> standingIn(RunSettings settings, String role) {
        return assumed(settings.roles().getOrDefault(role, new RoleSetting.Assume(role)))
                .findFirst();
    }

    private static Stream<String> assumed(RoleSetting role) {
        return switch (role) {
            case RoleSetting.Assume(String arn) -> Stream.of(arn);
            case RoleSetting.None() -> Stream.of();
        };
    }

    private static CloudFormationAction stacks(
            RunSettings settings, Cloud cloud, Durations durations, StackListener listener) {
        return new CloudFormationAction(
                cloud.stacks(),
                cloud.stackFiles(),
                new ReviewGate(
                        (scope, stack, changeSet) -> cloud.stacks().changeSet(scope, stack, changeSet),
                        action -> settings.deploymentOf(action).stack().reviewPolicy()),
                ReviewGate::holdsData,
                action -> settings.deploymentOf(action).stack().options(),
                role -> standingIn(settings, role),
                new ResourceTimes(durations),
                (scope, names) -> cloud.alarms().against(scope, names),
                action -> settings.deploymentOf(action).stack().waves(),
                listener);
    }

    /** What deploys to stacks, environments, services and functions. */
    private static List<ActionProvider<?, ?>> deploying(
            RunSettings settings, Cloud cloud, Durations durations, Releases releases) {
        return List.of(
                released(settings, cloud, durations, releases),
                deployments(settings, cloud, releases),
                codeDeploy(settings, cloud, releases),
                releases.either(
                        new EcsDeployAction(
                                cloud.services(),
                                cloud.registry(),
                                action -> settings.deploymentOf(action).deploymentConfiguration()),
                        serviceTarget(settings, cloud)),
                releases.to(functions(settings, cloud)));
    }

    private static EcsReleaseTarget serviceTarget(RunSettings settings, Cloud cloud) {
        return new EcsReleaseTarget(
                cloud.services(),
                cloud.registry(),
                cloud.listenerRules(),
                cloud.loadBalancers(),
                cloud.webProbe(),
                new TaskSetReleases(
                        cloud.services(),
                        cloud.taskSets(),
                        cloud.containerTasks(),
                        cloud.registry(),
                        cloud.listenerRules(),
                        cloud.loadBalancers(),
                        action -> settings.deploymentOf(action).taskSets()));
    }

    private static ActionProvider<?, ?> released(
            RunSettings settings, Cloud cloud, Durations durations, Releases releases) {
        CloudFormationAction stacks = stacks(settings, cloud, durations, StackListener.NONE);
        return releases.either(
                stacks,
                new StackReleaseTarget(
                        stacks,
                        cloud.listenerRules(),
                        action -> settings.deploymentOf(action).stack().twins(),
                        ReviewGate::holdsData,
                        action -> settings.deploymentOf(action)
                                        .stack()
                                        .reviewPolicy()
                                        .to(Consequence.DATA_LOSS)
                                == ReviewPolicy.Response.ALLOW));
    }

    private static ActionProvider<?, ?> deployments(RunSettings settings, Cloud cloud, Releases releases) {
        var platform = new BeanstalkPlatform(
                cloud.environments(),
                cloud.bundles(),
                cloud.registry(),
                cloud.stacks(),
                cloud.listenerRules(),
                cloud.webProbe());
        return releases.either(
                new BeanstalkDeployAction(platform, environmentOptions(settings)),
                new BeanstalkReleaseTarget(platform, environmentOptions(settings)));
    }

    /** Where builds and functions of AWS read artifacts and put them. */
    private static BuildExchange exchange(RunSettings settings, Machine machine, Cloud cloud) {
        return new BuildExchange(
                cloud.buckets(),
                settings.artifactBucket().map(bucket -> new BuildExchange.Place(bucket.name(), bucket.prefix())),
                artifact -> machine.artifacts().object(artifact));
    }

    private static FunctionTarget functions(RunSettings settings, Cloud cloud) {
        return new FunctionTarget(
                cloud.functions(),
                (scope, names) -> cloud.alarms().against(scope, names),
                cloud.bundles(),
                settings.artifactBucket().map(bucket -> new BundlePlace(bucket.name(), bucket.prefix())),
                cloud.registry(),
                action -> settings.deploymentOf(action).function().testEvent());
    }

    private static ActionProvider<?, ?> codeDeploy(RunSettings settings, Cloud cloud, Releases releases) {
        Function<String, CodeDeployOptions> options = codeDeployOptions(settings);
        return releases.either(
                new CodeDeployToEcsAction(cloud.codeDeployments(), cloud.containerTasks(), cloud.registry(), options),
                new CodeDeployToEcsTarget(cloud.codeDeployments(), cloud.containerTasks(), cloud.registry(), options));
    }

    private static Function<String, CodeDeployOptions> codeDeployOptions(RunSettings settings) {
        return action -> settings.deploymentOf(action).codeDeploy().options();
    }

    private static Function<String, DeploymentOptions> environmentOptions(RunSettings settings) {
        return action -> settings.deploymentOf(action).environment().deploymentOptions();
    }

    private static List<ActionProvider<?, ?>> all(
            RunSettings settings,
            ImageSettings images,
            Machine machine,
            Cloud cloud,
            List<ActionProvider<?, ?>> deploying) {
        Builds builds = new Builds(settings, machine, cloud, exchange(settings, machine, cloud));
        List<ActionProvider<?, ?>> all = new ArrayList<>();
        all.addAll(SourceAction.all(settings::sourceOf, machine.sources(), cloud.buckets()));
        List<ActionProvider<?, ?>> migrating = new ArrayList<>(builds.actions());
        migrating.add(new FunctionInvokeAction(cloud.functions(), exchange(settings, machine, cloud)));
        migrating.forEach(each -> all.add(new MigrationGate<>(each, schemas(settings, machine))));
        all.add(new EcrSourceAction(cloud.registry()));
        all.add(new EcrBuildAndPublishAction(cloud.registry(), machine.images(), images));
        all.addAll(deploying);
        all.add(new BucketDeployAction(cloud.buckets()));
        all.add(new StackSetAction(cloud.stackSets()));
        all.add(new StackInstancesAction(cloud.stackSets()));
        all.add(new StateMachineAction(cloud.stateMachines()));
        all.add(new ManualApprovalAction());
        all.addAll(builds.rules());
        return all;
    }
}
