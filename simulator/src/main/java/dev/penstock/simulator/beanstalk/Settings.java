package dev.penstock.simulator.beanstalk;

import dev.penstock.simulator.beanstalk.instance.OptionName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticbeanstalk.model.ConfigurationOptionSetting;
import software.amazon.awssdk.services.elasticbeanstalk.model.OptionSpecification;

/** Values of configuration options. Immutable. */
final class Settings {

    static final Settings NONE = new Settings(Map.of());

    private static final String COMMAND = "aws:elasticbeanstalk:command";

    private final TreeMap<OptionKey, String> values;

    private Settings(Map<OptionKey, String> values) {
        this.values = new TreeMap<>(values);
    }

    /** Of a request. An option without a value is left out. */
    static Settings of(List<ConfigurationOptionSetting> given) {
        Map<OptionKey, String> values = new HashMap<>();
        for (ConfigurationOptionSetting setting : given) {
            if (setting.value() != null) {
                values.put(
                        OptionKey.of(setting.resourceName(), setting.namespace(), setting.optionName()),
                        setting.value());
            }
        }
        return new Settings(values);
    }

    static Settings of(Map<OptionKey, String> values) {
        return new Settings(values);
    }

    /** Reads what {@link #kept} wrote. */
    static Settings read(Map<String, String> kept) {
        Map<OptionKey, String> values = new HashMap<>();
        kept.forEach((key, value) -> values.put(OptionKey.read(key), value));
        return new Settings(values);
    }

    Map<String, String> kept() {
        Map<String, String> kept = new HashMap<>();
        values.forEach((key, value) -> kept.put(key.kept(), value));
        return kept;
    }

    /** These, and where the other has a value that one. */
    Settings with(Settings stronger) {
        Map<OptionKey, String> all = new HashMap<>(values);
        all.putAll(stronger.values);
        return new Settings(all);
    }

    Settings with(String namespace, String name, String value) {
        Map<OptionKey, String> all = new HashMap<>(values);
        all.put(OptionKey.of(namespace, name), value);
        return new Settings(all);
    }

    Settings without(List<OptionSpecification> removed) {
        Map<OptionKey, String> all = new HashMap<>(values);
        removed.forEach(
                option -> all.remove(OptionKey.of(option.resourceName(), option.namespace(), option.optionName())));
        return new Settings(all);
    }

    /** Those of them that the other does not have with the same value. */
    Settings unlike(Settings other) {
        Map<OptionKey, String> all = new HashMap<>(values);
        other.values.forEach(all::remove);
        return new Settings(all);
    }

    Map<OptionKey, String> values() {
        return values;
    }

    Optional<String> value(String namespace, String name) {
        return Optional.ofNullable(values.get(OptionKey.of(namespace, name)));
    }

    /** A value, or the catalog's default; empty when there is neither. */
    String effective(String namespace, String name) {
        return value(namespace, name)
                .or(() -> implied(namespace, name))
                .or(() -> OptionCatalog.find(OptionKey.of(namespace, name)).map(OptionDefinition::defaultValue))
                .orElse("");
    }

    /**
     * Who sets the size of batches alone wants them rolled: that is all that the EB CLI sets for environments which deploy
     * by rolling. Source: Developer Guide, "Deployment policies and settings"; the EB CLI's own defaults.
     */
    private Optional<String> implied(String namespace, String name) {
        boolean rolls = namespace.equals(COMMAND)
                && name.equals("DeploymentPolicy")
                && value(COMMAND, "BatchSize").isPresent();
        return rolls ? Optional.of("Rolling") : Optional.empty();
    }

    boolean isTrue(String namespace, String name) {
        return effective(namespace, name).equals("true");
    }

    /** A number that was validated before. */
    int number(String namespace, String name, int otherwise) {
        try {
            return Integer.parseInt(effective(namespace, name).trim());
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    /** All that are in force, defaults included, as instances are told. */
    Map<OptionName, String> inForce(String platform) {
        Map<OptionName, String> all = new HashMap<>();
        OptionCatalog.of(platform).forEach(option -> {
            if (!option.defaultValue().isEmpty()
                    && !option.key().name().name().equals("*")
                    && !option.key().namespace().endsWith("*")) {
                all.put(option.key().name(), option.defaultValue());
            }
        });
        values.forEach((key, value) -> all.put(key.name(), value));
        return all;
    }

    /** As the API lists them; passwords are not shown. */
    List<ConfigurationOptionSetting> listed() {
        return values.entrySet().stream()
                .map(entry -> listed(entry.getKey(), entry.getValue()))
                .toList();
    }

    static ConfigurationOptionSetting listed(OptionKey key, @Nullable String value) {
        return ConfigurationOptionSetting.builder()
                .resourceName(key.resource().isEmpty() ? null : key.resource())
                .namespace(key.namespace())
                .optionName(key.name().name())
                .value(key.name().name().equals("DBPassword") ? null : value)
                .build();
    }
}
