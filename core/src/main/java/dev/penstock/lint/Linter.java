package dev.penstock.lint;

import dev.penstock.appspec.AppSpecReader;
import dev.penstock.compose.ComposeOptions;
import dev.penstock.compose.ComposeReader;
import dev.penstock.compose.ComposeReading;
import dev.penstock.dockerrun.Dockerrun;
import dev.penstock.dockerrun.DockerrunReader;
import dev.penstock.dockerrun.DockerrunReading;
import dev.penstock.document.DocumentReader;
import dev.penstock.document.ReadLimits;
import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceText;
import dev.penstock.document.Tags;
import dev.penstock.ebextensions.ConfigurationFile;
import dev.penstock.ebextensions.ConfigurationFileReader;
import dev.penstock.problem.Problem;
import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import dev.penstock.problem.SourceSpan;
import dev.penstock.taskdefinition.TaskDefinitionReader;
import dev.penstock.taskdefinition.TaskDefinitionReading;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Reads files that declare containers, and judges what they declare. */
public final class Linter {

    private final ComposeOptions options;

    /** A linter that reads Compose files with these options. */
    public Linter(ComposeOptions options) {
        this.options = Objects.requireNonNull(options, "options");
    }

    /**
     * What a file is, and what is to be said of it.
     *
     * @param kind what it is, with its article; empty when that could not be told
     * @param sources the file, and those that it refers to
     * @param problems in the order of their places
     */
    public record Report(Optional<String> kind, List<SourceText> sources, List<Problem> problems) {

        public Report {
            sources = List.copyOf(sources);
            problems = List.copyOf(problems);
        }
    }

    /** Judges Compose files that are merged in their order; a single file may be of any kind. */
    public Report lint(List<SourceText> sources) {
        return sources.size() == 1 ? lint(sources.getFirst()) : compose(sources);
    }

    /** Judges a file; its content says what it is, or the name of a configuration file of Elastic Beanstalk. */
    public Report lint(SourceText source) {
        Problems problems = new Problems();
        if (source.file().endsWith(ConfigurationFile.SUFFIX)) {
            return extension(source, problems);
        }
        Optional<SourceNode> document = DocumentReader.read(source, ReadLimits.DEFAULT, Tags.COMPOSE, problems);
        if (document.isEmpty()) {
            return new Report(Optional.empty(), List.of(source), problems.list());
        }
        if (isAppSpec(source, document.get())) {
            AppSpecReader.read(document.get(), problems);
            return new Report(Optional.of("an AppSpec file"), List.of(source), problems.list());
        }
        if (DockerrunReader.recognises(source, document.get())) {
            DockerrunReader.checkEncoding(source, problems);
            return dockerrun(source, document.get(), problems);
        }
        if (TaskDefinitionReader.recognises(document.get())) {
            return taskDefinition(source, document.get(), problems);
        }
        if (isCompose(source, document.get())) {
            return compose(List.of(source));
        }
        return unknown(source, document.get(), problems);
    }

    /** A file with a name of its own may be a Compose file in which much is wrong. */
    private static boolean isCompose(SourceText source, SourceNode document) {
        return ComposeReader.FILE_NAMES.contains(fileName(source))
                || ComposeReader.recognises(document)
                || (!DocumentReader.isJson(source)
                        && document instanceof SourceNode.Mapping root
                        && !root.has("Resources")
                        && root.entry("services")
                                .map(SourceNode.Entry::value)
                                .filter(SourceNode.Mapping.class::isInstance)
                                .isPresent());
    }

    private static Report unknown(SourceText source, SourceNode document, Problems parsing) {
        boolean template = document instanceof SourceNode.Mapping root && root.has("Resources");
        if (parsing.hasErrors() && !template) {
            return new Report(Optional.empty(), List.of(source), parsing.list());
        }
        // The tags of a template are unknown here only because of what it is.
        Problems problems = new Problems();
        problems.report(
                ProblemType.FILE_KIND_UNKNOWN,
                new SourceSpan(source.file(), 1, 1),
                "",
                template
                        ? "The file is a CloudFormation template, which declares no containers by itself."
                        : "The file declares no containers.",
                "Known are Dockerrun.aws.json, Compose files, ECS task definitions and AppSpec files.");
        return new Report(Optional.empty(), List.of(source), problems.list());
    }

    private static boolean isAppSpec(SourceText source, SourceNode document) {
        return AppSpecReader.FILE_NAMES.contains(fileName(source)) || AppSpecReader.recognises(document);
    }

