package dev.penstock.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What one section measured: a JSON object for each measurement.
 *
 * @param lines in the order measured
 */
record Figures(List<JsonNode> lines) {

    /** Reads a file of JSON lines; there are no figures if there is no such file. */
    static Figures read(Path file) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        if (Files.exists(file)) {
            JsonMapper mapper = JsonMapper.shared();
            for (String line : Files.readAllLines(file)) {
                lines.add(mapper.readTree(line));
            }
        }
        return new Figures(lines);
    }

    /** The measurements that have a value in a field. */
    Figures where(String field, String value) {
        return matching(line -> line.path(field).asString("").equals(value));
    }

    /** The measurements that have a number in a field. */
    Figures where(String field, int value) {
        return matching(line -> line.path(field).asInt(Integer.MIN_VALUE) == value);
    }

    /** The measurements without those that have a value in a field. */
    Figures without(String field, String value) {
        return matching(line -> !line.path(field).asString("").equals(value));
    }

    /** The measurements whose value in a field ends so. */
    Figures ending(String field, String end) {
        return matching(line -> line.path(field).asString("").endsWith(end));
    }

    private Figures matching(Predicate<JsonNode> wanted) {
        return new Figures(lines.stream().filter(wanted).toList());
    }

    /** The different values of a field, in the order measured. */
    Set<String> values(String field) {
        Set<String> values = new LinkedHashSet<>();
        lines.forEach(line -> values.add(line.path(field).asString("")));
        return values;
    }

    /** The median of a field; absent if it was not measured. */
    Optional<Double> median(String field) {
        double[] sorted = sorted(field);
        int middle = sorted.length / 2;
        return sorted.length == 0
                ? Optional.empty()
                : Optional.of(sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2);
    }

    /** The smallest value of a field; absent if it was not measured. */
    Optional<Double> minimum(String field) {
        double[] sorted = sorted(field);
        return sorted.length == 0 ? Optional.empty() : Optional.of(sorted[0]);
    }

    private double[] sorted(String field) {
        return lines.stream()
                .filter(line -> line.path(field).isNumber())
                .mapToDouble(line -> line.path(field).asDouble())
                .sorted()
                .toArray();
    }
}
