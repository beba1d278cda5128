package dev.penstock.simulator.beanstalk.bundle;

import dev.penstock.simulator.wire.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The configuration files of a bundle, in the order of their names, as which they are applied.
 *
 * @param files those that are valid
 * @param warnings events about those that are skipped
 */
public record ConfigurationFiles(List<ConfigurationFile> files, List<String> warnings) {

    /** No configuration. */
    public static final ConfigurationFiles NONE = new ConfigurationFiles(List.of(), List.of());

    private static final String FOLDER = ".ebextensions";
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

    public ConfigurationFiles {
        files = List.copyOf(files);
        warnings = List.copyOf(warnings);
    }

    /**
     * Reads them.
     *
     * <p>A file that is neither YAML nor JSON fails the deployment wherever a folder of that name stands, below
     * {@code __MACOSX} too; files count when the folder stands at the root. A file with a key that is not known is skipped
     * as a whole. Sources: Developer Guide, "Customizing software on Linux servers"; events in
     * awsdocs/elastic-beanstalk-samples issue 90, awsdocs/aws-elastic-beanstalk-developer-guide issues 60, 93 and 126,
     * blueimp/aws-lambda pull request 8.
     *
     * @param versionLabel of the version that has the bundle, for the texts
     * @throws BundleRefused by the service
     */
    public static ConfigurationFiles read(SourceBundle bundle, String versionLabel) throws BundleRefused {
        List<ConfigurationFile> files = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        for (BundleFile file : bundle.files()) {
            boolean one = file.kind() == BundleFile.Kind.FILE
                    && file.path().endsWith(".config")
                    && (file.folder().equals(FOLDER) || file.folder().endsWith("/" + FOLDER));
            if (one) {
                JsonValue value = parse(bundle.text(file.path()).orElse(""), file.path(), versionLabel);
                Optional<String> invalid = Values.members(value).keySet().stream()
                        .filter(key -> !KEYS.contains(key))
                        .findFirst();
                if (invalid.isPresent()) {
                    warnings.add("Error processing file (Skipping): '" + file.path() + "' - Contains invalid key: '"
                            + invalid.get() + "'. For information about valid keys, see"
                            + " http://docs.aws.amazon.com/elasticbeanstalk/latest/dg/ebextensions.html");
                } else if (file.folder().equals(FOLDER)) {
                    files.add(new ConfigurationFileReader(file.path(), versionLabel).read(value));
                }
            }
        }
        return new ConfigurationFiles(files, warnings);
    }

    /** The option settings of all files; where an option is set twice the later file counts. */
    public List<ConfigurationFile.OptionSetting> optionSettings() {
        return files.stream().flatMap(file -> file.optionSettings().stream()).toList();
    }

    private static JsonValue parse(String text, String path, String versionLabel) throws BundleRefused {
        Optional<JsonValue> json =
                text.stripLeading().startsWith("{") ? JsonValue.parse(text) : Optional.<JsonValue>empty();
        if (json.isPresent()) {
            return json.get();
        }
        try {
            JsonValue yaml = YamlText.read(text, YamlText.Scalars.YAML_1_1);
            if (yaml instanceof JsonValue.Structure || yaml instanceof JsonValue.Null) {
                return yaml;
            }
            throw new YamlText.Malformed("a map of keys is expected\n");
        } catch (YamlText.Malformed e) {
            String said = e.getMessage();
            throw BundleRefused.byService("The configuration file " + path + " in application version " + versionLabel
                    + " contains invalid YAML or JSON. YAML exception: Invalid Yaml: " + said
                    + (said.contains("\n") && !said.endsWith("\n") && !said.contains("position ") ? "\n" : "")
                    + ", JSON exception: Invalid JSON: " + JsonFault.of(text) + ". Update the configuration file.");
        }
    }

    /** The commands of all files that run before the application is unpacked, in order. */
    public List<ConfigurationFile.Command> commands() {
        return files.stream().flatMap(file -> file.commands().stream()).toList();
    }

    /** The commands of all files that run before the version is deployed, in order. */
    public List<ConfigurationFile.Command> containerCommands() {
        return files.stream().flatMap(file -> file.containerCommands().stream()).toList();
    }

    /** Resources of all files, by logical id. */
    public Map<String, JsonValue> resources() {
        Map<String, JsonValue> all = new LinkedHashMap<>();
        files.forEach(file -> all.putAll(Values.members(file.resources())));
        return all;
    }
}
