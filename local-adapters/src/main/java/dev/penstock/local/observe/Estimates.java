package dev.penstock.local.observe;

import dev.penstock.action.AwsScope;
import dev.penstock.observe.DurationEstimate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Estimates by kind and scope, and their text: a line that names the form, then one line for each, fields separated by tabs,
 * the one that was learned of longest ago first. Not for use by several threads.
 */
final class Estimates {

    /** How many are kept; those that were learned of longest ago are forgotten. */
    static final int MOST = 500;

    /** How many durations the past may weigh, so that what has changed is learned anew. */
    static final long MOST_WEIGHT = 50;

    private static final String FORM = "penstock durations 1";
    private static final Pattern UNWRITABLE = Pattern.compile("[\\p{Cntrl},]");
    private static final int FIELDS = 6;

    private final Map<Key, DurationEstimate> all = new LinkedHashMap<>();

    private Estimates() {}

    static Estimates none() {
        return new Estimates();
    }

    /** @throws IllegalArgumentException if that is not what {@link #text} gives */
    static Estimates of(List<String> lines) {
        if (lines.isEmpty() || !lines.getFirst().equals(FORM)) {
            throw new IllegalArgumentException("it does not begin with '" + FORM + "'");
        }
        Estimates estimates = new Estimates();
        for (String line : lines.subList(1, lines.size())) {
            String[] fields = line.split("\t", -1);
            if (fields.length != FIELDS) {
                throw new IllegalArgumentException("a line has " + fields.length + " fields in place of " + FIELDS);
            }
            Optional<String> region = fields[1].isEmpty() ? Optional.empty() : Optional.of(fields[1]);
            List<String> roles = fields[2].isEmpty() ? List.of() : List.of(fields[2].split(",", -1));
            estimates.put(
                    new Key(fields[0], new AwsScope(region, roles)),
                    new DurationEstimate(
                            Long.parseLong(fields[3]), Double.parseDouble(fields[4]), Double.parseDouble(fields[5])));
        }
        return estimates;
    }

    List<String> text() {
        List<String> lines = new ArrayList<>();
        lines.add(FORM);
        all.forEach((key, estimate) -> {
            if (key.isWritable()) {
                lines.add(String.join(
                        "\t",
                        key.kind,
                        key.scope.region().orElse(""),
                        String.join(",", key.scope.roleArns()),
                        Long.toString(estimate.count()),
                        Double.toString(estimate.mean()),
                        Double.toString(estimate.spread())));
            }
        });
        return lines;
    }

    DurationEstimate of(String kind, AwsScope scope) {
        return all.getOrDefault(new Key(kind, scope), DurationEstimate.PRIOR);
    }

    void learn(FileDurations.Took took) {
        Key key = new Key(took.kind(), took.scope());
        DurationEstimate with = of(took.kind(), took.scope()).with(took.duration());
        long count = with.count();
        put(
                key,
                count <= MOST_WEIGHT
                        ? with
                        : new DurationEstimate(MOST_WEIGHT, with.mean(), with.spread() * MOST_WEIGHT / count));
    }

    private void put(Key key, DurationEstimate estimate) {
        all.remove(key);
        all.put(key, estimate);
        if (all.size() > MOST) {
            all.remove(all.keySet().iterator().next());
        }
    }

    private record Key(String kind, AwsScope scope) {

        boolean isWritable() {
            return !UNWRITABLE.matcher(kind).find()
                    && !UNWRITABLE.matcher(scope.region().orElse("")).find()
                    && scope.roleArns().stream()
                            .noneMatch(role ->
                                    role.isEmpty() || UNWRITABLE.matcher(role).find());
        }
    }
}
