package dev.penstock.stack.review;

import dev.penstock.action.AwsScope;
import dev.penstock.cloudformation.TemplateMap;
import dev.penstock.stack.StackExperience.Deed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Predicts how long a change set takes. CloudFormation works on resources side by side unless one depends on another, so the
 * longest chain of dependent resources decides (CloudFormation User Guide, "Understand stack deployment time"); what was
 * replaced or removed is deleted afterwards.
 */
public final class Forecaster {

    /** From asking to the first resource, and from the last resource to the stack's own status. */
    private static final Duration OVERHEAD = Duration.ofSeconds(5);

    /** A chain of resources, each waiting for the one before it. */
    private record Chain(Duration duration, List<Forecast.Step> steps) {

        static final Chain EMPTY = new Chain(Duration.ZERO, List.of());

        Chain longer(Chain other) {
            return duration.compareTo(other.duration) >= 0 ? this : other;
        }

        Chain then(Forecast.Step step) {
            List<Forecast.Step> all = new ArrayList<>(steps);
            all.add(step);
            return new Chain(duration.plus(step.duration()), all);
        }
    }

    private final ResourceTimes times;
    private final AwsScope scope;
    private final TemplateMap template;
    private final Map<String, ReviewedChange> changes = new HashMap<>();
    private final Map<String, Chain> chains = new HashMap<>();
    private final Set<String> underway = new HashSet<>();
    private int learned;
    private int assumed;

    private Forecaster(ResourceTimes times, AwsScope scope, TemplateMap template) {
        this.times = times;
        this.scope = scope;
        this.template = template;
    }

    /**
     * Predicts.
     *
     * @param template of the outermost stack; of nested stacks it is assumed that their resources do not wait for each other
     */
    public static Forecast forecast(ChangeSetReview review, TemplateMap template, ResourceTimes times, AwsScope scope) {
        return new Forecaster(times, scope, template).forecast(review);
    }

    private Forecast forecast(ChangeSetReview review) {
        review.changes().forEach(change -> changes.put(change.path(), change));
        Chain longest = Chain.EMPTY;
        Duration cleanup = Duration.ZERO;
        for (ReviewedChange change : review.changes()) {
            switch (change.effect()) {
                case ADD, IMPORT, UPDATE, UNKNOWN -> longest = chain(change).longer(longest);
                case REPLACE, PERHAPS_REPLACE -> {
                    longest = chain(change).longer(longest);
                    cleanup = longer(cleanup, time(change, Deed.DELETE));
                }
                case REMOVE -> cleanup = longer(cleanup, time(change, Deed.DELETE));
                case LET_GO -> {}
            }
        }
        Duration total =
                review.changes().isEmpty() ? Duration.ZERO : longest.duration().plus(OVERHEAD);
        return new Forecast(total, cleanup, longest.steps(), learned, assumed);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private Chain chain(ReviewedChange change) {
        Chain known = chains.get(change.path());
        if (known != null) {
            return known;
        }
        if (!underway.add(change.path())) {
            return Chain.EMPTY;
        }
        Chain before = Chain.EMPTY;
        for (String dependency : waitsFor(change.path())) {
            ReviewedChange other = changes.get(dependency);
            if (other != null && isMade(other)) {
                before = chain(other).longer(before);
            }
        }
        underway.remove(change.path());
        Deed deed = change.effect() == ReviewedChange.Effect.UPDATE ? Deed.UPDATE : Deed.CREATE;
        Chain chain = before.then(new Forecast.Step(change.path(), change.type(), deed, time(change, deed)));
        chains.put(change.path(), chain);
        return chain;
    }

    private static boolean isMade(ReviewedChange change) {
        return change.effect() != ReviewedChange.Effect.REMOVE && change.effect() != ReviewedChange.Effect.LET_GO;
    }

    /** What a resource depends on; a nested stack also waits for its own resources. */
    private Set<String> waitsFor(String path) {
        Set<String> names = new HashSet<>(template.dependencies().getOrDefault(path, Set.of()));
        changes.keySet().stream().filter(other -> other.startsWith(path + ".")).forEach(names::add);
        return names;
    }

    private Duration time(ReviewedChange change, Deed deed) {
        ResourceTimes.Time time = times.of(scope, change.type(), deed);
        if (time.learned()) {
            learned++;
        } else {
            assumed++;
        }
        return time.usual();
    }
}
