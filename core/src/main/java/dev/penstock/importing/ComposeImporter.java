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
import java.util.stream.Collectors;

/**
 * Imports a Compose file: its images are built, pushed, and deployed by digest, to an environment of Elastic Beanstalk, which runs
 * the file itself, or to a service of ECS.
 */
public final class ComposeImporter {

    private static final String BUNDLED = "docker-compose.yml";

    private final SourceText source;
    private final List<SourceText> sources;
    private final ComposeOptions compose;
    private final ImportOptions options;
    private final Destination destination;
    private final Notes notes = new Notes();

    private ComposeImporter(
            List<SourceText> sources, ComposeOptions compose, ImportOptions options, Destination destination) {
        this.source = sources.getFirst();
        this.sources = sources;
        this.compose = compose;
        this.options = options;
        this.destination = destination;
    }

    /**
     * Imports files.
     *
     * @param sources in the order in which they are merged; at least one
     * @param compose with which the files are read
     */
    public static Import read(
            List<SourceText> sources, ComposeOptions compose, ImportOptions options, Destination destination) {
        var importer = new ComposeImporter(sources, compose, options, destination);
        ComposeReading reading = ComposeReader.read(sources, compose);
        importer.notes.problems().addAll(reading.problems());
        List<ImportedFile> files = switch (reading) {
            case ComposeReading.Accepted accepted -> importer.files(accepted.project());
            case ComposeReading.Refused refused -> List.of();
        };
        return importer.notes.refused()
                ? new Import.Refused(reading.sources(), importer.notes.list())
                : new Import.Imported(reading.sources(), files, importer.notes.list());
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
        variables();
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
                Target target = target(environment, !built.isEmpty() || !first().isEmpty());
                targets.put("Deploy", target);
                deployments.put("Deploy", Deployment.of(target));
            }
        }
        List<String> first = first();
        boolean builds = !built.isEmpty() || !first.isEmpty();
        var draft = new PipelineDraft(
                name,
                "main",
                List.of(),
                options.repository().orElse("owner/" + name),
                builds ? Optional.of(name + "-build") : Optional.empty(),
                deployments);
        List<ImportedFile> files = new ArrayList<>();
        files.add(new ImportedFile("pipeline.yml", "the pipeline", draft.text(source.file())));
        if (builds) {
            var buildspec = new ImagesBuildspec(
                    project.name(), built.stream().map(ComposeImporter::image).toList(), first);
            files.add(new ImportedFile("buildspec.yml", "how images are built", buildspec.text(source.file())));
        }
        var settings = new SettingsDraft(
                Optional.empty(), Optional.empty(), options, builds(built, builds), Optional.empty(), targets);
        files.add(new ImportedFile(
                "penstock.yml", "where source and build are", settings.text(source.file(), profiles())));
        return files;
    }

    /** Where Elastic Beanstalk runs the file, it knows the environment's variables only. */
    private void variables() {
        if (destination instanceof Destination.Environment) {
            compose.environmentFiles().stream()
                    .filter(name -> !name.equals(ComposeOptions.ENVIRONMENT_FILE))
                    .forEach(name -> notes.loss(
                            SourceSpan.ofFile(name),
                            "The variables of this file are not there where Elastic Beanstalk runs the project.",
                            "Write those that the project needs under variables in penstock.yml."));
        }
    }

    private static SettingsDraft.Builds builds(List<ComposeService> built, boolean builds) {
        if (!built.isEmpty()) {
            return SettingsDraft.Builds.WITH_AWS;
        }
        return builds ? SettingsDraft.Builds.ALONE : SettingsDraft.Builds.NONE;
    }

    /** Elastic Beanstalk hands its variables to Compose, this one among them. */
    private SavedConfiguration profiles() {
        boolean run = destination instanceof Destination.Environment
                && !compose.profiles().isEmpty();
        String active = String.join(",", compose.profiles().stream().sorted().toList());
        return run
                ? new SavedConfiguration(
                        Map.of("COMPOSE_PROFILES", active), Map.of(), Optional.empty(), Optional.empty())
                : SavedConfiguration.NONE;
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

    /** Elastic Beanstalk looks for one file only, under one name. */
    private List<String> first() {
        if (!(destination instanceof Destination.Environment)) {
            return List.of();
        }
        List<String> names = sources.stream().map(this::inProject).toList();
        if (names.size() > 1) {
            String given = names.stream()
                    .map(name -> "-f " + ImageCommands.quoted(name))
                    .collect(Collectors.joining(" "));
            // The shell empties the file before Compose could read it, hence the other name.
            return List.of("docker compose " + given
                    + " config --no-interpolate --no-path-resolution > .merged.yml && mv .merged.yml " + BUNDLED);
        }
        return names.getFirst().equals(BUNDLED)
                ? List.of()
                : List.of("cp " + ImageCommands.quoted(names.getFirst()) + " " + BUNDLED);
    }

    /** A file's path in the project, whose folder is that of the first file. */
    private String inProject(SourceText file) {
        String folder = slashes(source.file()).replaceAll("[^/]*$", "");
        String path = slashes(file.file());
        if (!path.startsWith(folder)) {
            notes.value(
                    SourceSpan.ofFile(file.file()),
                    "",
                    "This is not in the folder of the first file, which is the project's.",
                    "Put it there, or merge the files by 'docker compose config' before.");
        }
        return path.startsWith(folder) ? path.substring(folder.length()) : path;
    }

    private static String slashes(String path) {
        return path.replace('\\', '/');
    }
}
