package dev.penstock.simulator.s3;

import java.util.Map;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;

/** Members that many of S3's model classes have, set by their names in the model, like {@code ChecksumCRC32}. */
final class Fields {

    private Fields() {}

    /** Sets the members of a builder that it has; names that it does not have are left out. */
    static <B extends SdkPojo> B set(B builder, Map<String, ?> values) {
        for (SdkField<?> field : builder.sdkFields()) {
            Object value = values.get(field.memberName());
            if (value != null) {
                field.set(builder, value);
            }
        }
        return builder;
    }

    /** Copies the members that two model classes share and that are set. */
    static <B extends SdkPojo> B copy(SdkPojo from, B builder) {
        for (SdkField<?> source : from.sdkFields()) {
            Object value = source.getValueOrDefault(from);
            if (value != null && !(value instanceof SdkAutoConstructList) && !(value instanceof SdkAutoConstructMap)) {
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
