package dev.penstock.simulator.iam;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;

/** Looks into requests by the names of AWS's model. */
final class RequestMembers {

    private RequestMembers() {}

    /**
     * The values of a member as texts: of all items where the way to it goes through lists, and the keys of
     * a map.
     *
     * @param path names separated by dots, in any case
     */
    static List<String> values(SdkPojo request, String path) {
        List<String> found = new ArrayList<>();
        collect(request, path.split("\\.", -1), 0, found);
        return found;
    }

    private static void collect(Object value, String[] path, int depth, List<String> found) {
        switch (value) {
            case Collection<?> items -> items.forEach(item -> collect(item, path, depth, found));
            case SdkPojo pojo
            when depth < path.length -> {
                for (SdkField<?> field : pojo.sdkFields()) {
                    Object member = named(field, path[depth]) ? field.getValueOrDefault(pojo) : null;
                    if (member != null) {
                        collect(member, path, depth + 1, found);
                    }
                }
            }
            case SdkPojo pojo -> {}
            case Map<?, ?> map -> {
                // What a call names in the keys of a map, like tables in a batch.
                if (depth == path.length) {
                    map.keySet().forEach(key -> found.add(String.valueOf(key)));
                }
            }
            default -> {
                if (depth == path.length) {
                    found.add(value.toString());
                }
            }
        }
    }

    /** The tags that a request gives to something. */
    static Map<String, String> tags(SdkPojo request) {
        Map<String, String> tags = new LinkedHashMap<>();
        for (SdkField<?> field : request.sdkFields()) {
            if (named(field, "tags")) {
                collectTags(field.getValueOrDefault(request), tags);
            }
        }
        return tags;
    }

    private static void collectTags(@Nullable Object value, Map<String, String> tags) {
        switch (value) {
            case null -> {}
            case Map<?, ?> map -> map.forEach((key, v) -> tags.put(String.valueOf(key), String.valueOf(v)));
            case Collection<?> items ->
                items.forEach(item -> {
                    if (item instanceof SdkPojo tag) {
                        first(tag, "key")
                                .ifPresent(
                                        key -> tags.put(key, first(tag, "value").orElse("")));
                    }
                });
            default -> {}
        }
    }

    private static Optional<String> first(SdkPojo pojo, String member) {
        return values(pojo, member).stream().findFirst();
    }

    private static boolean named(SdkField<?> field, String name) {
        return field.memberName().equalsIgnoreCase(name) || field.locationName().equalsIgnoreCase(name);
    }
}
