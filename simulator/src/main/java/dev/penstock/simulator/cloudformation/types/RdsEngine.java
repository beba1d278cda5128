package dev.penstock.simulator.cloudformation.types;

import java.util.Locale;
import java.util.regex.Pattern;

/** What is known about database engines: ports, and which versions follow which. */
final class RdsEngine {

    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

    private RdsEngine() {}

    /** The port of an engine whose user names none. Source: RDS API Reference, CreateDBInstance, Port. */
    static int port(String engine) {
        String name = engine.toLowerCase(Locale.ROOT);
        if (name.contains("postgres")) {
            return 5432;
        } else if (name.startsWith("oracle")) {
            return 1521;
        } else if (name.startsWith("sqlserver")) {
            return 1433;
        } else if (name.startsWith("db2")) {
            return 50000;
        }
        return 3306;
    }

    /**
     * Refuses a change of versions that RDS refuses: back to an older one, and to another major one unless that is allowed.
     * Source: RDS User Guide, "Upgrading a DB instance engine version".
     */
    static void checkUpgrade(Properties before, Properties asked) {
        String engine = asked.text("Engine", before.text("Engine", ""));
        String old = before.text("EngineVersion", "");
        String wanted = asked.text("EngineVersion", old);
        if (old.isEmpty() || wanted.equals(old)) {
            return;
        }
        if (compare(wanted, old) < 0 && !old.startsWith(wanted + ".")) {
            throw RdsErrors.combination("Cannot upgrade " + engine + " from " + old + " to " + wanted);
        }
        if (!major(engine, wanted).equals(major(engine, old)) && !asked.truth("AllowMajorVersionUpgrade")) {
            throw RdsErrors.combination(
                    "The AllowMajorVersionUpgrade flag must be present when upgrading to a new major version.");
        }
    }

    /** PostgreSQL's major version is one number since 10, the others' are two. */
    private static String major(String engine, String version) {
        String[] parts = version.split("\\.", -1);
        boolean single = engine.contains("postgres") && number(parts[0]) >= 10;
        return single || parts.length == 1 ? parts[0] : parts[0] + "." + parts[1];
    }

    private static int compare(String one, String other) {
        String[] a = one.split("\\.", -1);
        String[] b = other.split("\\.", -1);
        for (int i = 0; i < Math.max(a.length, b.length); i++) {
            int order = Integer.compare(i < a.length ? number(a[i]) : 0, i < b.length ? number(b[i]) : 0);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static int number(String text) {
        return NUMBER.matcher(text).matches() ? Integer.parseInt(text) : 0;
    }
}
