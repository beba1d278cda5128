package dev.penstock.validation;

import dev.penstock.image.ImageReference;
import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import dev.penstock.problem.SourceSpan;
import java.util.Optional;

/** Judges references to images. */
final class ImageReferences {

    private ImageReferences() {}

    static void check(String image, SourceSpan span, String field, Problems problems) {
        Optional<ImageReference> reference = ImageReference.parse(image);
        if (reference.isEmpty()) {
            problems.report(
                    ProblemType.IMAGE_REFERENCE,
                    span,
                    field,
                    "'" + image + "' is not a reference to an image.",
                    "It looks like 123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:1.2 or web@sha256:…");
        } else if (reference.get().tag().isEmpty() && !reference.get().isPinned()) {
            problems.report(
                    ProblemType.IMAGE_TAG_MISSING,
                    span,
                    field,
                    "'" + image + "' has neither a tag nor a digest, so that 'latest' is meant.",
                    "Name the digest: what 'latest' is changes.");
        }
    }
}
