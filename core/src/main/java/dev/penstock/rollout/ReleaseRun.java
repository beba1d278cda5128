package dev.penstock.rollout;

import dev.penstock.action.ActionContext;
import dev.penstock.action.Instruction;
import dev.penstock.action.RemoteCallException;
import dev.penstock.action.StepResult;
import dev.penstock.action.TransientFault;
import dev.penstock.artifact.ArtifactReference;
import dev.penstock.engine.StateCodec;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionResult;
import dev.penstock.execution.Asking;
import dev.penstock.execution.StoredVerdicts;
import dev.penstock.execution.StoredVerdicts.StoredVerdict;
import dev.penstock.execution.Wait;
import dev.penstock.rollout.Position.Condition;
import dev.penstock.rollout.ReleaseSettings.GoOn;
import dev.penstock.rollout.ReleaseSettings.WhenItFails;
import dev.penstock.rollout.ReleaseState.GoingBack;
import dev.penstock.rollout.ReleaseState.OnTheWay;
import dev.penstock.rollout.TargetResult.Aftermath;
import dev.penstock.rollout.weight.TrafficGuard;
import dev.penstock.traffic.TargetGroupHealth;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One step of a release: what is to be done next, and what follows from what came of it. */
final class ReleaseRun<C, T> {

    /** How long to leave between two looks, unless whoever runs it wants fewer of them while all is well. */
    static final Duration BETWEEN_LOOKS = Duration.ofSeconds(10);

    private final ReleaseTarget<C, T> target;
    private final BakeJudge judge;
    private final RevisionGate gate;
    private final StateCodec<T> codec;
    private final ActionContext action;
    private final ReleaseAction.Configuration<C> configuration;
    private final ReleaseContext release;

    ReleaseRun(
            ReleaseTarget<C, T> target,
            BakeJudge judge,
            RevisionGate gate,
            StateCodec<T> codec,
            ActionContext action,
            ReleaseAction.Configuration<C> configuration,
            ReleasePlan plan,
            int step) {
        this.target = target;
        this.judge = judge;
        this.gate = gate;
        this.codec = codec;
        this.action = action;
        this.configuration = configuration;
        this.release = new ReleaseContext(action, plan, configuration.release(), step);
    }

    /** Goes on; a call that is refused, or a machine that fails, does not leave requests divided. */
    StepResult<ReleaseState> goOn(OnTheWay before) throws IOException, InterruptedException {
        try {
            return advance(before);
        } catch (RemoteCallException e) {
            if (e.kind().isWorthAskingAgain()) {
                throw e;
            }
            return broken(before, ReleaseEnd.refused(e));
        } catch (IOException e) {
            if (e instanceof TransientFault fault && fault.isTransient()) {
                throw e;
            }
            return broken(before, ReleaseEnd.machine(e));
        }
    }

    /** What it was judged by is not kept here: that may be what failed. */
    private StepResult<ReleaseState> broken(OnTheWay on, ActionFailure cause) throws InterruptedException {
        if (!changed(on)) {
            return new StepResult.Fail<>(cause);
        }
        if (release.settings().whenItFails() == WhenItFails.LEAVE) {
            return new StepResult.Fail<>(ReleaseEnd.left(cause));
        }
        Optional<String> closed = gate.wayBackClosed(action);
        if (closed.isPresent()) {
            return new StepResult.Fail<>(ReleaseEnd.noWayBack(cause, closed.get()));
        }
        action.log(cause.message());
        return goingBack(on, cause);
    }

