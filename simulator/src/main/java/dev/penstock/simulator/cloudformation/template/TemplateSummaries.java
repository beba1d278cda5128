package dev.penstock.simulator.cloudformation.template;

import dev.penstock.simulator.cloudformation.types.Schema;
import dev.penstock.simulator.cloudformation.types.Schemas;
import dev.penstock.simulator.wire.JsonTexts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.cloudformation.model.GetTemplateSummaryResponse;
import software.amazon.awssdk.services.cloudformation.model.ParameterConstraints;
import software.amazon.awssdk.services.cloudformation.model.ResourceIdentifierSummary;
import software.amazon.awssdk.services.cloudformation.model.TemplateParameter;
import software.amazon.awssdk.services.cloudformation.model.ValidateTemplateResponse;

/** What CloudFormation answers about a template by itself. */
public final class TemplateSummaries {

    private static final String VERSION = "2010-09-09";

    private TemplateSummaries() {}

    /** ValidateTemplate's answer to a template that is well. */
    public static ValidateTemplateResponse validated(Template template) {
        Capabilities capabilities = template.capabilities();
        ValidateTemplateResponse.Builder response = ValidateTemplateResponse.builder()
                .parameters(template.parameters().values().stream()
                        .map(TemplateSummaries::parameter)
                        .toList());
        template.description().ifPresent(response::description);
        capabilities.reason().ifPresent(response::capabilitiesReason);
        if (!capabilities.needed().isEmpty()) {
            response.capabilities(capabilities.needed());
        }
        if (!template.transforms().isEmpty()) {
            response.declaredTransforms(template.transforms());
        }
        return response.build();
    }

    private static TemplateParameter parameter(ParameterDeclaration declaration) {
        TemplateParameter.Builder parameter =
                TemplateParameter.builder().parameterKey(declaration.name()).noEcho(declaration.noEcho());
        declaration.defaultValue().ifPresent(parameter::defaultValue);
        declaration.description().ifPresent(parameter::description);
        return parameter.build();
    }

    /** GetTemplateSummary's answer. */
    public static GetTemplateSummaryResponse summary(Template template, Schemas schemas) {
        Capabilities capabilities = template.capabilities();
        GetTemplateSummaryResponse.Builder response = GetTemplateSummaryResponse.builder()
                .parameters(template.parameters().values().stream()
                        .map(TemplateSummaries::declaration)
                        .toList())
                .resourceTypes(types(template).keySet().stream().toList())
                .resourceIdentifierSummaries(types(template).entrySet().stream()
                        .map(type -> identifiers(type.getKey(), type.getValue(), schemas))
                        .toList())
                .version(template.formatVersion().orElse(VERSION));
        template.description().ifPresent(response::description);
        template.metadata().map(JsonTexts::of).ifPresent(response::metadata);
        capabilities.reason().ifPresent(response::capabilitiesReason);
        if (!capabilities.needed().isEmpty()) {
            response.capabilities(capabilities.needed());
        }
        if (!template.transforms().isEmpty()) {
            response.declaredTransforms(template.transforms());
        }
        return response.build();
    }

    private static software.amazon.awssdk.services.cloudformation.model.ParameterDeclaration declaration(
            ParameterDeclaration declared) {
        var declaration = software.amazon.awssdk.services.cloudformation.model.ParameterDeclaration.builder()
                .parameterKey(declared.name())
                .parameterType(declared.type().text())
                .noEcho(declared.noEcho())
                .parameterConstraints(constraints(declared));
        declared.defaultValue().ifPresent(declaration::defaultValue);
        declared.description().ifPresent(declaration::description);
        return declaration.build();
    }

    private static ParameterConstraints constraints(ParameterDeclaration declared) {
        return declared.allowedValues().isEmpty()
                ? ParameterConstraints.builder().build()
                : ParameterConstraints.builder()
                        .allowedValues(declared.allowedValues())
                        .build();
    }

    /** The logical ids of each type. */
    private static Map<String, List<String>> types(Template template) {
        Map<String, List<String>> types = new TreeMap<>();
        template.resources()
                .forEach((name, resource) -> types.computeIfAbsent(resource.type(), type -> new ArrayList<>())
                        .add(name));
        return types;
    }

    /** The properties that identify a resource for an import; those that only AWS sets are none. */
    private static ResourceIdentifierSummary identifiers(String type, List<String> logicalIds, Schemas schemas) {
        ResourceIdentifierSummary.Builder summary =
                ResourceIdentifierSummary.builder().resourceType(type).logicalResourceIds(logicalIds);
        List<String> identifiers = schemas.of(type)
                .map(schema -> schema.primaryIdentifier().stream()
                        .filter(schema.properties()::contains)
                        .filter(name -> !isReadOnly(schema, name))
                        .toList())
                .orElse(List.of());
        return identifiers.isEmpty()
                ? summary.build()
                : summary.resourceIdentifiers(identifiers).build();
    }

    private static boolean isReadOnly(Schema schema, String name) {
        return schema.attributes().contains(name);
    }
}
