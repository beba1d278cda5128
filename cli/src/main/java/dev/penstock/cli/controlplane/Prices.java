package dev.penstock.cli.controlplane;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What AWS bills in a Region, in US dollars, as {@code prices.json} has it with its date and source: list prices of the first
 * tier, without what is free of charge.
 *
 * @param region whose prices these are: the one that was asked for, or {@code us-east-1} where its prices are not known
 * @param date when they were looked up, as {@code 2026-11-22}
 */
record Prices(String region, String date, JsonNode each) {

    private static final String OTHERWISE = "us-east-1";

    /** The prices of a Region. */
    static Prices of(String region) {
        JsonNode all = read("prices.json");
        String known = all.path("regions").has(region) ? region : OTHERWISE;
        return new Prices(
                known, all.path("date").asString(), all.path("regions").path(known));
    }

    /** The price of one of what is named. */
    double of(Item item) {
        return Objects.requireNonNull(each.get(item.key()), item.key()).asDouble();
    }

    /** A file of data beside this class. */
    static JsonNode read(String name) {
        try (InputStream in = Objects.requireNonNull(Prices.class.getResourceAsStream(name), name)) {
            return JsonMapper.shared().readTree(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is billed, each with the service that it belongs to. */
    enum Item {
        FUNCTION_CALLS("functionCalls", "Lambda"),
        FUNCTION_GIGABYTE_SECONDS("functionGigabyteSeconds", "Lambda"),
        TABLE_WRITE_UNITS("tableWriteUnits", "DynamoDB"),
        TABLE_READ_UNITS("tableReadUnits", "DynamoDB"),
        TABLE_GIGABYTE_MONTHS("tableGigabyteMonths", "DynamoDB, stored"),
        RECOVERY_GIGABYTE_MONTHS("recoveryGigabyteMonths", "DynamoDB, stored"),
        BUCKET_WRITES("bucketWrites", "S3"),
        BUCKET_READS("bucketReads", "S3"),
        BUCKET_GIGABYTE_MONTHS("bucketGigabyteMonths", "S3"),
        SCHEDULED_CALLS("scheduledCalls", "Scheduler"),
        LOG_GIGABYTES("logGigabytes", "Logs"),
        LOG_GIGABYTE_MONTHS("logGigabyteMonths", "Logs"),
        ALARM_MONTHS("alarmMonths", "Alarms and secrets"),
        SECRET_MONTHS("secretMonths", "Alarms and secrets"),
        SECRET_CALLS("secretCalls", "Alarms and secrets");

        private final String key;
        private final String service;

        Item(String key, String service) {
            this.key = key;
            this.service = service;
        }

        String key() {
            return key;
        }

        /** Where it shows on the bill. */
        String service() {
            return service;
        }
    }
}
