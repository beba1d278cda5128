package dev.penstock.document;

import dev.penstock.problem.SourceSpan;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Where the values of a document stand, by their paths (such as {@code /containerDefinitions/0/links}). Kept beside a record
 * that was read, so that the record itself is a plain value and what is said of it later still names a line.
 *
 * @param spans by path; the empty path is the document
 */
public record Places(Map<String, SourceSpan> spans) {

    /** No place is known. */
    public static final Places NONE = new Places(Map.of());

    public Places {
        spans = Map.copyOf(spans);
    }

    /** The place of a value, or of the nearest one around it that has a place; empty when not even the document has. */
    public Optional<SourceSpan> at(String path) {
        String sought = path;
        while (true) {
            SourceSpan span = spans.get(sought);
            if (span != null || sought.isEmpty()) {
                return Optional.ofNullable(span);
            }
            sought = sought.substring(0, Math.max(0, sought.lastIndexOf('/')));
        }
    }

    /** Collects places while a document is read. */
    public static final class Collector {

        private final Map<String, SourceSpan> spans = new HashMap<>();

        /** Notes the place of a value. */
        public void accept(String path, SourceNode node) {
            spans.putIfAbsent(path, Objects.requireNonNull(node.span(), "span"));
        }

        /** What was collected. */
        public Places places() {
            return new Places(spans);
        }
    }
}
