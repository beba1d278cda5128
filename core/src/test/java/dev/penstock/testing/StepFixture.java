package dev.penstock.testing;

import dev.penstock.action.ActionContext;
import dev.penstock.action.ApprovalAnswer;
import dev.penstock.action.AwsScope;
import dev.penstock.action.SourceRevisionOverride;
import dev.penstock.artifact.ArtifactReference;
import dev.penstock.artifact.BundleReader;
import dev.penstock.execution.ActionResult;
import dev.penstock.execution.ExecutionId;
import dev.penstock.observe.Observation;
import dev.penstock.observe.ResourceId;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.secret.Masker;
import dev.penstock.secret.SecretMasker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** What a step of an action sees, for tests of providers without an engine. */
public final class StepFixture implements ActionContext {

    /** When the attempt began. */
    public static final Instant STARTED = Instant.parse("2026-05-06T07:08:09.123Z");

    /** The action's log. */
    public final List<String> log = new ArrayList<>();

    private final ActionDeclaration declaration;
    private final Path folder;
    private final Map<String, Path> bundles = new LinkedHashMap<>();
    private final InMemoryArtifactStore store = new InMemoryArtifactStore();
    private final Masker masker = new SecretMasker();
    private Optional<SourceRevisionOverride> sourceRevision = Optional.empty();

    /** An attempt of an action whose folders are in a folder. */
    public StepFixture(ActionDeclaration declaration, Path folder) {
        this.declaration = declaration;
        this.folder = folder;
    }

    /** Gives the attempt an input artifact. */
    public StepFixture input(String artifact, Path bundle) {
        bundles.put(artifact, bundle);
        return this;
    }

    /** The execution was started for this revision. */
    public StepFixture startedFor(String revision) {
        sourceRevision = Optional.of(new SourceRevisionOverride(declaration.name(), revision, Optional.empty()));
        return this;
    }

    @Override
    public Optional<SourceRevisionOverride> sourceRevision() {
        return sourceRevision;
    }

    /** A text file of an artifact that the action put out. */
    public String stored(ActionResult result, String artifact, String file) throws IOException {
        ArtifactReference stored = Objects.requireNonNull(result.artifacts().get(artifact));
        return new BundleReader()
                .file(store.open(stored), file, 1 << 20)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .orElseThrow();
    }

    @Override
    public ExecutionId execution() {
        return new ExecutionId(new UUID(1, 2));
    }

    @Override
    public String pipeline() {
        return "shop";
    }

    @Override
    public String stage() {
        return "Stage";
    }

    @Override
    public int attempt() {
        return 1;
    }

    @Override
    public ActionDeclaration declaration() {
        return declaration;
    }

    @Override
    public AwsScope scope() {
        return AwsScope.OWN;
    }

    @Override
    public Instant now() {
        return STARTED;
    }

    @Override
    public Instant startedAt() {
        return STARTED;
    }

    @Override
    public String token(String step) {
        return UUID.nameUUIDFromBytes(step.getBytes(StandardCharsets.UTF_8)).toString();
    }

    @Override
    public Map<String, ArtifactReference> inputs() {
        Map<String, ArtifactReference> inputs = new LinkedHashMap<>();
        bundles.forEach((name, bundle) -> {
            try {
                inputs.put(name, store.put(bundle));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return inputs;
    }

    @Override
    public Path inputBundle(String artifact) throws IOException {
        return store.open(Optional.ofNullable(inputs().get(artifact)).orElseThrow());
    }

    @Override
    public Path bundle(ArtifactReference reference) throws IOException {
        return store.open(reference);
    }

    @Override
    public Path inputDirectory(String artifact) throws IOException {
        Path unpacked = folder.resolve("in-" + artifact);
        if (!Files.exists(unpacked)) {
            new BundleReader().unpack(inputBundle(artifact), unpacked);
        }
        return unpacked;
    }

    @Override
    public Path workDirectory() throws IOException {
        return Files.createDirectories(folder.resolve("work"));
    }

    @Override
    public ArtifactReference store(Path bundle) throws IOException {
        return store.put(bundle);
    }

    @Override
    public Optional<Observation> observation(ResourceId resource) {
        return observation();
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
