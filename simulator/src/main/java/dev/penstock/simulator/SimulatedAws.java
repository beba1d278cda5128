package dev.penstock.simulator;

import dev.penstock.simulator.codebuild.BuildRunner;
import dev.penstock.simulator.containers.ContainerRuntime;
import dev.penstock.simulator.dynamodb.TableEngine;
import dev.penstock.simulator.ecs.EcsFaults;
import dev.penstock.simulator.ecs.EcsIncidents;
import dev.penstock.simulator.ecs.SimulateVariable;
import dev.penstock.simulator.ecs.TaskBehaviour;
import dev.penstock.simulator.elb.Traffic;
import dev.penstock.simulator.iam.Accesses;
import dev.penstock.simulator.lambda.FunctionRuntime;
import dev.penstock.simulator.lambda.InvocationTraffic;
import dev.penstock.simulator.lambda.ScriptedFunctions;
import dev.penstock.simulator.network.Reachable;
import dev.penstock.simulator.server.HttpFront;
import dev.penstock.simulator.service.Effects;
import dev.penstock.simulator.service.Faults;
import dev.penstock.simulator.service.RateLimits;
import dev.penstock.simulator.service.ServiceDefinition;
import dev.penstock.simulator.sns.TopicMessage;
import dev.penstock.simulator.time.SimulatedTime;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
            world = open();
        } catch (RuntimeException e) {
            front.close();
            time.close();
            throw e;
        }
    }

    private World open() {
        return new World(settings, Foundation.open(settings, time, faults, front), ecsFaults, this::reset);
    }

    /**
     * Forgets all accounts, faults and effects, as if it had just been started; time goes on. What {@link #effects} gave
     * before belongs to the past.
     */
    public synchronized void reset() {
        World past = world;
        try (SimulatedTime.Busy busy = time.busy()) {
            past.erase();
            world = open();
        }
    }

    /** What is simulated. */
    List<ServiceDefinition> services() {
        return world.services();
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
        return world.compute.ecs.address(task, container, port);
    }

    /** Invocations without clients, of functions. */
    public InvocationTraffic invocationTraffic() {
        return world.compute.lambda.traffic();
    }

    /** Traffic without clients, at load balancers. */
    public Traffic traffic() {
        return world.compute.elb.traffic();
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
        InetSocketAddress address = world.compute
                .elb
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
        return world.base.effects();
    }

    /** What was asked of policies since this was started or {@linkplain #reset reset}; nothing where they are not enforced. */
    public Accesses accesses() {
        return world.base.accesses();
    }

    /**
     * What was published to a topic of the simulated SNS, the oldest first, and what became of it for each subscription:
     * the last thousand messages.
     */
    public List<TopicMessage> messages(String topicArn) {
        return world.data.sns.messages(topicArn);
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
        return world.compute.ecs.incidents();
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
        world.base.store().close();
    }

    /** How a simulated AWS is to be. */
    public static final class Builder {

        @Nullable
        Path directory;

        @Nullable
        SimulatedTime time;

        TaskBehaviour behaviour = new SimulateVariable();
        FunctionRuntime functions = new ScriptedFunctions();
        TableEngine tables = TableEngine.NONE;
        RateLimits limits = RateLimits.none();

        @Nullable
        ContainerRuntime containers;

        @Nullable
        BuildRunner builds;

        Reachable reachable = Reachable.NOTHING;
        Predicate<String> opaque = type -> false;
        boolean enforcing;
        boolean checksBundles = true;
        Duration propagation = Duration.ZERO;
        long seed = 1;
        int port;

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
