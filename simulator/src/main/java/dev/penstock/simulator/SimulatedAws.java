package dev.penstock.simulator;

import dev.penstock.simulator.autoscaling.AutoScaling;
import dev.penstock.simulator.beanstalk.Beanstalk;
import dev.penstock.simulator.beanstalk.instance.InstanceImages;
import dev.penstock.simulator.beanstalk.instance.PlatformInstances;
import dev.penstock.simulator.beanstalk.instance.RecentRequests;
import dev.penstock.simulator.cloudformation.CloudFormation;
import dev.penstock.simulator.cloudformation.types.ResourceTypes;
import dev.penstock.simulator.cloudwatch.CloudWatch;
import dev.penstock.simulator.codebuild.BuildRunner;
import dev.penstock.simulator.codebuild.CodeBuild;
import dev.penstock.simulator.codedeploy.CodeDeploy;
import dev.penstock.simulator.containers.ContainerRuntime;
import dev.penstock.simulator.dynamodb.Dynamo;
import dev.penstock.simulator.dynamodb.TableEngine;
import dev.penstock.simulator.ec2.Ec2;
import dev.penstock.simulator.ec2.LaunchTemplates;
import dev.penstock.simulator.ecr.Ecr;
import dev.penstock.simulator.ecs.Ecs;
import dev.penstock.simulator.ecs.EcsFaults;
import dev.penstock.simulator.ecs.EcsIncidents;
import dev.penstock.simulator.ecs.SimulateVariable;
import dev.penstock.simulator.ecs.TaskBehaviour;
import dev.penstock.simulator.ecs.TaskEngine;
import dev.penstock.simulator.elb.Elb;
import dev.penstock.simulator.elb.LatestRequests;
import dev.penstock.simulator.elb.Traffic;
import dev.penstock.simulator.events.BucketTargets;
import dev.penstock.simulator.events.EventBridge;
import dev.penstock.simulator.events.TargetCalls;
import dev.penstock.simulator.iam.Iam;
import dev.penstock.simulator.iam.IamStore;
import dev.penstock.simulator.iam.PolicyAuthorizer;
import dev.penstock.simulator.iam.Roles;
import dev.penstock.simulator.iam.ServiceSessions;
import dev.penstock.simulator.kms.Kms;
import dev.penstock.simulator.lambda.FunctionRuntime;
import dev.penstock.simulator.lambda.InvocationTraffic;
import dev.penstock.simulator.lambda.Lambda;
import dev.penstock.simulator.lambda.ScriptedFunctions;
import dev.penstock.simulator.logs.CloudWatchLogs;
import dev.penstock.simulator.logs.LogStore;
import dev.penstock.simulator.network.Reachable;
import dev.penstock.simulator.page.ControlPages;
import dev.penstock.simulator.s3.S3;
import dev.penstock.simulator.scheduler.Scheduler;
import dev.penstock.simulator.secretsmanager.SecretsManager;
import dev.penstock.simulator.secretsmanager.TaskSecrets;
import dev.penstock.simulator.server.Dispatcher;
import dev.penstock.simulator.server.HttpFront;
import dev.penstock.simulator.service.Authorizer;
import dev.penstock.simulator.service.Effects;
import dev.penstock.simulator.service.Faults;
import dev.penstock.simulator.service.Identities;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.service.RateLimits;
import dev.penstock.simulator.service.ResourcePolicies;
import dev.penstock.simulator.service.ServiceCalls;
import dev.penstock.simulator.service.ServiceDefinition;
import dev.penstock.simulator.service.ServiceEvents;
import dev.penstock.simulator.service.Tags;
import dev.penstock.simulator.sns.Sns;
import dev.penstock.simulator.sns.TopicMessage;
import dev.penstock.simulator.sqs.Sqs;
import dev.penstock.simulator.ssm.ParameterStore;
import dev.penstock.simulator.state.Calendar;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.sts.Sts;
import dev.penstock.simulator.time.SimulatedTime;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An AWS in this process, spoken to over HTTP by any SDK whose endpoint is overridden.
 *
 * <pre>{@code
 * try (SimulatedAws aws = SimulatedAws.builder().directory(path).seed(42).start()) {
 *     S3Client s3 = S3Client.builder().endpointOverride(aws.endpoint())…
 * }
 * }</pre>
 */
