package dev.penstock.cloudformation;

import dev.penstock.document.SourceNode;
import dev.penstock.secret.DynamicReference;
import dev.penstock.secret.DynamicReference.Service;
import java.util.regex.Pattern;

/** Parameters with {@code NoEcho}: what a template says has a reference in the place of their values. */
final class HiddenParameters {

    private static final Pattern VARIABLE = Pattern.compile("env:[A-Za-z_][A-Za-z0-9_]*");
    private static final String SECRET = "secret:";

    private HiddenParameters() {}

    /** Whether a parameter is declared with {@code NoEcho}. */
    static boolean isHidden(SourceNode.Mapping declaration) {
        return declaration.get("NoEcho").orElse(declaration) instanceof SourceNode.Scalar scalar
                && scalar.text().equalsIgnoreCase("true");
    }

    /** Whether a given value says where the value is: {@code env:NAME}, {@code secret:ID}, or a dynamic reference. */
    static boolean isReference(String given) {
        return VARIABLE.matcher(given).matches()
                || (given.startsWith(SECRET) && given.length() > SECRET.length() && !given.contains("}"))
                || DynamicReference.isIn(given);
    }

    /** The reference that stands for a given value. */
    static String reference(String name, String given) {
        if (!isReference(given)) {
            return DynamicReference.written(Service.PARAMETER, name);
        }
        if (given.startsWith(SECRET)) {
            return DynamicReference.ofSecret(given.substring(SECRET.length()));
        }
        return VARIABLE.matcher(given).matches()
                ? DynamicReference.written(Service.ENVIRONMENT, given.substring(given.indexOf(':') + 1))
                : given;
    }
}
