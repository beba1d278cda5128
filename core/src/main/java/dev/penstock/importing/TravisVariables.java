package dev.penstock.importing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Variables that commands use and the file does not set: those that Travis sets itself (its documentation, "Default Environment
 * Variables"), which CodeBuild has under other names, and those that the repository's settings at Travis had.
 */
final class TravisVariables {

    private static final Pattern USE = Pattern.compile("(?<!\\\\)\\$\\{?([A-Z][A-Z0-9_]*)");
    private static final Set<String> SHELL = Set.of(
            "HOME",
            "PATH",
            "PWD",
            "OLDPWD",
            "USER",
            "SHELL",
            "LANG",
            "TMPDIR",
            "HOSTNAME",
            "RANDOM",
            "UID",
            "IFS",
            "CI",
            "PPID",
            "TERM",
            "LC_ALL",
            "BASH_SOURCE",
            "LINENO",
            "SECONDS",
            "DEBIAN_FRONTEND");

    private final Notes notes;
    private final String branch;
    private final Map<String, String> defaults = new LinkedHashMap<>();
    private final Map<String, String> secrets = new LinkedHashMap<>();

    TravisVariables(Notes notes, String branch) {
        this.notes = notes;
        this.branch = branch;
    }

    /**
     * Looks through commands.
     *
     * @param secretName the secret that holds what Travis's settings held
     */
    void look(List<TravisCommand> commands, TravisEnvironment environment, String secretName) {
        for (TravisCommand command : commands) {
            Matcher matcher = USE.matcher(command.text());
            while (matcher.find()) {
                String name = matcher.group(1);
                boolean known = SHELL.contains(name)
                        || name.startsWith("ECR_")
                        || environment.has(name)
                        || defaults.containsKey(name)
                        || secrets.containsKey(name)
                        || name.startsWith("CODEBUILD_")
                        || isSet(name, commands);
                if (!known) {
                    use(name, command, secretName);
                }
            }
        }
    }

    private void use(String name, TravisCommand command, String secretName) {
        if (!name.startsWith("TRAVIS")) {
            secrets.put(name, secretName + ":" + name);
            notes.secret(
                    command.span(),
                    "'" + name + "' had its value in the settings of the repository at Travis.",
                    "Create the secret '" + secretName + "' in Secrets Manager, with '" + name
                            + "' as a key; the buildspec reads it there.");
            return;
        }
        switch (name) {
            case "TRAVIS" -> defaults.put(name, "true");
            case "TRAVIS_BRANCH" -> defaults.put(name, branch);
            case "TRAVIS_COMMIT" -> defaults.put(name, "\"$CODEBUILD_RESOLVED_SOURCE_VERSION\"");
            case "TRAVIS_BUILD_DIR" -> defaults.put(name, "\"$CODEBUILD_SRC_DIR\"");
            case "TRAVIS_BUILD_NUMBER", "TRAVIS_JOB_NUMBER" -> defaults.put(name, "\"$CODEBUILD_BUILD_NUMBER\"");
            case "TRAVIS_BUILD_ID", "TRAVIS_JOB_ID" -> defaults.put(name, "\"$CODEBUILD_BUILD_ID\"");
            case "TRAVIS_PULL_REQUEST" -> defaults.put(name, "false");
            case "TRAVIS_TAG", "TRAVIS_PULL_REQUEST_BRANCH", "TRAVIS_PULL_REQUEST_SHA" -> defaults.put(name, "''");
            case "TRAVIS_OS_NAME" -> defaults.put(name, "linux");
            case "TRAVIS_TEST_RESULT" -> defaults.put(name, "$((1 - CODEBUILD_BUILD_SUCCEEDING))");
            default -> {
                defaults.put(name, "''");
                notes.loss(
                        command.span(),
                        "'" + name + "' is set by Travis, and CodeBuild has nothing like it; it is empty.",
                        "Set it in the buildspec, or do without it.");
            }
        }
    }

    private static boolean isSet(String name, List<TravisCommand> commands) {
        Pattern set = Pattern.compile("((^|[;&|(\n])\\s*|\\bexport\\s+)([A-Za-z_][A-Za-z0-9_]*=\\S*\\s+)*" + name
                + "=|\\bfor +" + name + " +in\\b|\\bread +(-\\S+ +)*" + name + "\\b");
        return commands.stream().anyMatch(command -> set.matcher(command.text()).find());
    }

    /** Commands that set what Travis would have set. */
    List<String> exports() {
        List<String> exports = new ArrayList<>();
        defaults.forEach((name, value) -> exports.add("export " + name + "=" + value));
        return exports;
    }

    /** References to secrets, by variable, as {@code env.secrets-manager} of a buildspec has them. */
    Map<String, String> secrets() {
        return secrets;
    }
}
