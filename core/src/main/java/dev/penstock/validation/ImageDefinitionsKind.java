package dev.penstock.validation;

import dev.penstock.document.DocumentKind;
import dev.penstock.document.FieldContext;
import dev.penstock.document.FieldContext.Coercion;
import dev.penstock.document.Fields;
import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceText;
import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import dev.penstock.problem.SourceSpan;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** {@code imagedefinitions.json}: what the ECS deploy action takes (CodePipeline user guide, file reference). */
record ImageDefinitionsKind() implements DocumentKind {

    private static final int LARGEST_FILE = 100 * 1024;

    @Override
    public String name() {
        return "image definitions (imagedefinitions.json)";
    }

    @Override
    public boolean recognises(String fileName, SourceNode document) {
        return fileName.equals("imagedefinitions.json")
                || (document instanceof SourceNode.Sequence list
                        && !list.items().isEmpty()
                        && list.items().getFirst() instanceof SourceNode.Mapping first
                        && first.has("imageUri"));
    }

    @Override
    public void check(SourceText source, SourceNode document, Problems problems) {
        int size = source.content().getBytes(StandardCharsets.UTF_8).length;
        if (size > LARGEST_FILE) {
            shape(problems, document.span(), "The file has " + size + " bytes.", "At most 100 KB are allowed.");
        }
        if (!(document instanceof SourceNode.Sequence list)) {
            shape(
                    problems,
                    document.span(),
                    "Image definitions are a list; this is " + document.description() + ".",
                    "Write [{\"name\": \"container\", \"imageUri\": \"image\"}].");
            return;
        }
        if (list.items().isEmpty()) {
            shape(problems, list.span(), "The list is empty.", "Name at least one container and its image.");
        }
        FieldContext context = FieldContext.of(
                problems,
                ProblemType.IMAGE_DEFINITIONS,
                ProblemType.IMAGE_DEFINITIONS,
                ProblemType.IMAGE_DEFINITIONS,
                Coercion.NONE);
        Map<String, SourceSpan> names = new HashMap<>();
        for (int i = 0; i < list.items().size(); i++) {
            Fields fields = Fields.of(list.items().get(i), "/" + i, context);
            container(fields, names, problems);
            fields.end();
        }
    }

    private static void container(Fields fields, Map<String, SourceSpan> names, Problems problems) {
        String name = fields.requireText("name");
        SourceSpan span = fields.span("name");
        SourceSpan earlier = name.isEmpty() ? null : names.putIfAbsent(name, span);
        if (earlier != null) {
            problems.report(
                    ProblemType.IMAGE_DEFINITION_NAME,
                    span,
                    fields.path() + "/name",
                    "The container '" + name + "' is named already, at line " + earlier.line() + ".",
                    "Keep one image for each container.");
        }
        String image = fields.requireText("imageUri");
        if (fields.has("imageUri")) {
            ImageReferences.check(image, fields.span("imageUri"), fields.path() + "/imageUri", problems);
        }
    }

    private static void shape(Problems problems, SourceSpan span, String message, String hint) {
        problems.report(ProblemType.IMAGE_DEFINITIONS, span, "", message, hint);
    }
}
