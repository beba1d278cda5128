package dev.penstock.local.build;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the reports that {@code session.sh} makes. */
final class ShellReports {

    private final ByteArrayOutputStream field = new ByteArrayOutputStream();
    private List<String> fields = new ArrayList<>();

    /** What a shell reports. */
    sealed interface Report {

        /**
         * A command has ended.
         *
         * @param shellEnds whether the shell ends with it
         * @param environment the exported variables
         */
        record Status(boolean shellEnds, int exitStatus, String directory, Map<String, String> environment)
                implements Report {

            @Override
            public String toString() {
                return "Status[" + exitStatus + " in " + directory + "]";
            }
        }

        /** A variable is set, and has this value. */
        record Value(String name, String value) implements Report {

            @Override
            public String toString() {
                return "Value[" + name + "]";
            }
        }
    }

    /** Takes a byte; a report when it is complete. */
    Optional<Report> take(byte b) {
        if (b != 0) {
            field.write(b);
            return Optional.empty();
        }
        String text = field.toString(StandardCharsets.UTF_8);
        field.reset();
        if (!text.isEmpty()) {
            fields.add(text);
            return Optional.empty();
        }
        // A variable without a value is an empty field, and then comes the one that ends the report.
        if (fields.size() == 2 && fields.getFirst().equals("value")) {
            fields.add("");
            return Optional.empty();
        }
        List<String> report = fields;
        fields = new ArrayList<>();
        return parse(report);
    }

    private static Optional<Report> parse(List<String> fields) {
        if (fields.size() >= 3 && fields.getFirst().equals("value")) {
            return Optional.of(new Report.Value(fields.get(1), fields.get(2)));
        }
        if (fields.size() < 3 || !fields.get(1).matches("[0-9]{1,3}")) {
            return Optional.empty();
        }
        Map<String, String> environment = new LinkedHashMap<>();
        for (String variable : fields.subList(3, fields.size())) {
            int equals = variable.indexOf('=', 1);
            if (equals > 0) {
                environment.put(variable.substring(0, equals), variable.substring(equals + 1));
            }
        }
        boolean ends = fields.getFirst().equals("exit");
        return Optional.of(
                new Report.Status(ends, Integer.parseInt(fields.get(1)), fields.get(2), Map.copyOf(environment)));
    }
}
