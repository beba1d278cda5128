package dev.penstock.simulator.cloudformation.template;

import dev.penstock.simulator.wire.JsonValue;
import java.util.List;
import java.util.Optional;

/** An environment in which nothing of the stack is made yet, and nothing is imported. */
record WithoutResources(Environment around) implements Environment {

    @Override
    public String account() {
        return around.account();
    }

    @Override
    public String region() {
        return around.region();
    }

    @Override
    public String partition() {
        return around.partition();
    }

    @Override
    public String urlSuffix() {
        return around.urlSuffix();
    }

    @Override
    public String stackName() {
        return around.stackName();
    }

    @Override
    public String stackId() {
        return around.stackId();
    }

    @Override
    public List<String> notificationArns() {
        return around.notificationArns();
    }

    @Override
    public Optional<JsonValue> ref(String logicalId) {
        return Optional.empty();
    }

    @Override
    public Optional<JsonValue> attribute(String logicalId, String attribute) {
        return Optional.empty();
    }

    @Override
    public Optional<String> exported(String name) {
        return Optional.empty();
    }

    @Override
    public JsonValue dynamicReference(DynamicReference reference) {
        return around.dynamicReference(reference);
    }

    @Override
    public List<String> availabilityZones(String region) {
        return around.availabilityZones(region);
    }
}