public final class SimulatedAws implements AutoCloseable {

    /**
     * How long a change to IAM usually takes to be visible everywhere. AWS documents no number; users wait about ten seconds
     * after they have made a role before they use it.
     */
    public static final Duration TYPICAL_PROPAGATION = Duration.ofSeconds(10);

    /** What a reset replaces. */
    private record World(
            Store store,
            Calendar calendar,
            Effects effects,
            Ecs ecs,
            CodeBuild codeBuild,
            Elb elb,
            Lambda lambda,
            Sns sns,
            Beanstalk beanstalk,
            List<ServiceDefinition> services) {

        /** Ends what goes on outside of this process. */
        void end() {
            ecs.close();
            codeBuild.close();
            elb.dataPlane().close();
            sns.close();
            beanstalk.close();
        }
    }

    private final Builder settings;
    private final SimulatedTime time;
    private final Faults faults;
    private final EcsFaults ecsFaults;
    private final HttpFront front;
    private volatile World world;

    private SimulatedAws(Builder builder) {
        settings = builder;
        faults = new Faults(builder.seed);
        ecsFaults = new EcsFaults(faults);
        time = builder.time == null ? SimulatedTime.virtual() : builder.time;
        front = HttpFront.bind(builder.port, time);
        try {
            world = open(builder);
        } catch (RuntimeException e) {
            front.close();
            time.close();
            throw e;
        }
    }

