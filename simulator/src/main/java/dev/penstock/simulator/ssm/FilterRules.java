package dev.penstock.simulator.ssm;

import dev.penstock.simulator.wire.ServiceError;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.ssm.model.ParameterStringFilter;

/** What filters may say. Source: SSM API Reference, {@code ParameterStringFilter}. */
final class FilterRules {

    private static final Pattern KEY = Pattern.compile("tag:.+|Name|Type|KeyId|Path|Label|Tier|DataType");
    private static final Map<String, List<String>> VALUES = Map.of(
            "Tier", List.of("Standard", "Advanced", "Intelligent-Tiering"),
            "Type", List.of("String", "StringList", "SecureString"));
    private static final int LONGEST_KEY = 132;
    private static final int LONGEST_OPTION = 10;
    private static final int MOST_VALUES = 50;
    private static final int LONGEST_VALUE = 1024;

    private FilterRules() {}

    /** @throws ServiceError {@code ValidationException}, {@code InvalidFilterKey} or {@code InvalidFilterValue} */
    static void check(List<ParameterStringFilter> filters) {
        List<String> broken = new ArrayList<>();
        for (int i = 0; i < filters.size(); i++) {
            form(filters.get(i), "parameterFilters." + (i + 1) + ".member.", broken);
        }
        if (!broken.isEmpty()) {
            throw ParameterName.validation(broken.size() + " validation error" + (broken.size() == 1 ? "" : "s")
                    + " detected: " + String.join("; ", broken));
        }
        Set<String> seen = new HashSet<>();
        for (ParameterStringFilter filter : filters) {
            if (!seen.add(filter.key())) {
                throw ServiceError.client(
                        "InvalidFilterKey",
                        "The following filter is duplicated in the request: " + filter.key()
                                + ". A request can contain only one occurrence of a specific filter.");
            }
            List<String> known = VALUES.getOrDefault(filter.key(), filter.values());
            filter.values().stream()
                    .filter(value -> !known.contains(value))
                    .findFirst()
                    .ifPresent(value -> {
                        throw ServiceError.client(
                                "InvalidFilterValue",
                                "The following filter value is not valid: " + value + ". Valid values include: " + known
                                        + ".");
                    });
        }
    }

    /** @throws ServiceError {@code ValidationException} */
    static void checkPaths(List<String> paths) {
        for (String path : paths) {
            String lower = path.toLowerCase(Locale.ROOT);
            if (lower.startsWith("/aws") || lower.startsWith("/ssm")) {
                throw ParameterName.validation("Filters for common parameters can't be prefixed with \"aws\" or"
                        + " \"ssm\" (case-insensitive). When using global parameters, please specify within a global"
                        + " namespace.");
            }
            ParameterName.checkPath(path);
        }
    }

    private static void form(ParameterStringFilter filter, String at, List<String> broken) {
        String key = filter.key() == null ? "" : filter.key();
        if (!KEY.matcher(key).matches()) {
            broken.add(fault(key, at + "key", "Member must satisfy regular expression pattern: " + KEY.pattern()));
        }
        if (key.length() > LONGEST_KEY) {
            broken.add(fault(key, at + "key", "Member must have length less than or equal to " + LONGEST_KEY));
        }
        String option = filter.option();
        if (option != null && option.length() > LONGEST_OPTION) {
            broken.add(fault(option, at + "option", "Member must have length less than or equal to " + LONGEST_OPTION));
        }
        List<String> values = filter.values();
        if (values.size() > MOST_VALUES) {
            broken.add(fault(
                    values.toString(), at + "values", "Member must have length less than or equal to " + MOST_VALUES));
        }
        if (values.stream().anyMatch(value -> value.isEmpty() || value.length() > LONGEST_VALUE)) {
            broken.add(fault(
                    values.toString(),
                    at + "values",
                    "Member must satisfy constraint: [Member must have length less than or equal to " + LONGEST_VALUE
                            + ", Member must have length greater than or equal to 1]"));
        }
    }

    private static String fault(String value, String where, String rule) {
        return "Value '" + value + "' at '" + where + "' failed to satisfy constraint: " + rule;
    }
}
