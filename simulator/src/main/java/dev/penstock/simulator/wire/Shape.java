package dev.penstock.simulator.wire;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;
import software.amazon.awssdk.utils.builder.Buildable;

/** What a model class is made of, looked up once for each class. */
final class Shape {

    private static final Map<Class<?>, Shape> SHAPES = new ConcurrentHashMap<>();

    private final List<Member> members;
    private final Map<String, Member> payload = new HashMap<>();

    private Shape(SdkPojo pojo) {
        members = pojo.sdkFields().stream().map(Member::of).toList();
        for (Member member : members) {
            if (member.field().location() == MarshallLocation.PAYLOAD) {
                payload.put(member.field().locationName(), member);
            }
        }
    }

    /** The shape of an object or of a builder. */
    static Shape of(SdkPojo pojo) {
        Shape known = SHAPES.get(pojo.getClass());
        return known != null ? known : SHAPES.computeIfAbsent(pojo.getClass(), c -> new Shape(pojo));
    }

    List<Member> members() {
        return members;
    }

    /** The member of that name in a body, or null. */
    @Nullable
    Member inBody(String wireName) {
        return payload.get(wireName);
    }

    /** A member's value, or null when it was not set. */
    static @Nullable Object value(SdkField<?> field, SdkPojo pojo) {
        Object value = field.getValueOrDefault(pojo);
        return value instanceof SdkAutoConstructList || value instanceof SdkAutoConstructMap ? null : value;
    }

    /** Finishes what a member's {@code constructor()} began. */
    static Object build(SdkPojo builder) {
        return ((Buildable) builder).build();
    }
}
