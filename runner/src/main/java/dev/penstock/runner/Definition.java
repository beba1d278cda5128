package dev.penstock.runner;

import dev.penstock.document.SourceText;
import dev.penstock.pipeline.Locations;
import dev.penstock.pipeline.PipelineDefinition;
import dev.penstock.pipeline.PipelineReader;
import dev.penstock.pipeline.PipelineReading;
import dev.penstock.pipeline.ReadOptions;
import dev.penstock.pipeline.UnresolvedValue;
import dev.penstock.problem.Problem;
import dev.penstock.problem.Problems;
import dev.penstock.secret.Secret;
import dev.penstock.settings.ProjectBuilds;
import dev.penstock.settings.RunSettings;
import dev.penstock.settings.SecretParameters;
import dev.penstock.settings.SettingsReader;
import dev.penstock.settings.SettingsReading;
import dev.penstock.settings.SettingsRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A definition and its settings as they were read for a run. */
public sealed interface Definition {

    /** What holds where there is no file. */
    SettingsReading.Accepted NO_SETTINGS =
            new SettingsReading.Accepted(RunSettings.none(), Locations.none(RunSettings.FILE_NAME), List.of());

    /** All that was found in both files. */
    List<Problem> problems();

    /** The texts that were read, for showing lines of them. */
    List<SourceText> sources();

    /**
     * It can be run, as far as its text tells.
     *
     * @param definition the pipeline and where its values stand
     * @param settings what the settings say
     * @param settingsFile the file of the settings, if there is one
     * @param settingsLocations where the settings' values stand
     * @param isOfTemplate whether the pipeline is a resource of a CloudFormation template
     * @param unresolved values of a template that cannot be known
     * @param hiddenValues by name, the values of a template's parameters with {@code NoEcho}: the definition refers to them
     */
    record Accepted(
            PipelineDefinition definition,
            RunSettings settings,
            Optional<Path> settingsFile,
            Locations settingsLocations,
            boolean isOfTemplate,
            List<UnresolvedValue> unresolved,
            Map<String, Secret> hiddenValues,
            List<Problem> problems,
            List<SourceText> sources)
            implements Definition {}

    /** It cannot be run. */
    record Refused(List<Problem> problems, List<SourceText> sources) implements Definition {}

    /**
     * What the command line says of a definition.
     *
     * @param settings the file of the settings; absent for the one beside the definition
     * @param logicalId which pipeline of a template
     * @param region in place of the settings' Region
     * @param parameters values of template parameters, in place of the settings'
     * @param stack what is known of a template's stack
     */
    record Options(
            Optional<Path> settings,
            Optional<String> logicalId,
            Optional<String> region,
            Map<String, String> parameters,
            TemplateStack stack) {

        public Options {
            parameters = Map.copyOf(parameters);
        }

        /** The template is all that is known. */
        public Options(
                Optional<Path> settings,
                Optional<String> logicalId,
                Optional<String> region,
                Map<String, String> parameters) {
            this(settings, logicalId, region, parameters, TemplateStack.none());
        }
    }

    /**
     * Reads a definition and its settings.
     *
     * @param file the definition; absolute
     * @param shown how problems name it
     * @throws IOException if a file cannot be read
     */
    static Definition read(Path file, String shown, Options options) throws IOException {
        List<Problem> problems = new ArrayList<>();
        List<SourceText> sources = new ArrayList<>();
        Optional<Path> settingsFile = options.settings()
                .or(() ->
                        Optional.of(file.resolveSibling(RunSettings.FILE_NAME)).filter(Files::isRegularFile));
        Optional<SettingsReading.Accepted> settings = settingsFile.isPresent()
                ? settings(settingsFile.get(), shownBeside(settingsFile.get(), file, shown), problems, sources)
                : Optional.of(NO_SETTINGS);
        SourceText source = SourceText.read(shown, file);
        sources.add(source);
        ReadOptions told = readOptions(options, settings.orElse(NO_SETTINGS).settings());
        PipelineReading reading = PipelineReader.read(source, told);
        problems.addAll(reading.problems());
        List<Problem> secrets = secrets(source, settings.orElse(NO_SETTINGS));
        problems.addAll(secrets);
        return switch (reading) {
            case PipelineReading.Accepted read
            when settings.isPresent() && secrets.isEmpty() -> {
                PipelineReading.Accepted accepted =
                        ProjectBuilds.complete(read, settings.get().settings());
                problems.addAll(besides(settings.get(), accepted.definition()));
                yield new Accepted(
                        accepted.definition(),
                        settings.get().settings(),
                        settingsFile,
                        settings.get().locations(),
                        accepted.logicalId().isPresent(),
                        accepted.unresolved(),
                        PipelineReader.hiddenValues(source, told),
                        problems,
                        sources);
            }
            case PipelineReading.Accepted ignored -> new Refused(problems, sources);
            case PipelineReading.Refused ignored -> new Refused(problems, sources);
        };
    }

    private static List<Problem> secrets(SourceText definition, SettingsReading.Accepted settings) {
        Problems found = new Problems();
        SecretParameters.check(definition, settings.settings(), settings.locations(), found);
        return found.list();
    }

    private static List<Problem> besides(SettingsReading.Accepted settings, PipelineDefinition definition) {
        Problems found = new Problems();
        SettingsRules.check(settings.settings(), settings.locations(), definition.pipeline(), found);
        SecretOverrides.check(definition, settings.settings(), found);
        return found.list();
    }

    /**
     * Reads the settings of an execution that goes on; nothing is said if there are none any more.
     *
     * @throws IOException if the file cannot be read
     */
    static Optional<RunSettings> readSettings(Optional<Path> file, List<Problem> problems, List<SourceText> sources)
            throws IOException {
        return file.isPresent()
                ? settings(file.get(), file.get().toString(), problems, sources).map(SettingsReading.Accepted::settings)
                : Optional.of(RunSettings.none());
    }

    private static Optional<SettingsReading.Accepted> settings(
            Path file, String shown, List<Problem> problems, List<SourceText> sources) throws IOException {
        SourceText source = SourceText.of(shown, NamedFile.read(file, shown, "Name a file of settings."));
        sources.add(source);
        SettingsReading reading = SettingsReader.read(source, file.resolveSibling(""));
        problems.addAll(reading.problems());
        return switch (reading) {
            case SettingsReading.Accepted accepted -> Optional.of(accepted);
            case SettingsReading.Refused ignored -> Optional.empty();
        };
    }

    /** The settings are named as the definition is: relative, if that is. */
    private static String shownBeside(Path settings, Path file, String shown) {
        boolean beside = settings.equals(file.resolveSibling(RunSettings.FILE_NAME));
        return beside ? Path.of(shown).resolveSibling(RunSettings.FILE_NAME).toString() : settings.toString();
    }

    private static ReadOptions readOptions(Options options, RunSettings settings) {
        Map<String, String> parameters = new LinkedHashMap<>(settings.parameters());
        parameters.putAll(options.parameters());
        TemplateStack stack = options.stack();
        ReadOptions read = ReadOptions.none().withParameters(parameters).withStack(stack.values());
        if (options.logicalId().isPresent()) {
            read = read.withLogicalId(options.logicalId().get());
        }
        Optional<String> region = options.region().or(settings::region).or(stack::region);
        if (region.isPresent()) {
            read = read.withRegion(region.get());
        }
        Optional<String> account = settings.account().or(stack::account);
        if (account.isPresent()) {
            read = read.withAccountId(account.get());
        }
        return stack.name().isPresent() ? read.withStackName(stack.name().get()) : read;
    }
}
