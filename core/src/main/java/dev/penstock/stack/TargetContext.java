package dev.penstock.stack;

import dev.penstock.action.ActionContext;
import dev.penstock.action.ApprovalAnswer;
import dev.penstock.action.AwsScope;
import dev.penstock.action.Instruction;
import dev.penstock.action.PastExecutions;
import dev.penstock.artifact.ArtifactReference;
import dev.penstock.artifact.BundleReader;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.Wait;
import dev.penstock.observe.Observation;
import dev.penstock.observe.ResourceId;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.secret.Masker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What a step for one target sees: the action's context, in the target's account and Region, with tokens of its own. */
final class TargetContext implements ActionContext {

    private final ActionContext action;
    private final StackWaves.Target target;
    private final WaveTarget progress;
    private final String way;

    /**
     * The context of one target.
     *
     * @param way told apart in tokens: there, or back
     */
    TargetContext(ActionContext action, StackWaves.Target target, WaveTarget progress, String way) {
        this.action = action;
        this.target = target;
        this.progress = progress;
        this.way = way;
    }

    /** The target's name. */
    String target() {
        return target.name();
    }

    @Override
    public AwsScope scope() {
        AwsScope scope = action.scope();
        return new AwsScope(
                target.region().or(scope::region),
                target.roleArn()
                        .map(role -> Stream.concat(scope.roleArns().stream(), Stream.of(role))
                                .toList())
                        .orElse(scope.roleArns()));
    }

    @Override
    public String token(String step) {
        return action.token(target.name() + "/" + way + "/" + step);
    }

    /** The bundle with the template that the stack had counts as an artifact, on the way back. */
    @Override
    public Map<String, ArtifactReference> inputs() {
        Map<String, ArtifactReference> inputs = new LinkedHashMap<>(action.inputs());
        progress.before().ifPresent(before -> inputs.put(StackGoingBack.ARTIFACT, before.template()));
        return inputs;
    }

    @Override
    public Path inputBundle(String artifact) throws IOException {
        return artifact.equals(StackGoingBack.ARTIFACT) && progress.before().isPresent()
                ? action.bundle(progress.before().get().template())
                : action.inputBundle(artifact);
    }

    @Override
    public Path bundle(ArtifactReference reference) throws IOException {
        return action.bundle(reference);
    }

    @Override
    public Path inputDirectory(String artifact) throws IOException {
        if (!artifact.equals(StackGoingBack.ARTIFACT)) {
            return action.inputDirectory(artifact);
        }
        Path folder = workDirectory().resolve("before");
        if (!Files.isDirectory(folder)) {
            new BundleReader().unpack(inputBundle(artifact), folder);
        }
        return folder;
    }

    @Override
    public Path workDirectory() throws IOException {
        return Files.createDirectories(action.workDirectory().resolve(target.name()));
    }

    @Override
    public Optional<Observation> observation() {
        return progress.until().flatMap(wait -> switch (wait) {
            case Wait.ForResource(ResourceId resource) -> action.observation(resource);
            case Wait.Until until -> Optional.empty();
            case Wait.ForAnyResource any -> Optional.empty();
            case Wait.ForApproval approval -> Optional.empty();
        });
    }

    @Override
    public Optional<Observation> observation(ResourceId resource) {
        return action.observation(resource);
    }

    @Override
    public Optional<ApprovalAnswer> approvalAnswer() {
        return progress.until().flatMap(Wait::openQuestion).flatMap(wait -> action.approvalAnswer());
    }

    @Override
    public List<Instruction> instructions() {
        return action.instructions();
    }

    @Override
    public PastExecutions executions() {
        return action.executions();
    }

    @Override
    public void log(String line) {
        action.log("[" + target.name() + "] " + line);
    }

    @Override
    public ExecutionId execution() {
        return action.execution();
    }

    @Override
    public String pipeline() {
        return action.pipeline();
    }

    @Override
    public String stage() {
        return action.stage();
    }

    @Override
    public int attempt() {
        return action.attempt();
    }

    @Override
    public ActionDeclaration declaration() {
        return action.declaration();
    }

    @Override
    public Instant now() {
        return action.now();
    }

    @Override
    public Duration betweenLooks() {
        return action.betweenLooks();
    }

    @Override
    public Instant startedAt() {
        return action.startedAt();
    }

    @Override
    public ArtifactReference store(Path bundle) throws IOException {
        return action.store(bundle);
    }

    @Override
    public Masker masker() {
        return action.masker();
    }
}
