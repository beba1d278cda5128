package dev.penstock.simulator.cloudformation.changes;

import dev.penstock.simulator.cloudformation.template.DynamicReference;
import dev.penstock.simulator.cloudformation.template.Environment;
import dev.penstock.simulator.cloudformation.types.Deployed;
import dev.penstock.simulator.wire.JsonValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The environment of a stack of which it is known, resource by resource, what an update makes of it. */
final class StackView implements Environment {

    /** What an update makes of a resource. */
    enum Fate {
        STAYS,
        CHANGES_IN_PLACE,
        /** Whether it is replaced is told only when it is updated. */
        MAY_BE_REPLACED,
        IS_REPLACED,
        IS_ADDED
    }

    private final Environment around;
    private final Map<String, Deployed> resources;
    private final Map<String, Fate> fates = new HashMap<>();

    StackView(Environment around, Map<String, Deployed> resources) {
        this.around = around;
        this.resources = resources;
    }

    void decide(String logicalId, Fate fate) {
        fates.put(logicalId, fate);
    }

    Fate fate(String logicalId) {
        return fates.getOrDefault(logicalId, resources.containsKey(logicalId) ? Fate.STAYS : Fate.IS_ADDED);
    }

    private Optional<Deployed> known(String logicalId) {
        return switch (fate(logicalId)) {
            case STAYS, CHANGES_IN_PLACE -> Optional.ofNullable(resources.get(logicalId));
            case MAY_BE_REPLACED, IS_REPLACED, IS_ADDED -> Optional.empty();
        };
    }

    @Override
    public Optional<JsonValue> ref(String logicalId) {
        return known(logicalId).map(Deployed::physicalId).map(JsonValue.Text::new);
    }

    @Override
    public Optional<JsonValue> attribute(String logicalId, String attribute) {
        // Attributes that handlers do not give are the properties of those names, as in CloudFormation.
        return known(logicalId)
                .flatMap(resource ->
                        member(resource.attributes(), attribute).or(() -> member(resource.properties(), attribute)));
    }

    private static Optional<JsonValue> member(JsonValue.Structure structure, String path) {
        JsonValue whole = structure.members().get(path);
        if (whole != null) {
            return Optional.of(whole);
        }
        int dot = path.indexOf('.');
        return dot > 0 && structure.members().get(path.substring(0, dot)) instanceof JsonValue.Structure inner
                ? member(inner, path.substring(dot + 1))
                : Optional.empty();
    }

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
    public Optional<String> exported(String name) {
        return around.exported(name);
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