    /** Opens the state and puts the services together. */
    private World open(Builder builder) {
        Path kept = builder.directory;
        Store store = kept == null ? Store.inMemory(time::now) : Store.open(kept, time::now);
        time.notBefore(store.latest());
        Calendar calendar = new Calendar(store, time);
        Ids ids = new Ids(store, builder.seed);
        Identities identities = new Identities(store);
        Effects effects = new Effects(store, time);
        IamStore iam = new IamStore(store, calendar, time::now, builder.propagation);
        Roles roles = new Roles(iam);
        Tags tags = new Tags(store);
        ResourcePolicies policies = new ResourcePolicies();
        Authorizer authorizer = builder.enforcing
                ? new PolicyAuthorizer(iam, identities, policies, tags, time::now)
                : Authorizer.none();
        ServiceEvents told = new ServiceEvents();
        S3 s3 = new S3(store, calendar, ids);
        policies.register("s3", s3::policyOf);
        policies.registerOwner("s3", s3::ownerOf);
        Dispatcher dispatcher = new Dispatcher(store, time, identities, effects, faults, builder.limits, authorizer);
        Ecr ecr = new Ecr(store, calendar, ids, tags, dispatcher);
        policies.register("ecr", ecr::policyOf);
        LogStore logs = new LogStore(store);
        SecretsManager secrets = new SecretsManager(store, calendar, ids, tags);
        policies.register("secretsmanager", secrets::policyOf);
        policies.registerNaming("secretsmanager", secrets::arnOf);
        Kms kms = new Kms(store, ids);
        policies.registerNaming("kms", kms::arnOf);
        ParameterStore parameters = new ParameterStore(store, ids, tags, secrets);
        Sqs sqs = new Sqs(store, time, calendar, ids, tags, authorizer, front::endpoint);
        policies.register("sqs", sqs::policyOf);
        Sns sns = new Sns(store, time, ids, tags, sqs, front::endpoint);
        policies.register("sns", sns::policyOf);
        CloudWatch cloudWatch = new CloudWatch(store, time, calendar, tags, sns::publish);
        TaskSecrets values = new TaskSecrets(parameters, secrets);
        TaskEngine engine = new TaskEngine(builder.behaviour, Optional.ofNullable(builder.containers), values);
        CodeBuild codeBuild = new CodeBuild(
                store, calendar, time, ids, s3.access(effects), logs, values, Optional.ofNullable(builder.builds));
        ServiceCalls calls = new ServiceCalls(store, effects, authorizer, time::now);
        ServiceSessions sessions = new ServiceSessions(roles, identities, ids, builder.enforcing);
        Elb elb = new Elb(store, calendar, time, ids, tags, cloudWatch.metrics());
        Ecs.Neighbours neighbours =
                new Ecs.Neighbours(ecr.images(), logs, roles, elb.targetGroups(), cloudWatch.alarms(), calls, sessions);
        Ecs ecs = new Ecs(store, calendar, time, ids, tags, effects, neighbours, engine, ecsFaults);
        policies.registerPassing("ecs", ecs::rolesPassed);
        elb.reach(ecs.reachable());
        elb.reach(builder.reachable);
        LaunchTemplates launchTemplates = new LaunchTemplates(store, ids);
        ResourceTypes types = new ResourceTypes(
                store, ids, launchTemplates, ResourceTypes.Others.OPAQUE, builder.tables != TableEngine.NONE);
        Ec2 ec2 = new Ec2(store, calendar, ids, tags, launchTemplates, types.networks());
        AutoScaling autoScaling = new AutoScaling(store, calendar, ids, ec2, elb.targetGroups());
        Lambda lambda = new Lambda(
                store,
                calendar,
                time,
                ids,
                tags,
                new Lambda.Neighbours(
                        s3.access(effects),
                        ecr.images(),
                        roles,
                        cloudWatch.metrics(),
                        logs,
                        sns::publish,
                        calls,
                        sessions,
                        sqs),
                builder.functions,
                front::endpoint);
        policies.register("lambda", lambda::policyOf);
        EventBridge eventBridge = new EventBridge(
                store,
                calendar,
                ids,
                tags,
                faults,
                new TargetCalls(
                        new TargetCalls.Neighbours(
                                lambda::leave,
                                sqs::deliver,
                                sns::publish,
                                arn -> sns.policyOf(arn).isPresent(),
                                logs),
                        authorizer,
                        calendar::now,
                        "events.amazonaws.com"),
                told);
        policies.register("events", eventBridge::policyOf);
        s3.notify(told, new BucketTargets(lambda, sqs, sns, authorizer));
        ecs.tell(told);
        codeBuild.tell(told);
        ecr.tell(told);
        cloudWatch.tell(told);
        ecs.functions(lambda::invoke);
        CodeDeploy codeDeploy = new CodeDeploy(
                store,
                calendar,
                ids,
                tags,
                new CodeDeploy.Neighbours(calls, sessions, s3.access(effects), cloudWatch.alarms(), lambda::invoke));
        Beanstalk beanstalk = new Beanstalk(
                store,
                calendar,
                time,
                ids,
                tags,
                new Beanstalk.Neighbours(
                        s3.access(effects),
                        roles,
                        elb.targetGroups(),
                        ec2,
                        autoScaling.groups(),
                        sqs,
                        calls,
                        front::endpoint),
                new PlatformInstances(
                        store,
                        calendar,
                        time,
                        (account, target, from) -> sample(elb.dataPlane().latest(account, target, from)),
                        new InstanceImages(ecr.images(), s3.access(effects), store.blobs(), front::endpoint),
                        Optional.ofNullable(builder.containers),
                        builder.checksBundles));
        elb.reach(beanstalk.reachable());
        policies.registerPassing("elasticbeanstalk", beanstalk::rolesPassed);
        CloudFormation cloudFormation = new CloudFormation(
                store,
                calendar,
                ids,
                new CloudFormation.Neighbours(
                        calls,
                        s3.access(effects),
                        sessions,
                        sns::publish,
                        cloudWatch.alarms(),
                        types,
                        builder.opaque,
                        faults));
        codeDeploy.tell(told);
        beanstalk.tell(told);
        cloudFormation.tell(told);
        List<ServiceDefinition> services = List.of(
                new Sts(roles, identities, ids).definition(),
                new Iam(iam, identities, ids).definition(),
                s3.definition(),
                ecr.definition(),
                new CloudWatchLogs(store, logs, cloudWatch.metrics(), tags, ids).definition(),
                cloudWatch.definition(),
                cloudFormation.definition(),
                sns.definition(),
                sqs.definition(),
                parameters.definition(),
                secrets.definition(),
                kms.definition(),
                elb.definition(),
                codeBuild.definition(),
                ecs.definition(),
                lambda.definition(),
                eventBridge.definition(),
                new Scheduler(store, calendar, ids, tags, faults, roles, calls, sessions).definition(),
                new Dynamo(builder.tables).definition(),
                ec2.definition(),
                autoScaling.definition(),
                codeDeploy.definition(),
                beanstalk.definition());
        calls.register(services);
        store.transact(() -> {
            iam.adopt();
            return iam;
        });
        store.compact();
        store.blobs().retain(store.transact(() -> contents(s3, ecr, lambda, beanstalk)));
        front.serve(
                dispatcher,
                services,
                beanstalk.hosts(elb.dataPlane()),
                lambda.downloads(),
                lambda.urls(identities, authorizer),
                cloudFormation.waitHandles(),
                new ControlPages(
                        store,
                        time,
                        effects,
                        faults,
                        elb.traffic(),
                        lambda.traffic(),
                        services,
                        elb.dataPlane()::addresses,
                        this::reset),
                ecr.registry());
        store.transact(() -> {
            ecs.resume(front.endpoint());
            codeBuild.resume(front.endpoint());
            lambda.resume();
            beanstalk.resume();
            return ecs;
        });
        calendar.resume();
        faults.onClear(ecs::takeBackDrawn);
        return new World(store, calendar, effects, ecs, codeBuild, elb, lambda, sns, beanstalk, services);
    }

