package dev.penstock.simulator.ssm;

import dev.penstock.simulator.service.Tags;
import dev.penstock.simulator.wire.ServiceError;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import software.amazon.awssdk.services.ssm.model.ParameterStringFilter;
import software.amazon.awssdk.services.ssm.model.ParametersFilter;

/** The filters of listings. Source: SSM API Reference, {@code ParameterStringFilter}. */
final class ParameterFilters {

    private static final Set<String> BY_PATH = Set.of("Type", "KeyId", "Label", "DataType");

    private final Tags tags;

    ParameterFilters(Tags tags) {
        this.tags = tags;
    }

    /** What all filters of {@code DescribeParameters} let through. */
    Predicate<StoredParameter> describing(List<ParameterStringFilter> filters, List<ParametersFilter> old) {
        if (!filters.isEmpty() && !old.isEmpty()) {
            throw ParameterName.validation("You can use either Filters or ParameterFilters in a single request.");
        }
        Predicate<StoredParameter> all = p -> true;
        for (ParametersFilter filter : old) {
            all = all.and(one(
                    filter.keyAsString(),
                    filter.keyAsString().equals("Name") ? "BeginsWith" : "Equals",
                    filter.values()));
        }
        FilterRules.check(filters);
        for (ParameterStringFilter filter : filters) {
            if ("Label".equals(filter.key())) {
                throw ServiceError.client(
                        "InvalidFilterKey",
                        "The following filter key is not valid: Label. Valid filter keys include: [Path, Name, Type,"
                                + " KeyId, Tier].");
            }
            all = all.and(one(filter));
        }
        return all;
    }

    /** What all filters of {@code GetParametersByPath} let through. */
    Predicate<StoredParameter> byPath(List<ParameterStringFilter> filters) {
        Predicate<StoredParameter> all = p -> true;
        FilterRules.check(filters);
        for (ParameterStringFilter filter : filters) {
            String key = filter.key() == null ? "" : filter.key();
            if (!BY_PATH.contains(key) && !key.startsWith("tag:")) {
                throw ServiceError.client(
                        "InvalidFilterKey",
                        "The following filter key is not valid: " + key + ". Valid filter keys include: [Type, KeyId,"
                                + " Label, DataType].");
            }
            all = all.and(one(filter));
        }
        return all;
    }

    private Predicate<StoredParameter> one(ParameterStringFilter filter) {
        String key = filter.key() == null ? "" : filter.key();
        String option = filter.option() == null ? (key.equals("Path") ? "OneLevel" : "Equals") : filter.option();
        if (filter.values().isEmpty() && !key.startsWith("tag:")) {
            throw ServiceError.client(
                    "InvalidFilterValue", "The following filter values are missing : null for filter key " + key);
        }
        return one(key, option, filter.values());
    }

    private Predicate<StoredParameter> one(String key, String option, List<String> values) {
        if (key.equals("Path")) {
            return path(option, values);
        }
        Predicate<String> matches = switch (option) {
            case "Equals" -> values::contains;
            case "BeginsWith" -> value -> values.stream().anyMatch(value::startsWith);
            case "Contains" -> {
                if (!key.equals("Name")) {
                    throw invalidOption(option);
                }
                yield value -> values.stream().anyMatch(value::contains);
            }
            default -> throw invalidOption(option);
        };
        if (key.startsWith("tag:")) {
            return p -> {
                Map<String, String> all = tags.of(p.arn());
                String value = all.get(key.substring("tag:".length()));
                return value != null && (values.isEmpty() || matches.test(value));
            };
        }
        return switch (key) {
            case "Name" ->
                p -> {
                    String plain = ParameterName.key(p.name());
                    return matches.test(p.name()) || matches.test(plain) || matches.test("/" + plain);
                };
            case "Type" -> p -> matches.test(p.latest().type());
            case "KeyId" -> p -> p.latest().keyId().filter(matches).isPresent();
            case "Tier" -> p -> matches.test(p.latest().tier());
            case "DataType" -> p -> matches.test(p.latest().dataType());
            default ->
                p -> p.versions().stream().flatMap(v -> v.labels().stream()).anyMatch(matches);
        };
    }

    private static ServiceError invalidOption(String option) {
        return ServiceError.client(
                "InvalidFilterOption",
                "The following filter option is not valid: " + option
                        + ". Valid options include: [BeginsWith, Equals].");
    }

    private static Predicate<StoredParameter> path(String option, List<String> values) {
        if (!option.equals("OneLevel") && !option.equals("Recursive")) {
            throw ServiceError.client(
                    "InvalidFilterOption",
                    "The following filter option is not valid: " + option
                            + ". Valid options include: [Recursive, OneLevel].");
        }
        FilterRules.checkPaths(values);
        return p -> values.stream().anyMatch(path -> isUnder(p, path, option.equals("Recursive")));
    }

    /** Whether a parameter lies under a path: right below it, or anywhere. */
    static boolean isUnder(StoredParameter parameter, String path, boolean recursive) {
        String name = parameter.name().startsWith("/") ? parameter.name() : "/" + parameter.name();
        String prefix = path.endsWith("/") ? path : path + "/";
        return name.startsWith(prefix) && (recursive || name.indexOf('/', prefix.length()) < 0);
    }

    /** The version that a label filter picks, or the latest. */
    static Optional<StoredParameter.Version> picked(StoredParameter parameter, List<ParameterStringFilter> filters) {
        List<String> labels = filters.stream()
                .filter(f -> "Label".equals(f.key()))
                .flatMap(f -> f.values().stream())
                .toList();
        return labels.isEmpty()
                ? Optional.of(parameter.latest())
                : parameter.versions().stream()
                        .filter(v -> v.labels().stream().anyMatch(labels::contains))
                        .findFirst();
    }
}
