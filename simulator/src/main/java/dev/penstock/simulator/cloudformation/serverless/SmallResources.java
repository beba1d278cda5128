package dev.penstock.simulator.cloudformation.serverless;

import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Resources that become one of CloudFormation's: tables, layers, nested applications. */
final class SmallResources {

    private static final Map<String, String> KEY_TYPES = Map.of("String", "S", "Number", "N", "Binary", "B");

    private SmallResources() {}

    static void table(Declared table, Written written) {
        table.only(List.of(
                "PrimaryKey",
                "ProvisionedThroughput",
                "PointInTimeRecoverySpecification",
                "SSESpecification",
                "TableName",
                "Tags"));
        Map<String, JsonValue> key = Members.of(table.property("PrimaryKey"));
        JsonValue name = key.getOrDefault("Name", Members.text("id"));
        String type = Optional.ofNullable(key.get("Type"))
                .map(given -> Optional.ofNullable(KEY_TYPES.get(JsonTexts.scalar(given)))
                        .orElseThrow(() -> table.invalid("Invalid 'Type' \"" + JsonTexts.scalar(given) + "\".")))
                .orElse("S");
        Members properties = new Members()
                .with("TableName", table.property("TableName"))
                .with(
                        "AttributeDefinitions",
                        Members.list(List.of(new Members()
                                .with("AttributeName", name)
                                .with("AttributeType", type)
                                .built())))
                .with(
                        "KeySchema",
                        Members.list(List.of(new Members()
                                .with("AttributeName", name)
                                .with("KeyType", "HASH")
                                .built())))
                .from(
                        table.properties(),
                        List.of("ProvisionedThroughput", "PointInTimeRecoverySpecification", "SSESpecification"));
        if (table.property("ProvisionedThroughput").isEmpty()) {
            properties.with("BillingMode", "PAY_PER_REQUEST");
        }
        if (table.property("Tags").isPresent()) {
            properties.with("Tags", table.tags("dynamodb:createdBy"));
        }
        written.add(table.logicalId(), "AWS::DynamoDB::Table", properties.built(), attributes(table));
    }

    /** A layer is another one as soon as what it has is, and the earlier one stays. */
    static void layer(Declared layer, Written written) {
        layer.only(List.of(
                "CompatibleArchitectures",
                "CompatibleRuntimes",
                "ContentUri",
                "Description",
                "LayerName",
                "LicenseInfo",
                "PublishLambdaVersion",
                "RetentionPolicy"));
        String id = Written.hashed(layer.logicalId(), JsonTexts.of(new JsonValue.Structure(layer.properties())));
        boolean deleted =
                layer.text("RetentionPolicy").filter("Delete"::equalsIgnoreCase).isPresent();
        written.add(
                id,
                "AWS::Lambda::LayerVersion",
                new Members()
                        .with("LayerName", layer.property("LayerName").orElse(Members.text(layer.logicalId())))
                        .with(
                                "Content",
                                Locations.code(layer, "ContentUri", layer.required("ContentUri"))
                                        .built())
                        .from(
                                layer.properties(),
                                List.of("CompatibleArchitectures", "CompatibleRuntimes", "Description", "LicenseInfo"))
                        .built(),
                attributes(layer).with("DeletionPolicy", deleted ? "Delete" : "Retain"));
        written.references().lead(layer.logicalId(), id);
    }

    static void application(Declared application, Written written) {
        JsonValue location = application.required("Location");
        if (location instanceof JsonValue.Structure(Map<String, JsonValue> given)
                && given.containsKey("ApplicationId")) {
            throw application.invalid("Applications of the AWS Serverless Application Repository are not simulated.");
        }
        written.add(
                application.logicalId(),
                "AWS::CloudFormation::Stack",
                new Members()
                        .with("TemplateURL", location)
                        .from(application.properties(), List.of("Parameters", "NotificationARNs", "TimeoutInMinutes"))
                        .with("Tags", application.tags("lambda:createdBy"))
                        .built(),
                attributes(application));
    }

    private static Members attributes(Declared resource) {
        return new Members().from(resource.attributes(), resource.attributes().keySet());
    }
}
