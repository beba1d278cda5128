package dev.penstock.simulator.cloudformation;

import dev.penstock.simulator.cloudformation.template.ResourceDeclaration;
import dev.penstock.simulator.cloudformation.template.Template;
import dev.penstock.simulator.cloudformation.types.Schemas;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

/** What CloudFormation checks of the types in a template before it begins. Sources of the texts: answers that users have published. */
final class TypeChecks {

    private TypeChecks() {}

    /** @param allowed the types that the request lets be touched; none for all */
    static void check(Template template, Schemas schemas, List<String> allowed) {
        TreeSet<String> unknown = new TreeSet<>();
        TreeSet<String> refused = new TreeSet<>();
        for (ResourceDeclaration resource : template.resources().values()) {
            String type = resource.type();
            boolean own = type.startsWith("Custom::")
                    || type.startsWith("AWS::CloudFormation::")
                    || type.startsWith("AWS::CDK::")
                    || !type.startsWith("AWS::");
            if (!own && schemas.of(type).isEmpty()) {
                unknown.add(type);
            }
            if (!allowed.isEmpty() && allowed.stream().noneMatch(pattern -> covers(pattern, type))) {
                refused.add(type);
            }
        }
        if (!unknown.isEmpty()) {
            throw CloudFormationErrors.validation("Template format error: Unrecognized resource types: " + unknown);
        }
        if (!refused.isEmpty()) {
            throw CloudFormationErrors.validation(
                    "Resource types " + refused + " are not in the list of resource types that may be used");
        }
    }

    /** Like {@code AWS::EC2::*}. Source: CloudFormation API Reference, CreateStack, ResourceTypes. */
    private static boolean covers(String pattern, String type) {
        return pattern.endsWith("*")
                ? type.startsWith(pattern.substring(0, pattern.length() - 1))
                : pattern.equals(type);
    }

    static void refuseOtherTypes(List<ResourceRow> resources, Template template) {
        List<String> changed = resources.stream()
                .filter(ResourceRow::isThere)
                .filter(row -> {
                    ResourceDeclaration next = template.resources().get(row.logicalId());
                    return next != null && !Objects.equals(next.type(), row.type());
                })
                .map(ResourceRow::logicalId)
                .toList();
        if (!changed.isEmpty()) {
            throw CloudFormationErrors.validation("Update of resource type is not permitted. The new template modifies"
                    + " resource type of the following resources: " + changed);
        }
    }
}
