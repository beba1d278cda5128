package dev.penstock.release;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A {@linkplain TrafficRamp ramp} as ECS itself walks it, with a pause wherever somebody else is to decide: {@code
 * BLUE_GREEN} for one step, {@code CANARY} for two, {@code LINEAR} for equal steps of 3 % at least, of which those that are
 * nobody's are let go on at once. ECS pauses at {@code PRE_PRODUCTION_TRAFFIC_SHIFT} before each step of these (ECS Developer
 * Guide, "Lifecycle hooks for Amazon ECS service deployments": stages that are invoked for each step). A pause that nobody
 * answers goes back by itself, so that a runner that never comes again leaves nothing half moved.
 *
 * @param ramp what is wanted
 * @param strategy by which ECS does it
 * @param step per mille of the share of the canary, or of each step; all for {@code BLUE_GREEN}
 */
public record NativeRamp(TrafficRamp ramp, Strategy strategy, int step) {

    static final String BEFORE_STEP = "PRE_PRODUCTION_TRAFFIC_SHIFT";
    static final String AFTER_TEST = "POST_TEST_TRAFFIC_SHIFT";
    static final String AFTER_LAST = "POST_PRODUCTION_TRAFFIC_SHIFT";

    /** {@code stepPercent} is 3.0 at least (ECS API Reference, LinearConfiguration). */
    static final int SMALLEST_STEP = 30;

    /** {@code timeoutInMinutes} is 14 days at most. */
    static final Duration LONGEST_PAUSE = Duration.ofDays(14);

    /** What a pause lasts beyond its own time, so that a runner that comes late still finds it. */
    static final Duration RESERVE = Duration.ofMinutes(30);

    /** {@code DeploymentStrategy} of ECS, as far as it moves traffic. */
    public enum Strategy {
        BLUE_GREEN,
        CANARY,
        LINEAR
    }

    /** What comes of a ramp that ECS is asked for. */
    public sealed interface Translation {

        /** It can. */
        record Possible(NativeRamp ramp) implements Translation {}

        /**
         * It cannot.
         *
         * @param why a sentence
         * @param nearest per mille of the steps that it can and that are least away; empty if there are none
         */
        record Impossible(String why, List<Integer> nearest) implements Translation {

            public Impossible {
                nearest = List.copyOf(nearest);
            }
        }
    }

    /** How ECS does a ramp, or why it cannot. */
    public static Translation of(TrafficRamp ramp) {
        for (TrafficRamp.Stop stop : ramp.stops()) {
            if (stop.longest().plus(RESERVE).compareTo(LONGEST_PAUSE) > 0) {
                return new Translation.Impossible(
                        "ECS lets a deployment pause for 14 days at most, and the step of " + stop
                                + " may last longer.",
                        List.of());
            }
        }
        List<Integer> partial = ramp.partial();
        if (partial.isEmpty()) {
            return new Translation.Possible(new NativeRamp(ramp, Strategy.BLUE_GREEN, RevisionTraffic.ALL));
        }
        if (partial.size() == 1) {
            return new Translation.Possible(new NativeRamp(ramp, Strategy.CANARY, partial.getFirst()));
        }
        int step = partial.stream().reduce(0, NativeRamp::divisor);
        if (step >= SMALLEST_STEP) {
            return new Translation.Possible(new NativeRamp(ramp, Strategy.LINEAR, step));
        }
        return new Translation.Impossible(
                "ECS moves traffic in one canary step or in equal steps of 3 % at least, and the steps " + ramp
                        + " are neither.",
                nearest(partial));
    }

    private static int divisor(int one, int other) {
        return other == 0 ? one : divisor(other, one % other);
    }

