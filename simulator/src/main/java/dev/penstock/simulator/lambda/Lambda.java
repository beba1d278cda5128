package dev.penstock.simulator.lambda;

import dev.penstock.simulator.cloudwatch.Metrics;
import dev.penstock.simulator.ecr.ImageSource;
import dev.penstock.simulator.iam.Roles;
import dev.penstock.simulator.iam.ServiceSessions;
import dev.penstock.simulator.logs.LogStore;
import dev.penstock.simulator.s3.ObjectAccess;
import dev.penstock.simulator.server.Protocol;
import dev.penstock.simulator.service.Authorizer;
import dev.penstock.simulator.service.Caller;
import dev.penstock.simulator.service.Identities;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.service.ServiceCalls;
import dev.penstock.simulator.service.ServiceDefinition;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.service.Tags;
import dev.penstock.simulator.sqs.Sqs;
import dev.penstock.simulator.state.Calendar;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.time.SimulatedTime;
import java.net.URI;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Lambda as a service. Source: Lambda API Reference. */
public final class Lambda {

    /** The most that a request to CreateFunction may have, as AWS says it when it has more. */
    private static final int LARGEST_REQUEST = 70_167_211;

    /**
     * The services that Lambda works with.
     *
     * @param objects where code is read from
     * @param images that functions are made of
     * @param roles that functions run as
     * @param metrics that count invocations
     * @param logs that functions write to
     * @param topics that results are published to
     * @param calls to services that functions' events come from and their results go to
     * @param sessions of the roles that functions run as
     * @param sqs that tells of messages in queues
     */
    public record Neighbours(
            ObjectAccess objects,
            ImageSource images,
            Roles roles,
            Metrics metrics,
            LogStore logs,
            Topics topics,
            ServiceCalls calls,
            ServiceSessions sessions,
            Sqs sqs) {}

    /** Publishes to topics of the simulated SNS. */
    @FunctionalInterface
    public interface Topics {

        void publish(String topicArn, String subject, String message);
    }

    private final LambdaStore store;
    private final Functions functions;
    private final FunctionUpdates updates;
    private final Versions versions;
    private final Aliases aliases;
    private final Layers layers;
    private final LayerPermissions layerPermissions;
    private final Statements policies;
    private final Permissions permissions;
    private final FunctionTags functionTags;
    private final CodeSigning signing;
    private final ProvisionedConcurrency provisioned;
    private final Concurrency concurrency;
    private final FunctionUrls urls;
    private final EventInvokeConfigs invokeConfigs;
    private final EventSources sources;
    private final FunctionExtras extras;
    private final EventQueue queue;
    private final Invocations invocations;
    private final CodeDownloads downloads;
    private final Topics topics;
    private final EventQueues queues;
    private final InvocationTraffic traffic;
    private final QueuePolling polling;
    private final Store state;
    private final SimulatedTime time;
    private final Ids ids;
    private final Executions executions;

    /** @param endpoint where the simulator listens, asked when an address is given out */
    public Lambda(
            Store state,
            Calendar calendar,
            SimulatedTime time,
            Ids ids,
            Tags tags,
            Neighbours neighbours,
            FunctionRuntime runtime,
            Supplier<URI> endpoint) {
        this.state = state;
        this.time = time;
        this.ids = ids;
        topics = neighbours.topics();
        queues = new EventQueues(neighbours.calls());
        store = new LambdaStore(state);
        downloads = new CodeDownloads(state.blobs(), endpoint);
        FunctionLife life = new FunctionLife(store, calendar, ids);
        FunctionCode code = new FunctionCode(state.blobs(), neighbours.objects(), neighbours.images());
        layers = new Layers(state, code, downloads);
        policies = new Statements(state);
        layerPermissions = new LayerPermissions(layers, policies, ids);
        permissions = new Permissions(store, policies, life);
        signing = new CodeSigning(state, store, tags, ids);
        sources = new EventSources(state, store, calendar, tags, ids, queues);
        functionTags = new FunctionTags(store, tags, life, sources, signing);
        provisioned = new ProvisionedConcurrency(state, store, calendar, life);
        concurrency = new Concurrency(store, provisioned);
        urls = new FunctionUrls(state, store, ids);
        invokeConfigs = new EventInvokeConfigs(state, store);
        extras = new FunctionExtras(state, store, layers);
        versions = new Versions(store, life);
        aliases = new Aliases(store, life, provisioned, this::forget);
        FunctionRules rules = new FunctionRules(neighbours.roles());
        FunctionSettings settings = new FunctionSettings(layers);
        functions = new Functions(
                store, life, rules, settings, code, versions, functionTags, signing, this::forget, downloads);
        updates = new FunctionUpdates(store, life, rules, settings, code, versions);
        ExecutionRecords records = new ExecutionRecords(neighbours.metrics(), neighbours.logs(), ids);
        FunctionSessions sessions = new FunctionSessions(neighbours.sessions(), state.blobs(), calendar::now, endpoint);
        executions = new Executions(state, store, provisioned, runtime, records, ids, calendar::now, sessions);
        traffic = new InvocationTraffic(state, calendar, store, executions, records, neighbours.metrics());
        Destinations destinations = new Destinations(this::deliver, records, calendar::now);
        queue = new EventQueue(state, calendar, store, executions, invokeConfigs, destinations, ids);
        polling = new QueuePolling(
                state, calendar, sources, store, executions, neighbours.calls(), neighbours.sqs(), ids);
        sources.whenEnabled(polling::wake);
        invocations = new Invocations(state, time, life, executions, queue, ids, neighbours.calls());
    }

