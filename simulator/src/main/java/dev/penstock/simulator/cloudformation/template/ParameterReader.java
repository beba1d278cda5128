package dev.penstock.simulator.cloudformation.template;

import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads the Parameters section. */
final class ParameterReader {

    /** Source: User Guide, "Understand CloudFormation quotas". */
    static final int MOST = 200;

    private static final Set<String> PROPERTIES = Set.of(
            "Type",
            "Default",
            "NoEcho",
            "AllowedValues",
            "AllowedPattern",
            "MinLength",
            "MaxLength",
            "MinValue",
            "MaxValue",
            "Description",
            "ConstraintDescription");

    private final String name;
    private final JsonValue.Structure object;

    private ParameterReader(String name, JsonValue.Structure object) {
        this.name = name;
        this.object = object;
    }

    static Map<String, ParameterDeclaration> read(JsonValue.Structure document) {
        Map<String, ParameterDeclaration> parameters = new LinkedHashMap<>();
        SectionReader.objects(document, "Parameters", MOST).forEach((name, object) -> {
            Names.check("Parameter", name);
            parameters.put(name, new ParameterReader(name, object).parameter());
        });
        return parameters;
    }

    private ParameterDeclaration parameter() {
        for (String property : object.members().keySet()) {
            if (!PROPERTIES.contains(property)) {
                throw TemplateErrors.validation("Invalid template parameter property '" + property + "'");
            }
        }
        Optional<String> pattern = text("AllowedPattern");
        pattern.ifPresent(this::checkPattern);
        return new ParameterDeclaration(
                name,
                type(),
                text("Default"),
                text("NoEcho").filter(value -> value.equalsIgnoreCase("true")).isPresent(),
                text("Description"),
                text("ConstraintDescription"),
                allowedValues(),
                pattern,
                number("MinLength"),
                number("MaxLength"),
                number("MinValue"),
                number("MaxValue"));
    }

    private ParameterType type() {
        String type = text("Type")
                .orElseThrow(() -> TemplateErrors.format("Every Parameters object must contain a Type member."));
        return ParameterType.of(type).orElseThrow(() -> TemplateErrors.format("Unrecognized parameter type: " + type));
    }

    private List<String> allowedValues() {
        return switch (object.members().get("AllowedValues")) {
            case null -> List.of();
            case JsonValue.Array array
            when array.elements().stream().allMatch(JsonTexts::isScalar) ->
                array.elements().stream().map(JsonTexts::scalar).toList();
            default -> throw TemplateErrors.format("Every AllowedValues member must be a list of strings.");
        };
    }

    private void checkPattern(String pattern) {
        try {
            Pattern.compile(pattern);
        } catch (PatternSyntaxException | StackOverflowError e) {
            throw TemplateErrors.format(
                    "Parameter '" + name + "' AllowedPattern '" + pattern + "' must be a valid regular expression.");
        }
    }

    private Optional<String> text(String property) {
        JsonValue value = object.members().get(property);
        if (value == null) {
            return Optional.empty();
        }
        if (!JsonTexts.isScalar(value)) {
            throw TemplateErrors.format("Every " + property + " member must be a string.");
        }
        return Optional.of(JsonTexts.scalar(value));
    }

    private Optional<BigDecimal> number(String property) {
        return text(property)
                .map(text -> Numbers.parse(text)
                        .orElseThrow(() -> TemplateErrors.format("Every " + property + " member must be a number.")));
    }
}
