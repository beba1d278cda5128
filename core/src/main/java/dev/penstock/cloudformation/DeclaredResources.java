package dev.penstock.cloudformation;

import dev.penstock.document.SourceNode;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What is known of a template's resources: their names as declared, their ids in a stack, or what stands in for them. */
final class DeclaredResources {

    private static final Pattern ROLE_ARN = Pattern.compile("(?i)[\\w+=,.@-]*role[-_]?arn");

    private final TemplateSections sections;
    private final TemplateValues values;
    private final Placeholders placeholders;

    /** Names are being looked up of these: a template may refer to itself in a circle. */
    private final Set<String> asked = new HashSet<>();

    DeclaredResources(TemplateSections sections, TemplateValues values, Placeholders placeholders) {
        this.sections = sections;
        this.values = values;
        this.placeholders = placeholders;
    }

    /** What {@code Ref} gives. */
    Optional<String> reference(String logicalId, Evaluator evaluator) {
        String physicalId = values.stack().physicalIds().get(logicalId);
        if (physicalId != null) {
            return Optional.of(physicalId);
        }
        Optional<ResourceNaming> naming = naming(logicalId);
        return naming.filter(known -> !known.ref().isEmpty())
                .flatMap(known -> filled(known.ref(), logicalId, known, evaluator))
                .or(() -> standIn(naming, logicalId, logicalId));
    }

    /** What {@code Fn::GetAtt} gives. */
    Optional<String> attribute(String logicalId, String attribute, Evaluator evaluator) {
        Optional<ResourceNaming> naming = naming(logicalId);
        return naming.flatMap(known -> Optional.ofNullable(known.attributes().get(attribute))
                        .flatMap(text -> filled(text, logicalId, known, evaluator)))
                .or(() -> standIn(naming, logicalId, shown(logicalId, attribute)));
    }

    /** An output of a nested stack is called what the one who wrote it thought of. */
    private static String shown(String logicalId, String attribute) {
        return attribute.startsWith("Outputs.")
                ? attribute.substring("Outputs.".length())
                : logicalId + "-" + attribute;
    }

    /** The name of a resource of a type that has names; empty if it is not known. */
    Optional<String> name(String logicalId, Evaluator evaluator) {
        return naming(logicalId).flatMap(naming -> name(logicalId, naming, evaluator));
    }

    private Optional<ResourceNaming> naming(String logicalId) {
        return declaration(logicalId)
                .flatMap(declaration -> declaration.get("Type"))
                .filter(SourceNode.Scalar.class::isInstance)
                .flatMap(type -> ResourceNaming.of(((SourceNode.Scalar) type).text()));
    }

    private Optional<SourceNode.Mapping> declaration(String logicalId) {
        return sections.resources()
                .get(logicalId)
                .filter(SourceNode.Mapping.class::isInstance)
                .map(SourceNode.Mapping.class::cast);
    }

    private Optional<String> filled(String text, String logicalId, ResourceNaming naming, Evaluator evaluator) {
        Optional<String> name = name(logicalId, naming, evaluator);
        boolean needsAccount = text.contains("{account}") && values.accountId().isEmpty();
        boolean needsRegion = text.contains("{region}") && values.region().isEmpty();
        Optional<String> path = text.contains("{path}")
                ? property(logicalId, "Path", evaluator).or(() -> Optional.of("/"))
                : Optional.of("");
        if (name.isEmpty() || needsAccount || needsRegion) {
            return Optional.empty();
        }
        return path.map(known -> text.replace("{partition}", values.partition())
                .replace("{suffix}", values.urlSuffix())
                .replace("{region}", values.region().orElse(""))
                .replace("{account}", values.accountId().orElse(""))
                .replace("{path}", known)
                .replace(ResourceNaming.NAME, name.get()));
    }

    private Optional<String> name(String logicalId, ResourceNaming naming, Evaluator evaluator) {
        String physicalId = values.stack().physicalIds().get(logicalId);
        if (physicalId != null && naming.ref().equals(ResourceNaming.NAME)) {
            return Optional.of(physicalId);
        }
        return property(logicalId, naming.property(), evaluator)
                .or(() -> standIn(Optional.of(naming), logicalId, logicalId));
    }

    /** A property whose value the template says. */
    private Optional<String> property(String logicalId, String name, Evaluator evaluator) {
        if (!asked.add(logicalId)) {
            return Optional.empty();
        }
        try {
            return declaration(logicalId)
                    .flatMap(declaration -> declaration.get("Properties"))
                    .filter(SourceNode.Mapping.class::isInstance)
                    .flatMap(properties -> ((SourceNode.Mapping) properties).get(name))
                    .flatMap(evaluator::scalar)
                    .filter(value -> !placeholders.isUnknown(value))
                    .map(SourceNode.Scalar::text)
                    .filter(text -> !text.isEmpty());
        } finally {
            asked.remove(logicalId);
        }
    }

    /** What stands for a value that only AWS can look up: the last part of the name under which it is kept. */
    Optional<String> lookedUp(String name) {
        return values.stack().standIns()
                ? Optional.of(name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf(':')) + 1))
                        .filter(text -> !text.isEmpty())
                        .map(this::role)
                : Optional.empty();
    }

    /** What is called the ARN of a role is wanted as one. */
    private String role(String name) {
        return ROLE_ARN.matcher(name).matches()
                ? values.accountId()
                        .map(account -> "arn:" + values.partition() + ":iam::" + account + ":role/" + name)
                        .orElse(name)
                : name;
    }

    private Optional<String> standIn(Optional<ResourceNaming> naming, String logicalId, String text) {
        if (!values.stack().standIns() || !sections.resources().has(logicalId)) {
            return Optional.empty();
        }
        return Optional.of(
                naming.filter(ResourceNaming::isLowerCase).isPresent() ? text.toLowerCase(Locale.ROOT) : role(text));
    }
}
