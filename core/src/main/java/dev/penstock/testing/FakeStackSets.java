package dev.penstock.testing;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.action.RemoteCallException.Kind;
import dev.penstock.observe.Observation;
import dev.penstock.observe.Reading;
import dev.penstock.observe.ResourceId;
import dev.penstock.observe.ResourceReader;
import dev.penstock.stack.ParameterValue;
import dev.penstock.stack.set.StackInstance;
import dev.penstock.stack.set.StackSetDefinition;
import dev.penstock.stack.set.StackSetId;
import dev.penstock.stack.set.StackSetOperation;
import dev.penstock.stack.set.StackSetPreferences;
import dev.penstock.stack.set.StackSetTargets;
import dev.penstock.stack.set.StackSets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Stack sets in memory. An operation does one target each time it is observed, and stops at the first that fails. */
public final class FakeStackSets implements StackSets, ResourceReader {

    private final Map<String, StackSetDefinition> sets = new LinkedHashMap<>();
    private final Map<String, Map<String, StackInstance>> instances = new HashMap<>();
    private final Map<String, Operation> operations = new LinkedHashMap<>();
    private final Map<String, String> failing = new HashMap<>();
    private final List<String> effects = new ArrayList<>();

    private static final class Operation {

        private final String set;
        private final List<StackSetOperation.Result> results = new ArrayList<>();
        private StackSetOperation.Status status = StackSetOperation.Status.RUNNING;

        private Operation(String set) {
            this.set = set;
        }

        private StackSetOperation seen(String id) {
            return new StackSetOperation(id, status, "", results);
        }
    }

    /** Lets the stack in an account and Region fail. */
    public synchronized void fail(String account, String region, String reason) {
        failing.put(account + "/" + region, reason);
    }

    /** What was changed by calls, in order: {@code create shop}, {@code add 111122223333/eu-west-1}, {@code update shop}. */
    public synchronized List<String> effects() {
        return List.copyOf(effects);
    }

    @Override
    public synchronized Optional<String> find(AwsScope scope, StackSetId set) {
        return Optional.of(set.name()).filter(sets::containsKey).map(FakeStackSets::id);
    }

    private static String id(String name) {
        return name + ":1";
    }

    @Override
    public synchronized String create(AwsScope scope, StackSetDefinition definition, String token) {
        String name = definition.id().name();
        sets.put(name, definition);
        instances.put(name, new LinkedHashMap<>());
        effects.add("create " + name);
        return id(name);
    }

    @Override
    public synchronized void update(
            AwsScope scope,
            StackSetDefinition definition,
            StackSetTargets targets,
            StackSetPreferences preferences,
            String operation) {
        String name = definition.id().name();
        List<String> places = targets.isEmpty() ? List.copyOf(of(name).keySet()) : places(targets);
        begin(name, operation, places, "update " + name);
        sets.put(name, definition);
    }

    private Map<String, StackInstance> of(String name) {
        return instances.computeIfAbsent(name, key -> new LinkedHashMap<>());
    }

    private static List<String> places(StackSetTargets targets) {
        List<String> places = new ArrayList<>();
        for (String region : targets.regions()) {
            targets.accounts().forEach(account -> places.add(account + "/" + region));
        }
        return places;
    }

    private void begin(String name, String id, List<String> places, String effect) {
        if (operations.containsKey(id)) {
            return;
        }
        boolean isBusy =
                operations.values().stream().anyMatch(other -> other.set.equals(name) && !other.status.hasEnded());
        if (isBusy) {
            throw new RemoteCallException(
                    Kind.CONFLICT,
                    "cloudformation:UpdateStackSet",
                    "OperationInProgressException",
                    "Another operation is in progress.",
                    new IllegalStateException("busy"));
        }
        Operation operation = new Operation(name);
        for (String place : places) {
            String[] parts = place.split("/", -1);
            operation.results.add(new StackSetOperation.Result(parts[0], parts[1], "PENDING", ""));
        }
        operations.put(id, operation);
        effects.add(effect);
    }

    @Override
    public synchronized List<StackInstance> instances(AwsScope scope, StackSetId set) {
        return List.copyOf(of(set.name()).values());
    }

    @Override
    public synchronized void createInstances(
            AwsScope scope,
            StackSetId set,
            StackSetTargets targets,
            Map<String, ParameterValue> overrides,
            StackSetPreferences preferences,
            String operation) {
        List<String> places = places(targets);
        begin(set.name(), operation, places, "add " + String.join(", ", places));
        for (String place : places) {
            String[] parts = place.split("/", -1);
            of(set.name()).putIfAbsent(place, new StackInstance(parts[0], parts[1], "OUTDATED", ""));
        }
    }

    @Override
    public synchronized void updateInstances(
            AwsScope scope,
            StackSetId set,
            StackSetTargets targets,
            Map<String, ParameterValue> overrides,
            StackSetPreferences preferences,
            String operation) {
        List<String> places = places(targets);
        begin(set.name(), operation, places, "bring " + String.join(", ", places));
    }

    @Override
    public synchronized Optional<StackSetOperation> operation(AwsScope scope, StackSetId set, String operation) {
        return Optional.ofNullable(operations.get(operation)).map(found -> found.seen(operation));
    }

    @Override
    public synchronized void stop(AwsScope scope, StackSetId set, String operation) {
        Optional.ofNullable(operations.get(operation))
                .filter(found -> !found.status.hasEnded())
                .ifPresent(found -> {
                    found.status = StackSetOperation.Status.STOPPED;
                    effects.add("stop");
                });
    }

    @Override
    public String kind() {
        return StackSetOperation.KIND;
    }

    @Override
    public int batchSize() {
        return 10;
    }

    @Override
    public synchronized Reading read(List<ResourceId> resources) {
        Map<ResourceId, Observation> seen = new LinkedHashMap<>();
        for (ResourceId resource : resources) {
            String id = StackSetOperation.operation(resource);
            Optional.ofNullable(operations.get(id)).ifPresent(found -> {
                seen.put(resource, found.seen(id));
                moveOn(found);
            });
        }
        return Reading.of(seen);
    }

    private void moveOn(Operation operation) {
        if (operation.status.hasEnded()) {
            return;
        }
        for (int i = 0; i < operation.results.size(); i++) {
            StackSetOperation.Result next = operation.results.get(i);
            if (next.status().equals("PENDING")) {
                String place = next.account() + "/" + next.region();
                Optional<String> failure = Optional.ofNullable(failing.get(place));
                String status = failure.isPresent() ? "FAILED" : "SUCCEEDED";
                operation.results.set(
                        i, new StackSetOperation.Result(next.account(), next.region(), status, failure.orElse("")));
                of(operation.set)
                        .put(
                                place,
                                new StackInstance(
                                        next.account(),
                                        next.region(),
                                        failure.isPresent() ? "OUTDATED" : "CURRENT",
                                        failure.orElse("")));
                if (failure.isPresent()) {
                    operation.status = StackSetOperation.Status.FAILED;
                }
                return;
            }
        }
        operation.status = StackSetOperation.Status.SUCCEEDED;
    }
}