    /** As many steps, each a multiple of one step, with the least sum of differences; of equals those of the larger step. */
    private static List<Integer> nearest(List<Integer> partial) {
        List<Integer> best = List.of();
        int least = Integer.MAX_VALUE;
        for (int step = RevisionTraffic.ALL / 2; step >= SMALLEST_STEP; step--) {
            List<Integer> rounded = rounded(partial, step);
            int off = IntStream.range(0, rounded.size())
                    .map(i -> Math.abs(rounded.get(i) - partial.get(i)))
                    .sum();
            if (rounded.size() == partial.size() && off < least) {
                least = off;
                best = rounded;
            }
        }
        if (best.isEmpty()) {
            return best;
        }
        List<Integer> whole = new ArrayList<>(best);
        whole.add(RevisionTraffic.ALL);
        return whole;
    }

    /** Rising multiples of a step below all; fewer than were asked for if there is no room. */
    private static List<Integer> rounded(List<Integer> partial, int step) {
        List<Integer> rounded = new ArrayList<>();
        int before = 0;
        for (int share : partial) {
            int multiple = Math.max(before + 1, Math.round((float) share / step));
            if (multiple * step >= RevisionTraffic.ALL) {
                return rounded;
            }
            rounded.add(multiple * step);
            before = multiple;
        }
        return rounded;
    }

    /** The shares that ECS gives one after the other, those among them that it only passes. */
    public List<Integer> walked() {
        List<Integer> shares = new ArrayList<>();
        switch (strategy) {
            case BLUE_GREEN -> {}
            case CANARY -> shares.add(step);
            case LINEAR -> {
                for (int share = step; share < RevisionTraffic.ALL; share += step) {
                    shares.add(share);
                }
            }
        }
        shares.add(RevisionTraffic.ALL);
        return shares;
    }

    /**
     * The settings by which a service is deployed so.
     *
     * @param before the service's own: hooks that ask functions, alarms and counts stay as they are
     * @return a JSON object in ECS's own names
     */
    public String over(DeploymentSettings before) {
        JsonNode kept = DeploymentSettings.tree(before.json());
        ObjectNode settings = JsonMapper.shared().createObjectNode();
        for (String name : List.of("maximumPercent", "minimumHealthyPercent", "alarms")) {
            if (kept.has(name)) {
                settings.set(name, kept.get(name));
            }
        }
        settings.put("strategy", strategy.name()).put("bakeTimeInMinutes", 0);
        switch (strategy) {
            case BLUE_GREEN -> {}
            case CANARY ->
                settings.putObject("canaryConfiguration")
                        .put("canaryPercent", step / 10.0)
                        .put("canaryBakeTimeInMinutes", 0);
            case LINEAR ->
                settings.putObject("linearConfiguration")
                        .put("stepPercent", step / 10.0)
                        .put("stepBakeTimeInMinutes", 0);
        }
        ArrayNode hooks = settings.putArray("lifecycleHooks");
        before.hooks().stream()
                .filter(hook -> !hook.pauses())
                .forEach(hook -> hooks.add(DeploymentSettings.tree(hook.json())));
        pauses(hooks);
        return settings.toString();
    }

    private void pauses(ArrayNode hooks) {
        Duration longest = ramp.stops().subList(0, ramp.stops().size() - 1).stream()
                .map(TrafficRamp.Stop::longest)
                .reduce(ramp.before(), (one, other) -> one.compareTo(other) > 0 ? one : other);
        if (!ramp.test().isZero()) {
            pause(hooks, AFTER_TEST, ramp.test());
        }
        pause(hooks, BEFORE_STEP, longest);
        pause(hooks, AFTER_LAST, ramp.stops().getLast().longest());
    }

    private static void pause(ArrayNode hooks, String stage, Duration longest) {
        Duration limit = longest.plus(RESERVE);
        ObjectNode hook = hooks.addObject().put("targetType", "PAUSE");
        hook.putArray("lifecycleStages").add(stage);
        hook.putObject("timeoutConfiguration")
                .put("timeoutInMinutes", (int) limit.plusSeconds(59).toMinutes())
                .put("action", "ROLLBACK");
    }
}
