package dev.penstock.importing;

import dev.penstock.compose.ComposeOptions;
import dev.penstock.compose.ComposeProject;
import dev.penstock.compose.ComposeReader;
import dev.penstock.compose.ComposeReading;
import dev.penstock.compose.ComposeService;
import dev.penstock.document.SourceText;
import dev.penstock.problem.SourceSpan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Imports a Compose file: its images are built, pushed, and deployed by digest, to an environment of Elastic Beanstalk, which runs
 * the file itself, or to a service of ECS.
 */
public final class ComposeImporter {

    private static final String BUNDLED = "docker-compose.yml";

    private final SourceText source;
    private final ImportOptions options;
    private final Destination destination;
    private final Notes notes = new Notes();

    private ComposeImporter(SourceText source, ImportOptions options, Destination destination) {
        this.source = source;
        this.options = options;
        this.destination = destination;
    }

    /**
     * Imports a file.
     *
     * @param compose with which the file is read
     */
    public static Import read(
            SourceText source, ComposeOptions compose, ImportOptions options, Destination destination) {
        var importer = new ComposeImporter(source, options, destination);
        ComposeReading reading = ComposeReader.read(source, compose);
        importer.notes.problems().addAll(reading.problems());
        List<ImportedFile> files = switch (reading) {
            case ComposeReading.Accepted accepted -> importer.files(accepted.project());
            case ComposeReading.Refused refused -> List.of();
        };
        return importer.notes.refused()
                ? new Import.Refused(source, importer.notes.list())
                : new Import.Imported(source, files, importer.notes.list());
    }

    private List<ImportedFile> files(ComposeProject project) {
        List<ComposeService> built = project.services().stream()
                .filter(service -> service.build().isPresent() && isBuildable(project, service))
                .toList();
        if (built.isEmpty() && destination instanceof Destination.EcsService) {
            notes.value(
                    SourceSpan.ofFile(source.file()),
                    "/services",
                    "No service is built, so that there is no image that a deployment to ECS could bring.",
                    "Write 'build' below a service, or make a task definition by 'convert'.");
        }
        if (notes.refused()) {
            return List.of();
        }
        String name = PipelineDraft.legalName(project.name());
        Map<String, Target> targets = new LinkedHashMap<>();
        Map<String, Deployment> deployments = new LinkedHashMap<>();
        switch (destination) {
            case Destination.EcsService service -> deployments.put("Deploy", Deployment.of(service));
            case Destination.Stack stack -> {
                notes.value(
                        SourceSpan.ofFile(source.file()),
                        "",
                        "A Compose file is not deployed by a stack of CloudFormation.",
                        "Name an environment of Elastic Beanstalk or a service of ECS.");
                return List.of();
            }
            case Destination.Environment environment -> {
                Target target = target(environment, !built.isEmpty());
                targets.put("Deploy", target);
                deployments.put("Deploy", Deployment.of(target));
            }
        }
        var draft = new PipelineDraft(
                name,
                "main",
                List.of(),
                options.repository().orElse("owner/" + name),
                built.isEmpty() ? Optional.empty() : Optional.of(name + "-build"),
                deployments);
        List<ImportedFile> files = new ArrayList<>();
        files.add(new ImportedFile("pipeline.yml", "the pipeline", draft.text(source.file())));
        if (!built.isEmpty()) {
            var buildspec = new ImagesBuildspec(
                    project.name(), built.stream().map(ComposeImporter::image).toList(), first());
            files.add(new ImportedFile("buildspec.yml", "how images are built", buildspec.text(source.file())));
        }
        var settings = new SettingsDraft(
                Optional.empty(),
                Optional.empty(),
                options,
                built.isEmpty() ? SettingsDraft.Builds.NONE : SettingsDraft.Builds.WITH_AWS,
                Optional.empty(),
                targets);
        files.add(new ImportedFile("penstock.yml", "where source and build are", settings.text(source.file())));
        return files;
    }

    private static BuiltImage image(ComposeService service) {
        ComposeService.Build build = service.build().orElseThrow();
        Optional<String> dockerfile = build.dockerfile()
                .filter(name -> !name.equals("Dockerfile"))
                .map(name -> BuiltImage.inContext(build.context(), name));
        return new BuiltImage(service.name(), build.context(), dockerfile, build.target(), build.args());
    }

    private static Target target(Destination.Environment environment, boolean fromBuild) {
        return new Target(
                environment.application(),
                environment.environment(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                fromBuild,
                Optional.empty());
    }

    private boolean isBuildable(ComposeProject project, ComposeService service) {
        ComposeService.Build build = service.build().orElseThrow();
        SourceSpan span =
                project.places().at("/services/" + service.name() + "/build").orElse(SourceSpan.ofFile(source.file()));
        boolean folder = !build.context().matches("(https?|ssh|git)://.*|git@.*|.*\\.git(#.*)?");
        if (!folder || build.dockerfile().isEmpty()) {
            notes.loss(
                    span,
                    "The image of '" + service.name() + "' is not built: "
                            + (folder
                                    ? "its Dockerfile stands in the Compose file."
                                    : "its context is another repository."),
                    "Build it in the buildspec, or name an image.");
            return false;
        }
        service.image()
                .ifPresent(image -> notes.note(
                        span,
                        "The image of '" + service.name() + "' goes to ECR, and is deployed by its digest in place of '"
                                + image + "'."));
        build.args().keySet().stream()
                .filter(SecretNames::matches)
                .forEach(name -> notes.secret(
                        span,
                        "The value of the argument '" + name + "' was not copied.",
                        "Keep it in Secrets Manager, and name it under env in the buildspec."));
        if (!build.others().isEmpty()) {
            notes.loss(
                    span,
                    "Of the build of '" + service.name() + "' these are not carried over: "
                            + String.join(", ", build.others().keySet()) + ".",
                    "Add them to docker build in the buildspec.");
        }
        return true;
    }

    /** Elastic Beanstalk looks for the file under one name only. */
    private List<String> first() {
        String name = source.file().substring(source.file().replace('\\', '/').lastIndexOf('/') + 1);
        boolean copied = destination instanceof Destination.Environment && !name.equals(BUNDLED);
        return copied ? List.of("cp " + name + " " + BUNDLED) : List.of();
    }
}
