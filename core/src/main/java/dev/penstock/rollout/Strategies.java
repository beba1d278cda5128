package dev.penstock.rollout;

import dev.penstock.problem.DidYouMean;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The strategies of a program, by name. */
public final class Strategies {

    private final Map<String, ReleaseStrategy> byName = new LinkedHashMap<>();

    /**
     * Those that come with Penstock, and others.
     *
     * @throws IllegalArgumentException if two have the same name
     */
    public Strategies(Collection<? extends ReleaseStrategy> others) {
        List<ReleaseStrategy> all = new ArrayList<>(BuiltInStrategies.all());
        all.addAll(others);
        for (ReleaseStrategy each : all) {
            if (byName.put(each.name(), each) != null) {
                throw new IllegalArgumentException("two strategies '" + each.name() + "'");
            }
        }
    }

    /** Those that come with Penstock. */
    public static Strategies builtIn() {
        return new Strategies(List.of());
    }

    /** Their names, with neighbours beside each other. */
    public List<String> names() {
        return List.copyOf(byName.keySet());
    }

    /**
     * The plan that settings ask for.
     *
     * @throws ReleaseSettingsException when there is no such strategy, or the settings do not fit it
     */
    public ReleasePlan plan(TargetFacts facts, ReleaseSettings settings) throws ReleaseSettingsException {
        ReleaseStrategy strategy = byName.get(settings.strategy());
        if (strategy == null) {
            throw new ReleaseSettingsException(
                    "strategy",
                    "There is no strategy '" + settings.strategy() + "'.",
                    DidYouMean.hint(settings.strategy(), names()));
        }
        return strategy.plan(facts, settings);
    }

    /**
     * The strategy nearest to one that a target cannot do.
     *
     * @param refusal why the target cannot carry out a plan; absent if it can
     */
    public Optional<String> nearest(
            TargetFacts facts, ReleaseSettings settings, Function<ReleasePlan, Optional<Refusal>> refusal) {
        List<String> names = names();
        int asked = names.indexOf(settings.strategy());
        List<String> byDistance = new ArrayList<>(names);
        byDistance.remove(settings.strategy());
        // Of two that are equally far the safer one, which stands later.
        byDistance.sort((one, other) -> {
            int distance = Math.abs(names.indexOf(one) - asked) - Math.abs(names.indexOf(other) - asked);
            return distance != 0 ? distance : names.indexOf(other) - names.indexOf(one);
        });
        for (String name : byDistance) {
            if (canDo(facts, settings.forStrategy(name), refusal)) {
                return Optional.of(name);
            }
        }
        return Optional.empty();
    }

    private boolean canDo(
            TargetFacts facts, ReleaseSettings settings, Function<ReleasePlan, Optional<Refusal>> refusal) {
        try {
            return refusal.apply(plan(facts, settings)).isEmpty();
        } catch (ReleaseSettingsException e) {
            // It needs settings that nobody gave, such as the steps of a ramp: it is no suggestion.
            return false;
        }
    }
}
