package dev.penstock.action;

import dev.penstock.artifact.ArtifactReference;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.GraphStanding;
import dev.penstock.execution.ReleaseGraph;
import dev.penstock.observe.Observation;
import dev.penstock.observe.ResourceId;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.secret.Masker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a step sees of the execution that it works for. Valid during the step only. */
public interface ActionContext {

    /** The execution. */
    ExecutionId execution();

    /** The pipeline's name. */
    String pipeline();

    /** The stage's name. */
    String stage();

    /** Which try of the action this is, from 1. */
    int attempt();

    /** The action, with all references to variables resolved. */
    ActionDeclaration declaration();

    /** In whose name and where its calls are made: the action's Region and role, mapped by the settings. */
    AwsScope scope();

    /** What time it is, by the engine's clock; virtual in simulated runs and tests. */
    Instant now();

    /**
     * The least time to leave between two looks at what goes well. Zero, unless who runs this is called anew for each look, which
     * costs.
     */
    default Duration betweenLooks() {
        return Duration.ZERO;
    }

    /** When this attempt was started. */
    Instant startedAt();

    /**
     * A token for a call that AWS makes idempotent: the same for the same execution, action, attempt and step, and no
     * other. 36 characters in the form of a UUID. A retry of the stage is another attempt, and has other tokens.
     *
     * @param step names the call among those of the action
     */
    String token(String step);

    /** The artifacts that go in, by name, in the order declared. */
    Map<String, ArtifactReference> inputs();

    /** An input artifact as a bundle file that may be read but not changed. */
    Path inputBundle(String artifact) throws IOException;

    /**
     * An input artifact unpacked into a folder of this attempt. Unpacked once, and then the same folder; a step may
     * change it, the artifact stays as it is.
     */
    Path inputDirectory(String artifact) throws IOException;

    /** An empty file-system folder of this attempt for anything else; kept until the attempt ends, unless the machine does not. */
    Path workDirectory() throws IOException;

    /** A bundle that was kept before, by this action or another, as a file that may be read but not changed. */
    Path bundle(ArtifactReference reference) throws IOException;

    /** Keeps a bundle as an output artifact. */
    ArtifactReference store(Path bundle) throws IOException;

    /** What was last seen of the resource that the state waits for; absent until it was seen, and if it waits for several. */
    Optional<Observation> observation();

    /** What was last seen of one of the resources that the state waits for; absent until it was seen. */
    Optional<Observation> observation(ResourceId resource);

    /** The answer that the state waits for, when it waits for an approval. */
    Optional<ApprovalAnswer> approvalAnswer();

    /**
     * What people told the action since the step before, in order; empty if nothing. The same again when this step is asked
     * again, and gone once what it returned is durable: what is to hold for longer belongs into the state.
     */
    default List<Instruction> instructions() {
        return List.of();
    }

    /** The commit that this execution was started for, if the action is a source and the execution names one for it. */
    default Optional<SourceRevisionOverride> sourceRevision() {
        return Optional.empty();
    }

    /** The release graph that the action is a member of, as it was when its stage was entered; absent if it is released by itself. */
    default Optional<ReleaseGraph> graph() {
        return Optional.empty();
    }

    /** What it may do as a member of a release graph, as the others stand; absent if it is none. A step is asked again when it changes. */
    default Optional<GraphStanding> standing() {
        return Optional.empty();
    }

    /** What the journal knows of executions, this one among them; nothing where an action is tried without a journal. */
    default PastExecutions executions() {
        return PastExecutions.NONE;
    }

    /** Adds a line to the action's log; a step that is asked again adds it again. Secrets that are registered with the masker are masked. */
    void log(String line);

    /** Knows the run's secrets: register one before its first use. */
    Masker masker();
}
