package dev.penstock.testing;

import dev.penstock.action.ActionContext;
import dev.penstock.action.ArtifactLimits;
import dev.penstock.action.ConfigurationReader;
import dev.penstock.action.RemoteCallException;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionResult;
import dev.penstock.execution.Wait;
import dev.penstock.metric.Arm;
import dev.penstock.metric.Arms;
import dev.penstock.pipeline.ActionCategory;
import dev.penstock.pipeline.ActionOwner;
import dev.penstock.pipeline.ActionTypeId;
import dev.penstock.rollout.Position;
import dev.penstock.rollout.Position.Capacity;
import dev.penstock.rollout.Position.Condition;
import dev.penstock.rollout.Refusal;
import dev.penstock.rollout.ReleaseContext;
import dev.penstock.rollout.ReleasePlan;
import dev.penstock.rollout.ReleaseStep;
import dev.penstock.rollout.ReleaseTarget;
import dev.penstock.rollout.Share;
import dev.penstock.rollout.TargetFacts;
import dev.penstock.rollout.TargetResult;
import dev.penstock.rollout.TargetResult.Aftermath;
import dev.penstock.time.EngineClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * A target in memory, {@code Deploy/Custom/Shelf/1}: one place that a version can be put to, whose requests can be divided. Each of its
 * steps takes half a minute. It can be told to misbehave, and remembers every effect.
 */
public final class FakeReleaseTarget implements ReleaseTarget<FakeReleaseTarget.Shelf, FakeReleaseTarget.Book> {

    /** The type of action that it is for. */
    public static final ActionTypeId TYPE = new ActionTypeId(ActionCategory.DEPLOY, ActionOwner.CUSTOM, "Shelf", "1");

    private static final Duration TAKES = Duration.ofSeconds(30);
    private static final int TARGETS = 4;

    private final EngineClock clock;
    private final List<String> effects = new ArrayList<>();
    private Optional<String> live = Optional.of("old");
    private Optional<String> fresh = Optional.empty();
    private Share share = Share.NONE;
    private int healthy = TARGETS;
    private Condition condition = new Condition.Well();
    private Function<ReleasePlan, Optional<Refusal>> refuses = plan -> Optional.empty();
    private Optional<ReleaseStep> failing = Optional.empty();
    private Aftermath aftermath = Aftermath.CHANGED;
    private final List<Instant> looks = new ArrayList<>();
    private boolean isStuck;
    private boolean isDenied;

    /** A target that has the version {@code old}. */
    public FakeReleaseTarget(EngineClock clock) {
        this.clock = clock;
    }

    /** The version that is released, as the action's configuration names it. */
    public record Shelf(String version) {}

    /**
     * What it remembers.
     *
     * @param working on which step, and until when; empty if it is idle
     */
    public record Book(Optional<String> working, Optional<Instant> until) {}

    /** Takes the version away that it has. */
    public synchronized void clear() {
        live = Optional.empty();
    }

    /** Cannot carry out some plans. */
    public synchronized void refuse(Function<ReleasePlan, Optional<Refusal>> refusal) {
        refuses = refusal;
    }

    /** Is so from now on. */
    public synchronized void become(Condition now) {
        condition = now;
    }

    /** Has so many healthy targets of the new version from now on, of four. */
    public synchronized void becomeHealthy(int targets) {
        healthy = targets;
    }

    /** Somebody else divides its requests so. */
    public synchronized void divideByAnother(Share to) {
        share = to;
    }

    /** Fails at a step, and is so afterwards. */
    public synchronized void failAt(ReleaseStep step, Aftermath then) {
        failing = Optional.of(step);
        aftermath = then;
    }

    /** Does not say where it is from now on. */
    public synchronized void deny() {
        isDenied = true;
    }

    /** Cannot be brought back. */
    public synchronized void stick() {
        isStuck = true;
    }

    /** When it was looked where it is. */
    public synchronized List<Instant> looks() {
        return List.copyOf(looks);
    }

    /** What was done to it, in order. */
    public synchronized List<String> effects() {
        return List.copyOf(effects);
    }

    /** The share of requests that the new version has. */
    public synchronized Share share() {
        return share;
    }

    /** The version that is left when all is over. */
    public synchronized Optional<String> live() {
        return live;
    }

    @Override
    public ActionTypeId type() {
        return TYPE;
    }