    private StepResult<ReleaseState> advance(OnTheWay before) throws IOException, InterruptedException {
        Told told = Told.of(Grouping.instructions(action, before), before, action.now());
        told.lines().forEach(action::log);
        OnTheWay on = told.on();
        if (told.rollBack().isPresent()) {
            Optional<String> closed = changed(on) ? gate.wayBackClosed(action) : Optional.empty();
            if (closed.isEmpty()) {
                return takeBack(on, told.rollBack().get());
            }
            if (Grouping.goesBack(action)) {
                // The others of its graph go back without it, and wait for it no longer.
                letGo(on);
                ActionFailure cause =
                        withVerdicts(on, ReleaseEnd.takenBack(told.rollBack().get()));
                return new StepResult.Fail<>(ReleaseEnd.noWayBack(cause, closed.get()));
            }
            action.log("Told to roll back by " + told.rollBack().get().source() + ". It is not. " + closed.get());
        }
        if (on.pause().isEmpty() && !action.now().isBefore(on.deadline())) {
            return turnBack(on, ReleaseEnd.tooLate(words(on)), changed(on) ? Aftermath.CHANGED : Aftermath.UNTOUCHED);
        }
        return switch (on.plan().steps().get(on.step())) {
            case ReleaseStep.OfTarget step ->
                on.pause().isPresent() && !on.begun() ? people().pause(on) : begin(on, step);
            case ReleaseStep.Bake bake -> new Baking<>(this, judge, on, bake, told.promote()).look();
            case ReleaseStep.Approve(String question) ->
                on.pause().isPresent() ? people().pause(on) : people().ask(on, question);
            case ReleaseStep.Hold hold -> new Grouping<>(this).hold(on, hold);
        };
    }

    /** Going back on somebody's word, whatever the settings say of failures. */
    private StepResult<ReleaseState> takeBack(OnTheWay on, Instruction instruction) throws IOException {
        ActionFailure cause = withVerdicts(on, ReleaseEnd.takenBack(instruction));
        if (!changed(on)) {
            return new StepResult.Fail<>(cause);
        }
        action.log(cause.message());
        return goingBack(on, cause);
    }

    private People<C, T> people() {
        return new People<>(this);
    }

    /** Of which the new version has one before and while a step is done. */
    Set<Share> shares() {
        Set<Share> shares = new HashSet<>();
        shares.add(release.shareBefore());
        shares.add(release.share());
        return shares;
    }

    private StepResult<ReleaseState> begin(OnTheWay on, ReleaseStep.OfTarget step)
            throws IOException, InterruptedException {
        Optional<StepResult<ReleaseState>> held =
                new Opening<>(this, configuration.calendar()).await(on, changedBefore(on), shares());
        if (held.isPresent()) {
            return held.get();
        }
        if (step instanceof ReleaseStep.Finish && !on.begun()) {
            // What ran before is given up in this step, which nobody may stop before any more: a runner may die right
            // after.
            return new StepResult.Next<>(on.with(on.target()), words(on));
        }
        return step instanceof ReleaseStep.Shift shift ? shift(on, shift) : carryOut(on, step);
    }

    ReleaseContext release() {
        return release;
    }

    Position position(OnTheWay on) throws IOException, InterruptedException {
        return target.position(release, configuration.target(), codec.read(on.target()));
    }

    private StepResult<ReleaseState> shift(OnTheWay on, ReleaseStep.Shift shift)
            throws IOException, InterruptedException {
        Position now = position(on);
        if (now.condition() instanceof Condition.Overtaken(ActionFailure failure)) {
            return turnBack(on, failure, Aftermath.OUT_OF_HAND);
        }
        if (now.condition() instanceof Condition.Broken(ActionFailure failure)) {
            return turnBack(on, failure, Aftermath.CHANGED);
        }
        Optional<ActionFailure> lacking = now.capacity().flatMap(capacity -> lacking(shift.share(), capacity));
        if (lacking.isEmpty()) {
            return carryOut(on, shift);
        }
        if (!action.now().isBefore(on.since().plus(Baking.PATIENCE))) {
            return turnBack(on, lacking.get(), Aftermath.CHANGED);
        }
        return new StepResult.Await<>(
                on,
                Waits.until(now, action.now().plus(BETWEEN_LOOKS), on.deadline()),
                words(on) + ": waits for healthy targets");
    }

    /** Of the targets that the share of requests needs, enough must be healthy before the requests come. */
    private Optional<ActionFailure> lacking(Share share, Position.Capacity capacity) {
        var fresh = new TargetGroupHealth(capacity.healthy(), capacity.registered());
        return lacking(share, "the new version", fresh, capacity)
                .or(() -> capacity.baseline()
                        .filter(any -> !share.equals(Share.ALL))
                        .flatMap(twin -> lacking(share, "the baseline", twin, capacity)));
    }

