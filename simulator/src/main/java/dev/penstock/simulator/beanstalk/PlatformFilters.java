package dev.penstock.simulator.beanstalk;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** Filters of platform listings. Source: the API's PlatformFilter and SearchFilter. */
final class PlatformFilters {

    private PlatformFilters() {}

    /**
     * Whether something passes a filter.
     *
     * @param attributes its attributes; one with several values has them separated by commas
     */
    static boolean matches(
            Map<String, String> attributes, @Nullable String name, @Nullable String operator, List<String> wanted) {
        String value = attributes.get(name);
        if (value == null) {
            throw BeanstalkErrors.invalid("Invalid filter: " + name + ". Known are: "
                    + String.join(", ", attributes.keySet().stream().sorted().toList()));
        }
        List<String> values = Arrays.asList(value.toLowerCase(Locale.ROOT).split(",", -1));
        List<String> asked =
                wanted.stream().map(text -> text.toLowerCase(Locale.ROOT)).toList();
        return switch (operator == null ? "" : operator) {
            case "=", "in" -> any(values, asked, String::equals);
            case "!=", "not_in" -> !any(values, asked, String::equals);
            case "contains" -> any(values, asked, String::contains);
            case "begins_with" -> any(values, asked, String::startsWith);
            case "ends_with" -> any(values, asked, String::endsWith);
            case "<" -> any(values, asked, (a, b) -> a.compareTo(b) < 0);
            case "<=" -> any(values, asked, (a, b) -> a.compareTo(b) <= 0);
            case ">" -> any(values, asked, (a, b) -> a.compareTo(b) > 0);
            case ">=" -> any(values, asked, (a, b) -> a.compareTo(b) >= 0);
            default -> throw BeanstalkErrors.invalid("Invalid filter operator: " + operator);
        };
    }

    private static boolean any(List<String> values, List<String> asked, BiPredicate<String, String> test) {
        return values.stream().anyMatch(value -> asked.stream().anyMatch(want -> test.test(value, want)));
    }
}
