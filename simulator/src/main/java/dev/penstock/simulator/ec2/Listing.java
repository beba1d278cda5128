package dev.penstock.simulator.ec2;

import dev.penstock.simulator.wire.FormRequest;
import dev.penstock.simulator.wire.ServiceError;
import dev.penstock.simulator.wire.XmlTree;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a Describe call lists: filters and pages. A filter is called as the member of the answer is, in another spelling:
 * {@code vpc-id} is {@code vpcId}; where AWS calls it otherwise, or it looks deeper, its way is told.
 */
final class Listing {

    private static final int MOST = 1000;

    private final String set;
    private final Map<String, String[]> ways = new HashMap<>();

    /** @param set what the list is called in the answer */
    Listing(String set) {
        this.set = set;
        way("tag-key", "tagSet", "key");
        way("tag-value", "tagSet", "value");
    }

    /** Tells where a filter looks. */
    Listing way(String filter, String... path) {
        ways.put(filter, path);
        return this;
    }

    /**
     * The answer to a call.
     *
     * @param all everything that was asked for by id, as it is described, in its order
     */
    XmlTree answer(FormRequest request, List<XmlTree> all) {
        List<XmlTree> found = filtered(request, all);
        int from = request.text("NextToken").map(Listing::position).orElse(0);
        int size = request.number("MaxResults").map(Long::intValue).orElse(MOST);
        int to = Math.min(found.size(), from + Math.max(1, size));
        XmlTree answer = XmlTree.of().list(set, found.subList(Math.min(from, to), to).stream());
        return to < found.size() ? answer.text("nextToken", token(to)) : answer;
    }

    /** Those that all filters let through. */
    List<XmlTree> filtered(FormRequest request, List<XmlTree> all) {
        return all.stream()
                .filter(tree -> request.parts("Filter").stream().allMatch(filter -> passes(filter, tree)))
                .toList();
    }

    private boolean passes(FormRequest filter, XmlTree tree) {
        String name = filter.require("Name");
        List<String> wanted = filter.texts("Value");
        List<String> has = name.startsWith("tag:") ? tagged(tree, name.substring(4)) : tree.values(path(name));
        return has.stream().anyMatch(value -> wanted.stream().anyMatch(pattern -> matches(pattern, value)));
    }

    private static List<String> tagged(XmlTree tree, String key) {
        List<String> keys = tree.values("tagSet", "key");
        int at = keys.indexOf(key);
        return at < 0 ? List.of() : List.of(tree.values("tagSet", "value").get(at));
    }

    private String[] path(String filter) {
        String[] way = ways.get(filter);
        if (way != null) {
            return way;
        }
        if (!filter.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
            throw Ec2Errors.filter(filter);
        }
        StringBuilder name = new StringBuilder();
        for (String word : filter.split("-", -1)) {
            name.append(name.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return new String[] {name.toString()};
    }

    /** {@code *} stands for any letters and {@code ?} for one. Source: EC2 User Guide, "Filtering resources". */
    private static boolean matches(String pattern, String value) {
        StringBuilder expression = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char letter = pattern.charAt(i);
            switch (letter) {
                case '*' -> expression.append(".*");
                case '?' -> expression.append('.');
                default -> expression.append(Pattern.quote(String.valueOf(letter)));
            }
        }
        return value.matches("(?s)" + expression);
    }

    private static String token(int position) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(("at-" + position).getBytes(StandardCharsets.UTF_8));
    }

    private static int position(String token) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
            return Integer.parseInt(text.substring(text.indexOf('-') + 1));
        } catch (IllegalArgumentException e) {
            throw ServiceError.client("InvalidNextToken", "Unable to parse next token.");
        }
    }

    /** Tags as answers have them. */
    static XmlTree tagged(XmlTree tree, Map<String, String> tags) {
        return tree.list(
                "tagSet",
                tags.entrySet().stream()
                        .map(tag -> XmlTree.of().text("key", tag.getKey()).text("value", tag.getValue())));
    }
}
