package dev.penstock.engine;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.annotation.Nulls;
import dev.penstock.artifact.Digest;
import dev.penstock.execution.ActionPhase;
import dev.penstock.execution.Asking;
import dev.penstock.execution.ExecutionEvent;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Progress;
import dev.penstock.execution.StageRollback;
import dev.penstock.execution.Wait;
import dev.penstock.secret.Masker;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.cfg.MutableConfigOverride;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.NamedType;
import tools.jackson.databind.module.SimpleModule;

/**
 * How facts, states and signals are written into the journal: JSON, one property {@code is} naming the kind of each fact.
 * What a fact of a kind once had must stay readable; properties that are not known are passed over.
 *
 * <p>Every text is masked on its way in, so that a secret that found its way into a message does not reach the disk.
 */
final class ExecutionCodec {

    private static final Set<Class<?>> KNOWN = Set.of(
            ExecutionEvent.class,
            ActionPhase.class,
            Progress.class,
            Wait.class,
            Asking.class,
            StageRollback.class,
            Signal.class);

    private final RecordWriter writer;
    private final OnFirstUse<JsonMapper> mapper;
    private final OnFirstUse<ObjectReader> eventReader;

    ExecutionCodec(Masker masker) {
        this.mapper = new OnFirstUse<>(() -> mapper(masker).build());
        this.eventReader = new OnFirstUse<>(() -> eventReader(mapper.get()));
        this.writer = new RecordWriter(masker, KNOWN, mapper);
    }

    private static ObjectReader eventReader(JsonMapper mapper) {
        return mapper.readerFor(mapper.getTypeFactory().constructCollectionType(List.class, ExecutionEvent.class));
    }

    byte[] events(List<ExecutionEvent> events) {
        return writer.bytes(events);
    }

    List<ExecutionEvent> events(byte[] payload) {
        return eventReader.get().readValue(payload);
    }

    byte[] state(ExecutionState state) {
        return writer.bytes(state);
    }

    ExecutionState state(byte[] payload) {
        return mapper.get().readValue(payload, ExecutionState.class);
    }

    byte[] signal(Signal signal) {
        return writer.bytes(signal);
    }

    Signal signal(byte[] payload) {
        return mapper.get().readValue(payload, Signal.class);
    }

    /** A mapper for the states of one provider: records, and sealed interfaces of records by their simple names. */
    static JsonMapper stateMapper(Masker masker, Class<?> stateType) {
        JsonMapper.Builder builder = mapper(masker);
        for (Class<?> found : sealedIn(stateType)) {
            builder.addMixIn(found, Kinds.class);
            registerKinds(builder, found);
        }
        return builder.build();
    }

    /** Writes what {@link #stateMapper} reads. */
    static RecordWriter stateWriter(Masker masker, Class<?> stateType, OnFirstUse<JsonMapper> mapper) {
        Set<Class<?>> kinds = new HashSet<>(KNOWN);
        kinds.addAll(sealedIn(stateType));
        return new RecordWriter(masker, kinds, mapper);
    }

    /** The sealed interfaces that a state is or has, at any depth: their cases are told apart. */
    private static Set<Class<?>> sealedIn(Class<?> stateType) {
        Set<Class<?>> found = new LinkedHashSet<>();
        addSealed(stateType, new HashSet<>(), found);
        return found;
    }

    private static void addSealed(Type type, Set<Type> seen, Set<Class<?>> found) {
        if (!seen.add(type)) {
            return;
        }
        if (type instanceof ParameterizedType generic) {
            for (Type argument : generic.getActualTypeArguments()) {
                addSealed(argument, seen, found);
            }
        } else if (type instanceof Class<?> state && state.getName().startsWith("java.")) {
            return;
        } else if (type instanceof Class<?> state && state.isSealed() && !KNOWN.contains(state)) {
            found.add(state);
            for (Class<?> permitted : state.getPermittedSubclasses()) {
                addSealed(permitted, seen, found);
            }
        } else if (type instanceof Class<?> state && state.isRecord()) {
            for (RecordComponent component : state.getRecordComponents()) {
                addSealed(component.getGenericType(), seen, found);
            }
        }
    }

    private static JsonMapper.Builder mapper(Masker masker) {
        var module = new SimpleModule("penstock");
        module.addSerializer(String.class, new MaskedText(masker));
        JsonMapper.Builder builder = JsonMapper.builder()
                .addModule(module)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                // What was written before a kind of fact had a list or a set has none of its elements.
                .withConfigOverride(List.class, ExecutionCodec::absentIsEmpty)
                .withConfigOverride(Set.class, ExecutionCodec::absentIsEmpty)
                .changeDefaultPropertyInclusion(include -> include.withValueInclusion(JsonInclude.Include.NON_ABSENT))
                .addMixIn(ExecutionId.class, ExecutionIdText.class)
                .addMixIn(Digest.class, DigestText.class);
        for (Class<?> root : KNOWN) {
            builder.addMixIn(root, Kinds.class);
            registerKinds(builder, root);
        }
        return builder;
    }

    private static void absentIsEmpty(MutableConfigOverride override) {
        override.setNullHandling(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY));
    }

    private static void registerKinds(JsonMapper.Builder builder, Class<?> sealed) {
        for (Class<?> permitted : sealed.getPermittedSubclasses()) {
            if (permitted.isSealed()) {
                registerKinds(builder, permitted);
            } else {
                builder.registerSubtypes(new NamedType(permitted, permitted.getSimpleName()));
            }
        }
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
    private interface Kinds {}

    // Mixed into the class of the same shape: only the annotations and signatures are looked at.
    @SuppressWarnings("UnusedVariable")
    private abstract static class ExecutionIdText {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        ExecutionIdText(UUID value) {}

        @JsonValue
        abstract UUID value();
    }

    @SuppressWarnings("UnusedVariable")
    private abstract static class DigestText {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        DigestText(String value) {}

        @JsonValue
        abstract String value();
    }

    private static final class MaskedText extends ValueSerializer<String> {

        private final Masker masker;

        MaskedText(Masker masker) {
            this.masker = masker;
        }

        @Override
        public void serialize(String value, JsonGenerator generator, SerializationContext context) {
            generator.writeString(masker.hasSecrets() ? masker.mask(value) : value);
        }
    }
}
