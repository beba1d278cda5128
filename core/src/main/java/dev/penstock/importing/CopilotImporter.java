package dev.penstock.importing;

import dev.penstock.document.DocumentReader;
import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceNode.Mapping;
import dev.penstock.document.SourceNode.Scalar;
import dev.penstock.document.SourceText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Imports the manifest of a service that AWS Copilot deployed to ECS (its documentation, "Manifest"): its images are built, pushed,
 * and deployed by digest to the service that is there. The stack that Copilot made stays as it is.
 */
public final class CopilotImporter {

    private static final Map<String, String> OTHERS = Map.of(
            "Scheduled Job",
            "Scheduled jobs run by EventBridge and Step Functions; no action of CodePipeline deploys them.",
            "Request-Driven Web Service",
            "Request-driven services run on App Runner; no action of CodePipeline deploys them.",
            "Static Site",
            "Static sites are files in S3 behind CloudFront, not containers.",
            "Environment",
            "Environments are stacks, not services.");

    private final SourceText source;
    private final ImportOptions options;
    private final Destination.EcsService service;
    private final Notes notes = new Notes();

    private CopilotImporter(SourceText source, ImportOptions options, Destination.EcsService service) {
        this.source = source;
        this.options = options;
        this.service = service;
    }

    /**
     * Imports a manifest. Nothing but the file is looked at.
     *
     * @param service the service of ECS that Copilot made for it; Copilot adds letters to its names that no manifest has
     */
    public static Import read(SourceText source, ImportOptions options, Destination.EcsService service) {
        var importer = new CopilotImporter(source, options, service);
        List<ImportedFile> files = DocumentReader.read(source, importer.notes.problems())
                .map(importer::files)
                .orElse(List.of());
        return importer.notes.refused()
                ? new Import.Refused(source, importer.notes.list())
                : new Import.Imported(source, files, importer.notes.list());
    }

    private List<ImportedFile> files(SourceNode document) {
        if (!(document instanceof Mapping root) || !isService(root)) {
            if (!notes.refused()) {
                notes.notRecognised(
                        document.span(),
                        "This is not a manifest of Copilot.",
                        "Name the copilot/NAME/manifest.yml of a service.");
            }
            return List.of();
        }
        String name = Nodes.text(root, "name").orElse("");
        List<BuiltImage> images = new ArrayList<>();
        Nodes.mapping(root, "image").flatMap(image -> built(name, image)).ifPresent(images::add);
        for (SourceNode.Entry sidecar :
                Nodes.mapping(root, "sidecars").map(Mapping::entries).orElse(List.of())) {
            if (sidecar.value() instanceof Mapping each) {
                Nodes.mapping(each, "image")
                        .flatMap(image -> built(sidecar.name(), image))
                        .ifPresent(images::add);
            }
        }
        if (name.isEmpty() || images.isEmpty()) {
            notes.value(
                    root.span(),
                    name.isEmpty() ? "/name" : "/image/build",
                    name.isEmpty()
                            ? "The service has no name."
                            : "No image is built, so that there is nothing to deploy.",
                    name.isEmpty() ? "Write 'name'." : "Write 'build' below 'image'.");
            return List.of();
        }
        told(root);
        images.forEach(image -> image.args().keySet().stream()
                .filter(SecretNames::matches)
                .forEach(arg -> notes.secret(
                        root.span(),
                        "The value of the argument '" + arg + "' was not copied.",
                        "Keep it in Secrets Manager, and name it under env in the buildspec.")));
        return written(PipelineDraft.legalName(name), images);
    }

