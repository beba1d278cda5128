package dev.penstock.library;

import dev.penstock.engine.Preflight;
import dev.penstock.metric.MetricSource;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.PipelineDefinition;
import dev.penstock.pipeline.StageDeclaration;
import dev.penstock.problem.Problem;
import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import dev.penstock.secret.DynamicReference;
import dev.penstock.settings.BucketSetting;
import dev.penstock.settings.RunSettings;
import dev.penstock.source.SourceLocation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the Lambda functions cannot do of a pipeline that is registered for them, told before it is. An error is what nobody could
 * carry out ({@code PEN-RUN-001}); a warning is an action that a function would refuse, with what would do in its place ({@code
 * PEN-RUN-005}).
 */
public final class FunctionRules {

    private static final String GIT_HUB = "(https://|git@|ssh://git@)github\\.com[:/].*";

    private final PipelineDefinition definition;
    private final RunSettings settings;
    private final Problems problems = new Problems();

    private FunctionRules(PipelineDefinition definition, RunSettings settings) {
        this.definition = definition;
        this.settings = settings;
    }

    /**
     * All that is to be said of a pipeline; empty if the functions can carry out all of it.
     *
     * @param bucket the functions' own
     * @param cloud is asked for nothing
     */
    public static List<Problem> problems(
            PipelineDefinition definition, RunSettings settings, String bucket, Cloud cloud) {
        RunSettings there = settings.orBucket(new BucketSetting(bucket, "stacks"));
        FunctionRules rules = new FunctionRules(definition, there);
        rules.problems.addAll(new Preflight(BuiltInActions.of(there, new NoMachine(), cloud)).problems(definition));
        rules.check();
        return rules.problems.list();
    }

    private void check() {
        List<StageDeclaration> stages = definition.pipeline().stages();
        for (int i = 0; i < stages.size(); i++) {
            List<ActionDeclaration> actions = stages.get(i).actions();
            for (int j = 0; j < actions.size(); j++) {
                check("/stages/" + i + "/actions/" + j, actions.get(j));
            }
        }
    }

    private void check(String path, ActionDeclaration action) {
        switch (action.type().category()) {
            case SOURCE -> source(path, action);
            case BUILD -> image(path, action);
            case DEPLOY -> verdict(path, action);
            case TEST, INVOKE, APPROVAL, COMPUTE, RULE -> {}
        }
        schema(path, action);
        action.configuration().forEach((key, text) -> references(path + "/configuration/" + key, text));
        action.environmentVariables().forEach(variable -> references(path, variable.value()));
    }

    private void references(String path, String text) {
        for (DynamicReference reference : DynamicReference.in(text)) {
            if (!reference.service().isOfAws()) {
                problems.report(
                        ProblemType.RUN_UNRESOLVED,
                        definition.locations().of(path),
                        path,
                        reference.written() + " stands for a value that a runner is given, and nobody gives the Lambda"
                                + " functions one.",
                        "Keep it in Secrets Manager, and name it in the settings: 'parameters: {NAME: \"secret:ID\"}'.");
            }
        }
    }

    private void source(String path, ActionDeclaration action) {
        Optional<SourceLocation> standIn = settings.sourceOf(action.name(), "");
        if (standIn.isEmpty() || action.type().provider().equals("ECR")) {
            return;
        }
        switch (standIn.get()) {
            case SourceLocation.Directory(var folder) ->
                warn(
                        path,
                        "A Lambda function does not have the folder '" + folder
                                + "', from which the settings take the source '" + action.name() + "'.",
                        "Name its repository on GitHub in the settings ('git: https://github.com/…'), or make it an"
                                + " action of provider S3.");
            case SourceLocation.Git git -> {
                if (!git.url().matches(GIT_HUB)) {
                    warn(
                            path,
                            "A Lambda function brings sources from GitHub only, and the settings take the source '"
                                    + action.name() + "' from '" + git.url() + "'.",
                            "Mirror it there, or put it into a bucket and make it an action of provider S3. If it is a"
                                    + " GitHub Enterprise Server, the parameter GitHubApi of the control plane names it.");
                }
            }
        }
    }

    private void image(String path, ActionDeclaration action) {
        if (action.type().provider().equals("ECRBuildAndPublish")) {
            warn(
                    path,
                    "A Lambda function makes no images, and fails the action '" + action.name() + "'.",
                    "Make the image in an action of provider CodeBuild, by 'docker build' and 'docker push' in its"
                            + " buildspec.");
        }
    }

    private void verdict(String path, ActionDeclaration action) {
        Map<String, MetricSource> metrics = settings.deploymentOf(action.name())
                .verdict()
                .<Map<String, MetricSource>>map(sources -> new TreeMap<>(sources.metrics()))
                .orElseGet(Map::of);
        metrics.forEach((name, source) -> {
            if (!isCountedByAws(source)) {
                warn(
                        path,
                        "A Lambda function has no data for the metric '" + name + "' of the action '" + action.name()
                                + "', and no data is never a pass: it asks no pages and no Prometheus, and runs no"
                                + " programs.",
                        "Count it in CloudWatch, by the load balancer, or by what it is deployed to.");
            }
        });
    }

    private void schema(String path, ActionDeclaration action) {
        boolean isMigration = settings.schemas().values().stream()
                .anyMatch(schema -> schema.migratedBy().contains(action.name()));
        if (isMigration || settings.deploymentOf(action.name()).schema().isPresent()) {
            warn(
                    path,
                    "A Lambda function runs no programs, and fails the action '" + action.name()
                            + "', for which the history of a schema is asked.",
                    "Have a worker or a build server carry out the pipeline (penstock work).");
        }
    }

    private static boolean isCountedByAws(MetricSource source) {
        return switch (source) {
            case MetricSource.TargetGroup ignored -> true;
            case MetricSource.CloudWatch ignored -> true;
            case MetricSource.Lambda ignored -> true;
            case MetricSource.Beanstalk ignored -> true;
            case MetricSource.Prometheus ignored -> false;
            case MetricSource.HttpCheck ignored -> false;
            case MetricSource.Command ignored -> false;
        };
    }

    private void warn(String path, String message, String hint) {
        problems.report(ProblemType.RUN_IN_FUNCTION, definition.locations().of(path), path, message, hint);
    }
}
