package dev.penstock.importing;

import java.util.regex.Pattern;

/** Tells by a variable's name that its value is probably a secret, which is then copied nowhere. */
final class SecretNames {

    private static final Pattern SECRET =
            Pattern.compile("(?i).*(password|passwd|secret|token|api_?key|access_?key|private_?key|credential).*");

    private SecretNames() {}

    static boolean matches(String name) {
        return SECRET.matcher(name).matches();
    }
}
