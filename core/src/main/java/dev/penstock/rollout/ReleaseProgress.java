package dev.penstock.rollout;

import dev.penstock.engine.StateCodec;
import dev.penstock.rollout.ReleaseState.GoingBack;
import dev.penstock.rollout.ReleaseState.OnTheWay;
import dev.penstock.secret.SecretMasker;
import dev.penstock.verdict.Standing;
import dev.penstock.verdict.VerdictSettings;
import dev.penstock.verdict.explain.Explanation;
import dev.penstock.verdict.explain.Sparkline;
import dev.penstock.verdict.record.VerdictHistory;
import dev.penstock.verdict.record.VerdictHistoryException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Where a release is, for those who look at it.
 *
 * @param strategy the strategy's name
 * @param steps all of them, in words
 * @param step which is being done, or at which it was turned back, from 0
 * @param isGoingBack whether what ran before is being brought back
 * @param share of requests that the new version has by the steps that are done; none while it goes back
 * @param since when the step was begun, or the way back
 * @param memory what a verdict has seen in the step
 */
public record ReleaseProgress(
        String strategy,
        List<String> steps,
        int step,
        boolean isGoingBack,
        Share share,
        Instant since,
        VerdictMemory memory) {

    public ReleaseProgress {
        steps = List.copyOf(steps);
    }

    /** Made when first asked for: most who look at executions look at no release. */
    private static final class Codec {
        static final StateCodec<ReleaseState> STATES = new StateCodec<>(new SecretMasker(), ReleaseState.class);
    }

    /** What the state of an action says, if it is that of a release that has a plan. */
    public static Optional<ReleaseProgress> of(JsonNode state) {
        String kind = state.path("is").asString("");
        boolean mayBe = kind.equals(OnTheWay.class.getSimpleName()) || kind.equals(GoingBack.class.getSimpleName());
        if (!mayBe || !state.has("plan")) {
            return Optional.empty();
        }
        try {
            return Optional.of(Codec.STATES.read(state)).flatMap(ReleaseProgress::of);
        } catch (JacksonException e) {
            // Another action's state that looks like a release's is none.
            return Optional.empty();
        }
    }

    private static Optional<ReleaseProgress> of(ReleaseState state) {
        return switch (state) {
            case ReleaseState.Planning() -> Optional.empty();
            case OnTheWay on -> {
                boolean moved = on.plan().steps().get(on.step()) instanceof ReleaseStep.Bake;
                int done = moved ? on.step() : on.step() - 1;
                yield Optional.of(new ReleaseProgress(
                        on.plan().strategy(),
                        words(on.plan()),
                        on.step(),
                        false,
                        done < 0 ? Share.NONE : on.plan().shareAfter(done),
                        on.since(),
                        on.stay().verdict()));
            }
            case GoingBack back ->
                Optional.of(new ReleaseProgress(
                        back.plan().strategy(),
                        words(back.plan()),
                        back.step(),
                        true,
                        Share.NONE,
                        back.since(),
                        VerdictMemory.EMPTY));
        };
    }

    private static List<String> words(ReleasePlan plan) {
        return plan.steps().stream().map(Object::toString).toList();
    }

    /** How the verdict of the step stands; absent if there is none, or nothing was looked at yet. */
    public Optional<Verdict> verdict() {
        if (memory.lines().isEmpty()) {
            return Optional.empty();
        }
        try {
            VerdictHistory history = VerdictHistory.from(memory.lines());
            return history.standings().isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Verdict(history.settings(), history.standings(), since));
        } catch (VerdictHistoryException e) {
            // Whoever goes on with the release is told; who looks on sees the release without it.
            return Optional.empty();
        }
    }

    /**
     * How a verdict stands.
     *
     * @param settings by which it is judged
     * @param standings after its newest looks, oldest first; at least one
     * @param since when it began
     */
    public record Verdict(VerdictSettings settings, List<Standing> standings, Instant since) {

        public Verdict {
            standings = List.copyOf(standings);
        }

        /** In two sentences. */
        public String words() {
            Standing last = standings.getLast();
            Explanation explanation = Explanation.of(settings, last, Duration.between(since, last.at()));
            return explanation.outcome() + " " + explanation.evidence();
        }

        /** What speaks against the new version, look by look: empty is nothing, full is what a rollback needs. */
        public String sparkline(int width, boolean unicode) {
            return Sparkline.worse(settings, standings, width, unicode);
        }
    }
}
