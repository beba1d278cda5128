package dev.penstock.runner;

import dev.penstock.runner.project.JournalChoice;
import dev.penstock.runner.project.Project;
import dev.penstock.runner.project.RunTarget;
import dev.penstock.settings.JournalLocation;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What somebody says who wants a definition run or planned, by the command line or from a build: which one, and what it
 * cannot say itself.
 *
 * @param from where that is said, and with what environment
 * @param file the definition, as it was named
 * @param target what it runs against
 * @param simulator where a simulated AWS is served that a simulated run uses
 * @param settings the file of the settings; absent for the one beside the definition
 * @param variables values of the pipeline's variables, before those of the settings
 * @param parameters values of a template's parameters, before those of the settings
 * @param logicalId which pipeline of a template
 * @param stack the stack that was made of the template, by its name or ARN
 * @param region where actions name none
 * @param profile of the AWS configuration
 * @param pluginPath jars with providers of actions, or folders of such jars, with the separator of paths between them
 * @param journal where executions are recorded, in place of what the settings say
 * @param journalOption what users write behind the next command so that it is about the same journal; may be empty
 * @param freezeOverride why freezes do not count
 */
public record RunRequest(
        Place from,
        Path file,
        RunTarget target,
        Optional<String> simulator,
        Optional<Path> settings,
        Map<String, String> variables,
        Map<String, String> parameters,
        Optional<String> logicalId,
        Optional<String> stack,
        Optional<String> region,
        Optional<String> profile,
        Optional<String> pluginPath,
        Optional<JournalLocation> journal,
        String journalOption,
        Optional<String> freezeOverride) {

    private static final Pattern SERVED = Pattern.compile("http://(127\\.0\\.0\\.1|localhost|\\[::1]):[0-9]{1,5}/?");

    /**
     * Where something is asked for.
     *
     * @param directory that relative paths are meant from
     * @param environment environment variables
     */
    public record Place(Path directory, Map<String, String> environment) {

        /** A path as it was meant. */
        public Path resolve(Path path) {
            return directory.resolve(path).normalize();
        }
    }

    /**
     * Reads the definition and its settings. Of a template's stack nothing is known, so that in a simulated run logical ids stand
     * for names.
     *
     * @throws RunnerException if there is no such file
     * @throws IOException if a file cannot be read
     */
    public Definition read() throws IOException {
        return read(target == RunTarget.SIMULATED ? TemplateStack.rehearsed(file) : TemplateStack.none());
    }

    /**
     * The same with what is known of a template's stack.
     *
     * @throws RunnerException if there is no such file
     * @throws IOException if a file cannot be read
     */
    public Definition read(TemplateStack known) throws IOException {
        Path definition = NamedFile.readable(from.resolve(file), file.toString(), "Name a pipeline's definition.");
        Definition read = Definition.read(
                definition,
                file.toString(),
                new Definition.Options(settings.map(from::resolve), logicalId, region, parameters, known));
        if (read instanceof Definition.Accepted accepted && !accepted.isOfTemplate()) {
            refuseWhatTemplatesHave();
        }
        return read;
    }

    private void refuseWhatTemplatesHave() {
        Optional<String> given = logicalId
                .map(id -> "pipeline '" + id + "'")
                .or(() -> stack.map(name -> "stack '" + name + "'"))
                .or(() -> parameters.keySet().stream().findFirst().map(name -> "parameter '" + name + "'"));
        if (given.isPresent()) {
            throw new RunnerException(
                    Refusal.COMMAND_LINE,
                    "The " + given.get() + " is one of a CloudFormation template, and " + file + " is none.",
                    parameters.isEmpty() ? "Leave it out." : "Variables of a pipeline are given with --var.");
        }
    }

    /** The project of the definition. */
    public Project project() {
        return Project.ofDefinition(from.resolve(file));
    }

    /** The settings' variables, and over them those of the request. */
    public Map<String, String> variables(Definition.Accepted accepted) {
        Map<String, String> values = new LinkedHashMap<>(accepted.settings().variables());
        values.putAll(variables);
        return values;
    }

    /**
     * What is kept with the execution.
     *
     * @throws RunnerException if the simulator is not on this machine, or the override has no reason
     */
    public RunLabels labels(Definition.Accepted accepted) {
        if (freezeOverride.filter(String::isBlank).isPresent()) {
            throw new RunnerException(
                    Refusal.COMMAND_LINE,
                    "The override of freezes has no reason.",
                    "Say why the freeze does not count, for those who read it later.");
        }
        return new RunLabels(
                from.resolve(file),
                accepted.settingsFile(),
                region,
                profile,
                simulator.map(RunRequest::served),
                plugins(),
                freezeOverride);
    }

    /** What an engine for it is made from. */
    public RunPlan plan(Definition.Accepted accepted) {
        return RunPlan.of(
                        new JournalChoice(
                                project(), journal, accepted.settings().journal(), from.environment(), journalOption),
                        target,
                        accepted.settings(),
                        accepted.definition().pipeline(),
                        labels(accepted),
                        from.environment())
                .withHiddenValues(accepted.hiddenValues());
    }

    private static URI served(String text) {
        if (!SERVED.matcher(text).matches()) {
            throw new RunnerException(
                    Refusal.COMMAND_LINE,
                    "'" + text + "' is not where 'penstock simulate' serves: that is on this machine.",
                    "Write what it printed, such as http://127.0.0.1:4566.");
        }
        return URI.create(text);
    }

    private List<Path> plugins() {
        String path = pluginPath.orElseGet(() -> from.environment().getOrDefault("PENSTOCK_PLUGINS", ""));
        return Stream.of(path.split(File.pathSeparator))
                .filter(each -> !each.isEmpty())
                .map(Path::of)
                .map(from::resolve)
                .toList();
    }
}
