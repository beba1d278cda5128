package dev.penstock.stack;

import dev.penstock.action.ActionContext;
import dev.penstock.action.RemoteCallException;
import dev.penstock.stack.StackReleaseState.Left;
import dev.penstock.stack.StackReleaseState.Several;
import dev.penstock.stack.WaveTarget.Status;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Brings the stacks back that a release had done when somebody abandons it: each by one call, which CloudFormation carries out by itself.
 * Nobody reviews a change set then; what holds data, or was changed since by somebody else, stays and is told.
 */
final class StackRecall {

    /** How CloudFormation says that a stack is as it shall be already (UpdateStack, {@code ValidationError}). */
    private static final String AS_IT_SHALL_BE = "No updates are to be performed";

    private static final String STEP = "recall";

    private final CloudFormationAction action;
    private final StackPlaces places;
    private final DataInStacks data;

    StackRecall(CloudFormationAction action, StackPlaces places, DataInStacks data) {
        this.action = action;
        this.places = places;
        this.data = data;
    }

    /**
     * Begins it, the last one first. May be asked again.
     *
     * @throws StackCleaningUp where a stack cannot take it yet; it was begun for all others
     */
    void begin(ActionContext context, CloudFormationConfiguration configuration, Several state) throws IOException {
        StackWaves names = WavePlan.ofNames(state.plan());
        List<WaveTarget> done = done(state);
        if (!done.isEmpty() && action.isLeftWhenStopped(context)) {
            List<String> kept = done.stream().map(WaveTarget::name).toList();
            context.log("Stacks that had the new version already keep it, as 'whenStopped' says: "
                    + String.join(", ", kept) + ".");
            return;
        }
        List<String> notYet = new ArrayList<>();
        for (WaveTarget target : done.reversed()) {
            StackWaves.Target declared = names.target(target.name());
            Optional<Stack> stack = places.stack(context, configuration, declared, target);
            if (stack.filter(now -> now.status().phase() == StackStatus.Phase.CLEANING_UP)
                    .isPresent()) {
                notYet.add(stack.get().name() + " is " + stack.get().status());
            } else if (stack.isPresent()) {
                begin(context, configuration, state, declared, target, stack.get());
            }
        }
        if (!notYet.isEmpty()) {
            throw new StackCleaningUp(
                    "It is asked for what it was as soon as it can be: " + String.join(", ", notYet) + ".");
        }
    }

    private static List<WaveTarget> done(Several state) {
        return state.targets().stream()
                .filter(target ->
                        target.status() == Status.SUCCEEDED && state.touched().contains(target.name()))
                .toList();
    }

    private void begin(
            ActionContext context,
            CloudFormationConfiguration configuration,
            Several state,
            StackWaves.Target declared,
            WaveTarget target,
            Stack stack)
            throws IOException {
        var back = new TargetContext(context, declared, target, "back");
        if (isBegun(back, stack)) {
            return;
        }
        Optional<Left> left = state.left().stream()
                .filter(each -> each.target().equals(target.name()))
                .findFirst();
        if (left.isPresent() && !StackPlaces.isAsLeft(left.get(), stack)) {
            back.log("Somebody else has changed the stack since: it is left as it is.");
            return;
        }
        try {
            recall(back, configuration, declared, target, stack);
        } catch (RemoteCallException e) {
            if (e.kind().isWorthAskingAgain()) {
                throw e;
            }
            if (!TargetSteps.message(e).contains(AS_IT_SHALL_BE)) {
                back.log("It keeps the new version, as it could not be brought back: " + TargetSteps.message(e));
            }
        } catch (StackFailure e) {
            back.log("It keeps the new version, as it could not be brought back: "
                    + e.failure().message());
        }
    }

    private void recall(
            TargetContext back,
            CloudFormationConfiguration configuration,
            StackWaves.Target declared,
            WaveTarget target,
            Stack stack)
            throws IOException, StackFailure {
        CloudFormationConfiguration there = StackGoingBack.there(configuration, declared);
        if (target.before().isPresent()) {
            action.update(back, StackGoingBack.back(there, target.before()), stack.id(), back.token(STEP));
            back.log("Asked for what it was before.");
            return;
        }
        Optional<String> holding = data.reason(back, there.stack());
        if (holding.isPresent()) {
            back.log("There was nothing before this release: " + holding.get() + ".");
            return;
        }
        action.stacks().delete(back.scope(), stack.id(), Set.of(), there.roleArn(), back.token(STEP));
        back.log("Asked for it to be deleted, as there was nothing before this release.");
    }

    private boolean isBegun(TargetContext back, Stack stack) {
        return !action.stacks()
                .events(back.scope(), stack.id(), back.token(STEP))
                .isEmpty();
    }

    /** What still goes on of it, in words; absent once nothing does. */
    Optional<String> goingOn(ActionContext context, CloudFormationConfiguration configuration, Several state) {
        StackWaves names = WavePlan.ofNames(state.plan());
        List<String> still = new ArrayList<>();
        for (WaveTarget target : done(state)) {
            places.stack(context, configuration, names.target(target.name()), target)
                    .filter(stack -> !stack.status().endsAnOperation())
                    .ifPresent(stack -> still.add(target.name() + ": stack " + stack.name() + " is " + stack.status()));
        }
        return still.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", still));
    }
}
