package dev.penstock.pipeline;

import java.util.List;
import java.util.Optional;

/**
 * A build project that a template declares beside its pipeline ({@code AWS::CodeBuild::Project}): what a build needs of it.
 *
 * @param name what {@code ProjectName} of an action says; absent if it is not known
 * @param logicalId its name in the template
 * @param buildspec the path of the buildspec in the source, or the buildspec itself; absent for {@code buildspec.yml}
 * @param environment the variables of its builds
 * @param unresolved what of this is not known without the stack: the path of each is that of the key of an action's configuration
 *     that it would stand for, {@code BuildspecOverride} or {@code EnvironmentVariables/NAME}
 */
public record ProjectDeclaration(
        Optional<String> name,
        String logicalId,
        Optional<String> buildspec,
        List<EnvironmentVariable> environment,
        List<UnresolvedValue> unresolved) {

    public ProjectDeclaration {
        environment = List.copyOf(environment);
        unresolved = List.copyOf(unresolved);
    }
}