    private boolean isService(Mapping root) {
        if (root.has("stages") && root.has("source")) {
            notes.notRecognised(
                    root.span(),
                    "This is a pipeline of Copilot, which made a pipeline of CodePipeline of it.",
                    "Take that one: 'aws codepipeline get-pipeline' prints it, and Penstock runs what it prints.");
            return false;
        }
        Optional<Scalar> type = Nodes.scalar(root, "type");
        String word = type.map(Scalar::text).orElse("");
        if (OTHERS.containsKey(word)) {
            notes.notRecognised(
                    type.map(Scalar::span).orElse(root.span()),
                    OTHERS.getOrDefault(word, ""),
                    "Deploy its stack by an action of CloudFormation; 'copilot package' writes the template.");
            return false;
        }
        return List.of(
                        "Load Balanced Web Service",
                        "Load Balanced Web App",
                        "Backend Service",
                        "Backend App",
                        "Worker Service")
                .contains(word);
    }

    private static Optional<BuiltImage> built(String name, Mapping image) {
        return Nodes.present(image, "build").map(build -> switch (build) {
            case Mapping mapping -> {
                Optional<String> dockerfile = Nodes.text(mapping, "dockerfile");
                String context =
                        Nodes.text(mapping, "context").orElseGet(() -> folder(dockerfile.orElse("Dockerfile")));
                yield new BuiltImage(name, context, dockerfile, Nodes.text(mapping, "target"), args(mapping));
            }
            case Scalar scalar ->
                new BuiltImage(name, folder(scalar.text()), Optional.of(scalar.text()), Optional.empty(), Map.of());
            case SourceNode.Sequence list -> new BuiltImage(name, ".", Optional.empty(), Optional.empty(), Map.of());
        });
    }

    private static Map<String, String> args(Mapping build) {
        Map<String, String> args = new LinkedHashMap<>();
        Nodes.mapping(build, "args").map(Mapping::entries).orElse(List.of()).forEach(entry -> {
            if (entry.value() instanceof Scalar scalar) {
                args.put(entry.name(), scalar.text());
            }
        });
        return args;
    }

    private static String folder(String dockerfile) {
        int slash = dockerfile.lastIndexOf('/');
        return slash <= 0 ? "." : dockerfile.substring(0, slash);
    }

    private void told(Mapping root) {
        notes.note(
                root.span(),
                "Only images are deployed. Everything else of this manifest stays as Copilot's stack has it; a change of it has to be"
                        + " made in that stack.");
        Nodes.mapping(root, "environments")
                .map(Mapping::entries)
                .orElse(List.of())
                .forEach(entry -> {
                    if (entry.value() instanceof Mapping environment && environment.has("image")) {
                        notes.loss(
                                entry.key().span(),
                                "The image of environment '" + entry.name() + "' is not built in its own way.",
                                "Import the manifest for that environment's service, and change its buildspec.");
                    }
                });
        Nodes.mapping(root, "image")
                .flatMap(image -> Nodes.mapping(image, "build"))
                .map(Mapping::entries)
                .orElse(List.of())
                .stream()
                .filter(entry ->
                        !List.of("dockerfile", "context", "target", "args").contains(entry.name()))
                .forEach(entry -> notes.loss(
                        entry.key().span(),
                        "'" + entry.name() + "' is not carried over.",
                        "Add it to docker build in the buildspec."));
    }

    private List<ImportedFile> written(String name, List<BuiltImage> images) {
        var draft = new PipelineDraft(
                name,
                "main",
                List.of(),
                options.repository().orElse("owner/" + name),
                Optional.of(name + "-build"),
                Map.of("Deploy", Deployment.of(service)));
        var buildspec = new ImagesBuildspec(name.toLowerCase(java.util.Locale.ROOT), images, List.of());
        var settings = new SettingsDraft(
                Optional.empty(), Optional.empty(), options, SettingsDraft.Builds.WITH_AWS, Optional.empty(), Map.of());
        return List.of(
                new ImportedFile("pipeline.yml", "the pipeline", draft.text(source.file())),
                new ImportedFile("buildspec.yml", "how images are built", buildspec.text(source.file())),
                new ImportedFile("penstock.yml", "where source and build are", settings.text(source.file())));
    }
}
