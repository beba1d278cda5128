package dev.penstock.convert;

import dev.penstock.appspec.AppSpec;
import dev.penstock.appspec.AppSpecReader;
import dev.penstock.appspec.AppSpecReading;
import dev.penstock.convert.Migration.FileChange;
import dev.penstock.document.DocumentReader;
import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceNode.Entry;
import dev.penstock.document.SourceNode.Mapping;
import dev.penstock.document.SourceNode.Scalar;
import dev.penstock.document.SourceNode.Sequence;
import dev.penstock.document.SourceText;
import dev.penstock.document.TextEdits;
import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import dev.penstock.problem.SourceSpan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Brings the actions of a pipeline that have CodeDeploy deploy to an ECS service over to the deployments that ECS makes itself, with a
 * release in the settings. Sources: Amazon ECS Developer Guide, "Migrate CodeDeploy blue/green deployments to Amazon ECS blue/green
 * deployments" and "Migrating from a CodeDeploy blue/green to an Amazon ECS blue/green service deployment"; AWS Containers Blog,
 * "Migrating from AWS CodeDeploy to Amazon ECS for blue/green deployments".
 */
public final class CodeDeployMigration {

    private static final String PROVIDER = "CodeDeployToECS";
    private static final String DEFAULT_APP_SPEC = "appspec.yaml";
    private static final String DEFAULT_TASK_DEFINITION = "taskdef.json";

    private final Service service;
    private final Function<String, Optional<SourceText>> files;
    private final Problems problems = new Problems();
    private final List<FileChange> changes = new ArrayList<>();
    private final List<SourceText> sources = new ArrayList<>();

    /**
     * Where the deployment group deploys to, which no file says.
     *
     * @param cluster name of the cluster
     * @param name name of the service
     */
    public record Service(String cluster, String name) {}

    private CodeDeployMigration(Service service, Function<String, Optional<SourceText>> files) {
        this.service = service;
        this.files = files;
    }

    /**
     * Plans the migration of the one action of a pipeline that deploys by CodeDeploy.
     *
     * @param pipeline name of the definition's file
     * @param settings name of the settings' file, which need not be there
     * @param files the files of the folder, by their names; empty for what is not there
     */
    public static Migration.Plan plan(
            String pipeline, String settings, Service service, Function<String, Optional<SourceText>> files) {
        var migration = new CodeDeployMigration(service, files);
        migration.migrate(pipeline, settings);
        boolean broken = migration.problems.hasErrors();
        return new Migration.Plan(broken ? List.of() : migration.changes, migration.sources, migration.problems.list());
    }

    private Optional<SourceText> file(String name) {
        Optional<SourceText> found = files.apply(name);
        found.ifPresent(sources::add);
        return found;
    }

    private void migrate(String pipeline, String settings) {
        Optional<SourceText> source = file(pipeline);
        if (source.isEmpty()) {
            impossible(SourceSpan.ofFile(pipeline), "There is no " + pipeline + " here.", "Name it by --pipeline.");
            return;
        }
        List<Mapping> actions = actions(DocumentReader.read(source.get(), problems));
        if (actions.size() != 1) {
            impossible(
                    SourceSpan.ofFile(pipeline),
                    actions.isEmpty()
                            ? "No action of the pipeline deploys by CodeDeploy to ECS."
                            : actions.size()
                                    + " actions of the pipeline deploy by CodeDeploy to ECS, and each has a service"
                                    + " of its own.",
                    actions.isEmpty()
                            ? "Nothing needs to change here."
                            : "Put each into a pipeline of its own for this, or bring them over by hand.");
            return;
        }
        Mapping action = actions.getFirst();
        action(source.get(), action);
        changes.addAll(new ReleaseStanza(settings, file(settings), problems)
                .of(text(action, "name").orElse("Deploy")));
    }

