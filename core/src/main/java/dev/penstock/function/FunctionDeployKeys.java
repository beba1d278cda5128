package dev.penstock.function;

import dev.penstock.action.ConfigurationReader;
import dev.penstock.rollout.configuration.DeployStrategy;
import dev.penstock.rollout.configuration.NameReading;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the keys of the deploy action ("AWS Lambda deploy action reference", CodePipeline User Guide). */
final class FunctionDeployKeys {

    private static final int MOST_ALARMS = 10;
    private static final Pattern ALIAS = Pattern.compile("(?!^[0-9]+$)[a-zA-Z0-9-_]{1,128}");
    private static final Pattern VERSION = Pattern.compile("[1-9][0-9]*");

    private final ConfigurationReader configuration;

    private FunctionDeployKeys(ConfigurationReader configuration) {
        this.configuration = configuration;
    }

    static FunctionDeployConfiguration read(ConfigurationReader configuration) {
        FunctionDeployConfiguration read = looking(configuration);
        if (read.version().isEmpty()
                && configuration.declaration().inputArtifacts().isEmpty()) {
            configuration.problem(
                    "",
                    "The action has neither an input artifact nor a PublishedTargetVersion.",
                    "Give it the artifact that is to be the code, or the number of the version to deploy.");
        }
        return read;
    }

    /** The same where nothing is deployed, so that there need be no artifact. */
    static FunctionDeployConfiguration looking(ConfigurationReader configuration) {
        FunctionDeployKeys keys = new FunctionDeployKeys(configuration);
        return new FunctionDeployConfiguration(
                keys.function(), keys.alias(), keys.version(), keys.strategy(), keys.alarms());
    }

    private String function() {
        String name = configuration.required("FunctionName");
        if (configuration.isKnown("FunctionName") && FunctionName.of(name).isEmpty()) {
            configuration.problem(
                    "FunctionName",
                    "'" + name + "' does not name a function.",
                    "Write its name or its ARN, and the alias, without which its version is only published, as"
                            + " FunctionAlias.");
        }
        return name;
    }

    private Optional<String> alias() {
        Optional<String> alias = configuration.optional("FunctionAlias");
        if (configuration.isKnown("FunctionAlias")
                && !ALIAS.matcher(alias.orElse("")).matches()) {
            configuration.problem(
                    "FunctionAlias",
                    "'" + alias.orElse("") + "' is no alias.",
                    "An alias has letters, digits, '-' and '_', and not digits alone.");
        }
        return alias;
    }

    private Optional<String> version() {
        Optional<String> version = configuration.optional("PublishedTargetVersion");
        if (version.isEmpty()) {
            return version;
        }
        needsAlias("PublishedTargetVersion");
        if (configuration.isKnown("PublishedTargetVersion")
                && !VERSION.matcher(version.get()).matches()) {
            configuration.problem(
                    "PublishedTargetVersion",
                    "'" + version.get() + "' is no version that was published.",
                    "Write its number.");
        }
        return version;
    }

    private Optional<DeployStrategy> strategy() {
        Optional<String> name = configuration.optional("DeployStrategy");
        if (name.isEmpty()) {
            return Optional.empty();
        }
        needsAlias("DeployStrategy");
        if (!configuration.isKnown("DeployStrategy")) {
            return Optional.empty();
        }
        return switch (DeployStrategy.read(name.get())) {
            case NameReading.Known<DeployStrategy>(DeployStrategy strategy) -> Optional.of(strategy);
            case NameReading.Refused<DeployStrategy>(String message, String hint) -> {
                configuration.problem("DeployStrategy", message, hint);
                yield Optional.empty();
            }
        };
    }

    private void needsAlias(String key) {
        if (configuration.optional("FunctionAlias").isEmpty()) {
            configuration.problem(
                    key,
                    key + " is for deployments to an alias, and there is no FunctionAlias.",
                    "Name the alias, or leave " + key + " out.");
        }
    }

    private List<String> alarms() {
        List<String> alarms = new ArrayList<>();
        for (String name : configuration.optional("Alarms").orElse("").split(",", -1)) {
            if (!name.isBlank() && !alarms.contains(name.strip())) {
                alarms.add(name.strip());
            }
        }
        if (configuration.isKnown("Alarms") && alarms.size() > MOST_ALARMS) {
            configuration.problem(
                    "Alarms",
                    "There are " + alarms.size() + " alarms.",
                    "Ten are the most; a composite alarm can stand for several.");
        }
        return alarms;
    }
}
