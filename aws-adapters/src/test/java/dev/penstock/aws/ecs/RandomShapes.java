package dev.penstock.aws.ecs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.utils.builder.Buildable;

/** Fills every field of the SDK's shapes with values from a seed. */
final class RandomShapes {

    private final Random random;

    RandomShapes(long seed) {
        this.random = new Random(seed);
    }

    /** Fills a builder, all members of its members included. */
    <B extends SdkPojo> B fill(B builder, Set<String> except) {
        for (SdkField<?> field : builder.sdkFields()) {
            if (!except.contains(field.locationName())) {
                field.set(builder, value(field));
            }
        }
        return builder;
    }

    private @Nullable Object value(SdkField<?> field) {
        MarshallingType<?> type = field.marshallingType();
        if (type == MarshallingType.STRING) {
            return "s" + random.nextInt(1_000_000);
        } else if (type == MarshallingType.INTEGER) {
            return random.nextInt(1000);
        } else if (type == MarshallingType.LONG) {
            return (long) random.nextInt(1000);
        } else if (type == MarshallingType.DOUBLE) {
            return random.nextInt(1000) / 4.0;
        } else if (type == MarshallingType.BOOLEAN) {
            return random.nextBoolean();
        } else if (type == MarshallingType.LIST) {
            return list(field.getTrait(ListTrait.class).memberFieldInfo());
        } else if (type == MarshallingType.MAP) {
            return map(field.getTrait(MapTrait.class).valueFieldInfo());
        } else if (type == MarshallingType.SDK_POJO) {
            return ((Buildable) fill(field.constructor().get(), Set.of())).build();
        }
        throw new IllegalStateException("no values for " + type + " of " + field.memberName());
    }

    private List<Object> list(SdkField<?> member) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < 1 + random.nextInt(2); i++) {
            values.add(value(member));
        }
        return values;
    }

    private Map<String, Object> map(SdkField<?> member) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("k" + random.nextInt(1000), value(member));
        return values;
    }
}
