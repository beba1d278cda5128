package dev.penstock.simulator.recordings;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The form in which answers around stacks are compared, where they are of many services. */
final class RecordedStacks {

    /** The end of a stack's id, where the recorder has not masked it. */
    private static final Pattern STACK =
            Pattern.compile("(:stack/[\\w<>:-]+/)[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    /** The end of a name that CloudFormation has made up, where the recorder has not masked it. */
    private static final Pattern NAME = Pattern.compile("(stack-[0-9a-f]{8}-\\w+-)[A-Za-z0-9]{12}$");

    /** What the recorder has put in place of ids, without the brackets of its other placeholders. */
    private static final Set<String> MASKED = Set.of("vpc-id", "subnet-a-id", "subnet-b-id");

    /** A mask within a mask. */
    private static final Pattern TWICE = Pattern.compile("<<([\\w-]+)>:(\\d+)>");

    /** Lists without an order, and what tells their items apart. */
    private static final Map<String, String> KEYS = Map.of("Tags", "Key", "Outputs", "OutputKey");

    private static final String VERSIONS = "VersionIdsToStages";

    private RecordedStacks() {}

    static Tree recorded(Tree tree) {
        return RecordedChanges.recorded(arranged(tree, true, ""));
    }

    /** @param endpoint of the simulated AWS, where queues have their URLs */
    static Tree ours(Tree tree, String endpoint) {
        return RecordedChanges.ours(arranged(tree, false, endpoint));
    }

    private static Tree arranged(Tree tree, boolean masks, String endpoint) {
        return switch (tree) {
            case Tree.Structure(Map<String, Tree> members) -> {
                Map<String, Tree> all = new LinkedHashMap<>();
                members.forEach((name, member) -> {
                    // A client in Java does not tell a list that is empty from none.
                    if (!member.equals(new Tree.Sequence(List.of()))) {
                        all.put(name, member(name, arranged(member, masks, endpoint)));
                    }
                });
                yield new Tree.Structure(all);
            }
            case Tree.Sequence(List<Tree> items) ->
                new Tree.Sequence(items.stream()
                        .map(item -> arranged(item, masks, endpoint))
                        .toList());
            case Tree.Text(String text) -> new Tree.Text(masks ? masked(text) : atAws(text, endpoint));
            case Tree.Number n -> n;
            case Tree.Truth t -> t;
            case Tree.Time t -> t;
            case Tree.Nothing n -> n;
        };
    }

    private static String masked(String text) {
        if (MASKED.contains(text)) {
            return "<" + text + ">";
        }
        String once = TWICE.matcher(text).replaceAll("<$1:$2>");
        return NAME.matcher(STACK.matcher(once).replaceAll("$1<stack-uuid>")).replaceAll("$1<random>");
    }

    /** A queue's URL as AWS's are. */
    private static String atAws(String text, String endpoint) {
        String queues = endpoint + "/queue/";
        return text.startsWith(queues)
                ? text.substring(queues.length()).replaceFirst("^([a-z0-9-]+)/", "https://sqs.$1.amazonaws.com/")
                : text;
    }

    /** The ids of a secret's versions are random, and some lists have no order. */
    private static Tree member(String name, Tree member) {
        if (name.equals(VERSIONS) && member instanceof Tree.Structure(Map<String, Tree> versions)) {
            return new Tree.Sequence(List.copyOf(versions.values()));
        }
        String key = KEYS.get(name);
        if (key == null || !(member instanceof Tree.Sequence(List<Tree> items))) {
            return member;
        }
        List<Tree> sorted = new ArrayList<>(items);
        sorted.sort(Comparator.comparing(item -> key(item, key)));
        return new Tree.Sequence(sorted);
    }

    private static String key(Tree item, String member) {
        return item instanceof Tree.Structure structure
                        && structure.member(member).orElse(new Tree.Nothing()) instanceof Tree.Text(String key)
                ? key
                : "";
    }
}
