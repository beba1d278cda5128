package dev.penstock.simulator.beanstalk.bundle;

import dev.penstock.simulator.wire.JsonValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A configuration file of {@code .ebextensions}. Sources: Developer Guide, "Option settings", "Customizing software on
 * Linux servers", "Adding and customizing Elastic Beanstalk environment resources".
 *
 * @param path in the bundle
 * @param optionSettings in the order of the file
 * @param packages versions by name by package manager; no version means the latest
 * @param groups with their ids, if given
 * @param users by name
 * @param sources locations of archives by the folder to unpack them in
 * @param files by their place on the instance
 * @param commands by name, in the order in which they run: before the application is unpacked
 * @param services by name, of {@code sysvinit} or {@code systemd}
 * @param containerCommands by name, in the order in which they run, those of the leader first: before the version is deployed
 * @param resources of the environment's stack, as they are written
 */
public record ConfigurationFile(
        String path,
        List<OptionSetting> optionSettings,
        Map<String, Map<String, List<String>>> packages,
        Map<String, Optional<String>> groups,
        Map<String, User> users,
        Map<String, String> sources,
        Map<String, FileToWrite> files,
        List<Command> commands,
        Map<String, Service> services,
        List<Command> containerCommands,
        JsonValue resources) {

    /**
     * An option's value.
     *
     * @param namespace {@code aws:elasticbeanstalk:application:environment} where the file names none
     */
    public record OptionSetting(String namespace, String name, String value) {}

    /** A user to be made. */
    public record User(Optional<String> uid, List<String> groups, Optional<String> home) {
        public User {
            groups = List.copyOf(groups);
        }
    }

    /**
     * A file to be written.
     *
     * @param mode six octal digits
     * @param content of the file, or where a link leads
     * @param source URL to fetch it from
     * @param encoding {@code plain} or {@code base64}
     */
    public record FileToWrite(
            Optional<String> mode,
            Optional<String> owner,
            Optional<String> group,
            Optional<String> content,
            Optional<String> source,
            String encoding) {}

    /**
     * A command.
     *
     * @param name by which commands are ordered
     * @param words a shell's line as the only word, or the program and its arguments
     * @param shell whether {@code words} are a shell's line
     * @param environment in place of the instance's
     * @param directory to run it in
     * @param test a line that must succeed for the command to run
     * @param ignoreErrors whether its failure does not matter
     * @param leaderOnly whether one instance alone runs it
     */
    public record Command(
            String name,
            List<String> words,
            boolean shell,
            Map<String, String> environment,
            Optional<String> directory,
            Optional<String> test,
            boolean ignoreErrors,
            boolean leaderOnly) {
        public Command {
            words = List.copyOf(words);
            environment = Map.copyOf(environment);
        }
    }

    /** What is to become of a service. */
    public record Service(Optional<Boolean> enabled, Optional<Boolean> running) {}

    public ConfigurationFile {
        optionSettings = List.copyOf(optionSettings);
        packages = Map.copyOf(packages);
        groups = Map.copyOf(groups);
        users = Map.copyOf(users);
        sources = Map.copyOf(sources);
        files = new LinkedHashMap<>(files);
        commands = List.copyOf(commands);
        services = Map.copyOf(services);
        containerCommands = List.copyOf(containerCommands);
    }
}
