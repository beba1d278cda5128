package dev.penstock.simulator.wire;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;

/** The SDK's model classes as the JSON that events of AWS's services have them in: times are texts in ISO 8601. */
public final class ModelJson {

    private ModelJson() {}

    /** A model as a structure; what is not set is left out. */
    public static JsonValue.Structure of(SdkPojo model) {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        for (SdkField<?> field : model.sdkFields()) {
            value(field.getValueOrDefault(model)).ifPresent(value -> members.put(field.locationName(), value));
        }
        return new JsonValue.Structure(members);
    }

    private static Optional<JsonValue> value(@org.jspecify.annotations.Nullable Object value) {
        return switch (value) {
            case null -> Optional.empty();
            case SdkAutoConstructList<?> unset -> Optional.empty();
            case SdkAutoConstructMap<?, ?> unset -> Optional.empty();
            case SdkPojo model -> Optional.of(of(model));
            case List<?> list -> {
                List<JsonValue> elements = new ArrayList<>();
                list.forEach(element -> value(element).ifPresent(elements::add));
                yield Optional.of(new JsonValue.Array(elements));
            }
            case Map<?, ?> map -> {
                Map<String, JsonValue> members = new LinkedHashMap<>();
                map.forEach((name, member) -> value(member).ifPresent(v -> members.put(String.valueOf(name), v)));
                yield Optional.of(new JsonValue.Structure(members));
            }
            case Boolean truth -> Optional.of(new JsonValue.Truth(truth));
            case Number number -> Optional.of(new JsonValue.Number(new BigDecimal(number.toString())));
            case Instant instant -> Optional.of(new JsonValue.Text(instant.toString()));
            default -> Optional.of(new JsonValue.Text(value.toString()));
        };
    }

    /** Names and texts by turns, as a structure; pairs whose text is empty are kept. */
    public static JsonValue.Structure texts(String... namesAndValues) {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        for (int i = 0; i + 1 < namesAndValues.length; i += 2) {
            members.put(namesAndValues[i], new JsonValue.Text(namesAndValues[i + 1]));
        }
        return new JsonValue.Structure(members);
    }

    /** A structure with one more member. */
    public static JsonValue.Structure with(JsonValue.Structure structure, String name, JsonValue value) {
        Map<String, JsonValue> members = new LinkedHashMap<>(structure.members());
        members.put(name, value);
        return new JsonValue.Structure(members);
    }
}
