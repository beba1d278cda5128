package dev.penstock.aws;

import dev.penstock.alarm.AlarmReader;
import dev.penstock.aws.beanstalk.BeanstalkEnvironments;
import dev.penstock.aws.beanstalk.EnvironmentReader;
import dev.penstock.aws.beanstalk.S3Bundles;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.AwsSettings;
import dev.penstock.aws.client.Realm;
import dev.penstock.aws.cloudformation.ChangeSetReader;
import dev.penstock.aws.cloudformation.CloudFormationStackSets;
import dev.penstock.aws.cloudformation.CloudFormationStacks;
import dev.penstock.aws.cloudformation.S3StackFiles;
import dev.penstock.aws.cloudformation.StackReader;
import dev.penstock.aws.cloudformation.StackSetOperationReader;
import dev.penstock.aws.cloudwatch.CloudWatchAlarms;
import dev.penstock.aws.codebuild.AwsCodeBuilds;
import dev.penstock.aws.codedeploy.AwsCodeDeployments;
import dev.penstock.aws.codedeploy.CodeDeploymentReader;
import dev.penstock.aws.ecr.EcrImageRegistry;
import dev.penstock.aws.ecr.RegistryEndpoint;
import dev.penstock.aws.ecs.EcsContainerServices;
import dev.penstock.aws.ecs.EcsContainerTasks;
import dev.penstock.aws.ecs.EcsServiceTimings;
import dev.penstock.aws.ecs.EcsTaskSets;
import dev.penstock.aws.ecs.ServiceDeploymentReader;
import dev.penstock.aws.lambda.LambdaFunctionTimings;
import dev.penstock.aws.lambda.LambdaFunctions;
import dev.penstock.aws.metric.AwsCanaryFacts;
import dev.penstock.aws.metric.BeanstalkEnvironmentCounts;
import dev.penstock.aws.metric.CloudWatchMetricData;
import dev.penstock.aws.s3.S3Buckets;
import dev.penstock.aws.secret.AwsSecretResolver;
import dev.penstock.aws.statemachine.StepFunctions;
import dev.penstock.aws.traffic.ElbListenerRules;
import dev.penstock.aws.traffic.ElbLoadBalancers;
import dev.penstock.aws.traffic.HttpClientProbe;
import dev.penstock.beanstalk.Bundles;
import dev.penstock.beanstalk.Environments;
import dev.penstock.bucket.Buckets;
import dev.penstock.codebuild.BuildLogs;
import dev.penstock.codebuild.BuildReader;
import dev.penstock.codebuild.CodeBuilds;
import dev.penstock.codedeploy.CodeDeployments;
import dev.penstock.function.FunctionReaders;
import dev.penstock.function.Functions;
import dev.penstock.image.ImageRegistry;
import dev.penstock.library.Cloud;
import dev.penstock.library.Timings;
import dev.penstock.metric.CanaryFacts;
import dev.penstock.metric.EnvironmentCounts;
import dev.penstock.metric.MetricData;
import dev.penstock.observe.ResourceReader;
import dev.penstock.release.ContainerServices;
import dev.penstock.release.ContainerTasks;
import dev.penstock.release.TaskSetReader;
import dev.penstock.release.TaskSets;
import dev.penstock.secret.Masker;
import dev.penstock.secret.SecretResolver;
import dev.penstock.settings.BucketSetting;
import dev.penstock.stack.AlarmStates;
import dev.penstock.stack.StackFiles;
import dev.penstock.stack.Stacks;
import dev.penstock.stack.set.StackSets;
import dev.penstock.statemachine.MachineExecutionReader;
import dev.penstock.statemachine.StateMachines;
import dev.penstock.traffic.ListenerRules;
import dev.penstock.traffic.LoadBalancers;
import dev.penstock.traffic.WebProbe;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** AWS behind all the ports that pipelines need. No client is made before its first call. */
public final class AwsServices implements Cloud {

    private final AwsClients clients;
    private final ImageRegistry registry;
    private final SecretResolver secrets;
    private final ContainerServices services;
    private final ContainerTasks containerTasks;
    private final TaskSets taskSets;
    private final CodeDeployments codeDeployments;
    private final CodeBuilds codeBuilds;
    private final BuildLogs buildLogs = new BuildLogs();
    private final Buckets buckets;
    private final Functions functions;
    private final StateMachines stateMachines;
    private final Stacks stacks;
    private final StackSets stackSets;
    private final StackFiles stackFiles;
    private final AlarmStates alarms;
    private final MetricData metricData;
    private final CanaryFacts canaryFacts;
    private final EnvironmentCounts environmentCounts;
    private final Environments environments;
    private final Bundles bundles;
    private final ListenerRules rules;
    private final LoadBalancers loadBalancers;
    private final WebProbe probe;
    private final List<ResourceReader> readers;

    /**
     * An AWS, the real one or a simulated one.
     *
     * @param masker learns each secret and token before it is used
     * @param time by which tokens grow old
     */
    public AwsServices(AwsSettings settings, Masker masker, InstantSource time) {
        this(settings, masker, time, Optional.empty());
    }

