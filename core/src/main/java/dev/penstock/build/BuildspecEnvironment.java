package dev.penstock.build;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The environment that a buildspec asks for ({@code env}).
 *
 * @param shell what runs the commands
 * @param variables plain values by name
 * @param parameterStore names of parameters in the Parameter Store, by variable
 * @param secretsManager references to secrets, by variable, in the form that {@link
 *     dev.penstock.secret.SecretResolver#secret} takes
 * @param exportedVariables names of the variables whose last values other actions may use
 */
public record BuildspecEnvironment(
        Shell shell,
        Map<String, String> variables,
        Map<String, String> parameterStore,
        Map<String, String> secretsManager,
        List<String> exportedVariables) {

    /** Nothing asked for. */
    public static final BuildspecEnvironment DEFAULT =
            new BuildspecEnvironment(Shell.SH, Map.of(), Map.of(), Map.of(), List.of());

    public BuildspecEnvironment {
        variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
        parameterStore = Collections.unmodifiableMap(new LinkedHashMap<>(parameterStore));
        secretsManager = Collections.unmodifiableMap(new LinkedHashMap<>(secretsManager));
        exportedVariables = List.copyOf(exportedVariables);
    }

    /** What runs the commands ({@code env/shell}). */
    public enum Shell {
        /** The POSIX shell, whichever the machine has; CodeBuild's default. */
        SH,
        BASH,
        /** Of Windows builds, which are not run here. */
        POWERSHELL,
        /** Of Windows builds, which are not run here. */
        CMD
    }
}