    public ServiceDefinition definition() {
        return ServiceDefinition.of(
                "lambda",
                new ServiceDefinition.Protocol.RestJson(LambdaErrors::errorText, LARGEST_REQUEST),
                this::declare);
    }

    private void declare(Operations all) {
        functions.declare(all);
        updates.declare(all);
        versions.declare(all);
        aliases.declare(all);
        invocations.declare(all);
        permissions.declare(all);
        layers.declare(all);
        layerPermissions.declare(all);
        functionTags.declare(all);
        signing.declare(all);
        concurrency.declare(all);
        provisioned.declare(all);
        urls.declare(all);
        invokeConfigs.declare(all);
        sources.declare(all);
        extras.declare(all);
    }

    /**
     * Invokes a function for another service, which waits for the answer. Within a transaction; the stage may be completed
     * outside of it.
     *
     * @param caller in whose name
     * @param function its ARN, with or without a version or alias
     * @param event JSON text
     * @throws dev.penstock.simulator.wire.ServiceError when there is no such function, it is not active, no execution is left
     *     for it, or the caller may not invoke it
     */
    public CompletionStage<FunctionAnswer> invoke(Caller caller, String function, String event) {
        return invocations.invoke(caller, function, event);
    }

    /**
     * Leaves an event for a function, which is executed with it after a moment and tried again when it fails. Within a transaction.
     *
     * @param function its ARN, with or without a version or alias
     * @param event JSON text
     * @throws dev.penstock.simulator.wire.ServiceError when there is no such function
     */
    public void leave(String function, String event) {
        FunctionName name = FunctionName.ofArn(function);
        store.target(name);
        queue.add(name, event);
    }

    /** Whether there is a function of an ARN, with its version or alias. Reads within the current transaction. */
    public boolean has(String function) {
        return store.find(FunctionName.ofArn(function)).isPresent();
    }

    /**
     * The addresses of functions.
     *
     * @param identities who is known by which access key
     * @param authorizer asked whether a caller may use a URL
     */
    public Protocol urls(Identities identities, Authorizer authorizer) {
        return new FunctionUrlEndpoint(state, time, urls, executions, ids, identities, authorizer);
    }

    /** Invocations without clients. */
    public InvocationTraffic traffic() {
        return traffic;
    }

    /** Where the archives of functions and layers are downloaded from. */
    public Protocol downloads() {
        return downloads;
    }

    /** Lets go on what was going on when the state was left. */
    public void resume() {
        queue.resume();
        sources.all().forEach(polling::wake);
    }

    /** The policy of a function, version, alias or layer by its ARN. Reads within the current transaction. */
    public Optional<String> policyOf(String arn) {
        return policies.of(arn).map(Statements.Policy::document);
    }

    /** The digests of all archives that functions and layers refer to. Reads within a transaction. */
    public Set<String> contents() {
        Set<String> digests = new HashSet<>(layers.contents());
        store.versions().forEach(version -> digests.add(version.code().blob()));
        return digests;
    }

    private void forget(FunctionName function, Optional<String> qualifier) {
        provisioned.forget(function, qualifier);
        urls.forget(function, qualifier);
        invokeConfigs.forget(function, qualifier);
        extras.forget(function, qualifier);
        qualifier.ifPresentOrElse(q -> policies.forget(function.arn(q)), () -> policies.forgetAll(function.arn()));
    }

    /** Hands the result of an asynchronous invocation to a topic, a queue or another function. */
    private void deliver(String arn, String message, Map<String, String> attributes) {
        String[] parts = arn.split(":", -1);
        if (parts.length > 2 && parts[2].equals("sns")) {
            topics.publish(arn, "", message);
        } else if (parts.length > 5 && parts[2].equals("sqs")) {
            queues.send(arn, message, attributes);
        } else if (parts.length > 6 && parts[2].equals("lambda")) {
            queue.add(FunctionName.ofArn(arn), message);
        }
    }
}
