package dev.penstock.simulator.recordings;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The form in which answers of CloudFormation are compared. */
final class RecordedChanges {

    /** A name that CloudFormation has made up for a parameter of Systems Manager; the recorder has not masked its end. */
    private static final Pattern RANDOM = Pattern.compile("(CFN-[A-Za-z0-9]+-)([A-Za-z0-9]{12})");

    /** Events of a clean-up have an id that is random. */
    private static final Pattern EVENT =
            Pattern.compile("([A-Za-z0-9]+-)([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$");

    /** Events have their instants in their ids, which the recorder has masked. */
    private static final Pattern INSTANT = Pattern.compile("-[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z$");

    private RecordedChanges() {}

    /** Random ends of names stand for ours. */
    static Tree recorded(Tree tree) {
        return arranged(tree, true);
    }

    static Tree ours(Tree tree) {
        return arranged(tree, false);
    }

    private static Tree arranged(Tree tree, boolean masks) {
        return switch (tree) {
            case Tree.Structure(Map<String, Tree> members) -> {
                Map<String, Tree> all = new LinkedHashMap<>();
                members.forEach((name, member) -> all.put(name, list(name, arranged(member, masks))));
                // Some recordings say it of additions, and some do not.
                if (new Tree.Text("Add").equals(all.get("Action"))) {
                    all.remove("Replacement");
                }
                // Members newer than the recordings.
                all.remove("OperationId");
                all.remove("LastOperations");
                yield new Tree.Structure(all);
            }
            case Tree.Sequence(List<Tree> items) ->
                new Tree.Sequence(
                        items.stream().map(item -> arranged(item, masks)).toList());
            case Tree.Text(String text) ->
                new Tree.Text(masks ? masked(text) : INSTANT.matcher(text).replaceAll("-date"));
            case Tree.Number n -> n;
            case Tree.Truth t -> t;
            case Tree.Time t -> t;
            case Tree.Nothing n -> n;
        };
    }

    private static String masked(String text) {
        String named = RANDOM.matcher(text).replaceAll("$1<random-$2:1>");
        return EVENT.matcher(named).replaceAll("$1<event-$2:1>");
    }

    private static Tree list(String name, Tree member) {
        boolean unordered = name.equals("Changes") || name.equals("Details") || name.equals("Parameters");
        if (!unordered || !(member instanceof Tree.Sequence(List<Tree> items))) {
            return member;
        }
        List<Tree> sorted = new ArrayList<>(items);
        sorted.sort(Comparator.comparing(RecordedChanges::key));
        return new Tree.Sequence(sorted);
    }

    private static String key(Tree item) {
        if (!(item instanceof Tree.Structure structure)) {
            return "";
        }
        StringBuilder key = new StringBuilder();
        for (String name : List.of(
                "ResourceChange",
                "LogicalResourceId",
                "ParameterKey",
                "Target",
                "Attribute",
                "Name",
                "Path",
                "ChangeSource",
                "CausingEntity",
                "Evaluation")) {
            structure
                    .member(name)
                    .ifPresent(member -> key.append(member instanceof Tree.Text(String text) ? text : key(member))
                            .append(' '));
        }
        return key.toString();
    }
}