    /**
     * Forgets all accounts, faults and effects, as if it had just been started; time goes on. What {@link #effects} gave
     * before belongs to the past.
     */
    public synchronized void reset() {
        World past = world;
        try (SimulatedTime.Busy busy = time.busy()) {
            past.end();
            past.calendar().stop();
            faults.clear();
            past.store().erase();
            world = open(settings);
        }
    }

    /** What is simulated. */
    List<ServiceDefinition> services() {
        return world.services();
    }

    private static RecentRequests.Sample sample(List<LatestRequests.Answered> answered) {
        Map<Integer, Map<Double, Long>> byStatus = new HashMap<>();
        answered.forEach(each -> byStatus.computeIfAbsent(each.status(), status -> new HashMap<>())
                .merge(each.seconds(), each.count(), Long::sum));
        return new RecentRequests.Sample(byStatus);
    }

    private static Set<String> contents(S3 s3, Ecr ecr, Lambda lambda, Beanstalk beanstalk) {
        Set<String> digests = new HashSet<>(s3.contents());
        digests.addAll(ecr.contents());
        digests.addAll(lambda.contents());
        digests.addAll(beanstalk.contents());
        return digests;
    }

    /** Begins a simulated AWS. */
    public static Builder builder() {
        return new Builder();
    }

    /** Where it listens: {@code http://127.0.0.1:port}. Give it to SDK clients as their endpoint override. */
    public URI endpoint() {
        return front.endpoint();
    }

    /**
     * Where to push or pull an image on this machine: the simulator's registry, then the image's own reference, like
     * {@code 127.0.0.1:4566/123456789012.dkr.ecr.us-east-1.amazonaws.com/web:1}. Clients take a registry of that
     * address for one without TLS.
     *
     * @param reference as AWS has it, with or without a tag or digest
     */
    public String registryReference(String reference) {
        return endpoint().getAuthority() + "/" + reference;
    }

