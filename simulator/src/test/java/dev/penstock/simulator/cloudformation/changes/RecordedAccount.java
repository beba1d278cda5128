package dev.penstock.simulator.cloudformation.changes;

import dev.penstock.simulator.cloudformation.template.DynamicReference;
import dev.penstock.simulator.cloudformation.template.Environment;
import dev.penstock.simulator.cloudformation.template.Evaluation;
import dev.penstock.simulator.cloudformation.template.ParameterLookup;
import dev.penstock.simulator.cloudformation.template.ParameterValues;
import dev.penstock.simulator.cloudformation.template.ResourceDeclaration;
import dev.penstock.simulator.cloudformation.template.Template;
import dev.penstock.simulator.cloudformation.types.Deployed;
import dev.penstock.simulator.wire.JsonValue;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.cloudformation.model.Parameter;

/** The account of the recordings, with what they put in the place of its names. */
class RecordedAccount implements Environment, ParameterLookup {

    final Map<String, String> stored = new HashMap<>();

    /** Makes every resource of a template: its attributes are its properties. */
    Map<String, Deployed> deploy(Template template, ParameterValues values, Map<String, String> physicalIds) {
        Map<String, Deployed> resources = new LinkedHashMap<>();
        Evaluation evaluation = new Evaluation(template, values, new StackView(this, resources));
        for (String name : evaluation.order()) {
            ResourceDeclaration resource = template.resource(name).orElseThrow();
            JsonValue.Structure properties = evaluation.properties(name);
            String id = physicalIds.getOrDefault(name, physicalId(name, resource.type(), properties));
            Map<String, JsonValue> attributes = new LinkedHashMap<>(properties.members());
            attributes.put("Version", new JsonValue.Text("1"));
            attributes.put("Arn", new JsonValue.Text("arn-of-" + id));
            resources.put(name, new Deployed(resource.type(), id, properties, new JsonValue.Structure(attributes)));
        }
        return resources;
    }

    private static String physicalId(String name, String type, JsonValue.Structure properties) {
        return switch (type) {
            case "AWS::SNS::Topic" ->
                "arn:<partition>:sns:<region>:111111111111:"
                        + RecordedChange.text(properties, "TopicName").orElse(name);
            default -> "id-of-" + name;
        };
    }

    ParameterValues values(Template template, Map<String, String> given) {
        List<Parameter> parameters = given.entrySet().stream()
                .map(entry -> Parameter.builder()
                        .parameterKey(entry.getKey())
                        .parameterValue(entry.getValue())
                        .build())
                .toList();
        return ParameterValues.resolve(template.parameters(), parameters, ParameterValues.none(), this);
    }

    @Override
    public Optional<String> stored(String name) {
        return Optional.ofNullable(stored.get(name));
    }

    @Override
    public boolean exists(String type, String value) {
        return true;
    }

    @Override
    public String account() {
        return "111111111111";
    }

    @Override
    public String region() {
        return "<region>";
    }

    @Override
    public String partition() {
        return "aws";
    }

    @Override
    public String urlSuffix() {
        return "url_suffix";
    }

    @Override
    public String stackName() {
        return "<stack-name:1>";
    }

    @Override
    public String stackId() {
        return "arn:<partition>:cloudformation:<region>:111111111111:stack/<stack-name:1>/<resource:2>";
    }

    @Override
    public List<String> notificationArns() {
        return List.of();
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
        throw new AssertionError("the recorded templates have no " + reference);
    }

    @Override
    public List<String> availabilityZones(String region) {
        return List.of(region + "a");
    }
}
