package dev.penstock.pipeline;

import java.util.List;
import java.util.Optional;

/**
 * A pipeline as CodePipeline's {@code PipelineDeclaration} describes it. A value: it says nothing of files or accounts.
 *
 * @param name unique within account and Region, 1 to 100 characters
 * @param roleArn the service role; absent in definitions that never ran in CodePipeline
 * @param artifactStores one without a Region, or one for each Region that actions run in
 * @param stages in order; the first holds source actions only
 * @param executionMode what happens when executions meet; {@code SUPERSEDED} unless said otherwise
 * @param pipelineType {@code V1} or {@code V2}; absent when the declaration does not say
 * @param variables pipeline-level variables, referenced as {@code #{variables.name}}
 * @param triggers Git filters that start the pipeline
 * @param version the declaration's version, 1 when absent
 */
public record Pipeline(
        String name,
        Optional<String> roleArn,
        List<ArtifactStoreDeclaration> artifactStores,
        List<StageDeclaration> stages,
        ExecutionMode executionMode,
        Optional<PipelineType> pipelineType,
        List<VariableDeclaration> variables,
        List<TriggerDeclaration> triggers,
        int version) {

    public Pipeline {
        artifactStores = List.copyOf(artifactStores);
        stages = List.copyOf(stages);
        variables = List.copyOf(variables);
        triggers = List.copyOf(triggers);
    }

    /** The same pipeline with these stages. */
    public Pipeline withStages(List<StageDeclaration> others) {
        return new Pipeline(
                name, roleArn, artifactStores, others, executionMode, pipelineType, variables, triggers, version);
    }

    /** The stage of that name, if there is one. */
    public Optional<StageDeclaration> stage(String stageName) {
        // Asked for every fact of an execution: a loop, not a stream.
        for (StageDeclaration stage : stages) {
            if (stage.name().equals(stageName)) {
                return Optional.of(stage);
            }
        }
        return Optional.empty();
    }
}
