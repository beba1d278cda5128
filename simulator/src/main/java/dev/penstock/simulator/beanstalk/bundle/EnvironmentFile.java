package dev.penstock.simulator.beanstalk.bundle;

import java.util.LinkedHashMap;
import java.util.Map;

/** Files of variables, such as {@code .env}. Source: Docker documentation, "Environment file syntax". */
final class EnvironmentFile {

    private EnvironmentFile() {}

    static Map<String, String> read(String text) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (String line : text.lines().toList()) {
            String plain = line.strip();
            if (plain.startsWith("export ")) {
                plain = plain.substring("export ".length()).strip();
            }
            int equals = plain.indexOf('=');
            if (!plain.startsWith("#") && equals > 0) {
                variables.put(
                        plain.substring(0, equals).strip(),
                        value(plain.substring(equals + 1).strip()));
            }
        }
        return variables;
    }

    private static String value(String written) {
        if (written.length() >= 2) {
            char quote = written.charAt(0);
            int end = written.indexOf(quote, 1);
            if ((quote == '"' || quote == '\'') && end > 0) {
                String inside = written.substring(1, end);
                return quote == '"' ? inside.replace("\\n", "\n").replace("\\\"", "\"") : inside;
            }
        }
        int comment = written.indexOf(" #");
        return comment < 0 ? written : written.substring(0, comment).strip();
    }
}
