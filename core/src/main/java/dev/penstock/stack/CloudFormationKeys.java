package dev.penstock.stack;

import dev.penstock.action.ConfigurationReader;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads the configuration of a CloudFormation action ("AWS CloudFormation deploy action reference", CodePipeline User Guide). */
final class CloudFormationKeys {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z][-a-zA-Z0-9]{0,127}");
    private static final List<String> CAPABILITIES =
            List.of("CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND");

    private final ConfigurationReader reader;

    private final Function<String, Optional<String>> roles;

    private CloudFormationKeys(ConfigurationReader reader, Function<String, Optional<String>> roles) {
        this.reader = reader;
        this.roles = roles;
    }

    static CloudFormationConfiguration read(ConfigurationReader reader, Function<String, Optional<String>> roles) {
        return new CloudFormationKeys(reader, roles).read();
    }

    private CloudFormationConfiguration read() {
        reader.required("ActionMode");
        StackGoal goal = switch (reader.choice(
                "ActionMode",
                "CREATE_UPDATE",
                "CREATE_UPDATE",
                "REPLACE_ON_FAILURE",
                "CHANGE_SET_REPLACE",
                "CHANGE_SET_EXECUTE",
                "DELETE_ONLY")) {
            case "REPLACE_ON_FAILURE" -> StackGoal.REPLACE;
            case "CHANGE_SET_REPLACE" -> StackGoal.PROPOSE;
            case "CHANGE_SET_EXECUTE" -> StackGoal.EXECUTE;
            case "DELETE_ONLY" -> StackGoal.DELETE;
            default -> StackGoal.DEPLOY;
        };
        boolean goalIsKnown = reader.isKnown("ActionMode");
        boolean hasTemplate = goal == StackGoal.DEPLOY || goal == StackGoal.REPLACE || goal == StackGoal.PROPOSE;
        boolean hasChangeSet = goal == StackGoal.PROPOSE || goal == StackGoal.EXECUTE;
        return new CloudFormationConfiguration(
                goal,
                name("StackName", reader.required("StackName")),
                artifactPath("TemplatePath", hasTemplate && goalIsKnown),
                artifactPath("TemplateConfiguration", false),
                overrides(),
                capabilities(),
                reader.optional("RoleArn").flatMap(roles),
                needed("ChangeSetName", hasChangeSet && goalIsKnown).map(name -> name("ChangeSetName", name)),
                outputFile());
    }

    private Optional<String> needed(String key, boolean isNeeded) {
        return isNeeded ? Optional.of(reader.required(key)) : reader.optional(key);
    }

    private String name(String key, String name) {
        if (reader.isKnown(key) && !NAME.matcher(name).matches()) {
            reader.problem(
                    key,
                    "'" + name + "' cannot be the name of a " + (key.equals("StackName") ? "stack." : "change set."),
                    "It starts with a letter and has at most 128 letters, digits and hyphens.");
        }
        return name;
    }

    private Optional<ArtifactPath> artifactPath(String key, boolean isNeeded) {
        Optional<String> text = needed(key, isNeeded);
        Optional<ArtifactPath> path = text.flatMap(ArtifactPath::of);
        if (!reader.isKnown(key)) {
            return path;
        }
        if (path.isEmpty()) {
            reader.problem(
                    key,
                    "'" + text.orElse("") + "' names no file of an artifact.",
                    "Write it as Artifact::path/in/the/artifact.");
        } else if (!reader.declaration().inputArtifacts().contains(path.get().artifact())) {
            reader.problem(
                    key,
                    "The artifact '" + path.get().artifact() + "' does not go into the action.",
                    "Add it to the action's input artifacts.");
        }
        return path;
    }

    private Optional<String> overrides() {
        Optional<String> text = reader.optional("ParameterOverrides");
        if (reader.isKnown("ParameterOverrides")) {
            List<String> wrong = new ArrayList<>();
            ParameterOverrides.read(text.orElse("{}"), wrong);
            wrong.forEach(sentence -> reader.problem("ParameterOverrides", sentence, ""));
        }
        return text;
    }

    private Set<String> capabilities() {
        Set<String> capabilities = new LinkedHashSet<>();
        for (String each : reader.optional("Capabilities").orElse("").split(",", -1)) {
            if (!each.isBlank()) {
                capabilities.add(each.strip());
                if (reader.isKnown("Capabilities") && !CAPABILITIES.contains(each.strip())) {
                    reader.problem(
                            "Capabilities",
                            "'" + each.strip() + "' is not a capability.",
                            "Join some of " + String.join(", ", CAPABILITIES) + " by commas.");
                }
            }
        }
        return capabilities;
    }

    private Optional<String> outputFile() {
        Optional<String> file = reader.optional("OutputFileName");
        boolean hasArtifact = !reader.declaration().outputArtifacts().isEmpty();
        if (file.isPresent() && !hasArtifact) {
            reader.problem(
                    "OutputFileName",
                    "The file '" + file.get() + "' has no artifact to be in.",
                    "Give the action an output artifact.");
        }
        return file;
    }
}
