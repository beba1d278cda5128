package dev.penstock.action;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a source action takes in one execution, in place of the newest ({@code SourceRevisionOverride} of CodePipeline, with the
 * types {@code COMMIT_ID}, {@code S3_OBJECT_VERSION_ID} and {@code IMAGE_DIGEST}). Kept among the labels of the execution.
 *
 * @param action the source action's name
 * @param commit the commit's id, 40 or 64 hexadecimal digits; of an object its version id, of an image its digest
 * @param branch the branch that the commit is on, which the action's variables tell; absent if it is none or not known
 */
public record SourceRevisionOverride(String action, String commit, Optional<String> branch) {

    private static final String LABEL = "penstock.sourceRevision.";

    public SourceRevisionOverride {
        Objects.requireNonNull(action, "action");
        Objects.requireNonNull(commit, "commit");
        Objects.requireNonNull(branch, "branch");
    }

    /** Labels that keep overrides. */
    public static Map<String, String> labels(Collection<SourceRevisionOverride> overrides) {
        Map<String, String> labels = new LinkedHashMap<>();
        for (SourceRevisionOverride override : overrides) {
            labels.put(
                    LABEL + override.action(),
                    override.commit()
                            + override.branch().map(name -> " " + name).orElse(""));
        }
        return labels;
    }

    /** What is kept for an action; absent if nothing is. */
    public static Optional<SourceRevisionOverride> of(Map<String, String> labels, String action) {
        return Optional.ofNullable(labels.get(LABEL + action)).map(text -> {
            int space = text.indexOf(' ');
            return space < 0
                    ? new SourceRevisionOverride(action, text, Optional.empty())
                    : new SourceRevisionOverride(
                            action, text.substring(0, space), Optional.of(text.substring(space + 1)));
        });
    }
}
