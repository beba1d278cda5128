package dev.penstock.simulator.wire;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.traits.PayloadTrait;
import software.amazon.awssdk.core.traits.TimestampFormatTrait;
import software.amazon.awssdk.core.traits.TraitType;
import software.amazon.awssdk.core.traits.XmlAttributeTrait;

/** A member of a model class, with the traits that codecs ask for again and again. */
record Member(
        SdkField<?> field,
        Kind kind,
        @Nullable ListTrait list,
        @Nullable MapTrait map,
        boolean wholePayload,
        boolean attribute,
        TimestampFormatTrait.@Nullable Format timestamps) {

    enum Kind {
        STRING,
        INTEGER,
        LONG,
        SHORT,
        BYTE,
        FLOAT,
        DOUBLE,
        DECIMAL,
        BOOLEAN,
        INSTANT,
        BYTES,
        STRUCTURE,
        LIST,
        MAP,
        DOCUMENT
    }

    static Member of(SdkField<?> field) {
        TimestampFormatTrait format = field.getTrait(TimestampFormatTrait.class);
        return new Member(
                field,
                kind(field.marshallingType()),
                field.getTrait(ListTrait.class, TraitType.LIST_TRAIT),
                field.getTrait(MapTrait.class, TraitType.MAP_TRAIT),
                field.containsTrait(PayloadTrait.class),
                field.containsTrait(XmlAttributeTrait.class),
                format == null ? null : format.format());
    }

    String name() {
        return field.locationName();
    }

    MarshallLocation location() {
        return field.location();
    }

    Member element() {
        ListTrait trait = list;
        if (trait == null) {
            throw new IllegalStateException(field.memberName() + " is no list");
        }
        return Members.of(trait.memberFieldInfo());
    }

    Member valueOfMap() {
        MapTrait trait = map;
        if (trait == null) {
            throw new IllegalStateException(field.memberName() + " is no map");
        }
        return Members.of(trait.valueFieldInfo());
    }

    private static Kind kind(MarshallingType<?> type) {
        if (type == MarshallingType.STRING) {
            return Kind.STRING;
        } else if (type == MarshallingType.SDK_POJO) {
            return Kind.STRUCTURE;
        } else if (type == MarshallingType.LIST) {
            return Kind.LIST;
        } else if (type == MarshallingType.MAP) {
            return Kind.MAP;
        } else if (type == MarshallingType.BOOLEAN) {
            return Kind.BOOLEAN;
        } else if (type == MarshallingType.INTEGER) {
            return Kind.INTEGER;
        } else if (type == MarshallingType.LONG) {
            return Kind.LONG;
        } else if (type == MarshallingType.INSTANT) {
            return Kind.INSTANT;
        } else if (type == MarshallingType.SDK_BYTES) {
            return Kind.BYTES;
        }
        return rareKind(type);
    }

    private static Kind rareKind(MarshallingType<?> type) {
        if (type == MarshallingType.DOUBLE) {
            return Kind.DOUBLE;
        } else if (type == MarshallingType.FLOAT) {
            return Kind.FLOAT;
        } else if (type == MarshallingType.BIG_DECIMAL) {
            return Kind.DECIMAL;
        } else if (type == MarshallingType.SHORT) {
            return Kind.SHORT;
        } else if (type == MarshallingType.BYTE) {
            return Kind.BYTE;
        } else if (type == MarshallingType.DOCUMENT) {
            return Kind.DOCUMENT;
        }
        throw new IllegalArgumentException("a kind of member that no codec knows: " + type);
    }

    /** Members of lists and maps belong to no class; kept by identity of their field. */
    private static final class Members {

        private static final java.util.Map<SdkField<?>, Member> KNOWN = new java.util.concurrent.ConcurrentHashMap<>();

        static Member of(SdkField<?> field) {
            Member known = KNOWN.get(field);
            return known != null ? known : KNOWN.computeIfAbsent(field, Member::of);
        }
    }
}
