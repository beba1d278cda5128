package dev.penstock.stack;

import dev.penstock.stack.Road.Recovery;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Where a CloudFormation action is. Each state says what the step asked with it is about to do. */
sealed interface CloudFormationState {

    /** About to read what goes in, and to refuse what cannot go well. */
    record Begun() implements CloudFormationState {}

    /**
     * About to look how the stack is and what leads on from there.
     *
     * @param past what was done so far to bring the stack back
     * @param waiting what it waits for, in words; empty if for nothing
     */
    record Looking(Past past, String waiting) implements CloudFormationState {}

    /**
     * Drift is being detected.
     *
     * @param detection the id of the detection
     */
    record Comparing(Past past, String stackId, String detection) implements CloudFormationState {}

    /** About to make a change set. */
    record Proposing(Past past, ChangeSetType type) implements CloudFormationState {}

    /** Follows the making of a change set, to judge it then. */
    record Weighing(Proposal proposal) implements CloudFormationState {}

    /**
     * Waits for a person's word.
     *
     * @param digest of the change set that was asked about
     * @param question what is asked
     */
    record Asking(Proposal proposal, String digest, String question) implements CloudFormationState {}

    /**
     * About to execute a change set.
     *
     * @param digest of the change set that may be executed
     */
    record Executing(Proposal proposal, String digest) implements CloudFormationState {}

    /**
     * About to ask for an operation that needs no change set.
     *
     * @param skip what is left out of it
     */
    record Beginning(Past past, Operation operation, List<String> skip) implements CloudFormationState {

        public Beginning {
            skip = List.copyOf(skip);
        }
    }

    /**
     * Follows an operation to its end.
     *
     * @param skip what was left out of it
     * @param told the event that was told last; empty if none was
     * @param progress how far it is, in words
     */
    record Following(Past past, Operation operation, List<String> skip, String told, String progress)
            implements CloudFormationState {

        public Following {
            skip = List.copyOf(skip);
        }
    }

    /**
     * Deploys to several stacks.
     *
     * @param wave the index of the wave that is under way, from 0
     * @param phase what is done
     * @param targets all of them, in order
     * @param bakeUntil when the wave has been looked at for long enough; absent if it is not being looked at
     * @param reason why it goes back, or fails; empty if it does not
     * @param plan the waves as they were when it began, {@linkplain WavePlan without values of parameters}; absent in what an
     *     earlier version has begun, which goes by the settings as they are
     */
    record InWaves(
            int wave,
            Phase phase,
            List<WaveTarget> targets,
            Optional<Instant> bakeUntil,
            String reason,
            Optional<StackWaves> plan)
            implements CloudFormationState {

        public InWaves {
            targets = List.copyOf(targets);
        }

        /** Deploys, or is about to deploy. */
        InWaves deploying(int next, List<WaveTarget> now) {
            return new InWaves(next, Phase.DEPLOYING, now, Optional.empty(), "", plan);
        }

        InWaves baking(List<WaveTarget> now, Instant until) {
            return new InWaves(wave, Phase.BAKING, now, Optional.of(until), "", plan);
        }

        InWaves goingBack(List<WaveTarget> now, String why) {
            return new InWaves(wave, Phase.GOING_BACK, now, Optional.empty(), why, plan);
        }

        InWaves with(List<WaveTarget> now) {
            return new InWaves(wave, phase, now, bakeUntil, reason, plan);
        }

        /** What is done. */
        enum Phase {
            DEPLOYING,
            BAKING,
            GOING_BACK
        }
    }

    /**
     * What was done to bring the stack back.
     *
     * @param tried what
     * @param skipped resources that were left out of a rollback, and may differ from the template since
     */
    record Past(List<Recovery> tried, List<String> skipped) {

        static final Past NOTHING = new Past(List.of(), List.of());

        public Past {
            tried = List.copyOf(tried);
            skipped = List.copyOf(skipped);
        }
    }

    /**
     * A change set.
     *
     * @param type what it is for
     * @param changeSetId its ARN
     * @param ours whether this action made it
     */
    record Proposal(Past past, ChangeSetType type, String changeSetId, boolean ours) {}

    /**
     * Something that is done to a stack.
     *
     * @param kind what
     * @param stackId the stack's ARN
     * @param token that it was asked for with, by which its events are known
     * @param changeSetId the change set that is executed; empty if none is
     * @param resources how many resources it changes; 0 if that is not known
     */
    record Operation(Kind kind, String stackId, String token, String changeSetId, int resources) {

        /** What is done. */
        enum Kind {
            CREATE,
            UPDATE,
            DELETE,
            /** Brings the stack back; what is wanted comes after it. */
            RECOVER
        }
    }
}
