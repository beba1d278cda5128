package dev.penstock.local.build;

import dev.penstock.build.BuildException;
import dev.penstock.build.BuildspecEnvironment.Shell;
import java.util.Map;
import java.util.TreeMap;

/** What both executors know of shells and their environment. */
final class Shells {

    private Shells() {}

    /** The command that starts a shell. */
    static String command(Shell shell) throws BuildException {
        return switch (shell) {
            case SH -> "sh";
            case BASH -> "bash";
            case POWERSHELL, CMD ->
                throw new BuildException(
                        "PEN-BUILD-005",
                        "The buildspec asks for a shell of Windows, and Windows builds cannot be run here. Set env/shell to"
                                + " bash or sh.");
        };
    }

    /** The variable that tells where a source is; characters that a shell does not take become underscores. */
    static String sourceVariable(String source) {
        return "CODEBUILD_SRC_DIR_" + source.replaceAll("[^A-Za-z0-9_]", "_");
    }

    /** Those variables of an environment that the AWS tools look at. */
    static Map<String, String> awsVariables(Map<String, String> environment) {
        Map<String, String> variables = new TreeMap<>();
        environment.forEach((name, value) -> {
            if (name.startsWith("AWS_")) {
                variables.put(name, value);
            }
        });
        return variables;
    }
}
