package dev.penstock.simulator.state;

import dev.penstock.simulator.wire.Json;
import dev.penstock.simulator.wire.JsonShapes;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.utils.builder.SdkBuilder;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Rows as JSON: records of strings, numbers, booleans, enums, instants, durations, optionals, lists, maps with string
 * keys, other records, and the SDK's model classes.
 */
final class RowCodec<T extends Record> {

    /** A row that is not one of this kind. */
    static final class Unreadable extends RuntimeException {

        Unreadable(String what) {
            super(what);
        }
    }

    private final Class<T> type;
    private @Nullable RecordForm known;

    RowCodec(Class<T> type) {
        this.type = type;
    }

    T read(String json) {
        try (JsonParser in = Json.parser(json)) {
            in.nextToken();
            return type.cast(form().read(in));
        }
    }

    void write(JsonGenerator out, Record row) {
        form().write(out, row);
    }

    /** Taken apart on first use: most kinds of rows never occur in a run, and their classes are many. */
    private RecordForm form() {
        RecordForm form = known;
        if (form == null) {
            form = new RecordForm(type);
            known = form;
        }
        return form;
    }

    /** How values of one type are written and read; a parser stands on the value's first token. */
    private interface Form {
        void write(JsonGenerator out, Object value);

        Object read(JsonParser in);

        /**
         * What a component is when its JSON has none, because the row was kept before the component existed: empty,
         * zero, the first constant. Null where there is no such value.
         */
        default @Nullable Object absent() {
            return null;
        }
    }