    private Optional<ActionFailure> lacking(
            Share share, String whose, TargetGroupHealth health, Position.Capacity capacity) {
        TrafficGuard.Answer answer =
                release.settings().guard().judge(share, health, new TargetGroupHealth(capacity.old(), capacity.old()));
        return answer.isAllowed()
                ? Optional.empty()
                : Optional.of(ReleaseEnd.notEnoughHealthy(share, whose, health, answer.needed()));
    }

    private StepResult<ReleaseState> carryOut(OnTheWay on, ReleaseStep.OfTarget step)
            throws IOException, InterruptedException {
        return switch (target.carryOut(release, configuration.target(), codec.read(on.target()), step)) {
            case TargetResult.Next<T>(T state, String summary) ->
                new StepResult.Next<>(on.with(codec.write(state)), words(on, summary));
            case TargetResult.Await<T>(T state, Wait until, String summary) ->
                new StepResult.Await<>(
                        on.with(codec.write(state)), Waits.inTime(until, on.deadline()), words(on, summary));
            case TargetResult.Done<T>(T state, String summary) -> done(on.with(codec.write(state)), summary);
            case TargetResult.Nothing<T>(T state, String summary) ->
                new StepResult.Succeed<>(result(on.with(codec.write(state)), summary));
            case TargetResult.Failed<T>(T state, ActionFailure failure, Aftermath aftermath) ->
                turnBack(on.with(codec.write(state)), failure, aftermath);
        };
    }

    private StepResult<ReleaseState> done(OnTheWay on, String summary) throws IOException, InterruptedException {
        if (!summary.isEmpty()) {
            action.log(sentence(summary));
        }
        if (on.plan().steps().get(on.step()) instanceof ReleaseStep.Shift(Share share)) {
            Optional<Share> found = position(on).share().filter(now -> !now.equals(share));
            if (found.isPresent()) {
                return turnBack(on, ReleaseEnd.sharesChanged(share, found.get()), Aftermath.OUT_OF_HAND);
            }
        }
        return next(on, summary);
    }

    /** The step at hand is done. */
    StepResult<ReleaseState> next(OnTheWay on, String summary) throws IOException, InterruptedException {
        return skipTo(on, on.step() + 1, summary);
    }

    /** The step at hand is done, and those up to another are left out. */
    StepResult<ReleaseState> skipTo(OnTheWay on, int step, String summary) throws IOException, InterruptedException {
        OnTheWay next = judgedWholly(on).at(step, action.now());
        if (step == on.plan().steps().size()) {
            return new StepResult.Succeed<>(result(next, ""));
        }
        boolean moves = on.milestones().trafficMoved().isEmpty()
                && next.milestones().trafficMoved().isPresent();
        if (on.plan().isOfGraph() && on.plan().hasMoved(step) && !on.plan().hasMoved(on.step())) {
            return new Grouping<>(this).moved(next);
        }
        if (moves && !on.plan().isOfGraph() && release.settings().goOn() == GoOn.TRAFFIC) {
            String told = "all requests go to the new version, the pipeline goes on";
            return new StepResult.Pass<>(next, result(next, told), told);
        }
        return new StepResult.Next<>(next, summary.isEmpty() ? words(next) : summary);
    }

    ActionResult result(OnTheWay on, String summary) throws IOException, InterruptedException {
        ActionResult own = target.result(release, configuration.target(), codec.read(on.target()));
        Map<String, String> variables = new LinkedHashMap<>(own.variables());
        variables.put("ReleaseStrategy", on.plan().strategy());
        on.milestones().trafficMoved().ifPresent(at -> variables.put("TrafficMovedAt", at.toString()));
        on.milestones().bakeOver().ifPresent(at -> variables.put("BakeOverAt", at.toString()));
        on.milestones().oldGone().ifPresent(at -> variables.put("OldGoneAt", at.toString()));
        variables.putAll(gate.record(action));
        return new ActionResult(
                own.artifacts(),
                variables,
                summary.isEmpty() ? own.summary() : summary,
                own.external(),
                own.deployments(),
                on.verdicts().verdicts().isEmpty() ? Optional.empty() : Optional.of(on.verdicts()));
    }

