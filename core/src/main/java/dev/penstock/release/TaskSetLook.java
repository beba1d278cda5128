package dev.penstock.release;

import dev.penstock.release.TaskSet.Status;
import dev.penstock.release.TaskSetState.Side;
import dev.penstock.release.TaskSetState.Work;
import dev.penstock.rollout.Share;
import java.util.List;
import java.util.Optional;

/**
 * The task sets of a service at one moment, as a release sees them.
 *
 * @param sets all of them
 */
record TaskSetLook(List<TaskSet> sets) {

    TaskSetLook {
        sets = List.copyOf(sets);
    }

    /** The one that the service says that it runs. */
    Optional<TaskSet> primary() {
        return sets.stream().filter(set -> set.status() == Status.PRIMARY).findFirst();
    }

    Optional<TaskSet> old(Work work) {
        return sets.stream().filter(set -> set.arn().equals(work.old())).findFirst();
    }

    /** The one that a release has made. */
    Optional<TaskSet> fresh(Work work) {
        return sets.stream()
                .filter(set -> set.externalId().equals(work.externalId()))
                .findFirst();
    }

    /** The one of the old version that a release has started together with the new one. */
    Optional<TaskSet> twin(Work work) {
        return sets.stream()
                .filter(set -> work.twinId().filter(set.externalId()::equals).isPresent())
                .findFirst();
    }

    /** One beside another that gets, or could get, requests by any of some target groups; absent if there is none. */
    Optional<TaskSet> stranger(TaskSet known, List<String> groups) {
        return sets.stream()
                .filter(set -> !set.arn().equals(known.arn()) && isThere(set))
                .filter(set -> set.targetGroups().stream().anyMatch(groups::contains))
                .findFirst();
    }

    /** One that was deleted and has tasks still in a target group. */
    boolean drainsIn(String group) {
        return sets.stream().anyMatch(set -> !isThere(set) && set.targetGroups().contains(group));
    }

    static boolean isThere(TaskSet set) {
        return set.status() != Status.DRAINING;
    }

    /**
     * What somebody else has done to the sets while a release is under way, in a sentence; absent if nothing.
     *
     * @param side where the release is
     */
    Optional<String> interference(Side side) {
        Work work = side.work();
        Optional<TaskSet> fresh = fresh(work).filter(TaskSetLook::isThere);
        if (side.made() && fresh.isEmpty()) {
            return Optional.of("the one of this release was deleted.");
        }
        boolean isCompared = work.twinId().isPresent() && !side.share().equals(Share.ALL);
        if (side.made() && isCompared && twin(work).filter(TaskSetLook::isThere).isEmpty()) {
            return Optional.of("the baseline of this release was deleted.");
        }
        if (old(work).filter(TaskSetLook::isThere).isEmpty()) {
            return Optional.of(work.old() + ", which ran before, was deleted.");
        }
        Optional<TaskSet> primary = primary().filter(set -> !set.arn().equals(work.old()));
        if (primary.isPresent()) {
            return Optional.of(primary.get().arn() + " has become the primary one.");
        }
        return sets.stream()
                .filter(set -> isThere(set)
                        && !set.arn().equals(work.old())
                        && !set.externalId().equals(work.externalId())
                        && !work.twinId().filter(set.externalId()::equals).isPresent())
                .filter(set -> set.targetGroups().stream().anyMatch(work.groups()::contains))
                .map(set -> set.arn() + " has come into one of the target groups.")
                .findFirst();
    }
}