    private static Form formOf(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type argument = generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
            Form element = formOf(argument);
            Class<?> raw = (Class<?>) generic.getRawType();
            if (raw == Optional.class) {
                return new OptionalForm(element);
            }
            return raw == List.class ? new ListForm(element) : new MapForm(element);
        }
        Class<?> plain = (Class<?>) type;
        if (SdkPojo.class.isAssignableFrom(plain)) {
            return new ModelForm(plain);
        }
        if (plain.isRecord()) {
            return new RecordForm(plain);
        }
        return new ScalarForm(plain);
    }

    private record ScalarForm(Class<?> type) implements Form {

        private static final Map<Class<?>, Object> NEUTRAL = Map.of(
                String.class,
                "",
                boolean.class,
                false,
                int.class,
                0,
                long.class,
                0L,
                double.class,
                0.0,
                Duration.class,
                Duration.ZERO);

        @Override
        public void write(JsonGenerator out, Object value) {
            switch (value) {
                case Boolean b -> out.writeBoolean(b);
                case Integer i -> out.writeNumber(i);
                case Long l -> out.writeNumber(l);
                case Double d -> out.writeNumber(d);
                case Enum<?> e -> out.writeString(e.name());
                default -> out.writeString(value.toString());
            }
        }

        @Override
        @SuppressWarnings({"unchecked", "rawtypes"}) // an enum's class is only known at run time
        public Object read(JsonParser in) {
            if (type == boolean.class || type == Boolean.class) {
                return in.getBooleanValue();
            } else if (type == int.class || type == Integer.class) {
                return in.getIntValue();
            } else if (type == long.class || type == Long.class) {
                return in.getLongValue();
            } else if (type == double.class || type == Double.class) {
                return in.getDoubleValue();
            } else if (type == Instant.class) {
                return Instant.parse(in.getString());
            } else if (type == Duration.class) {
                return Duration.parse(in.getString());
            } else if (type.isEnum()) {
                return Enum.valueOf((Class<? extends Enum>) type, in.getString());
            }
            return in.getString();
        }

        @Override
        public @Nullable Object absent() {
            if (type.isEnum()) {
                return type.getEnumConstants()[0];
            }
            return NEUTRAL.get(type);
        }
    }

    private record OptionalForm(Form element) implements Form {
        @Override
        public void write(JsonGenerator out, Object value) {
            ((Optional<?>) value).ifPresentOrElse(v -> element.write(out, v), out::writeNull);
        }

        @Override
        public Object read(JsonParser in) {
            return in.currentToken() == JsonToken.VALUE_NULL ? Optional.empty() : Optional.of(element.read(in));
        }

        @Override
        public Object absent() {
            return Optional.empty();
        }
    }

    private record ListForm(Form element) implements Form {
        @Override
        public void write(JsonGenerator out, Object value) {
            out.writeStartArray();
            ((List<?>) value).forEach(v -> element.write(out, v));
            out.writeEndArray();
        }

        @Override
        public Object read(JsonParser in) {
            List<Object> values = new ArrayList<>();
            while (in.nextToken() != JsonToken.END_ARRAY) {
                values.add(element.read(in));
            }
            return List.copyOf(values);
        }

        @Override
        public Object absent() {
            return List.of();
        }
    }

    private record MapForm(Form element) implements Form {
        @Override
        public void write(JsonGenerator out, Object value) {
            out.writeStartObject();
            new TreeMap<>((Map<?, ?>) value).forEach((key, v) -> {
                out.writeName((String) key);
                element.write(out, v);
            });
            out.writeEndObject();
        }

        @Override
        public Object read(JsonParser in) {
            Map<String, Object> values = new LinkedHashMap<>();
            while (in.nextToken() == JsonToken.PROPERTY_NAME) {
                String key = in.currentName();
                in.nextToken();
                values.put(key, element.read(in));
            }
            return Map.copyOf(values);
        }

        @Override
        public Object absent() {
            return Map.of();
        }
    }

    private static final class ModelForm implements Form {
        private final Method builder;

        ModelForm(Class<?> type) {
            try {
                builder = type.getMethod("builder");
            } catch (NoSuchMethodException e) {
                throw new IllegalArgumentException(type + " is not one of the SDK's model classes", e);
            }
        }

        @Override
        public Object absent() {
            return fresh().build();
        }

        private SdkBuilder<?, ?> fresh() {
            try {
                return (SdkBuilder<?, ?>) builder.invoke(null);
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void write(JsonGenerator out, Object value) {
            JsonShapes.write(out, (SdkPojo) value);
        }

        @Override
        public Object read(JsonParser in) {
            SdkBuilder<?, ?> fresh = fresh();
            JsonShapes.read(in, (SdkPojo) fresh);
            return fresh.build();
        }
    }

    private static final class RecordForm implements Form {
        private final Constructor<?> constructor;
        private final RecordComponent[] components;
        private final Form[] forms;
        private final Map<String, Integer> places = new LinkedHashMap<>();

        RecordForm(Class<?> type) {
            components = type.getRecordComponents();
            forms = new Form[components.length];
            Class<?>[] types = new Class<?>[components.length];
            for (int i = 0; i < components.length; i++) {
                types[i] = components[i].getType();
                forms[i] = formOf(components[i].getGenericType());
                components[i].getAccessor().setAccessible(true);
                places.put(components[i].getName(), i);
            }
            try {
                constructor = type.getDeclaredConstructor(types);
                constructor.setAccessible(true);
            } catch (NoSuchMethodException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void write(JsonGenerator out, Object value) {
            out.writeStartObject();
            try {
                for (int i = 0; i < components.length; i++) {
                    out.writeName(components[i].getName());
                    forms[i].write(out, components[i].getAccessor().invoke(value));
                }
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new IllegalStateException(e);
            }
            out.writeEndObject();
        }

        @Override
        public Object absent() {
            return make(absentValues());
        }

        private @Nullable Object[] absentValues() {
            @Nullable Object[] values = new @Nullable Object[components.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = forms[i].absent();
            }
            return values;
        }

        private Object make(@Nullable Object[] values) {
            try {
                return constructor.newInstance(values);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public Object read(JsonParser in) {
            @Nullable Object[] values = new @Nullable Object[components.length];
            while (in.nextToken() == JsonToken.PROPERTY_NAME) {
                Integer place = places.get(in.currentName());
                in.nextToken();
                if (place == null) {
                    in.skipChildren();
                } else {
                    values[place] = forms[place].read(in);
                }
            }
            for (int i = 0; i < values.length; i++) {
                if (values[i] == null) {
                    values[i] = forms[i].absent();
                }
                if (values[i] == null) {
                    throw new Unreadable("lacks '" + components[i].getName() + "': another version has kept it");
                }
            }
            return make(values);
        }
    }
}
