package dev.penstock.simulator.beanstalk.bundle;

import dev.penstock.simulator.beanstalk.bundle.ConfigurationFile.Command;
import dev.penstock.simulator.beanstalk.bundle.ConfigurationFile.FileToWrite;
import dev.penstock.simulator.beanstalk.bundle.ConfigurationFile.OptionSetting;
import dev.penstock.simulator.beanstalk.bundle.ConfigurationFile.Service;
import dev.penstock.simulator.beanstalk.bundle.ConfigurationFile.User;
import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Makes a configuration file of what its text says. */
final class ConfigurationFileReader {

    private static final String PROPERTIES = "aws:elasticbeanstalk:application:environment";

    private final String path;
    private final String versionLabel;

    ConfigurationFileReader(String path, String versionLabel) {
        this.path = path;
        this.versionLabel = versionLabel;
    }

    ConfigurationFile read(JsonValue file) throws BundleRefused {
        Map<String, Map<String, List<String>>> packages = new LinkedHashMap<>();
        Values.members(file, "packages").forEach((manager, all) -> {
            Map<String, List<String>> versions = new LinkedHashMap<>();
            Values.members(all)
                    .forEach((name, version) -> versions.put(
                            name,
                            Values.elements(version).stream()
                                    .flatMap(v -> Values.text(v).stream())
                                    .filter(v -> !v.isEmpty())
                                    .toList()));
            packages.put(manager, versions);
        });
        Map<String, Optional<String>> groups = new LinkedHashMap<>();
        Values.members(file, "groups").forEach((name, group) -> groups.put(name, Values.text(group, "gid")));
        Map<String, User> users = new LinkedHashMap<>();
        Values.members(file, "users")
                .forEach((name, user) -> users.put(
                        name,
                        new User(
                                Values.text(user, "uid"), Values.texts(user, "groups"), Values.text(user, "homeDir"))));
        Map<String, String> sources = new LinkedHashMap<>();
        Values.members(file, "sources")
                .forEach((folder, url) -> Values.text(url).ifPresent(text -> sources.put(folder, text)));
        return new ConfigurationFile(
                path,
                optionSettings(file),
                packages,
                groups,
                users,
                sources,
                files(file),
                commands(file, "commands"),
                services(file),
                commands(file, "container_commands"),
                Values.member(file, "Resources").orElseGet(() -> new JsonValue.Structure(Map.of())));
    }

    private List<OptionSetting> optionSettings(JsonValue file) throws BundleRefused {
        JsonValue written = Values.member(file, "option_settings").orElseGet(JsonValue.Null::new);
        List<OptionSetting> settings = new ArrayList<>();
        switch (written) {
            case JsonValue.Array(List<JsonValue> elements) -> {
                for (JsonValue element : elements) {
                    settings.add(listed(element));
                }
            }
            case JsonValue.Structure(Map<String, JsonValue> namespaces) -> {
                for (Map.Entry<String, JsonValue> namespace : namespaces.entrySet()) {
                    if (!(namespace.getValue() instanceof JsonValue.Structure(Map<String, JsonValue> options))) {
                        throw noMap();
                    }
                    options.forEach((name, value) ->
                            settings.add(new OptionSetting(namespace.getKey(), name, optionValue(value))));
                }
            }
            case JsonValue.Null n -> {}
            default -> throw noMap();
        }
        return settings;
    }

    private OptionSetting listed(JsonValue element) throws BundleRefused {
        Optional<String> name = Values.text(element, "option_name");
        if (!(element instanceof JsonValue.Structure) || name.isEmpty()) {
            throw noMap();
        }
        return new OptionSetting(
                Values.text(element, "namespace").orElse(PROPERTIES),
                name.get(),
                Values.member(element, "value")
                        .map(ConfigurationFileReader::optionValue)
                        .orElse(""));
    }

    /** A document is given as is, and kept as JSON. Source: Developer Guide, "Configuring enhanced health rules". */
    private static String optionValue(JsonValue value) {
        return switch (value) {
            case JsonValue.Structure s -> JsonTexts.of(s);
            case JsonValue.Array a -> JsonTexts.of(a);
            default -> Values.text(value).orElse("");
        };
    }

    private BundleRefused noMap() {
        return BundleRefused.byService("Each option setting in configuration file " + path + " in application version "
                + versionLabel + " must be a map. Update each option setting in the configuration file.");
    }

    private static Map<String, FileToWrite> files(JsonValue file) {
        Map<String, FileToWrite> files = new TreeMap<>();
        Values.members(file, "files")
                .forEach((place, each) -> files.put(
                        place,
                        new FileToWrite(
                                Values.text(each, "mode"),
                                Values.text(each, "owner"),
                                Values.text(each, "group"),
                                Values.text(each, "content"),
                                Values.text(each, "source"),
                                Values.text(each, "encoding").orElse("plain"))));
        return files;
    }

    private static List<Command> commands(JsonValue file, String key) {
        List<Command> commands = new ArrayList<>();
        Values.members(file, key).forEach((name, each) -> {
            JsonValue command = Values.member(each, "command").orElseGet(JsonValue.Null::new);
            boolean shell = !(command instanceof JsonValue.Array);
            List<String> words =
                    shell ? Values.text(command).map(List::of).orElse(List.of()) : Values.texts(each, "command");
            Map<String, String> environment = new LinkedHashMap<>();
            Values.members(each, "env")
                    .forEach((variable, value) ->
                            environment.put(variable, Values.text(value).orElse("")));
            commands.add(new Command(
                    name,
                    words,
                    shell,
                    environment,
                    Values.text(each, "cwd"),
                    Values.text(each, "test"),
                    Values.isTrue(each, "ignoreErrors"),
                    Values.isTrue(each, "leader_only")));
        });
        Comparator<Command> leadersFirst = Comparator.comparing(command -> !command.leaderOnly());
        commands.sort(leadersFirst.thenComparing(Command::name));
        return commands;
    }

    private static Map<String, Service> services(JsonValue file) {
        Map<String, Service> services = new LinkedHashMap<>();
        Values.members(file, "services")
                .values()
                .forEach(all -> Values.members(all)
                        .forEach((name, service) -> services.put(
                                name,
                                new Service(
                                        Values.text(service, "enabled").map("true"::equals),
                                        Values.text(service, "ensureRunning").map("true"::equals)))));
        return services;
    }
}