    /** Whatever a verdict of the step at hand rests on is kept, however the step ended. */
    private OnTheWay judgedWholly(OnTheWay on) throws IOException {
        VerdictMemory seen = on.stay().verdict();
        if (seen.kept().isEmpty() && seen.lines().isEmpty()) {
            return on;
        }
        List<ArtifactReference> record = new ArrayList<>(seen.kept());
        if (!seen.lines().isEmpty()) {
            record.add(RecordBundle.store(action, seen.lines()));
        }
        List<StoredVerdict> verdicts = new ArrayList<>(on.verdicts().verdicts());
        verdicts.add(new StoredVerdict(on.step() + 1, record));
        return on.with(new StoredVerdicts(verdicts));
    }

    /** One question for each step of a release. */
    Asking question(OnTheWay on, String question) {
        return new Asking.Approval(action.token("approval of step " + on.step()), question, "");
    }

    void letGo(OnTheWay on) throws IOException, InterruptedException {
        try {
            target.letGo(release, configuration.target(), codec.read(on.target()));
        } catch (RemoteCallException e) {
            if (e.kind().isWorthAskingAgain()) {
                throw e;
            }
            // How the release ended stands; what it left there is told.
            action.log("What the release has put there could not be taken away: " + e.getMessage());
        }
    }

    /** What is to become of a release that cannot go on. */
    StepResult<ReleaseState> turnBack(OnTheWay on, ActionFailure why, Aftermath aftermath)
            throws IOException, InterruptedException {
        return turnBack(on, on, why, aftermath);
    }

    /**
     * The same after a verdict.
     *
     * @param held without that verdict, which could not be gone on from: where the release stays if there is no way back
     */
    StepResult<ReleaseState> turnBack(OnTheWay on, OnTheWay held, ActionFailure why, Aftermath aftermath)
            throws IOException, InterruptedException {
        ActionFailure cause = withVerdicts(on, why);
        return switch (aftermath) {
            case UNTOUCHED -> new StepResult.Fail<>(cause);
            case OUT_OF_HAND -> {
                letGo(on);
                yield new StepResult.Fail<>(cause);
            }
            case RESTORED -> new StepResult.Fail<>(ReleaseEnd.wentBack(cause));
            case CHANGED -> {
                if (release.settings().whenItFails() == WhenItFails.LEAVE) {
                    letGo(on);
                    yield new StepResult.Fail<>(ReleaseEnd.left(cause));
                }
                Optional<String> closed = gate.wayBackClosed(action);
                if (closed.isPresent()) {
                    yield new NoWayBack<>(this, held, cause, closed.get()).hold();
                }
                action.log(cause.message());
                yield goingBack(on, cause);
            }
        };
    }

    private StepResult<ReleaseState> goingBack(OnTheWay on, ActionFailure cause) {
        return new StepResult.Next<>(
                new GoingBack(on.plan(), on.step(), cause, action.now(), on.target()), "goes back: " + cause.message());
    }

    private ActionFailure withVerdicts(OnTheWay on, ActionFailure why) throws IOException {
        StoredVerdicts verdicts = judgedWholly(on).verdicts();
        return verdicts.verdicts().isEmpty() ? why : why.with(verdicts);
    }

    /** Whether anything was begun that has to be brought back. */
    static boolean changed(OnTheWay on) {
        return changed(on, on.step() + 1);
    }

    /** Whether anything runs that can be looked at before the step at hand. */
    static boolean changedBefore(OnTheWay on) {
        return changed(on, on.step());
    }

    private static boolean changed(OnTheWay on, int steps) {
        return on.plan().steps().subList(0, steps).stream()
                .anyMatch(step -> step instanceof ReleaseStep.OfTarget && !(step instanceof ReleaseStep.Prepare));
    }

    static String words(OnTheWay on) {
        return "step " + (on.step() + 1) + " of " + on.plan().steps().size() + ", "
                + on.plan().steps().get(on.step());
    }

    private static String words(OnTheWay on, String summary) {
        String step = on.pause().isPresent() ? words(on) + ", then pauses" : words(on);
        return summary.isEmpty() ? step : step + ": " + summary;
    }

    private static String sentence(String summary) {
        return Character.toUpperCase(summary.charAt(0)) + summary.substring(1) + (summary.endsWith(".") ? "" : ".");
    }
}
