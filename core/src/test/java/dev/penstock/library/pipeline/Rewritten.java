package dev.penstock.library.pipeline;

import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.ArtifactStoreDeclaration;
import dev.penstock.pipeline.ConditionDeclaration;
import dev.penstock.pipeline.FailureHandling;
import dev.penstock.pipeline.GitFilter;
import dev.penstock.pipeline.OutputArtifact;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.RuleDeclaration;
import dev.penstock.pipeline.StageDeclaration;
import dev.penstock.pipeline.TriggerDeclaration;

/** A pipeline that was read from a file, written again as somebody would write it in Java. */
final class Rewritten {

    private Rewritten() {}

    static PipelineBuilder of(Pipeline pipeline) {
        PipelineBuilder builder = PipelineBuilder.named(pipeline.name())
                .executionMode(pipeline.executionMode())
                .version(pipeline.version());
        pipeline.roleArn().ifPresent(builder::role);
        pipeline.pipelineType().ifPresent(builder::type);
        pipeline.artifactStores().forEach(store -> store(builder, store));
        pipeline.variables().forEach(builder::variable);
        for (TriggerDeclaration trigger : pipeline.triggers()) {
            builder.trigger(trigger.sourceActionName(), written -> trigger(written, trigger));
        }
        for (StageDeclaration stage : pipeline.stages()) {
            builder.stage(stage.name(), written -> stage(written, stage));
        }
        return builder;
    }

    private static void store(PipelineBuilder builder, ArtifactStoreDeclaration store) {
        store.region()
                .ifPresentOrElse(
                        region -> store.encryptionKey()
                                .ifPresentOrElse(
                                        key -> builder.encryptedArtifactStoreIn(region, store.location(), key),
                                        () -> builder.artifactStoreIn(region, store.location())),
                        () -> store.encryptionKey()
                                .ifPresentOrElse(
                                        key -> builder.encryptedArtifactStore(store.location(), key),
                                        () -> builder.artifactStore(store.location())));
    }

    private static void trigger(TriggerBuilder written, TriggerDeclaration trigger) {
        trigger.push().forEach(filter -> written.push(each -> filter(each, filter)));
        trigger.pullRequest().forEach(filter -> written.pullRequest(each -> filter(each, filter)));
    }

    private static void filter(GitFilterBuilder written, GitFilter filter) {
        filter.events().forEach(event -> written.events(GitFilterBuilder.Event.valueOf(event)));
        filter.branches().ifPresent(patterns -> written.branches(patterns.includes(), patterns.excludes()));
        filter.tags().ifPresent(patterns -> written.tags(patterns.includes(), patterns.excludes()));
        filter.filePaths().ifPresent(patterns -> written.filePaths(patterns.includes(), patterns.excludes()));
    }

    private static void stage(StageBuilder written, StageDeclaration stage) {
        stage.actions().forEach(action -> written.actions(action(action)));
        stage.beforeEntry().ifPresent(condition -> written.beforeEntry(each -> condition(each, condition)));
        stage.onSuccess().ifPresent(condition -> written.onSuccess(each -> condition(each, condition)));
        stage.onFailure().ifPresent(handling -> written.onFailure(each -> failure(each, handling)));
    }

    private static void failure(FailureBuilder written, FailureHandling handling) {
        handling.retryMode().ifPresent(written::retryMode);
        handling.result().map(FailureBuilder.Result::valueOf).ifPresent(written::result);
        handling.condition().ifPresent(condition -> written.condition(each -> condition(each, condition)));
    }

    private static void condition(ConditionBuilder written, ConditionDeclaration condition) {
        if (!condition.result().isEmpty()) {
            written.result(ConditionBuilder.Result.valueOf(condition.result()));
        }
        for (RuleDeclaration rule : condition.rules()) {
            written.rule(rule.name(), rule.provider(), each -> rule(each, rule));
        }
    }

    private static void rule(RuleBuilder written, RuleDeclaration rule) {
        rule.configuration().forEach(written::configuration);
        rule.commands().forEach(written::commands);
        rule.inputArtifacts().forEach(written::inputs);
        rule.roleArn().ifPresent(written::role);
        rule.region().ifPresent(written::region);
        rule.timeoutInMinutes().ifPresent(written::timeoutInMinutes);
    }

    private static ActionBuilder action(ActionDeclaration action) {
        ActionBuilder written =
                ActionBuilder.named(action.name(), action.type()).runOrder(action.runOrder());
        action.configuration().forEach(written::configuration);
        action.commands().forEach(written::commands);
        action.environmentVariables()
                .forEach(variable -> written.environment(variable.name(), variable.value(), variable.type()));
        action.inputArtifacts().forEach(written::inputs);
        for (OutputArtifact output : action.outputArtifacts()) {
            if (output.files().isEmpty()) {
                written.outputs(output.name());
            } else {
                written.outputOf(output.name(), output.files().toArray(String[]::new));
            }
        }
        action.outputVariables().forEach(written::outputVariables);
        action.roleArn().ifPresent(written::role);
        action.region().ifPresent(written::region);
        action.namespace().ifPresent(written::namespace);
        action.timeoutInMinutes().ifPresent(written::timeoutInMinutes);
        return written;
    }
}
