package dev.penstock.simulator.beanstalk.bundle;

import dev.penstock.simulator.beanstalk.bundle.ConfigurationFile.OptionSetting;
import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An {@code env.yaml} at the root of a bundle. Source: Developer Guide, "Environment manifest (env.yaml)".
 *
 * @param solutionStack the platform's full name
 * @param platformArn the platform, when it is named that way
 * @param tierName {@code WebServer} or {@code Worker}
 * @param tierType of the tier
 * @param environmentName a name that ends in {@code +} gets the group's name
 * @param cname a name that ends in {@code +} gets the group's name
 * @param links names of environments by the variable that tells where they are
 * @param optionSettings in the order of the file
 */
public record EnvironmentManifest(
        Optional<String> solutionStack,
        Optional<String> platformArn,
        Optional<String> tierName,
        Optional<String> tierType,
        Optional<String> environmentName,
        Optional<String> cname,
        Map<String, String> links,
        Map<String, String> tags,
        List<OptionSetting> optionSettings) {

    private static final String FILE = "env.yaml";
    private static final String GROUPED = "+";

    public EnvironmentManifest {
        links = Map.copyOf(links);
        tags = Map.copyOf(tags);
        optionSettings = List.copyOf(optionSettings);
    }

    /**
     * The manifest of a bundle.
     *
     * @param versionLabel of the version, for the text
     * @return empty when the bundle has none
     * @throws BundleRefused by the service, when it is no YAML
     */
    public static Optional<EnvironmentManifest> read(SourceBundle bundle, String versionLabel) throws BundleRefused {
        Optional<String> text = bundle.text(FILE);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        JsonValue file;
        try {
            file = YamlText.read(text.get(), YamlText.Scalars.YAML_1_1);
        } catch (YamlText.Malformed e) {
            throw BundleRefused.byService("The environment manifest " + FILE + " in application version " + versionLabel
                    + " contains invalid YAML. YAML exception: Invalid Yaml: " + e.getMessage());
        }
        JsonValue tier = Values.member(file, "EnvironmentTier").orElseGet(JsonValue.Null::new);
        List<OptionSetting> settings = new ArrayList<>();
        Values.members(file, "OptionSettings")
                .forEach((namespace, options) -> Values.members(options)
                        .forEach((name, value) ->
                                settings.add(new OptionSetting(namespace, name, JsonTexts.scalar(value)))));
        return Optional.of(new EnvironmentManifest(
                Values.text(file, "SolutionStack"),
                Values.member(file, "Platform").flatMap(platform -> Values.text(platform, "PlatformArn")),
                Values.text(tier, "Name"),
                Values.text(tier, "Type"),
                Values.text(file, "EnvironmentName"),
                Values.text(file, "CName"),
                texts(file, "EnvironmentLinks"),
                texts(file, "Tags"),
                settings));
    }

    /**
     * The same, with the group's name where names ask for it by a plus sign: {@code front+} of group {@code dev} is
     * {@code front-dev}.
     *
     * @param group empty for none
     * @throws IllegalArgumentException when the environment's name asks for a group and there is none, or the other way round
     */
    public EnvironmentManifest inGroup(Optional<String> group) {
        boolean asks = environmentName.filter(name -> name.endsWith(GROUPED)).isPresent();
        if (asks && group.isEmpty()) {
            throw new IllegalArgumentException("The environment name '" + environmentName.get() + "' in " + FILE
                    + " ends in a plus sign. Specify a group name.");
        }
        if (environmentName.isPresent() && !asks && group.isPresent()) {
            throw new IllegalArgumentException("The environment name '" + environmentName.get() + "' in " + FILE
                    + " doesn't end in a plus sign. Don't specify a group name.");
        }
        Map<String, String> linked = new LinkedHashMap<>();
        links.forEach((link, environment) -> linked.put(link, completed(environment, group)));
        return new EnvironmentManifest(
                solutionStack,
                platformArn,
                tierName,
                tierType,
                environmentName.map(name -> completed(name, group)),
                cname.map(name -> completed(name, group)),
                linked,
                tags,
                optionSettings);
    }

    private static String completed(String name, Optional<String> group) {
        String plain = name.endsWith(GROUPED) ? name.substring(0, name.length() - 1) : name;
        return name.endsWith(GROUPED) && group.isPresent() ? plain + "-" + group.get() : plain;
    }

    private static Map<String, String> texts(JsonValue file, String member) {
        Map<String, String> texts = new LinkedHashMap<>();
        Values.members(file, member)
                .forEach((name, value) -> Values.text(value).ifPresent(text -> texts.put(name, text)));
        return texts;
    }
}
