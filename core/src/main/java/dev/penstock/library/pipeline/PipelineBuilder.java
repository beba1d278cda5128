package dev.penstock.library.pipeline;

import dev.penstock.library.InvalidDefinitionException;
import dev.penstock.pipeline.ArtifactStoreDeclaration;
import dev.penstock.pipeline.ExecutionMode;
import dev.penstock.pipeline.Locations;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.PipelineDefinition;
import dev.penstock.pipeline.PipelineRules;
import dev.penstock.pipeline.PipelineType;
import dev.penstock.pipeline.StageDeclaration;
import dev.penstock.pipeline.TriggerDeclaration;
import dev.penstock.pipeline.VariableDeclaration;
import dev.penstock.problem.Problem;
import dev.penstock.problem.Problems;
import dev.penstock.problem.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A pipeline, written in Java ({@code PipelineDeclaration}). What it builds equals what is read of the same declaration in a
 * file: the same records, the same canonical form and digest.
 *
 * <p>Where a file has lines, what is built has places such as {@code pipeline 'shop', stage 'Build', action 'Compile'}, and
 * each problem names the field by its path in CodePipeline's JSON. For one thread; may be built more than once.
 */
public final class PipelineBuilder {

    /** As the artifact stores of AWS have no other type. */
    private static final String S3 = "S3";

    private final String name;
    private final Map<String, ArtifactStoreDeclaration> stores = new TreeMap<>();
    private final List<StageDeclaration> stages = new ArrayList<>();
    private final List<VariableDeclaration> variables = new ArrayList<>();
    private final List<TriggerDeclaration> triggers = new ArrayList<>();
    private Optional<String> roleArn = Optional.empty();
    private ExecutionMode executionMode = ExecutionMode.SUPERSEDED;
    private Optional<PipelineType> type = Optional.empty();
    private int version = 1;

    private PipelineBuilder(String name) {
        this.name = name;
    }

    /**
     * A pipeline of that name.
     *
     * @param name 1 to 100 characters
     */
    public static PipelineBuilder named(String name) {
        return new PipelineBuilder(name);
    }

    /** The service role of CodePipeline, by its ARN. Penstock needs none. */
    public PipelineBuilder role(String arn) {
        roleArn = Optional.of(arn);
        return this;
    }

    /** The bucket in which CodePipeline keeps artifacts. Penstock keeps them where it is told. */
    public PipelineBuilder artifactStore(String bucket) {
        return store(Optional.empty(), bucket, Optional.empty());
    }

    /**
     * The same, encrypted.
     *
     * @param key id, ARN or alias ARN of a KMS key
     */
    public PipelineBuilder encryptedArtifactStore(String bucket, String key) {
        return store(Optional.empty(), bucket, Optional.of(key));
    }

    /** The bucket of one Region, of a pipeline whose actions run in several. */
    public PipelineBuilder artifactStoreIn(String region, String bucket) {
        return store(Optional.of(region), bucket, Optional.empty());
    }

    /**
     * The same, encrypted.
     *
     * @param key id, ARN or alias ARN of a KMS key
     */
    public PipelineBuilder encryptedArtifactStoreIn(String region, String bucket, String key) {
        return store(Optional.of(region), bucket, Optional.of(key));
    }

    private PipelineBuilder store(Optional<String> region, String bucket, Optional<String> key) {
        stores.put(region.orElse(""), new ArtifactStoreDeclaration(region, S3, bucket, key));
        return this;
    }

    /** What happens when executions meet; {@code SUPERSEDED} unless said otherwise. */
    public PipelineBuilder executionMode(ExecutionMode mode) {
        executionMode = mode;
        return this;
    }

    /** The type; unsaid unless it is said. */
    public PipelineBuilder type(PipelineType given) {
        type = Optional.of(given);
        return this;
    }

    /** The declaration's version; 1 unless said otherwise. */
    public PipelineBuilder version(int given) {
        version = given;
        return this;
    }

    /** A variable that must be given a value at each start. */
    public PipelineBuilder variable(String variable) {
        return variable(new VariableDeclaration(variable, Optional.empty(), Optional.empty()));
    }

    /** A variable with a default. */
    public PipelineBuilder variable(String variable, String defaultValue) {
        return variable(new VariableDeclaration(variable, Optional.of(defaultValue), Optional.empty()));
    }

    /** A variable with all that can be said of it. */
    public PipelineBuilder variable(VariableDeclaration declaration) {
        variables.add(declaration);
        return this;
    }

    /** A Git trigger of a source action. */
    public PipelineBuilder trigger(String sourceAction, Consumer<TriggerBuilder> filters) {
        var trigger = new TriggerBuilder(sourceAction);
        filters.accept(trigger);
        triggers.add(trigger.build());
        return this;
    }

    /** The next stage; of actions, and what else can be said of it. The first stage holds source actions only. */
    public PipelineBuilder stage(String stageName, Consumer<StageBuilder> content) {
        var stage = new StageBuilder(stageName);
        content.accept(stage);
        stages.add(stage.build());
        return this;
    }

    /** The next stage, with nothing but its actions. */
    public PipelineBuilder stage(String stageName, ActionBuilder... actions) {
        return stage(stageName, stage -> stage.actions(actions));
    }

    /** All that AWS's rules have against the pipeline, and what else is worth saying; empty if there is nothing. */
    public List<Problem> problems() {
        Pipeline pipeline = pipeline();
        Locations places = BuilderPlaces.of(pipeline);
        Problems problems = new Problems();
        PipelineRules.check(new PipelineDefinition(pipeline, Locations.none(places.file())), Set.of(), problems);
        return problems.list().stream()
                .map(problem -> new Problem(
                        problem.id(),
                        problem.severity(),
                        places.of(problem.field()),
                        problem.field(),
                        problem.message(),
                        problem.hint()))
                .toList();
    }

    /**
     * The pipeline, and where its parts stand.
     *
     * @throws InvalidDefinitionException if it has errors: all of them
     */
    public PipelineDefinition build() {
        List<Problem> problems = problems();
        if (problems.stream().anyMatch(problem -> problem.severity() == Severity.ERROR)) {
            throw new InvalidDefinitionException(problems);
        }
        Pipeline pipeline = pipeline();
        return new PipelineDefinition(pipeline, BuilderPlaces.of(pipeline));
    }

    /** Unjudged. */
    Pipeline pipeline() {
        return new Pipeline(
                name, roleArn, List.copyOf(stores.values()), stages, executionMode, type, variables, triggers, version);
    }
}
