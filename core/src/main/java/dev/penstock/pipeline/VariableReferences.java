package dev.penstock.pipeline;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds references to variables in text: {@code #{namespace.key}}, exactly. Names are case-sensitive. A namespace has
 * letters, digits, {@code @}, {@code -} and {@code _}; a key may besides have {@code ^ [ ] * $}, which CodePipeline's page
 * on quotas allows. There is no way to escape a reference.
 */
public final class VariableReferences {

    private static final String OPEN = "#{";

    private VariableReferences() {}

    /**
     * Something in a text that starts like a reference.
     *
     * @param start offset of its first character
     * @param end offset after its last character
     * @param namespace the part before the first dot; empty when it is malformed
     * @param key the part after it; empty when it is malformed
     */
    public record Reference(int start, int end, String namespace, String key) {

        /** Whether it only looks like a reference, and therefore stays in the text as it is. */
        public boolean isMalformed() {
            return namespace.isEmpty();
        }

        /** {@code #{namespace.key}}. */
        public String written() {
            return OPEN + namespace + "." + key + "}";
        }
    }

    /** The references in a text, in order. */
    public static List<Reference> in(String text) {
        return find(text).stream().filter(found -> !found.isMalformed()).toList();
    }

    /** What starts like a reference and has a closing brace on its line, but is none: probably a mistake. */
    public static List<Reference> malformedIn(String text) {
        return find(text).stream().filter(Reference::isMalformed).toList();
    }

    private static List<Reference> find(String text) {
        int start = text.indexOf(OPEN);
        if (start < 0) {
            return List.of();
        }
        List<Reference> found = new ArrayList<>();
        while (start >= 0) {
            int end = closing(text, start + OPEN.length());
            if (end >= 0) {
                found.add(reference(text, start, end));
            }
            start = text.indexOf(OPEN, end < 0 ? start + OPEN.length() : end + 1);
        }
        return found;
    }

    /** The closing brace, if it comes before the line ends and before another reference starts. */
    private static int closing(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '}') {
                return i;
            }
            if (c == '\n' || c == '{') {
                return -1;
            }
        }
        return -1;
    }

    private static Reference reference(String text, int start, int end) {
        String inside = text.substring(start + OPEN.length(), end);
        int dot = inside.indexOf('.');
        if (dot > 0 && dot < inside.length() - 1) {
            String namespace = inside.substring(0, dot);
            String key = inside.substring(dot + 1);
            if (Characters.NAMESPACE.allowsAll(namespace) && Characters.VARIABLE_KEY.allowsAll(key)) {
                return new Reference(start, end + 1, namespace, key);
            }
        }
        return new Reference(start, end + 1, "", "");
    }
}
