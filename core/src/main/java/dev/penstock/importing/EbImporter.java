package dev.penstock.importing;

import dev.penstock.document.DocumentReader;
import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceNode.Entry;
import dev.penstock.document.SourceNode.Mapping;
import dev.penstock.document.SourceText;
import dev.penstock.problem.Problem;
import dev.penstock.problem.Problems;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Imports the configuration of the EB CLI, {@code .elasticbeanstalk/config.yml}: what {@code eb deploy} does on each branch becomes
 * a pipeline. {@code .ebextensions}, {@code .platform}, {@code env.yaml} and {@code .ebignore} keep their meaning, as they are part
 * of the source; each is told.
 */
public final class EbImporter {

    private static final String SHARED = ".elasticbeanstalk/config.global.yml";

    private final SourceText source;
    private final ImportOptions options;
    private final EbProject project;
    private final List<SourceText> sources = new ArrayList<>();
    private final Notes notes = new Notes();
    private final EbBundle bundle;

    private EbImporter(SourceText source, ImportOptions options, EbProject project) {
        this.source = source;
        this.options = options;
        this.project = project;
        this.bundle = new EbBundle(project, notes);
        sources.add(source);
    }

    /** Imports a file. Nothing but the file is looked at. */
    public static Import read(SourceText source, ImportOptions options) {
        return read(source, options, EbProject.none());
    }

    /** Imports a file with what stands beside it. */
    public static Import read(SourceText source, ImportOptions options, EbProject project) {
        var importer = new EbImporter(source, options, project);
        List<ImportedFile> files = DocumentReader.read(source, importer.notes.problems())
                .map(importer::files)
                .orElse(List.of());
        boolean refused = importer.notes.refused();
        importer.sources.addAll(importer.bundle.sources());
        Problems all = new Problems();
        all.addAll(importer.notes.list());
        all.addAll(importer.bundle.problems());
        List<Problem> problems = all.list();
        return refused
                ? new Import.Refused(importer.sources, problems)
                : new Import.Imported(importer.sources, files, problems);
    }

    private List<ImportedFile> files(SourceNode document) {
        Optional<Mapping> root =
                document instanceof Mapping mapping ? Optional.of(withShared(mapping)) : Optional.empty();
        Optional<Mapping> global = root.flatMap(mapping -> Nodes.mapping(mapping, "global"));
        if (root.isEmpty() || global.isEmpty()) {
            boolean ofBundle = root.filter(
                            mapping -> mapping.has("option_settings") || mapping.has("container_commands"))
                    .isPresent();
            notes.notRecognised(
                    document.span(),
                    "This is not a configuration of the EB CLI: it has no 'global'.",
                    ofBundle
                            ? "This is a configuration file of the bundle: Elastic Beanstalk reads it as .ebextensions/NAME.config."
                            : "Name the .elasticbeanstalk/config.yml of a project.");
            return List.of();
        }
        var configuration = new EbConfiguration(root.get(), global.get(), notes);
        Optional<Destination.Environment> destination = project.destination();
        String application =
                destination.map(Destination.Environment::application).orElseGet(configuration::application);
        configuration.leftOut();
        Optional<SavedConfiguration> manifest = bundle.manifest();
        List<EbBranch> branches = destination
                .map(each -> List.of(new EbBranch(EbBranch.NONE, each.environment(), Optional.empty())))
                .orElseGet(() -> configuration.branches(manifest.flatMap(SavedConfiguration::environmentName)));
        Optional<EbBundle.Build> build = bundle.build();
        SavedConfiguration settings = settings(manifest);
        told(configuration, build.isPresent());
        return notes.refused() ? List.of() : written(application, branches, configuration, build, settings);
    }

    /** What both of the EB CLI's files say; that of this working copy counts first. */
    private Mapping withShared(Mapping local) {
        Optional<SourceText> shared = source.file().endsWith("config.global.yml")
                ? Optional.empty()
                : project.folder().file(SHARED);
        shared.ifPresent(sources::add);
        return shared.flatMap(text -> DocumentReader.read(text, notes.problems()))
                .filter(Mapping.class::isInstance)
                .map(base -> merged((Mapping) base, local))
                .orElse(local);
    }

