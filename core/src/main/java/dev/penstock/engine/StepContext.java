package dev.penstock.engine;

import dev.penstock.action.ActionContext;
import dev.penstock.action.ApprovalAnswer;
import dev.penstock.action.AwsScope;
import dev.penstock.action.Instruction;
import dev.penstock.action.PastExecutions;
import dev.penstock.action.SourceRevisionOverride;
import dev.penstock.artifact.ArtifactReference;
import dev.penstock.artifact.BundleReader;
import dev.penstock.execution.ActionState;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.GraphStanding;
import dev.penstock.execution.GraphState;
import dev.penstock.execution.ReleaseGraph;
import dev.penstock.execution.StageState;
import dev.penstock.observe.Observation;
import dev.penstock.observe.ResourceId;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.secret.Masker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What one step sees. */
final class StepContext implements ActionContext {

    private final EngineParts parts;
    private final ExecutionId execution;
    private final String pipeline;
    private final ActionAttempt attempt;
    private final ActionState state;
    private final ActionDeclaration declaration;
    private final AwsScope scope;
    private final Map<String, ArtifactReference> inputs;
    private final Map<ResourceId, Observation> seen;
    private final Optional<ApprovalAnswer> answer;
    private final List<Instruction> instructions;
    private final Optional<SourceRevisionOverride> sourceRevision;
    private final Optional<StageState> graphed;

    StepContext(
            EngineParts parts,
            ExecutionId execution,
            String pipeline,
            ActionAttempt attempt,
            ActionState state,
            ActionDeclaration declaration,
            AwsScope scope,
            Map<String, ArtifactReference> inputs,
            Map<ResourceId, Observation> seen,
            Optional<ApprovalAnswer> answer,
            List<Instruction> instructions,
            Optional<SourceRevisionOverride> sourceRevision,
            Optional<StageState> graphed) {
        this.parts = parts;
        this.execution = execution;
        this.pipeline = pipeline;
        this.attempt = attempt;
        this.state = state;
        this.declaration = declaration;
        this.scope = scope;
        this.inputs = inputs;
        this.seen = seen;
        this.answer = answer;
        this.instructions = instructions;
        this.sourceRevision = sourceRevision;
        this.graphed = graphed;
    }

    @Override
    public Optional<SourceRevisionOverride> sourceRevision() {
        return sourceRevision;
    }

    @Override
    public Optional<GraphStanding> standing() {
        return graphed.flatMap(stage -> stage.standing(attempt.action()));
    }

    @Override
    public Optional<ReleaseGraph> graph() {
        return graphed.flatMap(StageState::graph)
                .map(GraphState::graph)
                .filter(known -> known.member(attempt.action()).isPresent());
    }

    @Override
    public ExecutionId execution() {
        return execution;
    }

    @Override
    public String pipeline() {
        return pipeline;
    }

    @Override
    public String stage() {
        return attempt.stage();
    }

    @Override
    public int attempt() {
        return attempt.attempt();
    }

    @Override
    public ActionDeclaration declaration() {
        return declaration;
    }

    @Override
    public AwsScope scope() {
        return scope;
    }

    @Override
    public Instant now() {
        return parts.clock().instant();
    }

    @Override
    public Duration betweenLooks() {
        return parts.betweenLooks();
    }

    @Override
    public Instant startedAt() {
        return state.startedAt();
    }

    @Override
    public String token(String step) {
        String intent =
                execution + "\n" + attempt.stage() + "\n" + attempt.action() + "\n" + attempt.attempt() + "\n" + step;
        return UUID.nameUUIDFromBytes(intent.getBytes(StandardCharsets.UTF_8)).toString();
    }

    @Override
    public Map<String, ArtifactReference> inputs() {
        return inputs;
    }

    @Override
    public Path inputBundle(String artifact) throws IOException {
        ArtifactReference reference = inputs.get(artifact);
        if (reference == null) {
            throw new IOException("The input artifact '" + artifact + "' of action " + attempt.action()
                    + " was not put out by any action before it.");
        }
        return parts.artifacts().open(reference);
    }

    @Override
    public Path bundle(ArtifactReference reference) throws IOException {
        return parts.artifacts().open(reference);
    }

    @Override
    public Path inputDirectory(String artifact) throws IOException {
        Path folder = folder("inputs").resolve(artifact);
        if (!Files.isDirectory(folder)) {
            // Appears whole or not at all, so that a step which was interrupted here leaves nothing half unpacked.
            new BundleReader().unpack(inputBundle(artifact), folder);
        }
        return folder;
    }

    @Override
    public Path workDirectory() throws IOException {
        return folder("work");
    }

    private Path folder(String name) throws IOException {
        return Files.createDirectories(
                parts.workFolders().of(execution, attempt).resolve(name));
    }

    @Override
    public ArtifactReference store(Path bundle) throws IOException {
        return parts.artifacts().put(bundle);
    }

    @Override
    public Optional<Observation> observation() {
        return seen.size() == 1 ? seen.values().stream().findFirst() : Optional.empty();
    }

    @Override
    public Optional<Observation> observation(ResourceId resource) {
        return Optional.ofNullable(seen.get(resource));
    }

    @Override
    public Optional<ApprovalAnswer> approvalAnswer() {
        return answer;
    }

    @Override
    public List<Instruction> instructions() {
        return instructions;
    }

    @Override
    public PastExecutions executions() {
        return new JournalExecutions(parts);
    }

    @Override
    public void log(String line) {
        Masker masker = parts.masker();
        parts.listener().logged(execution, attempt, now(), masker.hasSecrets() ? masker.mask(line) : line);
    }

    @Override
    public Masker masker() {
        return parts.masker();
    }
}
