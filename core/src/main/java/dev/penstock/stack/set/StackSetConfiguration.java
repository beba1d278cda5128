package dev.penstock.stack.set;

import dev.penstock.stack.ArtifactPath;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The configuration of a stack set action or of a stack instances action.
 *
 * @param set {@code StackSetName} and {@code CallAs}
 * @param template {@code TemplatePath}; there in stack set actions
 * @param description {@code Description}; may be empty
 * @param parameters {@code Parameters} or {@code ParameterOverrides}, as written
 * @param capabilities {@code Capabilities}
 * @param permissionModel {@code PermissionModel}
 * @param administrationRoleArn {@code AdministrationRoleArn}
 * @param executionRoleName {@code ExecutionRoleName}
 * @param autoDeployment {@code OrganizationsAutoDeployment}
 * @param targets {@code DeploymentTargets}, as written
 * @param regions {@code Regions}
 * @param preferences how operations go through their targets
 */
record StackSetConfiguration(
        StackSetId set,
        Optional<ArtifactPath> template,
        String description,
        Optional<String> parameters,
        Set<String> capabilities,
        String permissionModel,
        Optional<String> administrationRoleArn,
        Optional<String> executionRoleName,
        Optional<StackSetDefinition.AutoDeployment> autoDeployment,
        Optional<String> targets,
        List<String> regions,
        StackSetPreferences preferences) {

    StackSetConfiguration {
        capabilities = Set.copyOf(capabilities);
        regions = List.copyOf(regions);
    }
}