    private static Mapping merged(Mapping base, Mapping over) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        base.entries().forEach(entry -> entries.put(entry.name(), entry));
        for (Entry entry : over.entries()) {
            Optional<SourceNode> below = base.get(entry.name());
            boolean both = entry.value() instanceof Mapping
                    && below.filter(Mapping.class::isInstance).isPresent();
            if (both) {
                entries.put(entry.name(), new Entry(entry.key(), merged((Mapping) below.orElseThrow(), (Mapping)
                        entry.value())));
            } else if (!entry.value().isNull() || below.isEmpty()) {
                entries.put(entry.name(), entry);
            }
        }
        return new Mapping(over.span(), List.copyOf(entries.values()));
    }

    /** Options that every environment gets: those of a saved configuration count before those of the bundle. */
    private SavedConfiguration settings(Optional<SavedConfiguration> manifest) {
        EnvironmentOptions collected = new EnvironmentOptions(notes);
        bundle.extensions(collected);
        project.saved().ifPresent(sources::add);
        Optional<SavedConfiguration> saved = project.saved().flatMap(text -> SavedConfiguration.read(text, notes));
        saved.ifPresent(each -> {
            collected.variables().putAll(each.variables());
            each.options()
                    .forEach((namespace, named) -> collected
                            .options()
                            .computeIfAbsent(namespace, key -> new LinkedHashMap<>())
                            .putAll(named));
        });
        Optional<NewEnvironment> made = saved.flatMap(SavedConfiguration::environment)
                .or(() -> manifest.flatMap(SavedConfiguration::environment));
        return new SavedConfiguration(collected.variables(), collected.options(), made, Optional.empty());
    }

    private void told(EbConfiguration configuration, boolean built) {
        boolean ignores = bundle.ignores();
        configuration
                .artifact()
                .filter(artifact -> !built)
                .ifPresent(artifact -> notes.loss(
                        artifact.span(),
                        "'" + artifact.text() + "' is the bundle, and nothing in the pipeline makes it.",
                        "Make it before each run, or add an action that builds it."));
        configuration
                .sourceControl()
                .filter(control -> !ignores && configuration.artifact().isEmpty())
                .ifPresent(control -> notes.note(
                        control.span(),
                        "'eb deploy' took what is committed. Here the folder is taken as it is: keep what does not belong to"
                                + " the application out by .ebignore, or write 'git' in place of 'directory'."));
    }

    private List<ImportedFile> written(
            String application,
            List<EbBranch> branches,
            EbConfiguration configuration,
            Optional<EbBundle.Build> build,
            SavedConfiguration saved) {
        Optional<String> region = configuration.region();
        Map<String, Target> actions = new LinkedHashMap<>();
        List<ImportedFile> files = new ArrayList<>();
        boolean several = branches.size() > 1;
        String name = PipelineDraft.legalName(application);
        for (EbBranch branch : branches) {
            var target = new Target(
                    application,
                    branch.environment(),
                    branch.region().or(() -> region),
                    Optional.empty(),
                    Optional.empty(),
                    configuration.artifact().map(SourceNode.Scalar::text),
                    build.isPresent(),
                    Optional.empty());
            String action = several ? PipelineDraft.legalName(branch.environment()) : "Deploy";
            actions.put(action, target);
            var draft = new PipelineDraft(
                    several ? PipelineDraft.legalName(name + "-" + branch.name()) : name,
                    branch.followed(),
                    List.of(),
                    options.repository().orElse("owner/" + name),
                    build.map(each -> name + "-build"),
                    Map.of(action, Deployment.of(target)),
                    region);
            String file = several ? "pipeline-" + PipelineDraft.legalName(branch.name()) + ".yml" : "pipeline.yml";
            files.add(new ImportedFile(
                    file, "what 'eb deploy' does on branch " + branch.followed(), draft.text(source.file())));
        }
        var settings = new SettingsDraft(
                region,
                configuration.profile(),
                options,
                build.isPresent() ? SettingsDraft.Builds.ALONE : SettingsDraft.Builds.NONE,
                build.flatMap(EbBundle.Build::image),
                actions);
        files.add(new ImportedFile(
                "penstock.yml", "where the source is, and how it is deployed", settings.text(source.file(), saved)));
        return files;
    }
}
