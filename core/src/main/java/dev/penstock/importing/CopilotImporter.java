package dev.penstock.importing;

import dev.penstock.document.DocumentReader;
import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceNode.Mapping;
import dev.penstock.document.SourceText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Imports manifests of AWS Copilot (its documentation, "Manifest"). Images of services and jobs are built, pushed, and deployed by
 * digest: to the service of ECS that is there, or to the stack that Copilot made, which stays as it is but for the image. Files of
 * static sites go into their bucket. A pipeline becomes one of the same stages. Copilot's own program is not needed any more, where
 * that can be.
 */
public final class CopilotImporter {

    private final SourceText source;
    private final ImportOptions options;
    private final CopilotProject project;
    private final Notes notes = new Notes();

    private CopilotImporter(SourceText source, ImportOptions options, CopilotProject project) {
        this.source = source;
        this.options = options;
        this.project = project;
    }

    /** Imports a manifest. */
    public static Import read(SourceText source, ImportOptions options, CopilotProject project) {
        var importer = new CopilotImporter(source, options, project);
        List<ImportedFile> files = DocumentReader.read(source, importer.notes.problems())
                .map(importer::files)
                .orElse(List.of());
        return importer.notes.refused()
                ? new Import.Refused(source, importer.notes.list())
                : new Import.Imported(source, files, importer.notes.list());
    }

    private List<ImportedFile> files(SourceNode document) {
        if (!(document instanceof Mapping root)) {
            notes.notRecognised(
                    document.span(),
                    "This is not a manifest of Copilot.",
                    "Name the copilot/NAME/manifest.yml of a service, job or pipeline.");
            return List.of();
        }
        if (root.has("stages") && root.has("source")) {
            return new CopilotPipelineImporter(source, options, project, notes).files(root);
        }
        return new CopilotManifest(notes)
                .read(root)
                .filter(workload -> !notes.refused())
                .map(this::workload)
                .orElse(List.of());
    }

    private List<ImportedFile> workload(CopilotWorkload workload) {
        Optional<Destination> destination = project.destination();
        if (workload.type() == CopilotType.ENVIRONMENT) {
            return environment(workload);
        }
        if (destination.isPresent() && destination.get() instanceof Destination.Stack stack) {
            return workload.type() == CopilotType.STATIC_SITE ? site(workload, stack) : stack(workload, stack);
        }
        if (destination.isPresent()
                && destination.get() instanceof Destination.EcsService service
                && workload.type().isEcsService()) {
            return service(workload, service);
        }
        notes.destination(
                workload.root().entry("type").orElseThrow().value().span(),
                workload.type().isEcsService()
                        ? "It is not said where '" + workload.name() + "' is deployed to."
                        : "A " + workload.type().title() + " is deployed by its stack.",
                "Write --to " + stackHint(workload.name())
                        + (workload.type().isEcsService() ? ", or --to ecs:CLUSTER/SERVICE." : "."));
        return List.of();
    }

    private String stackHint(String name) {
        return "stack:" + project.application().orElse("APPLICATION") + "-ENVIRONMENT-" + name;
    }

    /** Nothing of an environment is built, and its template is Copilot's to write. */
    private List<ImportedFile> environment(CopilotWorkload workload) {
        String stack = project.application().orElse("APPLICATION") + "-" + workload.name();
        notes.notRecognised(
                workload.root().entry("type").orElseThrow().value().span(),
                "An environment has nothing to deploy: it is the stack '" + stack + "', which stays as it is.",
                "To change it, keep what 'aws cloudformation get-template --stack-name " + stack
                        + "' prints in the repository, and deploy that by an action of CloudFormation.");
        return List.of();
    }

    private boolean isBuilt(CopilotWorkload workload) {
        if (workload.image().isEmpty()) {
            notes.value(
                    workload.root()
                            .entry("image")
                            .map(entry -> entry.key().span())
                            .orElse(workload.root().span()),
                    "/image/build",
                    "No image is built, so that there is nothing to deploy.",
                    "Write 'build' below 'image', or let --to name the stack if it has a 'location'.");
            return false;
        }
        return true;
    }

    private void told(CopilotWorkload workload, Set<String> carried) {
        new CopilotManifest(notes).stays(workload, carried);
        CopilotManifest.beside(CopilotProject.FOLDER + "/" + workload.name(), project.folder(), notes);
    }

