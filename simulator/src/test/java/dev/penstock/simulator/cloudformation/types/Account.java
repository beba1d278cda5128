package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.cloudformation.types.ResourceHandler.Operation;
import dev.penstock.simulator.ec2.LaunchTemplates;
import dev.penstock.simulator.service.Authorizer;
import dev.penstock.simulator.service.Caller;
import dev.penstock.simulator.service.Effects;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.service.ServiceCalls;
import dev.penstock.simulator.service.ServiceDefinition;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.time.SimulatedTime;
import dev.penstock.simulator.wire.JsonValue;
import java.lang.reflect.Field;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The resources of a stack in a simulated AWS, made one by one without a stack. */
final class Account implements AutoCloseable {

    static final String ID = Clients.ACCOUNT;
    private static final String STACK = "arn:aws:cloudformation:us-east-1:" + ID + ":stack/shop/0a1b2c3d";
    private static final Caller CALLER = new Caller(ID, "us-east-1", "arn:aws:iam::" + ID + ":root", ID);
    private static final int PATIENCE = 1000;

    private final SimulatedAws aws = SimulatedAws.builder()
            .time(SimulatedTime.stepped(Instant.parse("2026-01-05T09:00:00Z")))
            .start();
    private final Store store;
    private final Store own = Store.inMemory(aws.time()::now);
    private final ServiceCalls calls;
    private final ResourceTypes types;
    private int asked;

    Account() {
        this(ResourceTypes.Others.REFUSED);
    }

    Account(ResourceTypes.Others others) {
        Object world = part(aws, "world");
        Object base = part(world, "base");
        store = (Store) part(base, "store");
        Effects effects = (Effects) part(base, "effects");
        calls = new ServiceCalls(store, effects, Authorizer.none(), aws.time()::now);
        List<ServiceDefinition> services = new ArrayList<>();
        ((List<?>) part(world, "services")).forEach(service -> services.add((ServiceDefinition) service));
        calls.register(services);
        Ids ids = new Ids(own, 1);
        types = new ResourceTypes(own, ids, new LaunchTemplates(own, ids), others);
    }

    private <R> R inside(Supplier<R> work) {
        return own.transact(() -> store.transact(work));
    }

    private static Object part(Object whole, String name) {
        try {
            Field field = whole.getClass().getDeclaredField(name);
            field.setAccessible(true);
            return field.get(whole);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    ResourceTypes types() {
        return types;
    }

    void snapshot(String logicalId, Deployed resource) {
        inside(() -> {
            handler(resource.type()).snapshot(context(logicalId), resource);
            return resource;
        });
    }

    boolean replaces(Deployed before, String properties) {
        return handler(before.type()).replaces(Policies.none(), before, json(properties));
    }

    /** What is kept of a modelled type. */
    List<ModelledResources.Row> modelled(String type) {
        return inside(() -> types.resources().all(CALLER, type));
    }

    SimulatedAws aws() {
        return aws;
    }

    Clients clients() {
        return Clients.of(aws);
    }

    static JsonValue.Structure json(String text) {
        return (JsonValue.Structure) JsonValue.parse(text.replace('\'', '"')).orElseThrow();
    }

    /** Makes a resource and waits until it is there. */
    Deployed make(String logicalId, String type, String properties) {
        JsonValue.Structure asked = json(properties);
        Progress progress = begin(logicalId, type, properties);
        return deployed(follow(logicalId, type, asked, progress, Operation.CREATE), type, asked);
    }

    /** How making one begins. */
    Progress begin(String logicalId, String type, String properties) {
        return inside(() -> handler(type).create(context(logicalId), json(properties)));
    }

    private static Deployed deployed(Progress.Done done, String type, JsonValue.Structure properties) {
        return new Deployed(type, done.physicalId(), properties, done.attributes());
    }

    Deployed change(String logicalId, Deployed before, String properties) {
        JsonValue.Structure asked = json(properties);
        Progress progress = inside(() -> handler(before.type()).update(context(logicalId), before, asked));
        Progress.Done done = follow(logicalId, before.type(), asked, progress, Operation.UPDATE);
        return deployed(done, before.type(), asked);
    }

    void delete(String logicalId, Deployed resource) {
        Progress progress = inside(() -> handler(resource.type()).delete(context(logicalId), resource));
        follow(logicalId, resource.type(), resource.properties(), progress, Operation.DELETE);
    }

    Optional<JsonValue.Structure> read(String logicalId, Deployed resource) {
        return inside(() -> handler(resource.type()).read(context(logicalId), resource));
    }

    /** Looks again until it is done; a failure is an assertion's. */
    Progress.Done follow(
            String logicalId, String type, JsonValue.Structure properties, Progress first, Operation operation) {
        Progress last = settle(logicalId, type, properties, first, operation);
        if (last instanceof Progress.Done done) {
            return done;
        }
        throw new AssertionError(logicalId + " of " + type + ": " + last);
    }

    /** Looks again until it is done or has failed. */
    Progress settle(
            String logicalId, String type, JsonValue.Structure properties, Progress first, Operation operation) {
        Progress progress = first;
        for (int i = 0; i < PATIENCE && progress instanceof Progress.Working working; i++) {
            aws.time().advance(working.lookAgain());
            Deployed onItsWay = new Deployed(type, working.physicalId(), properties, working.attributes());
            progress = inside(() -> handler(type).check(context(logicalId), onItsWay, operation));
        }
        return progress;
    }

    void pass(Duration time) {
        aws.time().advance(time);
    }

    private ResourceHandler handler(String type) {
        return types.handler(type).orElseThrow();
    }

    private ResourceContext context(String logicalId) {
        return new ResourceContext(
                CALLER,
                STACK,
                "shop",
                logicalId,
                Map.of("team", "web"),
                "11111111-2222-4333-8444-" + String.format("%012d", ++asked),
                "ABCDEFGHIJ12",
                aws.time().now(),
                calls);
    }

    @Override
    public void close() {
        aws.close();
    }
}
