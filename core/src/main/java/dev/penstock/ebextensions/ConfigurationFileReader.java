package dev.penstock.ebextensions;

import dev.penstock.document.DocumentReader;
import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceNode.Entry;
import dev.penstock.document.SourceNode.Mapping;
import dev.penstock.document.SourceText;
import dev.penstock.problem.DidYouMean;
import dev.penstock.problem.Problem;
import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads configuration files of Elastic Beanstalk, each value with its place. */
public final class ConfigurationFileReader {

    private static final Set<String> KEYS = Set.of(
            "option_settings",
            "packages",
            "groups",
            "users",
            "sources",
            "files",
            "commands",
            "services",
            "container_commands",
            "Resources",
            "Outputs",
            "Parameters",
            "Mappings",
            "Conditions");

    /** "Customizing software on Linux servers", Commands. */
    private static final Set<String> OF_COMMANDS =
            Set.of("command", "env", "cwd", "test", "ignoreErrors", "waitAfterCompletion");

    /** "Customizing software on Linux servers", Container commands. */
    private static final Set<String> OF_CONTAINER_COMMANDS =
            Set.of("command", "env", "cwd", "leader_only", "test", "ignoreErrors", "waitAfterCompletion");

    private final Problems problems = new Problems();

    private ConfigurationFileReader() {}

    /**
     * What came of a reading.
     *
     * @param file what could be read; empty when nothing could, or when Elastic Beanstalk passes over the file
     * @param problems what Elastic Beanstalk refuses or passes over, in the order of the places
     */
    public record Reading(Optional<ConfigurationFile> file, List<Problem> problems) {

        public Reading {
            problems = List.copyOf(problems);
        }
    }

    /** Reads a file, YAML or JSON. */
    public static Reading read(SourceText source) {
        var reader = new ConfigurationFileReader();
        Optional<SourceNode> document = DocumentReader.read(source, reader.problems);
        List<Problem> found = reader.problems.list();
        if (!found.isEmpty() && found.stream().allMatch(each -> each.id().equals(ProblemType.TEXT_EMPTY.id()))) {
            return new Reading(Optional.of(new ConfigurationFile(List.of(), List.of())), List.of());
        }
        Optional<ConfigurationFile> file = document.flatMap(reader::file);
        return new Reading(file, reader.problems.list());
    }

    private Optional<ConfigurationFile> file(SourceNode document) {
        if (document.isNull()) {
            return Optional.of(new ConfigurationFile(List.of(), List.of()));
        }
        if (!(document instanceof Mapping root)) {
            problems.report(
                    ProblemType.EXTENSION_FORM,
                    document.span(),
                    "",
                    "A configuration file is a mapping; this is " + document.description()
                            + ". Elastic Beanstalk refuses the whole version because of it.",
                    "Begin with a section such as 'option_settings:'.");
            return Optional.empty();
        }
        List<Entry> unknown = root.entries().stream()
                .filter(entry -> !KEYS.contains(entry.name()))
                .toList();
        unknown.forEach(entry -> problems.report(
                ProblemType.EXTENSION_SECTION,
                entry.key().span(),
                "/" + entry.name(),
                "'" + entry.name()
                        + "' is not a section, and Elastic Beanstalk passes over the whole file because of it.",
                DidYouMean.hint(entry.name(), KEYS.stream().sorted().toList())));
        List<ConfigurationFile.Option> options = new ArrayList<>();
        List<ConfigurationFile.Section> sections = new ArrayList<>();
        for (Entry entry : root.entries()) {
            if (entry.name().equals("option_settings")) {
                options.addAll(new OptionSettingsReader(problems).read(entry.value()));
            } else if (!entry.value().isNull()) {
                section(entry).ifPresent(sections::add);
            }
        }
        return unknown.isEmpty() ? Optional.of(new ConfigurationFile(options, sections)) : Optional.empty();
    }

    private Optional<ConfigurationFile.Section> section(Entry entry) {
        if (!(entry.value() instanceof Mapping members)) {
            if (KEYS.contains(entry.name())) {
                form(
                        entry.value(),
                        "/" + entry.name(),
                        "'" + entry.name() + "' is a mapping; this is "
                                + entry.value().description() + ".",
                        "Write a name for each of its members.");
            }
            return Optional.empty();
        }
        if (entry.name().equals("commands")) {
            members.entries().forEach(member -> command(member, entry.name(), OF_COMMANDS));
        } else if (entry.name().equals("container_commands")) {
            members.entries().forEach(member -> command(member, entry.name(), OF_CONTAINER_COMMANDS));
        }
        return Optional.of(new ConfigurationFile.Section(
                entry.name(),
                members.entries().stream().map(Entry::name).toList(),
                entry.key().span()));
    }

    private void command(Entry member, String section, Set<String> known) {
        String field = "/" + section + "/" + member.name();
        if (!(member.value() instanceof Mapping command) || !command.has("command")) {
            form(
                    member.key(),
                    field,
                    "'" + member.name() + "' of " + section + " has no 'command'.",
                    "Write 'command:' and what is to be run below it.");
            return;
        }
        command.entries().stream()
                .filter(entry -> !known.contains(entry.name()))
                .forEach(entry -> problems.report(
                        ProblemType.EXTENSION_FIELD,
                        entry.key().span(),
                        field + "/" + entry.name(),
                        "'" + entry.name() + "' has no meaning in " + section + ".",
                        DidYouMean.hint(entry.name(), known.stream().sorted().toList())));
        command.get("command")
                .filter(value -> value.isNull() || value instanceof Mapping)
                .ifPresent(value -> form(
                        value,
                        field + "/command",
                        "A command is text or a list; this is " + value.description() + ".",
                        "Write the line that is to be run."));
    }

    private void form(SourceNode node, String field, String message, String hint) {
        problems.report(ProblemType.EXTENSION_FORM, node.span(), field, message, hint);
    }
}
