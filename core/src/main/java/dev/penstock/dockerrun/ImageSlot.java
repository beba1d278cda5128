package dev.penstock.dockerrun;

import dev.penstock.document.SourceNode;
import dev.penstock.problem.SourceSpan;
import java.util.Optional;

/**
 * Where an image stands in a file, or would stand.
 *
 * @param container the container or service; empty where it has no name
 * @param path of the field of the image
 * @param image the image that is there
 * @param build what is built instead, in a Compose file
 * @param span the container's own place
 */
record ImageSlot(
        String container,
        String path,
        Optional<SourceNode.Scalar> image,
        Optional<SourceNode.Entry> build,
        SourceSpan span) {

    /** The image that is there; empty when there is none. */
    String text() {
        return image.map(SourceNode.Scalar::text).orElse("");
    }

    /** What decides whether two slots are one place in the text, which aliases and merge keys make so. */
    SourceSpan place() {
        return image.map(SourceNode.Scalar::span)
                .or(() -> build.map(entry -> entry.key().span()))
                .orElse(span);
    }
}