    private static List<Mapping> actions(Optional<SourceNode> document) {
        Optional<SourceNode> root = document.map(node ->
                node instanceof Mapping mapping ? mapping.get("pipeline").orElse(node) : node);
        List<Mapping> all = new ArrayList<>();
        for (Mapping stage : items(root, "stages")) {
            for (Mapping action : items(Optional.of(stage), "actions")) {
                boolean isIt = action.get("actionTypeId")
                        .flatMap(type -> type instanceof Mapping mapping ? text(mapping, "provider") : Optional.empty())
                        .filter(PROVIDER::equals)
                        .isPresent();
                if (isIt) {
                    all.add(action);
                }
            }
        }
        return all;
    }

    private static List<Mapping> items(Optional<SourceNode> node, String key) {
        return node.flatMap(of -> of instanceof Mapping mapping ? mapping.get(key) : Optional.empty())
                .map(value -> value instanceof Sequence sequence
                        ? sequence.items().stream()
                                .filter(Mapping.class::isInstance)
                                .map(Mapping.class::cast)
                                .toList()
                        : List.<Mapping>of())
                .orElse(List.of());
    }

    static Optional<String> text(Mapping mapping, String key) {
        return mapping.get(key)
                .filter(Scalar.class::isInstance)
                .map(value -> ((Scalar) value).text())
                .filter(text -> !text.isEmpty());
    }

    private void action(SourceText source, Mapping action) {
        Optional<Entry> configured = action.entry("configuration");
        Mapping configuration = configured.map(Entry::value).orElse(action) instanceof Mapping mapping
                ? mapping
                : new Mapping(action.span(), List.of());
        Optional<String> images = text(configuration, "Image1ArtifactName");
        TextEdits edits = new TextEdits(source);
        YamlBlocks blocks = new YamlBlocks(source, edits);
        Scalar provider = (Scalar) ((Mapping) action.get("actionTypeId").orElseThrow())
                .get("provider")
                .orElseThrow();
        boolean isChanged = !DocumentReader.isJson(source)
                && edits.replace(provider, "ECS")
                && configured.isPresent()
                && blocks.replace(
                        configured.get(),
                        "configuration:\n  ClusterName: " + service.cluster() + "\n  ServiceName: " + service.name());
        if (images.isEmpty()) {
            impossible(
                    configuration.span(),
                    "The action names no image (Image1ArtifactName), so that a deployment of ECS's own would have none to bring.",
                    "Let a build make its imagedefinitions.json, and name that artifact.");
            return;
        }
        Optional<Entry> inputs = action.entry("inputArtifacts");
        boolean hasOne = inputs.isPresent()
                && (items(Optional.of(action), "inputArtifacts").size() == 1
                        || blocks.replace(inputs.get(), "inputArtifacts:\n  - name: " + images.get()));
        if (!isChanged || !hasOne) {
            impossible(
                    action.span(),
                    "The action is not written in YAML with each of its keys on a line of its own.",
                    "Write it so, and run this again.");
            return;
        }
        changes.add(new FileChange(source.file(), Optional.of(source.content()), Optional.of(edits.result())));
        tell(configuration, images.get());
    }

    private void tell(Mapping configuration, String images) {
        note(
                configuration.span(),
                "The service has to be ECS's own first: UpdateService with the deploymentController ECS, and for its load balancer"
                        + " the advancedConfiguration with alternateTargetGroupArn, productionListenerRule, testListenerRule and"
                        + " roleArn. Both target groups have to be named by a listener's rule.",
                "Delete the deployment group when the first release has succeeded.");
        String file = text(configuration, "TaskDefinitionTemplatePath").orElse(DEFAULT_TASK_DEFINITION);
        loss(
                place(configuration, "TaskDefinitionTemplatePath"),
                "'" + file
                        + "' is not read any more: a new revision is made of the one that the service has, with other images.",
                "Change the rest of the task definition where the service is made, such as in its CloudFormation template.");
        note(
                place(configuration, "Image1ArtifactName"),
                "The artifact '" + images + "' has to have an imagedefinitions.json, in place of an imageDetail.json: "
                        + definitions(configuration, file),
                "Let the build that pushes the image write it.");
        for (int i = 2; i <= 4; i++) {
            String key = "Image" + i + "ArtifactName";
            text(configuration, key)
                    .filter(other -> !other.equals(images))
                    .ifPresent(other -> loss(
                            place(configuration, key),
                            "The image of the artifact '" + other + "' is not brought: an action has one artifact.",
                            "Name it in the imagedefinitions.json of '" + images + "'."));
        }
        hooks(text(configuration, "AppSpecTemplatePath").orElse(DEFAULT_APP_SPEC));
    }

