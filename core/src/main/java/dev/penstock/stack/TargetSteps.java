package dev.penstock.stack;

import dev.penstock.action.ActionContext;
import dev.penstock.action.RemoteCallException;
import dev.penstock.action.StepResult;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionResult;
import dev.penstock.execution.Asking;
import dev.penstock.execution.Wait;
import dev.penstock.observe.ResourceId;
import dev.penstock.stack.CloudFormationState.Begun;
import dev.penstock.stack.WaveTarget.Status;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes the targets of one deployment further, each by the steps of the action for one stack, in its own account and Region and
 * with tokens of its own. What one target may not do is its own failure; the others go on.
 */
final class TargetSteps {

    private static final Duration BEFORE_ASKING_AGAIN = Duration.ofSeconds(5);

    private final OneStack one;
    private final StackGoingBack goingBack;

    TargetSteps(OneStack one, Stacks stacks) {
        this.one = one;
        this.goingBack = new StackGoingBack(stacks);
    }

    /** Begins to deploy to a target, once it is remembered what is there. */
    WaveTarget begun(
            ActionContext action,
            CloudFormationConfiguration configuration,
            StackWaves.Target declared,
            WaveTarget target)
            throws IOException {
        var context = new TargetContext(action, declared, target, "there");
        CloudFormationConfiguration own = StackGoingBack.there(configuration, declared);
        try {
            return target.begun(
                    Status.RUNNING,
                    new Begun(),
                    configuration.goal() == StackGoal.PROPOSE // changes nothing that could go back
                            ? Optional.empty()
                            : goingBack.remember(context, own));
        } catch (RemoteCallException e) {
            if (e.kind().isWorthAskingAgain()) {
                throw e; // nothing is begun yet, and the step is asked again
            }
            return target.ended(Status.FAILED, message(e), Map.of());
        }
    }

    /** One step of each target that can go on; whether any came to something new that has to be durable before it goes on. */
    boolean advance(
            ActionContext context,
            CloudFormationConfiguration configuration,
            StackWaves waves,
            List<WaveTarget> targets)
            throws IOException {
        boolean moved = false;
        Optional<WaveTarget> asked = asked(targets);
        for (int i = 0; i < targets.size(); i++) {
            WaveTarget target = targets.get(i);
            boolean isAnswered = asked.filter(target::equals).isPresent()
                    && context.approvalAnswer().isPresent();
            if (target.isUnderWay() && canGoOn(context, target, isAnswered)) {
                WaveTarget after = step(context, configuration, waves.target(target.name()), target);
                moved |= after.until().isEmpty() || !after.isUnderWay();
                targets.set(i, after);
            }
        }
        return moved;
    }

    /** The one whose question is open: people answer one after the other, each about its own changes. */
    private static Optional<WaveTarget> asked(List<WaveTarget> targets) {
        return targets.stream()
                .filter(target -> target.isUnderWay()
                        && target.until().flatMap(Wait::openQuestion).isPresent())
                .findFirst();
    }

    private static boolean canGoOn(ActionContext context, WaveTarget target, boolean isAnswered) {
        return target.until()
                .map(wait -> switch (wait) {
                    case Wait.Until(Instant due) -> !context.now().isBefore(due);
                    case Wait.ForResource(ResourceId resource) ->
                        context.observation(resource).isPresent();
                    case Wait.ForApproval approval -> isAnswered;
                    case Wait.ForAnyResource any -> true;
                })
                .orElse(true);
    }

    private WaveTarget step(
            ActionContext context,
            CloudFormationConfiguration configuration,
            StackWaves.Target declared,
            WaveTarget target)
            throws IOException {
        boolean back = target.status() == Status.GOING_BACK;
        CloudFormationConfiguration there = StackGoingBack.there(configuration, declared);
        CloudFormationConfiguration own = back ? StackGoingBack.back(there, target.before()) : there;
        var targetContext = new TargetContext(context, declared, target, back ? "back" : "there");
        try {
            return switch (one.step(targetContext, own, target.state().orElseThrow())) {
                case StepResult.Next<CloudFormationState>(var state, String summary) ->
                    target.at(state, Optional.empty(), summary);
                case StepResult.Pass<CloudFormationState>(var state, var ignored, String summary, var point) ->
                    target.at(state, Optional.empty(), summary);
                case StepResult.Await<CloudFormationState>(var state, Wait until, String summary) ->
                    target.at(state, Optional.of(until), summary);
                case StepResult.Succeed<CloudFormationState>(ActionResult result) ->
                    target.ended(back ? Status.BACK : Status.SUCCEEDED, result.summary(), result.variables());
                case StepResult.Fail<CloudFormationState>(ActionFailure failure) -> {
                    failure.details().forEach(targetContext::log);
                    yield target.ended(back ? Status.STUCK : Status.FAILED, failure.message(), Map.of());
                }
            };
        } catch (RemoteCallException e) {
            String why = message(e);
            return e.kind().isWorthAskingAgain()
                    ? target.waiting(new Wait.Until(context.now().plus(BEFORE_ASKING_AGAIN)), why)
                    : target.ended(back ? Status.STUCK : Status.FAILED, why, Map.of());
        }
    }

    /** What those that are under way wait for: whatever comes first, an answer to the first question among them included. */
    static Wait wait(List<WaveTarget> targets) {
        List<ResourceId> resources = new ArrayList<>();
        List<ResourceId> toldOf = new ArrayList<>();
        Optional<Instant> due = Optional.empty();
        for (WaveTarget target : targets) {
            if (target.isUnderWay() && target.until().isPresent()) {
                switch (target.until().get()) {
                    case Wait.Until(Instant at) ->
                        due = due.filter(known -> known.isBefore(at)).or(() -> Optional.of(at));
                    case Wait.ForResource(ResourceId resource) -> resources.add(resource);
                    case Wait.ForAnyResource any -> {
                        resources.addAll(any.resources());
                        toldOf.addAll(any.toldOf());
                    }
                    case Wait.ForApproval approval -> {}
                }
            }
        }
        Optional<Asking> question = asked(targets).flatMap(WaveTarget::until).flatMap(Wait::asked);
        return new Wait.ForAnyResource(resources, due, question, toldOf);
    }

    /** Stops what goes on at each target. */
    void abandon(
            ActionContext context,
            CloudFormationConfiguration configuration,
            StackWaves waves,
            List<WaveTarget> targets) {
        for (WaveTarget target : targets) {
            if (target.status() == Status.RUNNING && target.state().isPresent()) {
                StackWaves.Target declared = waves.target(target.name());
                one.abandon(
                        new TargetContext(context, declared, target, "there"),
                        StackGoingBack.there(configuration, declared),
                        target.state().get());
            }
        }
    }

    /** What still goes on at targets that were asked to stop. */
    Optional<String> stopping(
            ActionContext context,
            CloudFormationConfiguration configuration,
            StackWaves waves,
            List<WaveTarget> targets) {
        List<String> still = new ArrayList<>();
        for (WaveTarget target : targets) {
            if (target.status() == Status.RUNNING && target.state().isPresent()) {
                StackWaves.Target declared = waves.target(target.name());
                one.stopping(
                                new TargetContext(context, declared, target, "there"),
                                StackGoingBack.there(configuration, declared),
                                target.state().get())
                        .ifPresent(what -> still.add(target.name() + ": " + what));
            }
        }
        return still.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", still));
    }

    static String message(RemoteCallException e) {
        String message = e.getMessage();
        return message == null || message.isEmpty() ? e.code() : message;
    }
}
