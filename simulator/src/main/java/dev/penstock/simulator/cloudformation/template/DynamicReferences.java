package dev.penstock.simulator.cloudformation.template;

import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;

/**
 * Puts values in the place of dynamic references. Source: User Guide, "Get values stored in other services using dynamic
 * references".
 */
final class DynamicReferences {

    /**
     * Where {@code ssm-secure} can stand. Source: User Guide, "Get a secure string value from Systems Manager Parameter
     * Store", "Resources that support dynamic parameter patterns for secure strings".
     */
    private static final Set<String> SECURE = Set.of(
            "AWS::DirectoryService::MicrosoftAD/Password",
            "AWS::DirectoryService::SimpleAD/Password",
            "AWS::ElastiCache::ReplicationGroup/AuthToken",
            "AWS::IAM::User/LoginProfile/Password",
            "AWS::KinesisFirehose::DeliveryStream/RedshiftDestinationConfiguration/Password",
            "AWS::OpsWorks::App/AppSource/Password",
            "AWS::OpsWorks::Stack/CustomCookbooksSource/Password",
            "AWS::OpsWorks::Stack/RdsDbInstances/DbPassword",
            "AWS::RDS::DBCluster/MasterUserPassword",
            "AWS::RDS::DBInstance/MasterUserPassword",
            "AWS::Redshift::Cluster/MasterUserPassword");

    private final Environment environment;

    DynamicReferences(Environment environment) {
        this.environment = environment;
    }

    /** @param type of the resource whose properties these are */
    JsonValue resolve(String type, JsonValue properties) {
        return resolve(properties, type, "");
    }

    private JsonValue resolve(JsonValue value, String type, String path) {
        return switch (value) {
            case JsonValue.Structure structure -> {
                Map<String, JsonValue> members = new LinkedHashMap<>();
                structure
                        .members()
                        .forEach((name, member) -> members.put(name, resolve(member, type, path + "/" + name)));
                yield new JsonValue.Structure(members);
            }
            case JsonValue.Array array -> {
                List<JsonValue> elements = new ArrayList<>();
                array.elements().forEach(element -> elements.add(resolve(element, type, path)));
                yield new JsonValue.Array(elements);
            }
            case JsonValue.Text text -> new JsonValue.Text(replaced(text.value(), type, path));
            case JsonValue.Number number -> number;
            case JsonValue.Truth truth -> truth;
            case JsonValue.Null nothing -> nothing;
        };
    }

    private String replaced(String text, String type, String path) {
        if (!text.contains("{{resolve:")) {
            return text;
        }
        Matcher matcher = DynamicReference.PATTERN.matcher(text);
        StringBuilder replaced = new StringBuilder();
        while (matcher.find()) {
            Optional<DynamicReference> reference = DynamicReference.of(matcher.group(1), matcher.group(2));
            String value = reference.map(found -> value(found, type, path)).orElseGet(matcher::group);
            matcher.appendReplacement(replaced, Matcher.quoteReplacement(value));
        }
        matcher.appendTail(replaced);
        return replaced.toString();
    }

    private String value(DynamicReference reference, String type, String path) {
        if (reference instanceof DynamicReference.SsmSecure && !SECURE.contains(type + path)) {
            throw TemplateErrors.validation(
                    "SSM Secure reference is not supported in: [" + type + "/Properties" + path + "]");
        }
        return JsonTexts.scalar(environment.dynamicReference(reference));
    }

    /** In outputs only parameters in plain text are resolved; secrets stay what they are written as. */
    JsonValue resolveInOutput(JsonValue value) {
        if (!(value instanceof JsonValue.Text text) || !text.value().contains("{{resolve:ssm:")) {
            return value;
        }
        Matcher matcher = DynamicReference.PATTERN.matcher(text.value());
        StringBuilder replaced = new StringBuilder();
        while (matcher.find()) {
            Optional<DynamicReference> plain = DynamicReference.of(matcher.group(1), matcher.group(2))
                    .filter(DynamicReference.Ssm.class::isInstance);
            String shown = plain.map(reference -> JsonTexts.scalar(environment.dynamicReference(reference)))
                    .orElseGet(matcher::group);
            matcher.appendReplacement(replaced, Matcher.quoteReplacement(shown));
        }
        matcher.appendTail(replaced);
        return new JsonValue.Text(replaced.toString());
    }
}
