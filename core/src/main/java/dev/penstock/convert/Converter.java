package dev.penstock.convert;

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
import dev.penstock.problem.Problem;
import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import dev.penstock.problem.SourceSpan;
import dev.penstock.taskdefinition.TaskDefinitionReader;
import dev.penstock.taskdefinition.TaskDefinitionReading;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Converts files that declare containers. The same file always gives the same text. */
public final class Converter {

    private final Format target;
    private final ComposeOptions options;
    private final List<String> environmentFiles;

    /**
     * A converter.
     *
     * @param options with which Compose files are read; {@code EB_LOG_BASE_DIR} need not be among the variables
     * @param environmentFiles files that every service of a Compose file that is written reads variables from, such as the
     *     {@code .env} that Elastic Beanstalk writes
     */
    public Converter(Format target, ComposeOptions options, List<String> environmentFiles) {
        this.target = target;
        Map<String, String> variables = new LinkedHashMap<>(options.environment());
        variables.putIfAbsent("EB_LOG_BASE_DIR", ContainerGroup.LOG_FOLDER);
        this.options = options.withEnvironment(variables);
        this.environmentFiles = List.copyOf(environmentFiles);
    }

    /** Converts Compose files that are merged in their order; a single file may be of any kind. */
    public Conversion convert(List<SourceText> sources) {
        return sources.size() == 1 ? convert(sources.getFirst()) : ofCompose(sources);
    }

    /** Converts a file; its content says what it is. */
    public Conversion convert(SourceText source) {
        Problems problems = new Problems();
        Optional<SourceNode> document = DocumentReader.read(source, ReadLimits.DEFAULT, Tags.COMPOSE, problems);
        if (document.isEmpty()) {
            return new Conversion.Refused(List.of(source), problems.list());
        }
        if (DockerrunReader.recognises(source, document.get())) {
            DockerrunReader.checkEncoding(source, problems);
            return ofDockerrun(source, document.get(), problems);
        }
        if (TaskDefinitionReader.recognises(document.get())) {
            return ofTaskDefinition(source, document.get(), problems);
        }
        return ofCompose(List.of(source));
    }

    private Conversion ofDockerrun(SourceText source, SourceNode document, Problems problems) {
        return switch (DockerrunReader.read(document, problems)) {
            case DockerrunReading.Refused refused -> new Conversion.Refused(List.of(source), refused.problems());
            case DockerrunReading.Accepted accepted -> {
                Losses losses = new Losses();
                yield switch (accepted.dockerrun()) {
                    case Dockerrun.SingleContainer single ->
                        written(
                                Format.DOCKERRUN_V1,
                                FromEcs.of(single, accepted.places(), source.file(), losses),
                                losses,
                                List.of(source),
                                accepted.problems());
                    case Dockerrun.MultiContainer several ->
                        written(
                                Format.DOCKERRUN_V2,
                                FromEcs.of(several, accepted.places(), source.file()),
                                losses,
                                List.of(source),
                                accepted.problems());
                    case Dockerrun.ComposeCredentials credentials ->
                        refused(
                                source,
                                "Version " + credentials.version()
                                        + " declares no containers: the Compose file beside it does.",
                                "Convert docker-compose.yml.");
                };
            }
        };
    }

    private Conversion ofTaskDefinition(SourceText source, SourceNode document, Problems problems) {
        return switch (TaskDefinitionReader.read(document, problems)) {
            case TaskDefinitionReading.Refused refused -> new Conversion.Refused(List.of(source), refused.problems());
            case TaskDefinitionReading.Accepted accepted ->
                written(
                        Format.TASK_DEFINITION,
                        FromEcs.of(accepted.taskDefinition(), accepted.places(), source.file()),
                        new Losses(),
                        List.of(source),
                        accepted.problems());
        };
    }

    private Conversion ofCompose(List<SourceText> files) {
        SourceText source = files.getFirst();
        return switch (ComposeReader.read(files, options)) {
            case ComposeReading.Refused refused -> new Conversion.Refused(refused.sources(), refused.problems());
            case ComposeReading.Accepted accepted -> {
                Losses losses = new Losses();
                ContainerGroup group =
                        new FromCompose(accepted.project(), accepted.document(), source.file(), target, losses).group();
                yield written(Format.COMPOSE, group, losses, accepted.sources(), accepted.problems());
            }
        };
    }

    private Conversion written(
            Format from, ContainerGroup group, Losses losses, List<SourceText> sources, List<Problem> found) {
        if (from == target) {
            return refused(
                    sources.getFirst(), "The file is " + from.title() + " already.", "Name another form with --to.");
        }
        boolean beanstalk = from != Format.TASK_DEFINITION;
        String text = switch (target) {
            case COMPOSE -> YamlText.of(new ToCompose(group, beanstalk, environmentFiles, losses).document());
            case DOCKERRUN_V2 -> JsonText.of(new ToEcs(group, losses).dockerrunV2());
            case TASK_DEFINITION -> JsonText.of(new ToEcs(group, losses).taskDefinition());
            case DOCKERRUN_V1 ->
                new ToEcs(group, losses).dockerrunV1().map(JsonText::of).orElse("");
        };
        if (text.isEmpty()) {
            return refused(
                    sources.getFirst(),
                    "There are " + group.containers().size() + " containers; version 1 of Dockerrun.aws.json has one.",
                    "Convert to compose or dockerrun-v2.");
        }
        if (target == Format.COMPOSE && group.authentication().isPresent()) {
            losses.add(
                    group.origin().ofField("authentication"),
                    "The registry's credentials do not belong into a Compose file.",
                    "Put a Dockerrun.aws.json of version 3 with them beside it; 'penstock migrate' does.");
        }
        Problems all = new Problems();
        all.addAll(found);
        all.addAll(losses.list());
        return new Conversion.Converted(from, text, losses.list(), sources, all.list());
    }

    private static Conversion refused(SourceText source, String message, String hint) {
        List<Problem> problems = new ArrayList<>();
        problems.add(Problem.error(
                ProblemType.CONVERT_IMPOSSIBLE.id(), SourceSpan.ofFile(source.file()), "", message, hint));
        return new Conversion.Refused(List.of(source), problems);
    }
}
