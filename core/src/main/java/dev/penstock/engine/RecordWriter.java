package dev.penstock.engine;

import dev.penstock.artifact.Digest;
import dev.penstock.execution.ExecutionId;
import dev.penstock.secret.Masker;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes records as the journal keeps them: an object of the components, what is absent left out, and {@code is} with the simple
 * name where a sealed interface has several kinds of them. A program's first execution has to be written before it has begun, and
 * Jackson takes longer to look at all kinds of facts than everything else together; so this looks at what it is given, when it is
 * given it. What it does not know, Jackson writes. Reading is Jackson's: that the two agree is tested.
 */
final class RecordWriter {

    private static final JsonFactory JSON = new JsonFactory();

    private final Masker masker;
    private final Set<Class<?>> sealed;
    private final OnFirstUse<JsonMapper> mapper;
    private final Map<Class<?>, Shape> shapes = new ConcurrentHashMap<>();

    private record Shape(@Nullable String kind, List<Component> components) {}

    private record Component(String name, Method accessor) {}

    /**
     * For records.
     *
     * @param sealed the sealed interfaces whose kinds are told apart
     * @param mapper writes what is no record, text, number, time, collection or choice
     */
    RecordWriter(Masker masker, Set<Class<?>> sealed, OnFirstUse<JsonMapper> mapper) {
        this.masker = masker;
        this.sealed = sealed;
        this.mapper = mapper;
    }

    /** As UTF-8. */
    byte[] bytes(Object value) {
        var bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            write(value, new ByteSink(json, this::other));
        }
        return bytes.toByteArray();
    }

    JsonNode tree(Object value) {
        TreeSink sink = new TreeSink();
        write(value, sink);
        return sink.tree();
    }

    /** By way of its text: in a tree, Jackson leaves objects as they are. */
    private JsonNode other(Object value) {
        return mapper.get().readTree(mapper.get().writeValueAsBytes(value));
    }

    private void write(@Nullable Object value, RecordSink to) {
        // Asked one after the other: a switch over types is a class that is spun when it is first come to.
        if (value == null) {
            to.nothing();
        } else if (value instanceof Optional<?> optional) {
            write(optional.orElse(null), to);
        } else if (value instanceof JsonNode tree) {
            to.tree(tree);
        } else if (value instanceof ExecutionId id) {
            to.text(id.value().toString());
        } else if (value instanceof Digest digest) {
            to.text(masked(digest.value()));
        } else if (value instanceof Record components) {
            record(components, to);
        } else if (value instanceof Collection<?> elements) {
            list(elements, to);
        } else if (value instanceof Map<?, ?> map && hasNames(map)) {
            to.beginObject();
            map.forEach((key, element) -> member(String.valueOf(key), element, to));
            to.endObject();
        } else {
            scalar(value, to);
        }
    }

    private void scalar(Object value, RecordSink to) {
        if (value instanceof String text) {
            to.text(masked(text));
        } else if (value instanceof Enum<?> choice) {
            to.text(choice.toString());
        } else if (value instanceof Boolean truth) {
            to.truth(truth);
        } else if (value instanceof Integer number) {
            to.number(number.intValue());
        } else if (value instanceof Long number) {
            to.number(number.longValue());
        } else if (value instanceof Double number) {
            to.number(number.doubleValue());
        } else if (value instanceof Instant || value instanceof Duration) {
            to.text(value.toString());
        } else {
            to.tree(other(value));
        }
    }

    private void list(Collection<?> elements, RecordSink to) {
        to.beginList();
        for (Object element : elements) {
            write(element, to);
        }
        to.endList();
    }

    private static boolean hasNames(Map<?, ?> map) {
        for (Object key : map.keySet()) {
            if (!(key instanceof String)) {
                return false;
            }
        }
        return true;
    }

    private void record(Record value, RecordSink to) {
        Shape shape = shapes.computeIfAbsent(value.getClass(), this::shape);
        to.beginObject();
        if (shape.kind() != null) {
            to.name("is");
            to.text(shape.kind());
        }
        for (Component component : shape.components()) {
            member(component.name(), read(component, value), to);
        }
        to.endObject();
    }

    private void member(String name, @Nullable Object value, RecordSink to) {
        if (value == null || (value instanceof Optional<?> optional && optional.isEmpty())) {
            return;
        }
        to.name(name);
        write(value, to);
    }

    private String masked(String text) {
        return masker.hasSecrets() ? masker.mask(text) : text;
    }

    private Shape shape(Class<?> type) {
        List<Component> components = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            Method accessor = component.getAccessor();
            // The states of providers need not be public.
            accessor.setAccessible(true);
            components.add(new Component(component.getName(), accessor));
        }
        return new Shape(isKind(type) ? type.getSimpleName() : null, components);
    }

    private boolean isKind(Class<?> type) {
        for (Class<?> implemented : type.getInterfaces()) {
            if (sealed.contains(implemented) || isKind(implemented)) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable Object read(Component component, Record value) {
        try {
            return component.accessor().invoke(value);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(component.name() + " of " + value.getClass() + " cannot be read", e);
        }
    }
}