    private static SourceSpan place(Mapping configuration, String key) {
        return configuration.entry(key).map(entry -> entry.key().span()).orElse(configuration.span());
    }

    /** With the names of the containers for whose images something stands in the task definition. */
    private String definitions(Mapping configuration, String file) {
        List<String> containers = new ArrayList<>();
        Optional<SourceNode> definition = file(file).flatMap(source -> DocumentReader.read(source, new Problems()));
        for (int i = 1; i <= 4; i++) {
            Optional<String> placeholder = text(configuration, "Image" + i + "ContainerName");
            for (Mapping container : items(definition, "containerDefinitions")) {
                boolean isIt = placeholder.isPresent()
                        && text(container, "image")
                                .filter(("<" + placeholder.get() + ">")::equals)
                                .isPresent();
                if (isIt) {
                    text(container, "name").ifPresent(containers::add);
                }
            }
        }
        if (containers.isEmpty()) {
            containers.add("CONTAINER");
        }
        return "["
                + String.join(
                        ", ",
                        containers.stream()
                                .map(name -> "{\"name\": \"" + name + "\", \"imageUri\": \"REPOSITORY@DIGEST\"}")
                                .toList())
                + "].";
    }

    private void hooks(String file) {
        Optional<SourceText> source = file(file);
        if (source.isEmpty()
                || !(AppSpecReader.read(source.get()) instanceof AppSpecReading.Accepted accepted)
                || !(accepted.appSpec() instanceof AppSpec.EcsService spec)) {
            note(
                    SourceSpan.ofFile(file),
                    "'" + file + "' is not read any more, and could not be read here.",
                    "If it names functions, make them hooks of the service's lifecycle.");
            return;
        }
        for (AppSpec.Hook hook : spec.hooks()) {
            loss(
                    SourceSpan.ofFile(file),
                    "The function '" + hook.function() + "' at " + hook.event()
                            + " is not asked by CodeDeploy any more.",
                    "Make it a hook of the service (deploymentConfiguration.lifecycleHooks) at " + stage(hook.event())
                            + ", and let it answer {\"hookStatus\": \"SUCCEEDED\"} or FAILED in place of"
                            + " PutLifecycleEventHookExecutionStatus.");
        }
        boolean says = spec.network().isPresent()
                || spec.platformVersion().isPresent()
                || !spec.capacityProviders().isEmpty();
        if (says) {
            loss(
                    SourceSpan.ofFile(file),
                    "Network, platform version and capacity providers of the AppSpec file are not read any more.",
                    "Those of the service hold; change them there.");
        }
    }

    /** The stage of ECS at which the same is so as at a lifecycle event of CodeDeploy. */
    private static String stage(String event) {
        return switch (event) {
            case "BeforeInstall" -> "PRE_SCALE_UP";
            case "AfterInstall" -> "POST_SCALE_UP";
            case "AfterAllowTestTraffic" -> "POST_TEST_TRAFFIC_SHIFT";
            case "BeforeAllowTraffic" -> "PRE_PRODUCTION_TRAFFIC_SHIFT (before each step)";
            default -> "POST_PRODUCTION_TRAFFIC_SHIFT";
        };
    }

    private void note(SourceSpan span, String message, String hint) {
        problems.report(ProblemType.MIGRATE_NOTE, span, "", message, hint);
    }

    private void loss(SourceSpan span, String message, String hint) {
        problems.report(ProblemType.MIGRATE_LOSS, span, "", message, hint);
    }

    private void impossible(SourceSpan span, String message, String hint) {
        problems.report(ProblemType.MIGRATE_IMPOSSIBLE, span, "", message, hint);
    }
}
