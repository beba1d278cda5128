package dev.penstock.pipeline;

import dev.penstock.document.DocumentReader;
import dev.penstock.document.FieldContext;
import dev.penstock.document.FieldContext.Coercion;
import dev.penstock.document.Fields;
import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceText;
import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads files with values of template parameters, in each of the forms that AWS's tools take: the list of {@code
 * {"ParameterKey": …, "ParameterValue": …}} of {@code aws cloudformation create-stack}, the template configuration file of
 * the CloudFormation action ({@code {"Parameters": {…}}}), and a plain mapping; as JSON or YAML.
 */
public final class ParameterFile {

    private ParameterFile() {}

    /**
     * Reads a file.
     *
     * @param problems where problems are added; what is returned is to be used only if none of them is an error
     * @return values by parameter, in the order written
     */
    public static Map<String, String> read(SourceText source, Problems problems) {
        FieldContext context = FieldContext.of(
                problems,
                ProblemType.TEMPLATE_PARAMETER_FILE,
                ProblemType.TEMPLATE_PARAMETER_FILE,
                ProblemType.TEMPLATE_PARAMETER_FILE,
                Coercion.SCALAR_AS_TEXT);
        return DocumentReader.read(source, problems)
                .map(document -> parameters(document, context))
                .orElse(Map.of());
    }

    private static Map<String, String> parameters(SourceNode document, FieldContext context) {
        return switch (document) {
            case SourceNode.Sequence list -> pairs(list, context);
            case SourceNode.Mapping mapping
            when mapping.get("Parameters").orElse(mapping) instanceof SourceNode.Mapping inner
                    && mapping.has("Parameters") -> values(inner, "/Parameters", context);
            case SourceNode.Mapping mapping -> values(mapping, "", context);
            case SourceNode.Scalar scalar -> {
                Fields.of(scalar, "", context);
                yield Map.of();
            }
        };
    }

    private static Map<String, String> values(SourceNode.Mapping mapping, String path, FieldContext context) {
        Fields fields = Fields.of(mapping, path, context);
        Map<String, String> values = new LinkedHashMap<>();
        for (SourceNode.Entry entry : mapping.entries()) {
            fields.text(entry.name()).ifPresent(text -> values.put(entry.name(), text));
        }
        return values;
    }

    private static Map<String, String> pairs(SourceNode.Sequence list, FieldContext context) {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < list.items().size(); i++) {
            Fields fields =
                    Fields.of(list.items().get(i), "/" + i, context).ignore("UsePreviousValue", "ResolvedValue");
            String key = fields.requireText("ParameterKey");
            fields.text("ParameterValue").ifPresent(value -> values.put(key, value));
            fields.end();
        }
        return values;
    }
}
