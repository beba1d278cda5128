package dev.penstock.build;

import dev.penstock.build.BuildspecEnvironment.Shell;
import dev.penstock.document.Fields;
import dev.penstock.problem.ProblemType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code env}, or {@code environment_variables} of version 0.1. */
final class BuildspecEnvironmentReader {

    private BuildspecEnvironmentReader() {}

    static BuildspecEnvironment read(Fields root, Buildspec.Version version, BuildspecReader.Scope scope) {
        Map<String, String> older = new LinkedHashMap<>();
        if (version == Buildspec.Version.V0_1) {
            root.mapping("environment_variables").ifPresent(fields -> {
                older.putAll(scope.variables(fields, "plaintext"));
                fields.end();
            });
        }
        Optional<Fields> env = root.mapping("env");
        if (env.isEmpty()) {
            return new BuildspecEnvironment(Shell.SH, older, Map.of(), Map.of(), List.of());
        }
        BuildspecEnvironment environment = read(env.get(), older, scope);
        env.get().end();
        return environment;
    }

    private static BuildspecEnvironment read(Fields env, Map<String, String> older, BuildspecReader.Scope scope) {
        Map<String, String> variables = new LinkedHashMap<>(older);
        variables.putAll(scope.variables(env, "variables"));
        Shell shell = shell(env, scope);
        if (scope.flag(env, "git-credential-helper")) {
            scope.leaveOut(
                    env,
                    "git-credential-helper",
                    "'git-credential-helper' has no effect: git uses the credentials that the machine has.");
        }
        return new BuildspecEnvironment(
                shell,
                variables,
                scope.variables(env, "parameter-store"),
                scope.variables(env, "secrets-manager"),
                exported(env, scope));
    }

    private static Shell shell(Fields env, BuildspecReader.Scope scope) {
        Optional<String> text = env.text("shell");
        return switch (text.orElse("sh")) {
            case "sh", "/bin/sh" -> Shell.SH;
            case "bash", "/bin/bash" -> Shell.BASH;
            case "powershell.exe" -> Shell.POWERSHELL;
            case "cmd.exe" -> Shell.CMD;
            default -> {
                scope.problems()
                        .report(
                                ProblemType.BUILDSPEC_WORD,
                                env.span("shell"),
                                Fields.child(env.path(), "shell"),
                                "There is no shell '" + text.orElse("") + "'.",
                                "It can be bash, /bin/sh, powershell.exe or cmd.exe.");
                yield Shell.SH;
            }
        };
    }

    private static List<String> exported(Fields env, BuildspecReader.Scope scope) {
        List<String> names = scope.texts(env, "exported-variables");
        for (String name : names) {
            if (!BuildEnvironment.isIdentifier(name)) {
                scope.problems()
                        .report(
                                ProblemType.BUILDSPEC_VARIABLE,
                                env.span("exported-variables"),
                                Fields.child(env.path(), "exported-variables"),
                                "'" + name + "' is not the name of a variable, so it cannot be exported.",
                                "A name has letters, digits and underscores, and does not start with a digit.");
            }
        }
        return names;
    }
}
