package dev.penstock.stack.set;

import dev.penstock.action.ConfigurationReader;
import dev.penstock.stack.ArtifactPath;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/** Reads configurations ("CloudFormation StackSets deploy action reference", CodePipeline User Guide). */
final class StackSetKeys {

    private static final int UNSET = -1;

    private final ConfigurationReader reader;

    private StackSetKeys(ConfigurationReader reader) {
        this.reader = reader;
    }

    /** Of {@code CloudFormationStackSet}. */
    static StackSetConfiguration ofStackSet(ConfigurationReader reader) {
        return new StackSetKeys(reader).stackSet();
    }

    /** Of {@code CloudFormationStackInstances}. */
    static StackSetConfiguration ofInstances(ConfigurationReader reader) {
        return new StackSetKeys(reader).instances();
    }

    private StackSetConfiguration stackSet() {
        String permissions = reader.choice("PermissionModel", "SELF_MANAGED", "SELF_MANAGED", "SERVICE_MANAGED");
        String auto = reader.choice(
                "OrganizationsAutoDeployment", "", "", "Enabled", "Disabled", "EnabledWithStackRetention");
        String template = reader.required("TemplatePath");
        Optional<ArtifactPath> path = ArtifactPath.of(template);
        if (reader.isKnown("TemplatePath") && path.isEmpty()) {
            reader.problem(
                    "TemplatePath",
                    "'" + template + "' names no file of an artifact.",
                    "Write it as Artifact::path/in/the/artifact.");
        }
        Optional<String> targets = reader.optional("DeploymentTargets");
        List<String> regions = list(reader.optional("Regions"));
        if (targets.isPresent() == regions.isEmpty()) {
            reader.problem(
                    targets.isPresent() ? "DeploymentTargets" : "Regions",
                    "DeploymentTargets and Regions say only together where stacks are.",
                    "Name both, or neither.");
        }
        return new StackSetConfiguration(
                set(),
                path,
                reader.optional("Description").orElse(""),
                reader.optional("Parameters"),
                capabilities(),
                permissions,
                reader.optional("AdministrationRoleArn"),
                reader.optional("ExecutionRoleName"),
                switch (auto) {
                    case "Enabled" -> Optional.of(StackSetDefinition.AutoDeployment.ENABLED);
                    case "Disabled" -> Optional.of(StackSetDefinition.AutoDeployment.DISABLED);
                    case "EnabledWithStackRetention" ->
                        Optional.of(StackSetDefinition.AutoDeployment.ENABLED_WITH_STACK_RETENTION);
                    default -> Optional.empty();
                },
                targets,
                regions,
                preferences());
    }

    private StackSetConfiguration instances() {
        return new StackSetConfiguration(
                set(),
                Optional.empty(),
                "",
                reader.optional("ParameterOverrides"),
                Set.of(),
                "",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(reader.required("DeploymentTargets")),
                list(Optional.of(reader.required("Regions"))),
                preferences());
    }

    private StackSetId set() {
        return new StackSetId(
                reader.required("StackSetName"),
                reader.choice("CallAs", "SELF", "SELF", "DELEGATED_ADMIN").equals("DELEGATED_ADMIN"));
    }

    private Set<String> capabilities() {
        return new LinkedHashSet<>(list(reader.optional("Capabilities")));
    }

    private StackSetPreferences preferences() {
        return new StackSetPreferences(
                percentage("FailureTolerancePercentage", 0),
                percentage("MaxConcurrentPercentage", 1),
                word("RegionConcurrencyType", "Parallel", "Sequential").map(word -> word.toUpperCase(Locale.ROOT)),
                word("ConcurrencyMode", "STRICT_FAILURE_TOLERANCE", "SOFT_FAILURE_TOLERANCE"));
    }

    private OptionalInt percentage(String key, int least) {
        int value = reader.integer(key, UNSET, least, 100);
        return value == UNSET ? OptionalInt.empty() : OptionalInt.of(value);
    }

    private Optional<String> word(String key, String one, String other) {
        return Optional.of(reader.choice(key, "", one, other)).filter(word -> !word.isEmpty());
    }

    static List<String> list(Optional<String> text) {
        return Stream.of(text.orElse("").split(",", -1))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .toList();
    }
}
