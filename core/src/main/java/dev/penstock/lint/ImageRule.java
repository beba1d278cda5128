package dev.penstock.lint;

import dev.penstock.image.ImageReference;
import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import dev.penstock.problem.SourceSpan;
import java.util.Optional;

/** An image is named by its digest: what a tag is may change between two instances. */
record ImageRule(Problems problems) {

    void check(String image, SourceSpan span, String path) {
        Optional<ImageReference> reference = ImageReference.parse(image);
        if (reference.isEmpty()) {
            problems.report(
                    ProblemType.IMAGE_REFERENCE,
                    span,
                    path,
                    "'" + image + "' is not a reference to an image.",
                    "It looks like 123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:1.2 or web@sha256:…");
        } else if (!reference.get().isPinned()) {
            problems.report(
                    ProblemType.LINT_IMAGE_TAG,
                    span,
                    path,
                    "'" + image + "' is named by "
                            + reference
                                    .get()
                                    .tag()
                                    .map(tag -> "the tag '" + tag + "'")
                                    .orElse("no tag")
                            + ": each instance pulls what it is at that moment, so that instances can differ.",
                    "Name the digest, such as " + reference.get().repository() + "@sha256:…; a pipeline puts it in.");
        }
    }
}
