package dev.penstock.engine;

import dev.penstock.execution.Decider;
import dev.penstock.execution.Decision;
import dev.penstock.execution.Execution;
import dev.penstock.execution.ExecutionEvent;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.StageState;
import dev.penstock.journal.ClaimChange;
import dev.penstock.pipeline.ExecutionMode;
import dev.penstock.pipeline.Pipeline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What is to be written in one piece: facts that happened, and all that follows from them at once. That an action ended
 * and the next began is one write.
 */
final class Batch {

    private final Pipeline pipeline;
    private final Instant now;
    private final Starter starter;
    private final WayBack wayBack;
    private final GraphMapping graphs;
    private final Supplier<byte[]> displacing;
    private final List<ExecutionEvent> events = new ArrayList<>(4);
    private final List<ClaimChange> claims = new ArrayList<>(2);
    private Execution execution;
    private Optional<String> claimed = Optional.empty();

    /**
     * A batch.
     *
     * @param wayBack finds out where a stage can go back to
     * @param graphs what is released together in a stage that is entered
     * @param displacing the message to whoever is displaced in front of a stage
     */
    Batch(
            Execution before,
            Pipeline pipeline,
            Instant now,
            Starter starter,
            WayBack wayBack,
            GraphMapping graphs,
            Supplier<byte[]> displacing) {
        this.execution = before;
        this.pipeline = pipeline;
        this.now = now;
        this.starter = starter;
        this.wayBack = wayBack;
        this.graphs = graphs;
        this.displacing = displacing;
    }

    Execution execution() {
        return execution;
    }

    List<ExecutionEvent> events() {
        return events;
    }

    List<ClaimChange> claims() {
        return claims;
    }

    /** The stage that it enters, if it does: the one that may be found occupied. */
    Optional<String> claimed() {
        return claimed;
    }

    void add(ExecutionEvent event) {
        execution = execution.apply(event, now);
        events.add(event);
        switch (event) {
            case ExecutionEvent.StageSucceeded stage -> leaveUnlessActive(stage.stage());
            case ExecutionEvent.StageFailed stage -> leave(stage.stage());
            case ExecutionEvent.StageStopped stage -> leave(stage.stage());
            case ExecutionEvent.StageSkipped stage -> leave(stage.stage());
            case ExecutionEvent.StageRolledBack stage -> leave(stage.stage());
            case ExecutionEvent.ExecutionEnded ignored -> stopAwaiting();
            case ExecutionEvent.ExecutionStarted ignored -> {}
            case ExecutionEvent.StageQueued ignored -> {}
            case ExecutionEvent.StageEntered ignored -> {}
            case ExecutionEvent.StageRetried ignored -> {}
            case ExecutionEvent.StageRestarted ignored -> {}
            case ExecutionEvent.StageRollbackBegun ignored -> {}
            case ExecutionEvent.StageRollbackRefused ignored -> {}
            case ExecutionEvent.OfCondition ignored -> {}
            case ExecutionEvent.GraphTurnedBack ignored -> {}
            case ExecutionEvent.StopRequested ignored -> {}
            case ExecutionEvent.ActionSucceeded end -> leaveAfter(end.stage());
            case ExecutionEvent.ActionFailed end -> leaveAfter(end.stage());
            case ExecutionEvent.ActionAbandoned end -> leaveAfter(end.stage());
            case ExecutionEvent.OfAction ignored -> {}
        }
    }

    /** While an action goes on there, the stage is not free for another execution, which would meet what it works on. */
    private void leaveUnlessActive(String stage) {
        if (execution.state().stage(stage).filter(StageState::hasActiveActions).isEmpty()) {
            leave(stage);
        }
    }

    private void leaveAfter(String stage) {
        if (execution
                .state()
                .stage(stage)
                .filter(known -> known.phase() == StageState.Phase.SUCCEEDED)
                .isPresent()) {
            leaveUnlessActive(stage);
        }
    }

    /**
     * Adds what follows, until nothing more does.
     *
     * @param occupied stages that were found occupied
     * @return actions that are to be abandoned
     */
    Optional<Decision.Abandon> addWhatFollows(Set<String> occupied) {
        while (true) {
            switch (Decider.decide(pipeline, execution.state())) {
                case Decision.Wait ignored -> {
                    return Optional.empty();
                }
                case Decision.Abandon abandon -> {
                    return Optional.of(abandon);
                }
                case Decision.Record(ExecutionEvent event) -> add(event);
                case Decision.Start(String stage, List<String> actions) -> {
                    for (String action : actions) {
                        starter.start(execution.state(), stage, action, now).forEach(this::add);
                    }
                }
                case Decision.RollBack(String stage, String cause) ->
                    add(wayBack.find(execution.state(), stage, cause));
                case Decision.ComeTo(String stage) -> {
                    if (!comeTo(stage, occupied)) {
                        return Optional.empty();
                    }
                }
            }
        }
    }

    private boolean comeTo(String stage, Set<String> occupied) {
        if (!hasStageLocks()) {
            add(entering(stage));
            return true;
        }
        if (occupied.contains(stage)) {
            if (!isQueued(stage)) {
                add(new ExecutionEvent.StageQueued(stage));
            }
            claims.add(
                    pipeline.executionMode() == ExecutionMode.QUEUED
                            ? new ClaimChange.LineUp(claim(stage))
                            : new ClaimChange.Await(claim(stage), displacing.get()));
            return false;
        }
        claims.add(new ClaimChange.Acquire(claim(stage)));
        claimed = Optional.of(stage);
        add(entering(stage));
        return true;
    }

    private ExecutionEvent entering(String stage) {
        return new ExecutionEvent.StageEntered(
                stage, pipeline.stage(stage).flatMap(declared -> graphs.in(pipeline, declared)));
    }

    private boolean isQueued(String stage) {
        return execution
                .state()
                .stage(stage)
                .map(known -> known.phase() == StageState.Phase.QUEUED)
                .orElse(false);
    }

    private void leave(String stage) {
        if (hasStageLocks()) {
            claims.add(new ClaimChange.Release(claim(stage)));
            claims.add(new ClaimChange.StopAwaiting(claim(stage)));
        }
    }

    private void stopAwaiting() {
        ExecutionState state = execution.state();
        if (hasStageLocks()) {
            state.latestStage()
                    .filter(stage -> stage.phase() == StageState.Phase.QUEUED)
                    .ifPresent(stage -> claims.add(new ClaimChange.StopAwaiting(claim(stage.name()))));
        }
    }

    private boolean hasStageLocks() {
        return pipeline.executionMode() != ExecutionMode.PARALLEL;
    }

    private String claim(String stage) {
        return StageLine.claim(pipeline.name(), stage);
    }

    /** Finds out where stages can go back to. */
    @FunctionalInterface
    interface WayBack {

        /** The fact that a stage goes back, or that it cannot. */
        ExecutionEvent find(ExecutionState state, String stage, String cause);
    }

    /** Begins attempts of actions. */
    @FunctionalInterface
    interface Starter {

        /** The facts that an attempt begins with: that it started, and perhaps that it failed at once. */
        List<ExecutionEvent> start(ExecutionState state, String stage, String action, Instant now);
    }
}
