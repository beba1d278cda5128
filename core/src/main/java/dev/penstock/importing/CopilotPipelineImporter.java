package dev.penstock.importing;

import dev.penstock.document.DocumentReader;
import dev.penstock.document.SourceNode.Mapping;
import dev.penstock.document.SourceText;
import dev.penstock.problem.DidYouMean;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Imports the manifest of a pipeline of Copilot ("Pipeline" in its documentation; its template shows what it makes of one). Where all
 * that is deployed has a manifest, images are built here and put into the stacks that are there; else the pipeline's own build writes
 * the templates, which needs Copilot's program.
 */
final class CopilotPipelineImporter {

    private static final Set<String> KEYS = Set.of("name", "version", "source", "build", "stages");
    private static final Set<String> OF_BUILD = Set.of("image", "buildspec", "additional_policy");

    private final SourceText source;
    private final ImportOptions options;
    private final CopilotProject project;
    private final Notes notes;
    private final Map<String, CopilotWorkload> workloads = new LinkedHashMap<>();

    CopilotPipelineImporter(SourceText source, ImportOptions options, CopilotProject project, Notes notes) {
        this.source = source;
        this.options = options;
        this.project = project;
        this.notes = notes;
    }

    List<ImportedFile> files(Mapping root) {
        Optional<String> name = Nodes.text(root, "name");
        if (name.isEmpty()) {
            notes.value(root.span(), "/name", "The pipeline has no name.", "Write 'name'.");
            return List.of();
        }
        unknown(root, KEYS);
        readWorkloads();
        var reader = new CopilotStages(project.application(), List.copyOf(workloads.keySet()), notes);
        List<CopilotStage> stages = reader.read(root);
        if (notes.refused()) {
            return List.of();
        }
        boolean ours = stages.stream()
                .flatMap(stage -> stage.deployments().stream())
                .allMatch(deployment -> workloads.containsKey(deployment.name()) && !deployment.ownTemplate());
        var draft = new StagesDraft(name.get());
        draft.add(PipelineDraft.SOURCE, new CopilotSource(options, notes).action(root, name.get()));
        return new CopilotStagesWriter(source.file(), options, draft, workloads, notes)
                .files(
                        stages,
                        ours ? Optional.empty() : Optional.of(theirs(root, name.get())),
                        build(root, ours, name.get()));
    }

    /** The application's name, for repositories. */
    private String build(Mapping root, boolean ours, String name) {
        Optional<Mapping> build = Nodes.mapping(root, "build");
        build.ifPresent(each -> unknown(each, OF_BUILD));
        build.flatMap(each -> Nodes.scalar(each, "image"))
                .ifPresent(image -> notes.note(
                        image.span(),
                        "Builds need a container engine, so they run on this machine; '" + image.text()
                                + "' is not used."));
        build.flatMap(each -> each.entry("additional_policy"))
                .ifPresent(entry ->
                        notes.note(entry.key().span(), "Builds have the permissions of whoever runs the pipeline."));
        if (ours) {
            String path = theirs(root, name);
            boolean named = build.filter(each -> each.has("buildspec")).isPresent();
            if (named || project.folder().file(path).isPresent()) {
                notes.loss(
                        build.flatMap(each -> each.entry("buildspec"))
                                .map(entry -> entry.key().span())
                                .orElse(root.span()),
                        "The build of " + path
                                + " is not carried over: it needs Copilot's program, and buildspec.yml does not.",
                        "Put commands of your own in it into buildspec.yml.");
            }
        } else {
            notes.loss(
                    root.entry("stages").orElseThrow().key().span(),
                    "The build is that of " + theirs(root, name)
                            + ", which fetches Copilot's program: not all that is deployed has a manifest here.",
                    "Keep the templates in the repository, and let the actions name them in SourceOutput.");
        }
        return project.application().orElse(name);
    }

    private String theirs(Mapping root, String name) {
        return Nodes.mapping(root, "build")
                .flatMap(build -> Nodes.text(build, "buildspec"))
                .orElseGet(() -> {
                    String older = CopilotProject.FOLDER + "/buildspec.yml";
                    String own = CopilotProject.FOLDER + "/pipelines/" + name + "/buildspec.yml";
                    boolean isOlder = project.folder().file(own).isEmpty()
                            && project.folder().file(older).isPresent();
                    return isOlder ? older : own;
                });
    }

    private void unknown(Mapping mapping, Set<String> known) {
        mapping.entries().stream()
                .filter(entry -> !known.contains(entry.name()))
                .forEach(entry -> notes.loss(
                        entry.key().span(),
                        "'" + entry.name() + "' is not known, and is left out.",
                        DidYouMean.hint(entry.name(), known.stream().sorted().toList())));
    }

    private void readWorkloads() {
        for (String path : project.manifests()) {
            Notes own = new Notes();
            project.folder()
                    .file(path)
                    .flatMap(text -> DocumentReader.read(text, own.problems()))
                    .filter(Mapping.class::isInstance)
                    .flatMap(document -> new CopilotManifest(own).read((Mapping) document))
                    .filter(workload -> workload.type() != CopilotType.ENVIRONMENT)
                    .ifPresent(workload -> workloads.put(workload.name(), workload));
            own.list().forEach(notes.problems()::add);
        }
    }
}
