package dev.penstock.pipeline;

import dev.penstock.problem.SourceSpan;
import java.util.Map;

/**
 * Where each value of a definition stands in the file it was read from, by its path in the CodePipeline JSON, such as
 * {@code /stages/0/actions/1/configuration/ClusterName}, whatever form the file has.
 *
 * @param file the file, for paths that stand nowhere
 * @param spans the place of each path
 */
public record Locations(String file, Map<String, SourceSpan> spans) {

    public Locations {
        spans = Map.copyOf(spans);
    }

    /** Locations of a pipeline that was made in code: every path stands in a file of that label. */
    public static Locations none(String label) {
        return new Locations(label, Map.of());
    }

    /** The place of a path, or of the nearest part above it that stands somewhere. */
    public SourceSpan of(String path) {
        String nearest = path;
        while (true) {
            SourceSpan span = spans.get(nearest);
            if (span != null) {
                return span;
            }
            int slash = nearest.lastIndexOf('/');
            if (slash < 0) {
                return SourceSpan.ofFile(file);
            }
            nearest = nearest.substring(0, slash);
        }
    }
}
