package dev.penstock.simulator.secretsmanager;

import dev.penstock.simulator.service.Tags;
import dev.penstock.simulator.wire.ServiceError;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.services.secretsmanager.model.Filter;

/** The filters of listings. Source: Secrets Manager API Reference, {@code Filter}. */
final class SecretFilters {

    private static final List<String> KEYS =
            List.of("all", "name", "tag-key", "description", "tag-value", "primary-region", "owning-service");
    private static final Pattern CAPITALS = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");

    private final Tags tags;

    SecretFilters(Tags tags) {
        this.tags = tags;
    }

    /** What all filters let through. A value that begins with an exclamation mark shuts out what it matches. */
    Predicate<StoredSecret> of(List<Filter> all) {
        Predicate<StoredSecret> through = s -> true;
        for (Filter filter : all) {
            check(filter);
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
                        .filter(d -> startsWith(d, value)
                                || words(value).allMatch(each -> words(d).anyMatch(w -> startsWith(w, each))))
                        .isPresent();
            case "tag-key" -> tags.of(secret.arn()).keySet().stream().anyMatch(k -> k.startsWith(value));
            case "tag-value" -> tags.of(secret.arn()).values().stream().anyMatch(v -> v.startsWith(value));
            case "primary-region" -> secret.region().startsWith(value);
            case "owning-service" -> false;
            default -> anywhere(secret, value);
        };
    }

    /** What the key {@code all} looks for: words of any attribute that begin with each word of the value. */
    private boolean anywhere(StoredSecret secret, String value) {
        Map<String, String> tagged = tags.of(secret.arn());
        List<String> wanted = parts(value).toList();
        if (wanted.isEmpty()) {
            return value.isEmpty();
        }
        return Stream.of(
                        Stream.of(secret.name()),
                        secret.description().stream(),
                        tagged.keySet().stream(),
                        tagged.values().stream())
                .flatMap(texts -> texts)
                .anyMatch(text ->
                        wanted.stream().allMatch(each -> parts(text).anyMatch(part -> startsWith(part, each))));
    }

    private static void check(Filter filter) {
        String key = filter.keyAsString();
        if (key == null) {
            throw SecretErrors.parameter("Invalid filter key");
        }
        if (!KEYS.contains(key)) {
            throw ServiceError.client(
                    "ValidationException",
                    "1 validation error detected: Value '" + key
                            + "' at 'filters.1.member.key' failed to satisfy constraint: Member must satisfy enum value"
                            + " set: " + KEYS);
        }
        if (filter.values().isEmpty()) {
            throw SecretErrors.parameter("Invalid filter values for key: " + key);
        }
    }

    /** Words, and the words in words that are written together, as in {@code AppBeta}. */
    private static Stream<String> parts(String text) {
        return words(text).flatMap(CAPITALS::splitAsStream).filter(part -> !part.isEmpty());
    }

    private static Stream<String> words(String text) {
        return Stream.of(text.split("[ /_+=.@!-]+", -1));
    }

    private static boolean startsWith(String text, String value) {
        return text.toLowerCase(Locale.ROOT).startsWith(value.toLowerCase(Locale.ROOT));
    }
}