    /**
     * An AWS, the real one or a simulated one.
     *
     * @param masker learns each secret and token before it is used
     * @param time by which tokens grow old
     * @param bucket for what CloudFormation reads by URL and what templates refer to
     */
    public AwsServices(AwsSettings settings, Masker masker, InstantSource time, Optional<BucketSetting> bucket) {
        this.clients = new AwsClients(settings);
        this.registry = new EcrImageRegistry(clients, RegistryEndpoint.of(settings.realm()), masker, time);
        this.secrets = new AwsSecretResolver(clients, masker);
        this.services = new EcsContainerServices(clients);
        this.functions = new LambdaFunctions(clients);
        this.stateMachines = new StepFunctions(clients);
        this.containerTasks = new EcsContainerTasks(clients);
        this.taskSets = new EcsTaskSets(clients);
        this.codeDeployments = new AwsCodeDeployments(clients);
        this.codeBuilds = new AwsCodeBuilds(clients);
        this.buckets = new S3Buckets(clients);
        Optional<S3StackFiles> files = bucket.map(named -> new S3StackFiles(clients, named.name(), named.prefix()));
        this.stacks = new CloudFormationStacks(clients, files);
        this.stackSets = new CloudFormationStackSets(clients, files);
        this.stackFiles = files.isPresent() ? files.get() : StackFiles.NONE;
        CloudWatchAlarms watched = new CloudWatchAlarms(clients);
        this.alarms = watched;
        this.metricData = new CloudWatchMetricData(clients);
        this.canaryFacts = new AwsCanaryFacts(clients);
        this.environmentCounts = new BeanstalkEnvironmentCounts(clients);
        this.environments = new BeanstalkEnvironments(clients);
        this.bundles = new S3Bundles(clients);
        this.rules = new ElbListenerRules(clients);
        this.loadBalancers = new ElbLoadBalancers(clients);
        this.probe = HttpClientProbe.of(settings.realm());
        List<ResourceReader> all = new ArrayList<>(List.of(
                new ServiceDeploymentReader(clients, time),
                new TaskSetReader(taskSets),
                new CodeDeploymentReader(clients),
                new BuildReader(codeBuilds, buildLogs),
                new StackReader(clients, time),
                new ChangeSetReader(clients),
                new StackSetOperationReader(clients),
                new EnvironmentReader(clients, time),
                new MachineExecutionReader(stateMachines),
                new AlarmReader(watched)));
        all.addAll(FunctionReaders.of(functions));
        this.readers = List.copyOf(all);
    }

    /** AWS itself, with the credentials and the Region that the AWS CLI would use. */
    public static AwsServices ofEnvironment(Masker masker) {
        return new AwsServices(
                AwsSettings.of(new Realm.Aws(Optional.empty(), Optional.empty())), masker, InstantSource.system());
    }

    /** The clients, for what is not behind a port. */
    public AwsClients clients() {
        return clients;
    }

    /** What says how long rollouts take. */
    public Timings timings() {
        return new Timings(new EcsServiceTimings(clients), new LambdaFunctionTimings(clients));
    }

    @Override
    public ContainerServices services() {
        return services;
    }

    @Override
    public ContainerTasks containerTasks() {
        return containerTasks;
    }

    @Override
    public TaskSets taskSets() {
        return taskSets;
    }

    @Override
    public CodeDeployments codeDeployments() {
        return codeDeployments;
    }

    @Override
    public CodeBuilds codeBuilds() {
        return codeBuilds;
    }

    @Override
    public BuildLogs buildLogs() {
        return buildLogs;
    }

    @Override
    public Buckets buckets() {
        return buckets;
    }

    @Override
    public Functions functions() {
        return functions;
    }

    @Override
    public StateMachines stateMachines() {
        return stateMachines;
    }

    @Override
    public Stacks stacks() {
        return stacks;
    }

    @Override
    public StackSets stackSets() {
        return stackSets;
    }

    @Override
    public StackFiles stackFiles() {
        return stackFiles;
    }

    @Override
    public AlarmStates alarms() {
        return alarms;
    }

    @Override
    public MetricData metricData() {
        return metricData;
    }

    @Override
    public CanaryFacts canaryFacts() {
        return canaryFacts;
    }

    @Override
    public EnvironmentCounts environmentCounts() {
        return environmentCounts;
    }

    @Override
    public Environments environments() {
        return environments;
    }

    @Override
    public Bundles bundles() {
        return bundles;
    }

    @Override
    public ListenerRules listenerRules() {
        return rules;
    }

    @Override
    public LoadBalancers loadBalancers() {
        return loadBalancers;
    }

    @Override
    public WebProbe webProbe() {
        return probe;
    }

    @Override
    public ImageRegistry registry() {
        return registry;
    }

    @Override
    public SecretResolver secrets() {
        return secrets;
    }

    @Override
    public List<ResourceReader> resourceReaders() {
        return readers;
    }

    @Override
    public void close() {
        clients.close();
    }
}
