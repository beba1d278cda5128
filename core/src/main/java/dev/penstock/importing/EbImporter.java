package dev.penstock.importing;

import dev.penstock.document.DocumentReader;
import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceNode.Entry;
import dev.penstock.document.SourceNode.Mapping;
import dev.penstock.document.SourceNode.Scalar;
import dev.penstock.document.SourceText;
import dev.penstock.problem.DidYouMean;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Imports the configuration of the EB CLI, {@code .elasticbeanstalk/config.yml}: what {@code eb deploy} does on each branch becomes
 * a pipeline. {@code .ebextensions} and {@code .ebignore} keep their meaning, as they are part of the source.
 */
public final class EbImporter {

    private static final Set<String> GLOBAL = Set.of(
            "application_name",
            "branch",
            "default_ec2_keyname",
            "default_platform",
            "default_region",
            "include_git_submodules",
            "instance_profile",
            "platform_name",
            "platform_version",
            "profile",
            "repository",
            "sc",
            "workspace_type");

    /** What the EB CLI calls a folder that is not under version control. */
    private static final String NO_BRANCH = "default";

    private final SourceText source;
    private final ImportOptions options;
    private final Notes notes = new Notes();

    private EbImporter(SourceText source, ImportOptions options) {
        this.source = source;
        this.options = options;
    }

    /** Imports a file. Nothing but the file is looked at. */
    public static Import read(SourceText source, ImportOptions options) {
        return read(source, options, Optional.empty());
    }

    /**
     * Imports a file with a saved configuration, whose options and variables every environment gets.
     *
     * @param saved a file of {@code .elasticbeanstalk/saved_configs}
     */
    public static Import read(SourceText source, ImportOptions options, Optional<SourceText> saved) {
        var importer = new EbImporter(source, options);
        List<ImportedFile> files = DocumentReader.read(source, importer.notes.problems())
                .map(document -> importer.files(document, saved))
                .orElse(List.of());
        return importer.notes.refused()
                ? new Import.Refused(source, importer.notes.list())
                : new Import.Imported(source, files, importer.notes.list());
    }

    private List<ImportedFile> files(SourceNode document, Optional<SourceText> saved) {
        Optional<Mapping> root = document instanceof Mapping mapping ? Optional.of(mapping) : Optional.empty();
        Optional<Mapping> global = root.flatMap(mapping -> Nodes.mapping(mapping, "global"));
        if (root.isEmpty() || global.isEmpty()) {
            notes.notRecognised(
                    document.span(),
                    "This is not a configuration of the EB CLI: it has no 'global'.",
                    "Name the .elasticbeanstalk/config.yml of a project.");
            return List.of();
        }
        String application = Nodes.scalar(global.get(), "application_name")
                .map(scalar -> checked(scalar, "/global/application_name"))
                .orElseGet(() -> {
                    notes.value(
                            global.get().span(),
                            "/global/application_name",
                            "The application is not named.",
                            "Write 'application_name' below 'global'.");
                    return "";
                });
        leftOut(root.get(), global.get());
        Map<String, String> environments = environments(root.get());
        Optional<SavedConfiguration> configuration = saved.flatMap(text -> SavedConfiguration.read(text, notes));
        if (notes.refused()) {
            return List.of();
        }
        return written(application, environments, global.get(), artifact(root.get()), configuration);
    }

    private String checked(Scalar scalar, String field) {
        Target.placeholder(scalar)
                .ifPresent(sentence -> notes.value(scalar.span(), field, sentence, "Write the name itself."));
        return scalar.text();
    }

    /** The environments, by branch. */
    private Map<String, String> environments(Mapping root) {
        Map<String, String> environments = new LinkedHashMap<>();
        List<Entry> entries =
                Nodes.mapping(root, "branch-defaults").map(Mapping::entries).orElse(List.of());
        for (Entry entry : entries) {
            if (!(entry.value() instanceof Mapping branch)) {
                continue;
            }
            Nodes.scalar(branch, "environment")
                    .ifPresentOrElse(
                            scalar -> environments.put(
                                    entry.name(), checked(scalar, "/branch-defaults/" + entry.name() + "/environment")),
                            () -> notes.loss(
                                    entry.key().span(),
                                    "The branch '" + entry.name()
                                            + "' has no environment, so nothing is deployed from it.",
                                    "Write 'environment' below it."));
            Nodes.scalar(branch, "group_suffix")
                    .ifPresent(scalar -> notes.loss(
                            scalar.span(),
                            "Groups of environments are not carried over; the environment is named as it stands.",
                            "Write the full name, with the suffix, into the definition."));
        }
        if (environments.isEmpty()) {
            notes.value(
                    root.span(),
                    "/branch-defaults",
                    "No branch has an environment, so that nothing says where to deploy to.",
                    "Write 'branch-defaults', a branch and its 'environment', as 'eb use' does.");
        }
        return environments;
    }

