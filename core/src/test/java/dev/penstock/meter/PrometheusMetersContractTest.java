package dev.penstock.meter;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

final class PrometheusMetersContractTest extends MetersContract {

    private final PrometheusMeters meters = new PrometheusMeters();

    @Override
    protected Meters meters() {
        return meters;
    }

    @Override
    protected OptionalDouble counted(String name, Map<String, String> tags) {
        String labels = tags.entrySet().stream()
                .map(tag -> tag.getKey() + "=\"" + tag.getValue() + '"')
                .collect(Collectors.joining(","));
        return sample(written(name) + "_total" + (tags.isEmpty() ? "" : "{" + labels + "}"));
    }

    @Override
    protected OptionalDouble seconds(String name) {
        return sample(written(name) + "_seconds_sum");
    }

    @Override
    protected OptionalDouble times(String name) {
        return sample(written(name) + "_seconds_count");
    }

    @Override
    protected OptionalDouble shown(String name) {
        return sample(written(name));
    }

    private static String written(String name) {
        return name.replace('.', '_');
    }

    private OptionalDouble sample(String name) {
        return meters.text()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .filter(value -> !Double.isNaN(value))
                .findFirst();
    }
}
