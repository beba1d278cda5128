package dev.penstock.simulator.service;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which HTTP requests are an operation of a REST service.
 *
 * @param method like {@code GET}
 * @param path its segments
 * @param query what must stand in the query; an empty value stands for any
 * @param header a header that must be there, in lower case; empty when there is none
 * @param streamed whether the body is contents rather than a modelled structure
 * @param root the root element of the answer's body; empty for a body of one bare element
 * @param status of an answer that says no other
 * @param operation what it is
 */
public record Route(
        String method,
        List<Segment> path,
        Map<String, String> query,
        String header,
        boolean streamed,
        String root,
        int status,
        Operation<?, ?> operation) {

    /** A segment of a path. */
    public sealed interface Segment {

        /** The same in all requests. */
        record Literal(String text) implements Segment {}

        /** A variable that is one segment. */
        record Variable(String name) implements Segment {}

        /** A variable that is all the rest of the path, slashes among it. */
        record Rest(String name) implements Segment {}

        private static Segment parse(String text) {
            if (!text.startsWith("{")) {
                return new Literal(text);
            }
            String name = text.replaceAll("[{}+]", "");
            return text.endsWith("+}") ? new Rest(name) : new Variable(name);
        }
    }

    /**
     * Parses {@code "PUT /{Bucket}/{Key+}?uploadId&partNumber #x-amz-copy-source <body >Root =202"}: method, path with its
     * variables, the query's parts and a header that tell this operation from others of the same path, whether the
     * body is streamed, the answer's root element, and its status when it is not 200.
     */
    public static Route parse(String text, Operation<?, ?> operation) {
        String[] words = text.split(" ", -1);
        String[] target = words[1].split("\\?", 2);
        List<Segment> path = new ArrayList<>();
        for (String segment : target[0].substring(1).split("/", -1)) {
            if (!segment.isEmpty()) {
                path.add(Segment.parse(segment));
            }
        }
        Map<String, String> query = new HashMap<>();
        if (target.length > 1) {
            for (String part : target[1].split("&", -1)) {
                String[] pair = part.split("=", 2);
                query.put(pair[0], pair.length > 1 ? pair[1] : "");
            }
        }
        String header = word(words, '#').orElse("");
        boolean streamed = word(words, '<').isPresent();
        String root = word(words, '>').orElse("");
        int status = word(words, '=').map(Integer::valueOf).orElse(200);
        return new Route(words[0], List.copyOf(path), Map.copyOf(query), header, streamed, root, status, operation);
    }

    private static Optional<String> word(String[] words, char mark) {
        return Arrays.stream(words)
                .filter(word -> word.charAt(0) == mark)
                .map(word -> word.substring(1))
                .findFirst();
    }

    int specificity() {
        long literals = path.stream().filter(Segment.Literal.class::isInstance).count();
        return (int) literals * 100 + query.size() * 2 + (header.isEmpty() ? 0 : 1);
    }

    /**
     * The path's variables when a request is this operation.
     *
     * @param segments the decoded path, split by the caller: at every slash, or for S3 into bucket and key
     */
    public Optional<Map<String, String>> match(
            String actualMethod, List<String> segments, Map<String, String> actualQuery, Map<String, String> headers) {
        boolean told = method.equals(actualMethod)
                && query.entrySet().stream().allMatch(part -> says(actualQuery, part.getKey(), part.getValue()))
                && (header.isEmpty() || headers.containsKey(header));
        return told ? variables(segments) : Optional.empty();
    }

    private static boolean says(Map<String, String> query, String name, String value) {
        String actual = query.get(name);
        return actual != null && (value.isEmpty() || value.equals(actual));
    }

    private Optional<Map<String, String>> variables(List<String> segments) {
        boolean open = !path.isEmpty() && path.getLast() instanceof Segment.Rest;
        if (open ? segments.size() < path.size() : segments.size() != path.size()) {
            return Optional.empty();
        }
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < path.size(); i++) {
            String actual = segments.get(i);
            switch (path.get(i)) {
                case Segment.Literal(String text) -> {
                    if (!text.equals(actual)) {
                        return Optional.empty();
                    }
                }
                case Segment.Variable(String name) -> {
                    if (actual.isEmpty()) {
                        return Optional.empty();
                    }
                    values.put(name, actual);
                }
                case Segment.Rest(String name) ->
                    values.put(name, String.join("/", segments.subList(i, segments.size())));
            }
        }
        return Optional.of(values);
    }
}
