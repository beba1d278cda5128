package dev.penstock.lint;

import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import dev.penstock.problem.SourceSpan;
import java.util.regex.Pattern;

/** A secret does not stand in a file. Its value is never shown. */
record SecretRule(Problems problems) {

    private static final Pattern NAME = Pattern.compile(
            "(?i).*(PASSWORD|PASSWD|_PASS$|SECRET|TOKEN|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY|CREDENTIAL).*");
    private static final Pattern NO_VALUE = Pattern.compile("(?i).*(_FILE|_PATH|_ARN|_NAME|_URL|_TTL|_EXPIRY)$");
    /** Ids of access keys (IAM User Guide, "Unique identifiers"), and the heads of private keys. */
    private static final Pattern VALUE =
            Pattern.compile("(?s).*(\\b(AKIA|ASIA)[A-Z0-9]{16}\\b|-----BEGIN [A-Z ]*PRIVATE KEY-----).*");

    void check(String name, String value, SourceSpan span, String path) {
        boolean reference =
                value.isBlank() || value.startsWith("arn:") || value.contains("{{resolve:") || value.startsWith("$");
        boolean named = NAME.matcher(name).matches() && !NO_VALUE.matcher(name).matches() && !isSwitch(value);
        if (!reference && (named || VALUE.matcher(value).matches())) {
            problems.report(
                    ProblemType.LINT_SECRET,
                    span,
                    path,
                    "The variable '" + name + "' looks like a secret, and its value stands in the file.",
                    "Keep it in Secrets Manager or Parameter Store, and refer to it: 'secrets' of a container, or a property of"
                            + " the environment.");
        }
    }

    private static boolean isSwitch(String value) {
        return value.matches("(?i)true|false|yes|no|[0-9]");
    }
}
