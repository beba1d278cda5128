package dev.penstock.validation;

import dev.penstock.document.DocumentKind;
import dev.penstock.document.FieldContext;
import dev.penstock.document.FieldContext.Coercion;
import dev.penstock.document.Fields;
import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceText;
import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;

/** {@code imageDetail.json}: what the ECR source puts out (CodePipeline user guide, file reference). */
record ImageDetailKind() implements DocumentKind {

    @Override
    public String name() {
        return "image details (imageDetail.json)";
    }

    @Override
    public boolean recognises(String fileName, SourceNode document) {
        return fileName.equals("imageDetail.json")
                || (document instanceof SourceNode.Mapping mapping && mapping.has("ImageURI"));
    }

    @Override
    public void check(SourceText source, SourceNode document, Problems problems) {
        FieldContext context = FieldContext.of(
                problems, ProblemType.IMAGE_DETAIL, ProblemType.IMAGE_DETAIL, ProblemType.IMAGE_DETAIL, Coercion.NONE);
        Fields fields = Fields.of(document, "", context);
        String image = fields.requireText("ImageURI");
        if (!image.isEmpty()) {
            ImageReferences.check(image, fields.span("ImageURI"), "/ImageURI", problems);
        }
    }
}
