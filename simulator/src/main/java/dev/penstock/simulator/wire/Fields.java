package dev.penstock.simulator.wire;

import java.util.Map;
import java.util.function.Predicate;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;

/** Members that many model classes have, set by their names in the model, like {@code ChecksumCRC32}. */
public final class Fields {

    private Fields() {}

    /** Sets the members of a builder that it has; names that it does not have are left out. */
    public static <B extends SdkPojo> B set(B builder, Map<String, ?> values) {
        for (SdkField<?> field : builder.sdkFields()) {
            Object value = values.get(field.memberName());
            if (value != null) {
                field.set(builder, value);
            }
        }
        return builder;
    }

    /** Copies the members that two model classes share and that are set. */
    public static <B extends SdkPojo> B copy(SdkPojo from, B builder) {
        return copy(from, builder, name -> true);
    }

    /**
     * Copies some of the members that two model classes share and that are set.
     *
     * @param wanted tells by a member's name whether it is copied; a member of one name must have one type
     */
    public static <B extends SdkPojo> B copy(SdkPojo from, B builder, Predicate<String> wanted) {
        for (SdkField<?> source : from.sdkFields()) {
            Object value = source.getValueOrDefault(from);
            if (value != null
                    && wanted.test(source.memberName())
                    && !(value instanceof SdkAutoConstructList)
                    && !(value instanceof SdkAutoConstructMap)) {
                for (SdkField<?> target : builder.sdkFields()) {
                    if (target.memberName().equals(source.memberName())) {
                        target.set(builder, value);
                    }
                }
            }
        }
        return builder;
    }
}
