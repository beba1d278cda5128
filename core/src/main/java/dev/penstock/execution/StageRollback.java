package dev.penstock.execution;

import dev.penstock.artifact.ArtifactReference;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** That a stage is to go back to what succeeded last in it. */
public sealed interface StageRollback {

    /** Why the stage goes back, in a sentence. */
    String cause();

    /**
     * Its actions run again, with what went into them in an earlier execution.
     *
     * @param cause why the stage goes back, in a sentence
     * @param target the earlier execution
     * @param variables that execution's pipeline-level variables
     * @param artifacts what the stages before put out there, by name
     * @param outputs the variables that they put out there, by namespace and key
     */
    record To(
            String cause,
            ExecutionId target,
            Map<String, String> variables,
            Map<String, ArtifactReference> artifacts,
            Map<String, Map<String, String>> outputs)
            implements StageRollback {

        public To {
            variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
            artifacts = Collections.unmodifiableMap(new LinkedHashMap<>(artifacts));
            outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
        }
    }

    /**
     * There is nothing that it could go back to.
     *
     * @param cause why the stage was to go back, in a sentence
     * @param obstacle why it cannot, in a sentence
     */
    record Impossible(String cause, String obstacle) implements StageRollback {}
}
