package dev.penstock.stack.set;

import dev.penstock.stack.ParameterValue;
import dev.penstock.stack.TemplateSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a stack set shall be.
 *
 * @param id its name
 * @param description at most 1,024 characters; may be empty
 * @param template the template of all its stacks
 * @param parameters values by parameter
 * @param capabilities what is acknowledged, such as {@code CAPABILITY_IAM}
 * @param permissionModel {@code SELF_MANAGED} or {@code SERVICE_MANAGED}
 * @param administrationRoleArn the role that assumes the execution roles, for {@code SELF_MANAGED}
 * @param executionRoleName the role in each account that changes the resources, for {@code SELF_MANAGED}
 * @param autoDeployment whether accounts that join an organizational unit get a stack, for {@code SERVICE_MANAGED}
 */
public record StackSetDefinition(
        StackSetId id,
        String description,
        TemplateSource template,
        Map<String, ParameterValue> parameters,
        Set<String> capabilities,
        String permissionModel,
        Optional<String> administrationRoleArn,
        Optional<String> executionRoleName,
        Optional<AutoDeployment> autoDeployment) {

    public StackSetDefinition {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        capabilities = Collections.unmodifiableSet(new LinkedHashSet<>(capabilities));
    }

    /** Whether accounts that join an organizational unit get a stack. */
    public enum AutoDeployment {
        DISABLED,
        ENABLED,
        /** They do, and accounts that leave keep it. */
        ENABLED_WITH_STACK_RETENTION
    }
}