    private List<ImportedFile> service(CopilotWorkload workload, Destination.EcsService service) {
        List<BuiltImage> images = new ArrayList<>(workload.sidecars());
        workload.image().ifPresent(image -> images.addFirst(image));
        if (images.isEmpty() && !isBuilt(workload)) {
            return List.of();
        }
        told(workload, Set.of("name", "type", "image"));
        String name = PipelineDraft.legalName(workload.name());
        var draft = new PipelineDraft(
                name,
                "main",
                List.of(),
                options.repository().orElse("owner/" + name),
                Optional.of(name + "-build"),
                Map.of("Deploy", Deployment.of(service)));
        var buildspec =
                new ImagesBuildspec(project.application().orElse(name).toLowerCase(Locale.ROOT), images, List.of());
        return files(draft, buildspec.text(source.file()), "how images are built");
    }

    private List<ImportedFile> stack(CopilotWorkload workload, Destination.Stack stack) {
        Optional<StackUpdate> wanted = StackUpdate.of(stack.name(), workload, "stack");
        if (wanted.isEmpty()) {
            isBuilt(workload);
            return List.of();
        }
        StackUpdate update = wanted.get();
        told(workload, Set.of("name", "type", "image"));
        images(workload, notes);
        String name = PipelineDraft.legalName(workload.name());
        Deployment deployment = new Deployment(
                "CloudFormation",
                ActionDraft.stack("Deploy", stack.name(), update.template(), update.parameters(), 1)
                        .configuration(),
                Optional.empty(),
                true);
        var draft = new PipelineDraft(
                name,
                "main",
                List.of(),
                options.repository().orElse("owner/" + name),
                Optional.of(name + "-build"),
                Map.of("Deploy", deployment));
        var buildspec = new StackBuildspec(project.application().orElse(name), List.of(update));
        return files(draft, buildspec.text(source.file()), "how the image is built");
    }

    /** Images of sidecars are no parameters of a stack, and variables of an image's name are the build's to have. */
    static void images(CopilotWorkload workload, Notes notes) {
        Nodes.mapping(workload.root(), "image")
                .flatMap(image -> Nodes.scalar(image, "location"))
                .filter(location ->
                        workload.image().isEmpty() && location.text().contains("${"))
                .ifPresent(location -> notes.loss(
                        location.span(),
                        "The variables of '" + location.text()
                                + "' are not known to the build, which fails without them.",
                        "Write them under environment of the build in penstock.yml."));
        for (BuiltImage sidecar : workload.sidecars()) {
            Nodes.mapping(workload.root(), "sidecars")
                    .flatMap(sidecars -> sidecars.entry(sidecar.name()))
                    .ifPresent(
                            entry -> notes.loss(
                                    entry.key().span(),
                                    "The image of the sidecar '" + sidecar.name()
                                            + "' is not built: it stands in the stack's template.",
                                    "Deploy to the service of ECS (--to ecs:CLUSTER/SERVICE), which takes the images of all containers."));
        }
    }

    private List<ImportedFile> site(CopilotWorkload workload, Destination.Stack stack) {
        List<SiteBuildspec.Upload> uploads = SiteBuildspec.uploads(workload.root(), notes);
        if (uploads.isEmpty() && !notes.refused()) {
            notes.value(
                    workload.root().span(), "/files", "No files are named.", "Write 'files', and a 'source' below it.");
        }
        if (notes.refused()) {
            return List.of();
        }
        told(workload, Set.of("name", "type", "files"));
        String name = PipelineDraft.legalName(workload.name());
        var draft = new PipelineDraft(
                name,
                "main",
                List.of(),
                options.repository().orElse("owner/" + name),
                Optional.of(name + "-upload"),
                Map.of());
        return files(
                draft,
                new SiteBuildspec(stack.name(), uploads).text(source.file()),
                "how files are put into the bucket");
    }

    private List<ImportedFile> files(PipelineDraft draft, String buildspec, String purpose) {
        var settings = new SettingsDraft(
                Optional.empty(), Optional.empty(), options, SettingsDraft.Builds.WITH_AWS, Optional.empty(), Map.of());
        return List.of(
                new ImportedFile("pipeline.yml", "the pipeline", draft.text(source.file())),
                new ImportedFile("buildspec.yml", purpose, buildspec),
                new ImportedFile("penstock.yml", "where source and build are", settings.text(source.file())));
    }
}