    private static String fileName(SourceText source) {
        String path = source.file().replace('\\', '/');
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static Report dockerrun(SourceText source, SourceNode document, Problems problems) {
        DockerrunReading reading = DockerrunReader.read(document, problems);
        Problems all = new Problems();
        all.addAll(reading.problems());
        if (reading instanceof DockerrunReading.Accepted accepted) {
            var places = new LintPlaces(accepted.places(), source.file());
            switch (accepted.dockerrun()) {
                case Dockerrun.SingleContainer single ->
                    single.image()
                            .ifPresent(image ->
                                    new ImageRule(all).check(image.name(), places.at("/Image/Name"), "/Image/Name"));
                case Dockerrun.MultiContainer several -> {
                    new RetiredPlatforms(all).ofVersionTwo(places.at("/AWSEBDockerrunVersion"));
                    new ContainerChecks(several.containers(), places, all).check(true);
                }
                case Dockerrun.ComposeCredentials credentials -> {}
            }
        }
        return new Report(Optional.of("a Dockerrun.aws.json"), List.of(source), all.list());
    }

    private static Report taskDefinition(SourceText source, SourceNode document, Problems problems) {
        TaskDefinitionReading reading = TaskDefinitionReader.read(document, problems);
        Problems all = new Problems();
        all.addAll(reading.problems());
        if (reading instanceof TaskDefinitionReading.Accepted accepted) {
            var places = new LintPlaces(accepted.places(), source.file());
            boolean needsMemory = accepted.taskDefinition().memory().isEmpty();
            new ContainerChecks(accepted.taskDefinition().containers(), places, all).check(needsMemory);
            if (accepted.taskDefinition().isForFargate()) {
                new FargateRules(accepted.taskDefinition(), places, all).check();
            }
        }
        return new Report(Optional.of("a task definition"), List.of(source), all.list());
    }

    private static Report extension(SourceText source, Problems problems) {
        ConfigurationFileReader.Reading reading = ConfigurationFileReader.read(source);
        problems.addAll(reading.problems());
        SecretRule secrets = new SecretRule(problems);
        reading.file().map(ConfigurationFile::options).orElse(List.of()).stream()
                .filter(option -> option.namespace().equals(ConfigurationFile.VARIABLES) && !option.isComputed())
                .forEach(option -> secrets.check(
                        option.name(),
                        option.value(),
                        option.span(),
                        "/option_settings/" + option.namespace() + "/" + option.name()));
        return new Report(Optional.of("a configuration file of Elastic Beanstalk"), List.of(source), problems.list());
    }

    private Report compose(List<SourceText> sources) {
        ComposeReading reading = ComposeReader.read(sources, deployed(options));
        Problems all = new Problems();
        all.addAll(reading.problems());
        for (SourceText source : sources) {
            DocumentReader.read(source, ReadLimits.DEFAULT, Tags.COMPOSE, new Problems())
                    .filter(SourceNode.Mapping.class::isInstance)
                    .flatMap(document -> ((SourceNode.Mapping) document).entry("version"))
                    .ifPresent(entry -> all.report(
                            ProblemType.LINT_VERSION,
                            entry.key().span(),
                            "/version",
                            "'version' has had no effect since Compose specification took the place of versions 2 and 3.",
                            "Remove the line."));
        }
        if (reading instanceof ComposeReading.Accepted accepted) {
            new ComposeChecks(accepted.project(), sources.getFirst().file(), all).check();
        }
        return new Report(Optional.of("a Compose file"), reading.sources(), all.list());
    }

    /**
     * What is there when Elastic Beanstalk runs the file: it writes {@code .env} with the environment's properties and sets
     * {@code EB_LOG_BASE_DIR} (Developer Guide, "Migrating to Elastic Beanstalk Docker running on Amazon Linux 2").
     */
    private static ComposeOptions deployed(ComposeOptions options) {
        Map<String, String> variables = new LinkedHashMap<>(options.environment());
        variables.putIfAbsent("EB_LOG_BASE_DIR", "/var/log/eb-docker/containers");
        return options.withEnvironment(variables)
                .withFiles(name -> options.files()
                        .read(name)
                        .or(() -> isOfEnvironment(name) ? Optional.of(new byte[0]) : Optional.empty()));
    }

    private static boolean isOfEnvironment(String name) {
        return name.equals(".env") || name.equals("./.env");
    }
}
