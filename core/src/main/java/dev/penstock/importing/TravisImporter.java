package dev.penstock.importing;

import dev.penstock.document.DocumentReader;
import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceNode.Mapping;
import dev.penstock.document.SourceText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Imports {@code .travis.yml}: a job of Travis CI with deployments to Elastic Beanstalk becomes a pipeline (source, build,
 * deployment), its settings and a buildspec. Deployments of several branches become a pipeline for each.
 */
public final class TravisImporter {

    /** How such a file is called. */
    public static final String FILE_NAME = ".travis.yml";

    private final SourceText source;
    private final TravisProject project;
    private final ImportOptions options;
    private final Notes notes = new Notes();

    private TravisImporter(SourceText source, TravisProject project, ImportOptions options) {
        this.source = source;
        this.project = project;
        this.options = options;
    }

    /**
     * Imports a file.
     *
     * @param project what is beside it; nothing else is looked at
     */
    public static Import read(SourceText source, TravisProject project, ImportOptions options) {
        var importer = new TravisImporter(source, project, options);
        List<ImportedFile> files = DocumentReader.read(source, importer.notes.problems())
                .map(importer::files)
                .orElse(List.of());
        return importer.notes.refused()
                ? new Import.Refused(source, importer.notes.list())
                : new Import.Imported(source, files, importer.notes.list());
    }

    private List<ImportedFile> files(SourceNode document) {
        if (!(document instanceof Mapping root) || !TravisKeys.recognises(root)) {
            notes.notRecognised(
                    document.span(),
                    "This is not a .travis.yml: it has neither 'script' nor 'deploy' nor anything else that Travis does.",
                    "Name the .travis.yml of a project.");
            return List.of();
        }
        TravisKeys.check(root, notes);
        Mapping job = TravisJobs.asOne(root, notes);
        var environment = new TravisEnvironment(notes);
        Nodes.present(job, "env").ifPresent(environment::read);
        List<String> only = new TravisConditions(notes).built(job);
        var deploys = new TravisDeploys(notes, environment, options);
        List<TravisDeployment> deployments = Nodes.present(job, "deploy")
                .map(node -> deploys.read(node, only))
                .orElse(List.of());
        if (notes.refused()) {
            return List.of();
        }
        return written(job, environment, byBranch(deployments, only), only, deploys.repository());
    }

    /** The targets of each branch; a branch is there even when nothing is deployed. */
    private static Map<String, List<Target>> byBranch(List<TravisDeployment> deployments, List<String> only) {
        String usual = only.isEmpty() ? "main" : only.getFirst();
        Map<String, List<Target>> targets = new LinkedHashMap<>();
        for (TravisDeployment deployment : deployments) {
            List<String> branches = deployment.branches().isEmpty() ? List.of(usual) : deployment.branches();
            branches.forEach(branch ->
                    targets.computeIfAbsent(branch, key -> new ArrayList<>()).add(deployment.target()));
        }
        if (targets.isEmpty()) {
            targets.put(usual, List.of());
        }
        return targets;
    }

    private List<ImportedFile> written(
            Mapping job,
            TravisEnvironment environment,
            Map<String, List<Target>> found,
            List<String> only,
            Optional<String> named) {
        TravisLanguage language = TravisLanguage.read(job, notes);
        List<Target> deployed = found.values().stream().flatMap(List::stream).toList();
        var images = TravisImages.of(new TravisPhases(job, language, notes), environment, project, deployed, notes);
        Map<String, List<Target>> targets = images.isAny() ? ofBuild(found) : found;
        var services = new TravisServices(job, notes);
        Optional<String> image = services.needDocker() ? Optional.empty() : Optional.of(language.image(job, notes));
        List<Target> all = targets.values().stream().flatMap(List::stream).toList();
        String name =
                all.isEmpty() ? "build" : PipelineDraft.legalName(all.getFirst().application());
        String repository = options.repository().or(() -> named).orElse("owner/" + name);
        var files = new ArrayList<ImportedFile>();
        Map<String, Target> actions =
                PipelineDraft.named(all.stream().distinct().toList());
        targets.forEach((branch, of) -> {
            boolean several = targets.size() > 1;
            var mine = new LinkedHashMap<>(actions);
            mine.values().retainAll(of);
            var draft = new PipelineDraft(
                    several ? PipelineDraft.legalName(name + "-" + branch) : name,
                    branch,
                    of.isEmpty() ? only : List.of(branch),
                    repository,
                    Optional.of(name + "-build"),
                    Deployment.of(mine));
            String file = several ? "pipeline-" + PipelineDraft.legalName(branch) + ".yml" : "pipeline.yml";
            files.add(new ImportedFile(file, "the pipeline of branch " + branch, draft.text(source.file())));
        });
        var variables = new TravisVariables(notes, targets.keySet().iterator().next());
        variables.look(images.phases().all(), environment, name + "-build");
        files.add(buildspec(images, environment, services, targets, variables));
        Optional<String> region =
                all.stream().flatMap(target -> target.region().stream()).findFirst();
        var settings = new SettingsDraft(
                region,
                Optional.empty(),
                options,
                images.needAws() ? SettingsDraft.Builds.WITH_AWS : SettingsDraft.Builds.ALONE,
                image,
                actions,
                variables.secrets());
        files.add(new ImportedFile(
                "penstock.yml", "where source and build are, and how it is deployed", settings.text(source.file())));
        return files;
    }

    private static Map<String, List<Target>> ofBuild(Map<String, List<Target>> targets) {
        Map<String, List<Target>> built = new LinkedHashMap<>();
        targets.forEach((branch, of) ->
                built.put(branch, of.stream().map(Target::ofBuild).toList()));
        return built;
    }

    private ImportedFile buildspec(
            TravisImages images,
            TravisEnvironment environment,
            TravisServices services,
            Map<String, List<Target>> targets,
            TravisVariables variables) {
        List<Target> built = targets.values().stream()
                .flatMap(List::stream)
                .filter(Target::fromBuild)
                .toList();
        Optional<String> artifact = built.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        built.stream().map(Target::bundle).distinct().count() == 1
                                ? built.getFirst().bundle().orElse("**/*")
                                : "**/*");
        var buildspec = new TravisBuildspec(images, environment, variables, notes);
        return new ImportedFile(
                "buildspec.yml", "what the build does", buildspec.text(source.file(), services.commands(), artifact));
    }
}