    /**
     * Where a port of a real container is reached on this machine; empty for a scripted task or one that does not run.
     *
     * @param task the task's ARN
     * @param container its name in the task definition
     * @param port that the definition maps, within the container
     */
    public Optional<InetSocketAddress> containerAddress(String task, String container, int port) {
        return world.ecs().address(task, container, port);
    }

    /** Invocations without clients, of functions. */
    public InvocationTraffic invocationTraffic() {
        return world.lambda().traffic();
    }

    /** Traffic without clients, at load balancers. */
    public Traffic traffic() {
        return world.elb().traffic();
    }

    /**
     * Where a listener of a simulated load balancer listens on this machine: {@code http://127.0.0.1:port}, or
     * {@code tcp://…} for one that passes connections through. No TLS is spoken there, also where the listener's
     * protocol is HTTPS or TLS. The port is opened when this is first asked. A load balancer can be reached at
     * {@link #endpoint} as well, by requests whose {@code Host} is its DNS name.
     *
     * @throws IllegalArgumentException when there is no such listener, or it speaks UDP
     * @throws java.io.UncheckedIOException when no port can be had
     */
    public URI listenerAddress(String listenerArn) {
        InetSocketAddress address = world.elb()
                .dataPlane()
                .address(listenerArn)
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no listener " + listenerArn + " that clients can connect to"));
        String scheme = listenerArn.contains(":listener/net/") ? "tcp" : "http";
        return URI.create(scheme + "://127.0.0.1:" + address.getPort());
    }

    /** Its clock. */
    public SimulatedTime time() {
        return time;
    }

    /** What calls changed. */
    public Effects effects() {
        return world.effects();
    }

    /**
     * What was published to a topic of the simulated SNS, the oldest first, and what became of it for each subscription:
     * the last thousand messages.
     */
    public List<TopicMessage> messages(String topicArn) {
        return world.sns().messages(topicArn);
    }

    /** What goes wrong. */
    public Faults faults() {
        return faults;
    }

    /** What goes wrong within ECS beside its calls: no capacity, images that cannot be pulled; listed with {@link #faults}. */
    public EcsFaults ecsFaults() {
        return ecsFaults;
    }

    /** Lets something happen to tasks and services of ECS. After a {@link #reset} it has to be asked for again. */
    public EcsIncidents ecsIncidents() {
        return world.ecs().incidents();
    }

    /** Stops the server and the clock. What was kept stays; a directory can be opened again. */
    @Override
    public void close() {
        world.end();
        if (settings.containers != null) {
            settings.containers.close();
        }
        front.close();
        time.close();
        world.store().close();
    }

    /** How a simulated AWS is to be. */
    public static final class Builder {

        private @Nullable Path directory;
        private @Nullable SimulatedTime time;
        private TaskBehaviour behaviour = new SimulateVariable();
        private FunctionRuntime functions = new ScriptedFunctions();
        private TableEngine tables = TableEngine.NONE;
        private RateLimits limits = RateLimits.none();
        private @Nullable ContainerRuntime containers;
        private @Nullable BuildRunner builds;
        private Reachable reachable = Reachable.NOTHING;
        private Predicate<String> opaque = type -> false;
        private boolean enforcing;
        private boolean checksBundles = true;
        private Duration propagation = Duration.ZERO;
        private long seed = 1;
        private int port;

        private Builder() {}

        /**
         * Keeps the state of all accounts in a directory, which is made when it is not there; without, it ends with
         * the process.
         */
        public Builder directory(Path kept) {
            directory = kept;
            return this;
        }

        /** The seed of ids and of chance: the same seed and the same calls give the same run. 1 when not set. */
        public Builder seed(long value) {
            seed = value;
            return this;
        }

        /**
         * The clock; {@link SimulatedTime#virtual()} when not set. It is closed with the simulator.
         *
         * <p>With kept state, lives that were in flight go on as soon as the simulator is started. Who wants to be ready
         * first takes a busy token of the clock before {@link #start} and closes it afterwards.
         */
        public Builder time(SimulatedTime clock) {
            time = clock;
            return this;
        }

