package dev.penstock.rollout;

import dev.penstock.metric.Arms;
import dev.penstock.observe.ResourceId;
import dev.penstock.verdict.Decision;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** Looks at both versions while a release bakes, and judges the new one. */
public interface BakeJudge {

    /** For programs in which no release is judged. */
    BakeJudge NONE = (release, bake, arms, share) -> {
        throw new IllegalStateException("a bake is to be judged, and there is no judge");
    };

    /**
     * Looks once.
     *
     * @param bake the bake that is judged, and what was seen in it before
     * @param arms by which both versions are counted
     * @param share of the requests that the new version is given
     * @throws IOException when what was seen before cannot be read
     * @throws InterruptedException when the runner shuts down
     */
    Judgement look(ReleaseContext release, Bake bake, Arms arms, Share share) throws IOException, InterruptedException;

    /** Whether settings set up a verdict for an action, also where they leave the strategy to the definition. */
    default boolean judges(String action) {
        return false;
    }

    /**
     * Resources whose change may decide a bake at once, such as alarms: where AWS tells of it, nobody waits for the next look.
     *
     * @param places where both versions are counted; empty for the action's own account and Region
     */
    default List<ResourceId> toldOf(ReleaseContext release, List<Position.Place> places) {
        return List.of();
    }

    /**
     * A bake that is judged.
     *
     * @param step what the plan says of it
     * @param since when it began
     * @param number which of the judged bakes it is, from 1
     * @param of how many there are: they share what may be decided wrongly
     * @param memory what was seen in it so far
     * @param places where both versions are counted; empty for the action's own account and Region
     * @param isDivided whether the platform divides requests between both versions, so that it can be looked whether it does; else each
     *     has the requests that come to it anyway
     */
    record Bake(
            ReleaseStep.Bake step,
            Instant since,
            int number,
            int of,
            VerdictMemory memory,
            List<Position.Place> places,
            boolean isDivided) {

        public Bake {
            places = List.copyOf(places);
        }

        /** One that is counted in the action's own account and Region. */
        public Bake(ReleaseStep.Bake step, Instant since, int number, int of, VerdictMemory memory) {
            this(step, since, number, of, memory, List.of(), true);
        }
    }

    /**
     * What came of a look.
     *
     * @param memory what has been seen now
     * @param decision what follows
     * @param next when to look again, if it goes on
     * @param words how the verdict stands and why, in a sentence or two
     */
    record Judgement(VerdictMemory memory, Decision decision, Instant next, String words) {}
}
