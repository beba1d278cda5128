package dev.penstock.dockerrun;

import dev.penstock.problem.Problem;
import dev.penstock.problem.SourceSpan;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Puts images into a user's own {@code Dockerrun.aws.json} (version 1 or 2) or Compose file, and leaves every other byte as it
 * is: order, comments, white space, line ends, byte order mark.
 *
 * <p>In a Compose file a service that is built gets {@code image} in the place of {@code build}: what a pipeline built is not
 * to be built again, and perhaps otherwise, on every instance.
 */
public final class ImageReplacement {

    private ImageReplacement() {}

    /** What came of it. */
    public sealed interface Result {

        /**
         * The images are in.
         *
         * @param content the file's new content
         * @param changes what was exchanged; those that were right already are not listed, so that none means that the content
         *     is the same
         */
        record Replaced(byte[] content, List<Change> changes) implements Result {

            public Replaced {
                content = content.clone();
                changes = List.copyOf(changes);
            }

            @Override
            public byte[] content() {
                return content.clone();
            }
        }

        /**
         * The file is left as it is.
         *
         * @param problems at least one error
         */
        record Refused(List<Problem> problems) implements Result {

            public Refused {
                problems = List.copyOf(problems);
            }
        }
    }

    /**
     * An image that was exchanged.
     *
     * @param container the container or service; empty in version 1, where it has no name
     * @param before what stood there; empty for a service that was built
     * @param after what stands there now
     * @param span where
     */
    public record Change(String container, String before, String after, SourceSpan span) {

        public Change {
            Objects.requireNonNull(container, "container");
            Objects.requireNonNull(before, "before");
            Objects.requireNonNull(after, "after");
            Objects.requireNonNull(span, "span");
        }
    }

    /**
     * Puts in an image of which nobody said whose it is: that of version 1, the only container, or otherwise every container
     * whose image is of the same repository. Refused when there is none such.
     *
     * @param file the file's name, for messages; how it ends decides whether it is JSON or YAML
     * @param content the file
     * @param image a reference, best with a digest
     */
    public static Result image(String file, byte[] content, String image) {
        return new ImageReplacer(file, content).only(image);
    }

    /**
     * Puts in the images of containers, as {@code imagedefinitions.json} names them. All of them must be there. In version 1,
     * where the container has no name, one image is taken, whatever its name.
     *
     * @param file the file's name, for messages; how it ends decides whether it is JSON or YAML
     * @param content the file
     * @param images references by container or service, best with digests; not empty
     */
    public static Result images(String file, byte[] content, Map<String, String> images) {
        return new ImageReplacer(file, content).named(images);
    }
}