        /** What the containers of simulated tasks do; {@link SimulateVariable} when not set. */
        public Builder tasks(TaskBehaviour decides) {
            behaviour = decides;
            return this;
        }

        /** What invocations of simulated functions come to; {@link ScriptedFunctions} when not set. */
        public Builder functions(FunctionRuntime executes) {
            functions = executes;
            return this;
        }

        /**
         * What stands behind the tables of the simulated DynamoDB, for which {@code AWS::DynamoDB::Table} makes real ones
         * then; without it DynamoDB says that it has none.
         */
        public Builder tables(TableEngine engine) {
            tables = engine;
            return this;
        }

        /**
         * How many calls each account may make: {@link RateLimits#published()} as in AWS. {@link RateLimits#none()} when not
         * set, as virtual time stands still while a test prepares what it needs, and no bucket is filled meanwhile.
         */
        public Builder rateLimits(RateLimits enforced) {
            limits = enforced;
            return this;
        }

        /**
         * Makes the containers of simulated tasks real: they run the image that was pushed, and what becomes of them
         * decides what becomes of the task. Without it, {@link #tasks} decides. It is closed with the simulator.
         *
         * <p>Containers know no simulated time. With {@link SimulatedTime#scaled} they and the simulated AWS move side by
         * side; virtual time waits while the engine works and else jumps ahead of them.
         *
         * @param runtime like {@code DockerContainers.connect()}
         */
        public Builder containers(ContainerRuntime runtime) {
            containers = runtime;
            return this;
        }

        /**
         * What stands behind addresses of the simulated VPCs: asked by load balancers for the targets that are
         * registered with them. Nothing when not set.
         */
        public Builder reachable(Reachable knows) {
            reachable = knows;
            return this;
        }

        /** Carries the builds of the simulated CodeBuild out; without it they are scripted. */
        public Builder builds(BuildRunner runner) {
            builds = runner;
            return this;
        }

        /**
         * Whether policies are enforced: callers may do what policies allow them, as in AWS. Off when not set: every caller
         * may do everything in its account. Access keys of twelve digits are the root of that account, which may always.
         */
        public Builder enforcePolicies(boolean enforced) {
            enforcing = enforced;
            return this;
        }

        /**
         * Whether platforms of Elastic Beanstalk refuse source bundles as AWS's do: archives that are none or broken, no
         * Dockerfile, a wrong version of {@code Dockerrun.aws.json}. They do when not set, and with {@link #containers}
         * always; a test that wants any bytes for a bundle says false.
         */
        public Builder checkSourceBundles(boolean checked) {
            checksBundles = checked;
            return this;
        }

        /**
         * Which types of resources, of those that are not simulated, CloudFormation takes as they are written: resources of
         * these types get ids and attributes, and do nothing. None when not set: such a resource fails, and says so.
         *
         * @param types tells whether a type like {@code AWS::EC2::VPC} is taken
         */
        public Builder opaqueTypes(Predicate<String> types) {
            opaque = types;
            return this;
        }

        /**
         * How long changes to roles, users, groups and policies take until they count for access, passing roles and assuming
         * them; at once when not set. AWS says "usually within seconds": {@link SimulatedAws#TYPICAL_PROPAGATION} is a usual one.
         *
         * @param delay zero or more
         */
        public Builder policyPropagation(Duration delay) {
            propagation = delay;
            return this;
        }

        /** The port on the loopback interface; 0, which is the default, for any that is free. */
        public Builder port(int number) {
            port = number;
            return this;
        }

        /**
         * Opens the state and starts to listen.
         *
         * @throws java.io.UncheckedIOException when the directory or the port cannot be used
         * @throws dev.penstock.simulator.state.DamagedStateException when the kept state cannot be read
         */
        public SimulatedAws start() {
            return new SimulatedAws(this);
        }
    }
}
