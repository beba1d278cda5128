package dev.penstock.rollout;

import dev.penstock.problem.DidYouMean;
import dev.penstock.rollout.ReleaseSettings.Baseline;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
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
     * The plan that settings ask for, by the name of a strategy or by a name of AWS's for a deployment configuration.
     *
     * @throws ReleaseSettingsException when there is no such strategy, or the settings do not fit it
     */
    public ReleasePlan plan(TargetFacts facts, ReleaseSettings settings) throws ReleaseSettingsException {
        ReleasePlan plan = steps(facts, settings);
        if (settings.baseline() != Baseline.EQUAL_AGE || facts.isEmpty()) {
            return plan;
        }
        SettingsCheck.comparable(settings, plan);
        return plan.withTwin();
    }

    private ReleasePlan steps(TargetFacts facts, ReleaseSettings settings) throws ReleaseSettingsException {
        if (AwsConfiguration.isNamedBy(settings)) {
            ReleaseSettings meant = AwsConfiguration.meaning(settings);
            return new ReleasePlan(
                    settings.strategy(),
                    named(meant.strategy()).plan(facts, meant).steps());
        }
        return named(settings.strategy()).plan(facts, settings);
    }

    /**
     * The plan for a target that has a version and nobody has looked at; absent where settings do not fit, which is told, with its
     * place, where they are checked.
     */
    public Optional<ReleasePlan> expected(ReleaseSettings settings) {
        try {
            return Optional.of(plan(TargetFacts.live(OptionalInt.empty()), settings));
        } catch (ReleaseSettingsException told) {
            return Optional.empty();
        }
    }

    private ReleaseStrategy named(String name) throws ReleaseSettingsException {
        ReleaseStrategy strategy = byName.get(name);
        if (strategy == null) {
            throw new ReleaseSettingsException(
                    "strategy", "There is no strategy '" + name + "'.", DidYouMean.hint(name, names()));
        }
        return strategy;
    }

    /**
     * The strategy nearest to one that a target cannot do.
     *
     * @param refusal why the target cannot carry out a plan; absent if it can
     */
    public Optional<String> nearest(
            TargetFacts facts, ReleaseSettings settings, Function<ReleasePlan, Optional<Refusal>> refusal) {
        List<String> names = names();
        int asked = names.indexOf(meant(settings));
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

    private static String meant(ReleaseSettings settings) {
        try {
            return AwsConfiguration.isNamedBy(settings)
                    ? AwsConfiguration.meaning(settings).strategy()
                    : settings.strategy();
        } catch (ReleaseSettingsException e) {
            // It was refused before: whatever is nearest to nothing will do.
            return settings.strategy();
        }
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
