package dev.penstock.simulator.secretsmanager;

import dev.penstock.simulator.service.Tags;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;
import software.amazon.awssdk.services.secretsmanager.model.Filter;

/** The filters of listings. Source: Secrets Manager API Reference, {@code Filter}. */
final class SecretFilters {

    private final Tags tags;

    SecretFilters(Tags tags) {
        this.tags = tags;
    }

    /** What all filters let through. A value that begins with an exclamation mark shuts out what it matches. */
    Predicate<StoredSecret> of(List<Filter> all) {
        Predicate<StoredSecret> through = s -> true;
        for (Filter filter : all) {
            through = through.and(one(filter));
        }
        return through;
    }

    private Predicate<StoredSecret> one(Filter filter) {
        List<String> wanted =
                filter.values().stream().filter(v -> !v.startsWith("!")).toList();
        List<String> unwanted = filter.values().stream()
                .filter(v -> v.startsWith("!"))
                .map(v -> v.substring(1))
                .toList();
        String key = filter.keyAsString() == null ? "" : filter.keyAsString();
        return secret -> (wanted.isEmpty() || wanted.stream().anyMatch(v -> matches(secret, key, v)))
                && unwanted.stream().noneMatch(v -> matches(secret, key, v));
    }

    private boolean matches(StoredSecret secret, String key, String value) {
        return switch (key) {
            case "name" -> secret.name().startsWith(value);
            case "description" ->
                secret.description()
                        .filter(d -> startsWith(d, value) || words(d).anyMatch(w -> startsWith(w, value)))
                        .isPresent();
            case "tag-key" -> tags.of(secret.arn()).keySet().stream().anyMatch(k -> k.startsWith(value));
            case "tag-value" -> tags.of(secret.arn()).values().stream().anyMatch(v -> v.startsWith(value));
            case "primary-region" -> secret.region().startsWith(value);
            case "owning-service" -> false;
            case "all" ->
                Stream.of("name", "description", "tag-key", "tag-value")
                        .anyMatch(
                                each -> value.isEmpty() || words(value).allMatch(word -> matches(secret, each, word)));
            default ->
                throw SecretErrors.parameter("1 validation error detected: Value '" + key
                        + "' at 'filters.1.member.key' failed to satisfy constraint: Member must satisfy enum value set:"
                        + " [all, name, tag-key, description, tag-value, primary-region, owning-service]");
        };
    }

    private static Stream<String> words(String text) {
        return Stream.of(text.split("[ /_+=.@!-]+", -1));
    }

    private static boolean startsWith(String text, String value) {
        return text.toLowerCase(Locale.ROOT).startsWith(value.toLowerCase(Locale.ROOT));
    }
}
