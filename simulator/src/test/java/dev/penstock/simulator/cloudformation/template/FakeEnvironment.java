package dev.penstock.simulator.cloudformation.template;

import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.ServiceError;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A stack named {@code shop} in Ireland, whose resources a test makes known. */
public final class FakeEnvironment implements Environment {

    public final Map<String, String> refs = new HashMap<>();
    public final Map<String, JsonValue> attributes = new HashMap<>();
    public final Map<String, String> exports = new HashMap<>();
    public final Map<DynamicReference, String> values = new HashMap<>();

    public FakeEnvironment knows(String logicalId, String physicalId) {
        refs.put(logicalId, physicalId);
        return this;
    }

    public FakeEnvironment gives(String reference, String value) {
        attributes.put(reference, new JsonValue.Text(value));
        return this;
    }

    @Override
    public String account() {
        return "111111111111";
    }

    @Override
    public String region() {
        return "eu-west-1";
    }

    @Override
    public String partition() {
        return "aws";
    }

    @Override
    public String urlSuffix() {
        return "amazonaws.com";
    }

    @Override
    public String stackName() {
        return "shop";
    }

    @Override
    public String stackId() {
        return "arn:aws:cloudformation:eu-west-1:111111111111:stack/shop/0a1b";
    }

    @Override
    public List<String> notificationArns() {
        return List.of();
    }

    @Override
    public Optional<JsonValue> ref(String logicalId) {
        return Optional.ofNullable(refs.get(logicalId)).map(JsonValue.Text::new);
    }

    @Override
    public Optional<JsonValue> attribute(String logicalId, String attribute) {
        return Optional.ofNullable(attributes.get(logicalId + "." + attribute));
    }

    @Override
    public Optional<String> exported(String name) {
        return Optional.ofNullable(exports.get(name));
    }

    @Override
    public JsonValue dynamicReference(DynamicReference reference) {
        String value = values.get(reference);
        if (value == null) {
            throw ServiceError.client("ValidationError", "nothing at " + reference);
        }
        return new JsonValue.Text(value);
    }

    @Override
    public List<String> availabilityZones(String region) {
        return List.of(region + "a", region + "b", region + "c");
    }
}
