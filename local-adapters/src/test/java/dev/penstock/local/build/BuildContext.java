package dev.penstock.local.build;

import dev.penstock.action.ActionContext;
import dev.penstock.action.ApprovalAnswer;
import dev.penstock.action.AwsScope;
import dev.penstock.artifact.ArtifactReference;
import dev.penstock.artifact.BundleReader;
import dev.penstock.execution.ExecutionId;
import dev.penstock.observe.Observation;
import dev.penstock.observe.ResourceId;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.secret.Masker;
import dev.penstock.secret.SecretMasker;
import dev.penstock.testing.InMemoryArtifactStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What a build's step sees, without an engine. */
final class BuildContext implements ActionContext {

    final List<String> log = new ArrayList<>();
    private final InMemoryArtifactStore store = new InMemoryArtifactStore();
    private final Map<String, ArtifactReference> inputs = new LinkedHashMap<>();
    private final Masker masker = new SecretMasker();
    private final ExecutionId execution = new ExecutionId(UUID.randomUUID());
    private final ActionDeclaration declaration;
    private final Path folder;

    BuildContext(ActionDeclaration declaration, Path folder) {
        this.declaration = declaration;
        this.folder = folder;
    }

    void input(String name, Path bundle) throws IOException {
        inputs.put(name, store.put(bundle));
    }

    /** The content of a file of an artifact that was stored. */
    String content(ArtifactReference artifact, String name) throws IOException {
        return new String(
                new BundleReader().file(store.open(artifact), name, 1 << 20).orElseThrow(),
                java.nio.charset.StandardCharsets.UTF_8);
    }

    List<String> names(ArtifactReference artifact) throws IOException {
        return new BundleReader().names(store.open(artifact));
    }

    @Override
    public ExecutionId execution() {
        return execution;
    }

    @Override
    public String pipeline() {
        return "shop";
    }

    @Override
    public String stage() {
        return "Build";
    }

    @Override
    public int attempt() {
        return 2;
    }

    @Override
    public ActionDeclaration declaration() {
        return declaration;
    }

    @Override
    public AwsScope scope() {
        return new AwsScope(Optional.of("eu-west-1"), List.of());
    }

    @Override
    public Instant now() {
        return Instant.parse("2026-03-01T10:00:00Z");
    }

    @Override
    public Instant startedAt() {
        return now();
    }

    @Override
    public String token(String step) {
        return UUID.nameUUIDFromBytes((execution + step).getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .toString();
    }

    @Override
    public Map<String, ArtifactReference> inputs() {
        return inputs;
    }

    @Override
    public Path inputBundle(String artifact) throws IOException {
        return store.open(Optional.ofNullable(inputs.get(artifact)).orElseThrow());
    }

    @Override
    public Path bundle(ArtifactReference reference) throws IOException {
        return store.open(reference);
    }

    @Override
    public Path inputDirectory(String artifact) {
        throw new UnsupportedOperationException("a build works on copies of its own");
    }

    @Override
    public Path workDirectory() throws IOException {
        return Files.createDirectories(folder);
    }

    @Override
    public ArtifactReference store(Path bundle) throws IOException {
        return store.put(bundle);
    }

    @Override
    public Optional<Observation> observation(ResourceId resource) {
        return Optional.empty();
    }

    @Override
    public Optional<Observation> observation() {
        return Optional.empty();
    }

    @Override
    public Optional<ApprovalAnswer> approvalAnswer() {
        return Optional.empty();
    }

    @Override
    public void log(String line) {
        log.add(masker.mask(line));
    }

    @Override
    public Masker masker() {
        return masker;
    }
}
