package dev.penstock.cli.controlplane;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * How a control plane is used.
 *
 * @param deploymentsPerDay at least 0
 * @param memory of each function, in MB
 * @param ticksPerMonth how often the steady tick calls
 * @param logDays how long logs are kept
 * @param journalDays how long executions are kept, and what they left in the bucket; 0 for ever, which is counted as
 *     {@value #FOR_EVER} days
 */
public record ControlPlaneUse(int deploymentsPerDay, int memory, double ticksPerMonth, int logDays, int journalDays) {

    private static final double DAYS_OF_A_MONTH = 365.25 / 12;
    private static final int FOR_EVER = 365;
    private static final Pattern RATE = Pattern.compile("rate\\(([1-9][0-9]{0,5}) (minute|hour|day)s?\\)");
    private static final double USUAL_TICK_MINUTES = 5;
    private static final double MEGABYTES_OF_A_GIGABYTE = 1024;
    private static final double BYTES_OF_A_GIGABYTE = 1L << 30;
    private static final int ALARMS = 4;
    private static final int SECRETS = 2;

    /**
     * A call of AWS within a function takes so many seconds: most are answers of DynamoDB, which take a few milliseconds, some of
     * CloudFormation, which take a tenth of a second.
     */
    private static final double SECONDS_OF_A_CALL = 0.02;

    /**
     * As the stack's parameters say.
     *
     * @param parameters those that are set; the template's defaults count for the others
     */
    public static ControlPlaneUse of(int deploymentsPerDay, Map<String, String> parameters) {
        return new ControlPlaneUse(
                deploymentsPerDay,
                number(parameters, "MemorySize", 1769),
                ticks(parameters.getOrDefault("Tick", "")),
                number(parameters, "LogRetentionInDays", 30),
                number(parameters, "JournalRetentionInDays", 400));
    }

    private static int number(Map<String, String> parameters, String name, int otherwise) {
        String text = parameters.getOrDefault(name, "");
        return text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : otherwise;
    }

    /** A cron expression counts as the usual tick. */
    private static double ticks(String expression) {
        Matcher rate = RATE.matcher(expression);
        double minutes = USUAL_TICK_MINUTES;
        if (rate.matches()) {
            double unit = switch (rate.group(2)) {
                case "minute" -> 1;
                case "hour" -> 60;
                default -> 24 * 60;
            };
            minutes = unit * Integer.parseInt(rate.group(1));
        }
        return DAYS_OF_A_MONTH * 24 * 60 / minutes;
    }

    double deploymentsPerMonth() {
        return deploymentsPerDay * DAYS_OF_A_MONTH;
    }

    /** How long the functions work for one deployment, in seconds. */
    double functionSecondsOfADeployment() {
        return seconds(counted("deployment"));
    }

    /** How many functions work at the same time, on average. */
    double functionsAtOnce() {
        double seconds =
                deploymentsPerMonth() * functionSecondsOfADeployment() + ticksPerMonth * seconds(counted("tick"));
        return seconds / (DAYS_OF_A_MONTH * 24 * 60 * 60);
    }

    /** How many units are written to the table in a second, on average. */
    double writeUnitsPerSecond() {
        return deploymentsPerDay * counted("deployment").path("writeUnits").asDouble() / (24 * 60 * 60);
    }

    /** What a month of it uses of what is billed. */
    Map<Prices.Item, Double> ofAMonth() {
        Map<Prices.Item, Double> used = new LinkedHashMap<>();
        for (Prices.Item item : Prices.Item.values()) {
            used.put(item, ofAMonth(item));
        }
        return used;
    }

    private double ofAMonth(Prices.Item item) {
        int days = journalDays == 0 ? FOR_EVER : journalDays;
        return switch (item) {
            case FUNCTION_CALLS -> both("runnerCalls") + both("frontCalls");
            case FUNCTION_GIGABYTE_SECONDS ->
                memory
                        / MEGABYTES_OF_A_GIGABYTE
                        * (deploymentsPerMonth() * functionSecondsOfADeployment()
                                + ticksPerMonth * seconds(counted("tick")));
            case TABLE_WRITE_UNITS -> both("writeUnits");
            case TABLE_READ_UNITS -> both("readUnits");
            case TABLE_GIGABYTE_MONTHS, RECOVERY_GIGABYTE_MONTHS -> stored("tableBytes", days);
            case BUCKET_WRITES -> both("bucketWrites");
            case BUCKET_READS -> both("bucketReads");
            case BUCKET_GIGABYTE_MONTHS -> stored("bucketBytes", days);
            case SCHEDULED_CALLS -> both("scheduledCalls");
            case LOG_GIGABYTES -> both("logBytes") / BYTES_OF_A_GIGABYTE;
            case LOG_GIGABYTE_MONTHS -> both("logBytes") / BYTES_OF_A_GIGABYTE * logDays / DAYS_OF_A_MONTH;
            case ALARM_MONTHS -> ALARMS;
            case SECRET_MONTHS -> SECRETS;
            case SECRET_CALLS -> both("secretCalls");
        };
    }

    private double both(String counter) {
        return deploymentsPerMonth() * counted("deployment").path(counter).asDouble()
                + ticksPerMonth * counted("tick").path(counter).asDouble();
    }

    private double stored(String counter, int days) {
        return (double) deploymentsPerDay
                * days
                * counted("deployment").path(counter).asDouble()
                / BYTES_OF_A_GIGABYTE;
    }

    private static double seconds(JsonNode counted) {
        return counted.path("processorSeconds").asDouble()
                + counted.path("waitedSeconds").asDouble()
                + counted.path("calls").asDouble() * SECONDS_OF_A_CALL;
    }

    /** What was counted in the simulated AWS for one of what is named; {@code benchmarks/run cost} counts anew. */
    private static JsonNode counted(String what) {
        return Counted.USE.path(what);
    }

    private static final class Counted {
        static final JsonNode USE = Prices.read("use.json");
    }
}
