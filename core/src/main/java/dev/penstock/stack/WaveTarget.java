package dev.penstock.stack;

import dev.penstock.artifact.ArtifactReference;
import dev.penstock.execution.Wait;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where one target of a deployment in waves is.
 *
 * @param name the target's name
 * @param status how it is
 * @param state where the deployment to it is, or the way back; absent before it begins and after it has ended
 * @param until what it waits for; absent if it can go on
 * @param before what the stack was before; absent until that was looked at, and if there was no stack
 * @param summary in words; why, if it failed
 * @param outputs the stack's outputs, once it has succeeded
 */
record WaveTarget(
        String name,
        Status status,
        Optional<CloudFormationState> state,
        Optional<Wait> until,
        Optional<Before> before,
        String summary,
        Map<String, String> outputs) {

    WaveTarget {
        outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
    }

    /** How it is. */
    enum Status {
        TO_DO,
        RUNNING,
        SUCCEEDED,
        FAILED,
        GOING_BACK,
        BACK,
        /** It could not be brought back. */
        STUCK
    }

    /**
     * What a stack was.
     *
     * @param template its template, as the only file {@value StackGoingBack#TEMPLATE} of a bundle
     * @param parameters its parameters' values; of those that are not told, {@code ****}
     * @param capabilities what was acknowledged
     */
    record Before(ArtifactReference template, Map<String, String> parameters, List<String> capabilities) {

        Before {
            parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
            capabilities = List.copyOf(capabilities);
        }
    }

    static WaveTarget toDo(String name) {
        return new WaveTarget(name, Status.TO_DO, Optional.empty(), Optional.empty(), Optional.empty(), "", Map.of());
    }

    boolean isUnderWay() {
        return status == Status.RUNNING || status == Status.GOING_BACK;
    }

    WaveTarget begun(Status begun, CloudFormationState first, Optional<Before> was) {
        return new WaveTarget(name, begun, Optional.of(first), Optional.empty(), was, "", outputs);
    }

    WaveTarget at(CloudFormationState next, Optional<Wait> wait, String where) {
        return new WaveTarget(name, status, Optional.of(next), wait, before, where, outputs);
    }

    WaveTarget waiting(Wait wait, String why) {
        return new WaveTarget(name, status, state, Optional.of(wait), before, why, outputs);
    }

    WaveTarget ended(Status end, String how, Map<String, String> put) {
        return new WaveTarget(name, end, Optional.empty(), Optional.empty(), before, how, put);
    }
}
