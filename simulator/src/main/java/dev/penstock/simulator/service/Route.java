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
 * @param variables the names of the path's segments; the last may take the rest of the path
 * @param query what must stand in the query; an empty value stands for any
 * @param header a header that must be there, in lower case; empty when there is none
 * @param streamed whether the body is contents rather than a modelled structure
 * @param root the root element of the answer's body; empty for a body of one bare element
 * @param operation what it is
 */
public record Route(
        String method,
        List<String> variables,
        Map<String, String> query,
        String header,
        boolean streamed,
        String root,
        Operation<?, ?> operation) {

    /**
     * Parses {@code "PUT /{Bucket}/{Key+}?uploadId&partNumber #x-amz-copy-source <body >Root"}: method, path
     * variables, the query's parts and a header that tell this operation from others of the same path, whether the
     * body is streamed, and the answer's root element.
     */
    static Route parse(String text, Operation<?, ?> operation) {
        String[] words = text.split(" ", -1);
        String[] target = words[1].split("\\?", 2);
        List<String> variables = new ArrayList<>();
        for (String segment : target[0].substring(1).split("/", -1)) {
            if (!segment.isEmpty()) {
                variables.add(segment.replaceAll("[{}+]", ""));
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
        return new Route(words[0], List.copyOf(variables), Map.copyOf(query), header, streamed, root, operation);
    }

    private static Optional<String> word(String[] words, char mark) {
        return Arrays.stream(words)
                .filter(word -> word.charAt(0) == mark)
                .map(word -> word.substring(1))
                .findFirst();
    }

    int specificity() {
        return query.size() * 2 + (header.isEmpty() ? 0 : 1);
    }

    /**
     * The path's variables when a request is this operation.
     *
     * @param segments the decoded path, split at the first slashes by the caller: bucket and key
     */
    public Optional<Map<String, String>> match(
            String actualMethod, List<String> segments, Map<String, String> actualQuery, Map<String, String> headers) {
        if (!method.equals(actualMethod) || segments.size() != variables.size()) {
            return Optional.empty();
        }
        for (Map.Entry<String, String> part : query.entrySet()) {
            String actual = actualQuery.get(part.getKey());
            if (actual == null
                    || (!part.getValue().isEmpty() && !part.getValue().equals(actual))) {
                return Optional.empty();
            }
        }
        if (!header.isEmpty() && !headers.containsKey(header)) {
            return Optional.empty();
        }
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < segments.size(); i++) {
            values.put(variables.get(i), segments.get(i));
        }
        return Optional.of(values);
    }
}
