package dev.penstock.simulator.ssm;

import dev.penstock.simulator.wire.ServiceError;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What a request calls a parameter by.
 *
 * @param name without version or label; as given, or from an ARN
 * @param selector version or label; empty for the latest
 */
record ParameterName(String name, String selector) {

    private static final Pattern PLAIN = Pattern.compile("[a-zA-Z0-9_.-]+");
    private static final Pattern PATH = Pattern.compile("(/[a-zA-Z0-9_.-]+)+");
    private static final int LEVELS = 15;
    private static final int LONGEST = 1011;

    /** Reads what a Get request asks for: name or ARN, with {@code :version} or {@code :label} or without. */
    static ParameterName parse(String given) {
        String text = given;
        if (given.startsWith("arn:")) {
            String[] parts = given.split(":", 6);
            String resource = parts.length == 6 ? parts[5] : "";
            if (!resource.startsWith("parameter/")) {
                throw invalid();
            }
            String path = resource.substring("parameter".length());
            String bare = path.substring(1);
            text = bare.contains("/") ? path : bare;
        }
        int colon = text.indexOf(':');
        ParameterName name = colon < 0
                ? new ParameterName(text, "")
                : new ParameterName(text.substring(0, colon), text.substring(colon + 1));
        if (!PLAIN.matcher(name.name()).matches() && !PATH.matcher(name.name()).matches()) {
            throw invalid();
        }
        return name;
    }

    /** Checks the name of a parameter that is put. */
    static void checkNew(String account, String region, String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.startsWith("/aws/") || lower.equals("/aws")) {
            throw ServiceError.client("AccessDeniedException", "No access to reserved parameter name: " + name + ".");
        }
        String first = lower.startsWith("/") ? lower.substring(1) : lower;
        if (first.startsWith("aws") || first.startsWith("ssm")) {
            throw validation("Parameter name: can't be prefixed with \"" + (first.startsWith("aws") ? "aws" : "ssm")
                    + "\" (case-insensitive). If formed as a path, it can consist of sub-paths divided by slash symbol;"
                    + " each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_");
        }
        if (name.endsWith("/")) {
            throw validation("Parameter name must not end with slash.");
        }
        if (!name.startsWith("/") && name.contains("/")) {
            throw validation("Parameter name must be a fully qualified name.");
        }
        if (!PLAIN.matcher(name).matches() && !PATH.matcher(name).matches()) {
            throw invalid();
        }
        if (name.chars().filter(c -> c == '/').count() > LEVELS) {
            throw ServiceError.client(
                    "HierarchyLevelLimitExceededException",
                    "A hierarchy can have a maximum of " + LEVELS + " levels. For more information, see Requirements"
                            + " and constraints for parameter names in the AWS Systems Manager User Guide.");
        }
        if (("arn:aws:ssm:" + region + ":" + account + ":parameter/" + name).length() > LONGEST) {
            throw validation("Parameter name is longer than " + LONGEST + " characters, its ARN included.");
        }
    }

    /** Checks a path of a hierarchy, which the public parameters are in as well. */
    static void checkPath(String path) {
        if (!path.equals("/")
                && !PATH.matcher(path.endsWith("/") ? path.substring(0, path.length() - 1) : path)
                        .matches()) {
            throw validation(
                    "The parameter doesn't meet the parameter name requirements. The parameter name must begin with a"
                            + " forward slash \"/\". It can't be prefixed with \"aws\" or \"ssm\" (case-insensitive)."
                            + " It must use only letters, numbers, or the following symbols: . (period), - (hyphen), _"
                            + " (underscore). Special characters are not allowed. All sub-paths, if specified, must use"
                            + " the forward slash symbol \"/\". Valid example: /get/parameters2-/by1./path0_.");
        }
    }

    /** The key of a parameter: {@code /web} and {@code web} are the same. */
    static String key(String name) {
        boolean oneLevel = name.startsWith("/") && name.indexOf('/', 1) < 0;
        return oneLevel ? name.substring(1) : name;
    }

    private static ServiceError invalid() {
        return validation("Parameter name: can't be prefixed with \"ssm\" (case-insensitive). If formed as a path, it"
                + " can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters,"
                + " numbers and the following 3 symbols .-_");
    }

    static ServiceError validation(String message) {
        return ServiceError.client("ValidationException", message);
    }
}