    private static Optional<String> artifact(Mapping root) {
        return Nodes.mapping(root, "deploy").flatMap(deploy -> Nodes.text(deploy, "artifact"));
    }

    private void leftOut(Mapping root, Mapping global) {
        for (Entry entry : global.entries()) {
            if (!GLOBAL.contains(entry.name())) {
                notes.loss(
                        entry.key().span(),
                        "'" + entry.name() + "' is not known, and is left out.",
                        DidYouMean.hint(entry.name(), GLOBAL.stream().sorted().toList()));
            }
        }
        for (String name : List.of("default_platform", "default_ec2_keyname", "instance_profile", "platform_name")) {
            Nodes.scalar(global, name)
                    .ifPresent(
                            scalar -> notes.note(
                                    scalar.span(),
                                    "'" + name
                                            + "' is for environments that 'eb create' makes; the environment that is deployed to has its own."));
        }
        Nodes.scalar(global, "default_region")
                .filter(scalar -> !scalar.text().matches("[a-z]{2}(-[a-z]+)+-[0-9]"))
                .ifPresent(scalar -> notes.value(
                        scalar.span(),
                        "/global/default_region",
                        "'" + scalar.text() + "' is not a Region.",
                        "Regions look like us-east-1."));
        if (Nodes.text(global, "workspace_type")
                .map(text -> text.equalsIgnoreCase("Platform"))
                .orElse(false)) {
            notes.value(
                    global.span(),
                    "/global/workspace_type",
                    "This folder makes a platform of Elastic Beanstalk, not an application.",
                    "Name the configuration of an application.");
        }
        Nodes.mapping(root, "environment-defaults").stream()
                .flatMap(defaults -> defaults.entries().stream())
                .filter(entry -> entry.value() instanceof Mapping values
                        && values.entries().stream()
                                .anyMatch(value -> !value.value().isNull()))
                .forEach(entry -> notes.loss(
                        entry.key().span(),
                        "The CodeCommit repository and branch of '" + entry.name() + "' are not carried over.",
                        "Name them under sources in penstock.yml."));
    }

    private List<ImportedFile> written(
            String application,
            Map<String, String> environments,
            Mapping global,
            Optional<String> artifact,
            Optional<SavedConfiguration> saved) {
        Optional<String> region = Nodes.text(global, "default_region");
        Map<String, Target> actions = new LinkedHashMap<>();
        List<ImportedFile> files = new ArrayList<>();
        boolean several = environments.size() > 1;
        String name = PipelineDraft.legalName(application);
        environments.forEach((branch, environment) -> {
            var target = new Target(
                    application,
                    environment,
                    region,
                    Optional.empty(),
                    Optional.empty(),
                    artifact,
                    false,
                    Optional.empty());
            String action = several ? PipelineDraft.legalName(environment) : "Deploy";
            actions.put(action, target);
            String followed = branch.equals(NO_BRANCH) ? "main" : branch;
            var draft = new PipelineDraft(
                    several ? PipelineDraft.legalName(name + "-" + branch) : name,
                    followed,
                    List.of(),
                    options.repository().orElse("owner/" + name),
                    Optional.empty(),
                    Map.of(action, Deployment.of(target)));
            String file = several ? "pipeline-" + PipelineDraft.legalName(branch) + ".yml" : "pipeline.yml";
            files.add(new ImportedFile(file, "what 'eb deploy' does on branch " + followed, draft.text(source.file())));
        });
        var settings =
                new SettingsDraft(region, Nodes.text(global, "profile"), options, false, Optional.empty(), actions);
        files.add(new ImportedFile(
                "penstock.yml", "where the source is, and how it is deployed", settings.text(source.file(), saved)));
        return files;
    }
}
