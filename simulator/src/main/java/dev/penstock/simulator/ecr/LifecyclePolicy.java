package dev.penstock.simulator.ecr;

import dev.penstock.simulator.wire.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A lifecycle policy: rules that say which images expire. Source: ECR User Guide, "Lifecycle policy evaluation rules"
 * and "Lifecycle policy properties".
 *
 * @param rules in the order of their priority
 */
record LifecyclePolicy(List<Rule> rules) {

    /**
     * A rule.
     *
     * @param priority the lowest is applied first
     * @param tagStatus {@code tagged}, {@code untagged} or {@code any}
     * @param prefixes an image needs a tag with each of them
     * @param patterns an image needs a tag that fits each of them; {@code *} stands for any text
     * @param imageCount how many images are kept; 0 for a rule by age
     * @param days after how many days images expire; 0 for a rule by count
     */
    record Rule(
            int priority, String tagStatus, List<String> prefixes, List<String> patterns, int imageCount, int days) {

        boolean selects(StoredImage image) {
            return switch (tagStatus) {
                case "untagged" -> image.tags().isEmpty();
                case "tagged" ->
                    !image.tags().isEmpty()
                            && prefixes.stream()
                                    .allMatch(p -> image.tags().stream().anyMatch(t -> t.startsWith(p)))
                            && patterns.stream()
                                    .allMatch(p -> image.tags().stream().anyMatch(t -> fits(p, t)));
                default -> true;
            };
        }
    }

    /**
     * Reads a policy.
     *
     * @throws IllegalArgumentException saying what is wrong
     */
    static LifecyclePolicy parse(String json) {
        if (!(Json.tree(json.getBytes(StandardCharsets.UTF_8)) instanceof Map<?, ?> map)
                || !(map.get("rules") instanceof List<?> listed)
                || listed.isEmpty()) {
            throw new IllegalArgumentException("a policy has a list of rules");
        }
        List<Rule> rules = new ArrayList<>();
        Set<Integer> priorities = new HashSet<>();
        for (Object entry : listed) {
            Rule rule = rule(entry);
            if (!priorities.add(rule.priority())) {
                throw new IllegalArgumentException("rule priorities must be unique");
            }
            rules.add(rule);
        }
        rules.sort(Comparator.comparingInt(Rule::priority));
        return new LifecyclePolicy(List.copyOf(rules));
    }

    /** The images that expire, with the priority of the rule that says so. An image goes by the first rule it is in. */
    Map<StoredImage, Integer> expired(List<StoredImage> images, Instant now) {
        Map<StoredImage, Integer> expired = new LinkedHashMap<>();
        Set<StoredImage> claimed = new HashSet<>();
        List<StoredImage> newestFirst = images.stream()
                .sorted(Comparator.comparing(StoredImage::pushed).reversed().thenComparing(StoredImage::digest))
                .toList();
        for (Rule rule : rules) {
            List<StoredImage> selected = newestFirst.stream()
                    .filter(image -> !claimed.contains(image) && rule.selects(image))
                    .toList();
            for (int i = 0; i < selected.size(); i++) {
                StoredImage image = selected.get(i);
                boolean old = rule.days() > 0
                        ? image.pushed().plus(Duration.ofDays(rule.days())).isBefore(now)
                        : i >= rule.imageCount();
                if (old) {
                    expired.put(image, rule.priority());
                }
            }
            claimed.addAll(selected);
        }
        return expired;
    }

    private static Rule rule(Object entry) {
        if (!(entry instanceof Map<?, ?> rule)
                || !(rule.get("rulePriority") instanceof Long priority)
                || !(rule.get("selection") instanceof Map<?, ?> selection)
                || !(rule.get("action") instanceof Map<?, ?> action)
                || !"expire".equals(action.get("type"))) {
            throw new IllegalArgumentException("a rule has a rulePriority, a selection and the action expire");
        }
        String status = String.valueOf(selection.get("tagStatus"));
        List<String> prefixes = texts(selection.get("tagPrefixList"));
        List<String> patterns = texts(selection.get("tagPatternList"));
        long number = selection.get("countNumber") instanceof Long count ? count : 0;
        if (!Set.of("tagged", "untagged", "any").contains(status) || number < 1) {
            throw new IllegalArgumentException("a selection has a tagStatus and a countNumber above 0");
        } else if (status.equals("tagged") && prefixes.isEmpty() && patterns.isEmpty()) {
            throw new IllegalArgumentException("tagged images are selected by a tagPrefixList or a tagPatternList");
        }
        return switch (String.valueOf(selection.get("countType"))) {
            case "imageCountMoreThan" -> new Rule(priority.intValue(), status, prefixes, patterns, (int) number, 0);
            case "sinceImagePushed" -> {
                if (!"days".equals(selection.get("countUnit"))) {
                    throw new IllegalArgumentException("sinceImagePushed is counted in days");
                }
                yield new Rule(priority.intValue(), status, prefixes, patterns, 0, (int) number);
            }
            default -> throw new IllegalArgumentException("countType is imageCountMoreThan or sinceImagePushed");
        };
    }

    private static List<String> texts(@Nullable Object list) {
        return list instanceof List<?> values
                ? values.stream().map(String::valueOf).toList()
                : List.of();
    }

    /** Whether a text fits a pattern in which {@code *} stands for any text. */
    static boolean fits(String pattern, String text) {
        String regex =
                List.of(pattern.split("\\*", -1)).stream().map(Pattern::quote).collect(Collectors.joining(".*"));
        return Pattern.matches(regex, text);
    }
}
