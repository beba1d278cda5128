package dev.penstock.rollout;

import dev.penstock.action.AwsScope;
import dev.penstock.execution.ActionFailure;
import dev.penstock.metric.Arms;
import dev.penstock.observe.ResourceId;
import dev.penstock.traffic.TargetGroupHealth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a target is, by its own word.
 *
 * @param condition how it is
 * @param share the share of requests that the platform is told to send to the new version; absent where it does not divide any
 * @param capacity what could answer requests; absent where that means nothing
 * @param arms by which requests to both versions can be counted; absent while there is only one
 * @param watch what to look at again when it changes; may be empty
 * @param places where both versions can be counted, if that is elsewhere than in the action's own account and Region, or in several;
 *     each counts by itself, and what they tell is merged. {@code arms} are those of the first then
 * @param toldOf what is only looked at again when it is time, and sooner where AWS tells that it has changed; may be empty
 */
public record Position(
        Condition condition,
        Optional<Share> share,
        Optional<Capacity> capacity,
        Optional<Arms> arms,
        List<ResourceId> watch,
        List<Place> places,
        List<ResourceId> toldOf) {

    public Position {
        watch = List.copyOf(watch);
        places = List.copyOf(places);
        toldOf = List.copyOf(toldOf);
    }

    /** Where both versions are in the action's own account and Region, and nowhere else. */
    public Position(
            Condition condition,
            Optional<Share> share,
            Optional<Capacity> capacity,
            Optional<Arms> arms,
            List<ResourceId> watch) {
        this(condition, share, capacity, arms, watch, List.of(), List.of());
    }

    /** Where both versions are in several places, or elsewhere than in the action's own account and Region. */
    public Position(
            Condition condition,
            Optional<Share> share,
            Optional<Capacity> capacity,
            Optional<Arms> arms,
            List<ResourceId> watch,
            List<Place> places) {
        this(condition, share, capacity, arms, watch, places, List.of());
    }

    /** The same, looked at sooner where AWS tells that one of some resources has changed, beside those it has already. */
    public Position toldOf(List<ResourceId> resources) {
        List<ResourceId> all = new ArrayList<>(toldOf);
        resources.stream().filter(resource -> !all.contains(resource)).forEach(all::add);
        return new Position(condition, share, capacity, arms, watch, places, all);
    }

    /** The same, with nothing that is watched: what was is looked at again when it is time, and where AWS tells that it has changed. */
    Position lookedAtInTime() {
        return new Position(condition, share, capacity, arms, List.of(), places, toldOf).toldOf(watch);
    }

    /**
     * A place where both versions can be counted.
     *
     * @param name unique among the places of a release, such as the name of a target
     * @param canary in whose name, and where, the new version is counted
     * @param baseline the same for the old one; may be another account and Region
     */
    public record Place(String name, AwsScope canary, AwsScope baseline, Arms arms) {}

    /** How a target is. */
    public sealed interface Condition {

        /** As it should be. */
        record Well() implements Condition {}

        /**
         * Something is wrong that may pass.
         *
         * @param why a full sentence
         */
        record Ill(String why) implements Condition {}

        /**
         * Something is wrong that does not pass: waiting any longer is for nothing.
         *
         * @param failure why
         */
        record Broken(ActionFailure failure) implements Condition {}

        /**
         * Somebody else has changed it.
         *
         * @param failure what, of kind {@link ActionFailure.Kind#SUPERSEDED} or {@link ActionFailure.Kind#INCONCLUSIVE}
         */
        record Overtaken(ActionFailure failure) implements Condition {}
    }

    /**
     * What could answer requests.
     *
     * @param healthy of the new version
     * @param registered of the new version
     * @param old healthy ones of the old version
     * @param baseline those of the part of the old version that gets the same share as the new one; absent if there is none
     */
    public record Capacity(int healthy, int registered, int old, Optional<TargetGroupHealth> baseline) {

        /** Of the new and the old version alone. */
        public Capacity(int healthy, int registered, int old) {
            this(healthy, registered, old, Optional.empty());
        }
    }
}
