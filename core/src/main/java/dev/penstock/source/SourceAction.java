package dev.penstock.source;

import dev.penstock.action.ActionContext;
import dev.penstock.action.ActionProvider;
import dev.penstock.action.ArtifactLimits;
import dev.penstock.action.ConfigurationReader;
import dev.penstock.action.SourceRevisionOverride;
import dev.penstock.action.StepResult;
import dev.penstock.artifact.ArtifactReference;
import dev.penstock.artifact.ObjectLocation;
import dev.penstock.bucket.Buckets;
import dev.penstock.bucket.ObjectVersion;
import dev.penstock.execution.ActionResult;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.ActionTypeId;
import dev.penstock.source.SourceConfiguration.Origin;
import java.io.IOException;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Brings the files of a source: {@code Source/AWS/CodeStarSourceConnection}, {@code Source/ThirdParty/GitHub}, {@code
 * Source/AWS/CodeCommit} and {@code Source/AWS/S3}, each from the folder or Git repository that stands in for it; {@code S3}
 * from the bucket itself where nothing does. First the revision is made durable, then its files are brought: however often that is done, they are the same.
 *
 * <p>Files that come from a folder without Git have a commit id as well, made of the digest of their content, so that it
 * can be used where pipelines use commit ids, as in image tags.
 */
public final class SourceAction implements ActionProvider<SourceConfiguration, SourceState> {

    private static final int COMMIT_ID_DIGITS = 40;

    private final SourceType type;
    private final SourceMapping mapping;
    private final SourceRepository repository;
    private final Optional<BucketSource> bucket;

    private SourceAction(
            SourceType type, SourceMapping mapping, SourceRepository repository, Optional<BucketSource> bucket) {
        this.type = type;
        this.mapping = mapping;
        this.repository = repository;
        this.bucket = bucket;
    }

    /** {@code Source/AWS/CodeStarSourceConnection/1}. */
    public static SourceAction codeStarSourceConnection(SourceMapping mapping, SourceRepository repository) {
        return new SourceAction(SourceType.CONNECTION, mapping, repository, Optional.empty());
    }

    /** {@code Source/ThirdParty/GitHub/1}. */
    public static SourceAction gitHub(SourceMapping mapping, SourceRepository repository) {
        return new SourceAction(SourceType.GIT_HUB, mapping, repository, Optional.empty());
    }

    /** {@code Source/AWS/CodeCommit/1}. */
    public static SourceAction codeCommit(SourceMapping mapping, SourceRepository repository) {
        return new SourceAction(SourceType.CODE_COMMIT, mapping, repository, Optional.empty());
    }

    /** {@code Source/AWS/S3/1}. */
    public static SourceAction s3(SourceMapping mapping, SourceRepository repository, Buckets buckets) {
        return new SourceAction(SourceType.BUCKET, mapping, repository, Optional.of(new BucketSource(buckets)));
    }

    /** All of them. */
    public static List<ActionProvider<?, ?>> all(SourceMapping mapping, SourceRepository repository, Buckets buckets) {
        return List.of(
                codeStarSourceConnection(mapping, repository),
                gitHub(mapping, repository),
                codeCommit(mapping, repository),
                s3(mapping, repository, buckets));
    }

    @Override
    public ActionTypeId type() {
        return type.id();
    }

    @Override
    public ArtifactLimits artifacts() {
        return ArtifactLimits.exactly(0, 1);
    }

    @Override
    public SourceConfiguration configure(ConfigurationReader configuration) {
        SourceType.Named named = type.read(configuration);
        String action = configuration.declaration().name();
        Optional<SourceLocation> location = mapping.locationOf(action, named.branch());
        boolean itself =
                location.isEmpty() && bucket.isPresent() && named.object().isPresent();
        if (location.isEmpty() && bucket.isEmpty()) {
            configuration.problem(
                    type.namingKey(),
                    "Nothing stands in for '" + named.repository() + "', the source of the action '" + action
                            + "', on this machine.",
                    "Write into the settings (penstock.yml) where its files are, 'sources: {" + action
                            + ": {directory: ./path}}' or 'sources: {" + action + ": {git: URL}}'.");
        }
        return new SourceConfiguration(
                itself
                        ? new Origin.Itself(named.object().orElseThrow())
                        : new Origin.StandIn(location.orElseGet(() -> new SourceLocation.Directory(Path.of(".")))),
                named.repository(),
                named.branch(),
                named.cloneReference(),
                named.fixedVariables());
    }