    @Override
    public ArtifactLimits artifacts() {
        return ArtifactLimits.exactly(0, 0);
    }

    @Override
    public Shelf configure(ConfigurationReader configuration) {
        return new Shelf(configuration.required("Version"));
    }

    @Override
    public Class<Book> stateType() {
        return Book.class;
    }

    @Override
    public Book begin(Shelf configuration) {
        return new Book(Optional.empty(), Optional.empty());
    }

    @Override
    public synchronized Optional<Refusal> refusal(Shelf configuration, ReleasePlan plan) {
        return refuses.apply(plan);
    }

    @Override
    public synchronized TargetFacts facts(ActionContext context, Shelf configuration) {
        return live.isPresent() ? TargetFacts.live(OptionalInt.of(TARGETS)) : TargetFacts.EMPTY;
    }

    @Override
    public synchronized TargetResult<Book> carryOut(
            ReleaseContext context, Shelf configuration, Book state, ReleaseStep.OfTarget step) {
        if (step instanceof ReleaseStep.Prepare && live.equals(Optional.of(configuration.version()))) {
            return new TargetResult.Nothing<>(state, "it has that version already");
        }
        String name = step.toString();
        if (state.until().isEmpty() || !state.working().equals(Optional.of(name))) {
            Instant until = clock.instant().plus(TAKES);
            return new TargetResult.Await<>(
                    new Book(Optional.of(name), Optional.of(until)), new Wait.Until(until), "works on it");
        }
        Book idle = new Book(Optional.empty(), Optional.empty());
        if (failing.equals(Optional.of(step))) {
            return new TargetResult.Failed<>(
                    idle, ActionFailure.failed("SHELF-1", "The step '" + name + "' failed."), aftermath);
        }
        switch (step) {
            case ReleaseStep.Prepare() -> once("prepare");
            case ReleaseStep.ScaleUp(Share capacity) -> {
                once(name);
                fresh = Optional.of(configuration.version());
            }
            case ReleaseStep.Test() -> once("test");
            case ReleaseStep.Shift(Share to) -> {
                share = to;
                once(name);
            }
            case ReleaseStep.Replace replace -> {
                once(name);
                fresh = Optional.of(configuration.version());
                share = Share.ALL;
            }
            case ReleaseStep.Finish() -> {
                once("finish");
                live = fresh;
                share = Share.NONE;
            }
        }
        return new TargetResult.Done<>(idle, name + " is done");
    }

    /** An effect that is there already is not had twice. */
    private void once(String effect) {
        if (effects.isEmpty() || !effects.getLast().equals(effect)) {
            effects.add(effect);
        }
    }

    @Override
    public synchronized Position position(ReleaseContext context, Shelf configuration, Book state) {
        looks.add(clock.instant());
        if (isDenied) {
            throw new RemoteCallException(
                    RemoteCallException.Kind.DENIED,
                    "shelf:Look",
                    "AccessDenied",
                    "Could not look at the shelf: it was told to be closed.",
                    new IllegalStateException("told to be closed"));
        }
        Arm canary = new Arm(configuration.version(), Map.of(Arm.SERVICE, "new"));
        Arm baseline = new Arm(live.orElse("nothing"), Map.of(Arm.SERVICE, "old"));
        return new Position(
                condition,
                Optional.of(share),
                Optional.of(new Capacity(healthy, TARGETS, TARGETS)),
                Optional.of(new Arms(canary, baseline)),
                List.of());
    }

    @Override
    public synchronized TargetResult<Book> rollBack(ReleaseContext context, Shelf configuration, Book state) {
        if (isStuck) {
            return new TargetResult.Failed<>(
                    state, ActionFailure.failed("SHELF-2", "It is stuck."), Aftermath.OUT_OF_HAND);
        }
        share = Share.NONE;
        fresh = Optional.empty();
        once("roll back");
        return new TargetResult.Done<>(state, "");
    }

    @Override
    public synchronized void abandon(ReleaseContext context, Shelf configuration, Book state) {
        share = Share.NONE;
        fresh = Optional.empty();
        once("abandon");
    }

    @Override
    public synchronized void letGo(ReleaseContext context, Shelf configuration, Book state) {
        once("let go");
    }

    @Override
    public ActionResult result(ReleaseContext context, Shelf configuration, Book state) {
        return new ActionResult(Map.of(), Map.of("Version", configuration.version()), "", Optional.empty(), List.of());
    }
}