    /** What stands in for a source says itself where it is; the branch may still be that of the definition. */
    @Override
    public boolean needs(ActionDeclaration action, String key) {
        if (key.equals("OAuthToken")) {
            return false;
        }
        Optional<SourceLocation> oneBranch = mapping.locationOf(action.name(), "a");
        if (oneBranch.isEmpty()) {
            return true;
        }
        boolean isShown = action.namespace().isPresent();
        boolean isBranch = key.equals("BranchName") || key.equals("Branch");
        return isShown || (isBranch && !oneBranch.equals(mapping.locationOf(action.name(), "b")));
    }

    @Override
    public Class<SourceState> stateType() {
        return SourceState.class;
    }

    @Override
    public SourceState begin(SourceConfiguration configuration) {
        return new SourceState.Begun();
    }

    @Override
    public StepResult<SourceState> step(ActionContext context, SourceConfiguration configuration, SourceState state)
            throws IOException {
        return switch (configuration.origin()) {
            case Origin.StandIn(SourceLocation location) ->
                switch (state) {
                    case SourceState.Begun() -> pin(context, configuration, location);
                    case SourceState.Pinned(SourceRevision revision) ->
                        bring(context, configuration, location, revision);
                    case SourceState.PinnedObject ignored -> pin(context, configuration, location);
                };
            case Origin.Itself(ObjectLocation object) ->
                switch (state) {
                    case SourceState.Begun() -> bucket.orElseThrow().pin(context, object);
                    case SourceState.Pinned ignored -> bucket.orElseThrow().pin(context, object);
                    case SourceState.PinnedObject(ObjectVersion version) ->
                        bucket.orElseThrow().bring(context, configuration, object, version);
                };
        };
    }

    private StepResult<SourceState> pin(
            ActionContext context, SourceConfiguration configuration, SourceLocation location) throws IOException {
        if (configuration.cloneReference()) {
            context.log("OutputArtifactFormat CODEBUILD_CLONE_REF: the files are handed on as CODE_ZIP does it, "
                    + "without the Git history.");
        }
        SourceRevision revision = repository.resolve(at(context, location));
        context.log(
                "Revision " + revision.revisionId() + (revision.summary().isEmpty() ? "" : ": " + revision.summary()));
        return new StepResult.Next<>(new SourceState.Pinned(revision), revision.summary());
    }

    /** Where an execution was started for a commit, that commit is taken, whatever the branch has come to since. */
    private static SourceLocation at(ActionContext context, SourceLocation location) {
        return switch (location) {
            case SourceLocation.Git(var url, var reference, var credentials) ->
                new SourceLocation.Git(
                        url,
                        context.sourceRevision()
                                .<SourceLocation.GitReference>map(
                                        override -> new SourceLocation.GitReference.Commit(override.commit()))
                                .orElse(reference),
                        credentials);
            case SourceLocation.Directory directory -> directory;
        };
    }

    private StepResult<SourceState> bring(
            ActionContext context, SourceConfiguration configuration, SourceLocation location, SourceRevision revision)
            throws IOException {
        Path bundle = context.workDirectory().resolve("source.zip");
        repository.export(at(context, location), revision, bundle);
        ArtifactReference artifact = context.store(bundle);
        context.log("Artifact " + artifact.digest() + ", " + artifact.size() + " bytes");
        String name = context.declaration().outputArtifacts().getFirst().name();
        return new StepResult.Succeed<>(new ActionResult(
                Map.of(name, artifact),
                variables(context, configuration, revision),
                revision.summary(),
                Optional.of(new ActionResult.ExternalExecution(revision.revisionId(), Optional.empty())),
                List.of()));
    }

    private Map<String, String> variables(
            ActionContext context, SourceConfiguration configuration, SourceRevision revision) {
        SourceRevision.Commit commit = revision.commit().orElseGet(() -> contentAsCommit(context, revision));
        if (commit.branch().isEmpty()) {
            commit = new SourceRevision.Commit(
                    commit.id(),
                    commit.message(),
                    commit.authorDate(),
                    commit.committerDate(),
                    context.sourceRevision()
                            .flatMap(SourceRevisionOverride::branch)
                            .orElse(configuration.branch()));
        }
        Map<String, String> variables = new LinkedHashMap<>(type.variables(configuration, commit));
        variables.putAll(configuration.fixedVariables());
        return variables;
    }

    private static SourceRevision.Commit contentAsCommit(ActionContext context, SourceRevision revision) {
        String digits = revision.revisionId().substring(revision.revisionId().indexOf(':') + 1);
        String id = digits.substring(0, Math.min(COMMIT_ID_DIGITS, digits.length()));
        String taken = context.startedAt().truncatedTo(ChronoUnit.SECONDS).toString();
        return new SourceRevision.Commit(id, revision.summary(), taken, taken, "");
    }
}
