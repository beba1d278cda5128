package dev.penstock.simulator.wire;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.LocationTrait;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/**
 * A request, or a part of one, that is read from a form by name and not through a model class: for a service whose model is much
 * larger than what of it is simulated. Names are as in the form; {@code Filter.1.Name} is the name {@code Name} in the first of
 * {@link #parts} {@code Filter}.
 */
public final class FormRequest implements SdkPojo {

    private static final int DEEPEST = 16;

    private final Map<String, String> values = new TreeMap<>();
    private final Map<String, FormRequest> within = new TreeMap<>();

    private FormRequest() {}

    /**
     * Reads a form.
     *
     * @throws ServiceError when names go too deep
     */
    public static FormRequest of(Map<String, String> form) {
        FormRequest root = new FormRequest();
        form.forEach((name, value) -> {
            FormRequest at = root;
            String[] steps = name.split("\\.", DEEPEST + 1);
            if (steps.length > DEEPEST) {
                throw ServiceError.client("MalformedQueryString", "The parameter " + name + " is nested too deeply.");
            }
            for (int i = 0; i < steps.length - 1; i++) {
                at = at.within.computeIfAbsent(steps[i], step -> new FormRequest());
            }
            at.values.put(steps[steps.length - 1], value);
        });
        return root;
    }

    /** For operations that are declared with a builder of their requests. */
    public static Builder builder() {
        return new Builder();
    }

    /** A value; empty when the form does not have it. */
    public Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /**
     * A value that must be there.
     *
     * @throws ServiceError {@code MissingParameter}
     */
    public String require(String name) {
        return text(name)
                .filter(value -> !value.isEmpty())
                .orElseThrow(() ->
                        ServiceError.client("MissingParameter", "The request must contain the parameter " + name));
    }

    /** Whether a value is {@code true}. */
    public boolean isTrue(String name) {
        return text(name).map(value -> value.toLowerCase(Locale.ROOT)).equals(Optional.of("true"));
    }

    /**
     * A whole number.
     *
     * @throws ServiceError {@code InvalidParameterValue} when it is none
     */
    public Optional<Long> number(String name) {
        return text(name).map(value -> {
            try {
                return Long.valueOf(value.trim());
            } catch (NumberFormatException e) {
                throw ServiceError.client(
                        "InvalidParameterValue", "Value (" + value + ") for parameter " + name + " is invalid.");
            }
        });
    }

    /** A part; one without anything when the form does not have it. */
    public FormRequest part(String name) {
        return within.getOrDefault(name, new FormRequest());
    }

    /** The parts of a list, in the order of their numbers. */
    public List<FormRequest> parts(String name) {
        return part(name).numbered(part -> part.within);
    }

    /** The values of a list, in the order of their numbers. */
    public List<String> texts(String name) {
        return part(name).numbered(part -> part.values);
    }

    private <V> List<V> numbered(Function<FormRequest, Map<String, V>> of) {
        TreeMap<Integer, V> ordered = new TreeMap<>();
        of.apply(this).forEach((name, value) -> {
            if (name.matches("[1-9][0-9]{0,5}")) {
                ordered.put(Integer.valueOf(name), value);
            }
        });
        return List.copyOf(ordered.values());
    }

    /** Whether there is nothing in it. */
    public boolean isEmpty() {
        return values.isEmpty() && within.isEmpty();
    }

    /** Walks through everything that is directly in it: values, and parts after them. */
    public void each(BiConsumer<String, String> value, BiConsumer<String, FormRequest> part) {
        values.forEach(value);
        within.forEach(part);
    }

    /** As form, which {@link #of} reads again. */
    public Map<String, String> form() {
        Map<String, String> form = new LinkedHashMap<>();
        collect("", form);
        return form;
    }

    private void collect(String prefix, Map<String, String> form) {
        values.forEach((name, value) -> form.put(prefix + name, value));
        within.forEach((name, part) -> part.collect(prefix + name + ".", form));
    }

    /** So that policies and faults can look into it as into any request. */
    @Override
    public List<SdkField<?>> sdkFields() {
        List<SdkField<?>> fields = new ArrayList<>();
        values.forEach((name, value) -> fields.add(field(name, MarshallingType.STRING, value)));
        within.forEach((name, part) -> {
            List<Object> items = new ArrayList<>(part.numbered(p -> p.values));
            items.addAll(part.numbered(p -> p.within));
            fields.add(
                    items.isEmpty()
                            ? field(name, MarshallingType.SDK_POJO, part)
                            : field(name, MarshallingType.LIST, items));
        });
        return Collections.unmodifiableList(fields);
    }

    @SuppressWarnings("unchecked") // the type is only the marshallers' concern, and nothing marshals it
    private static <T> SdkField<T> field(String name, MarshallingType<? super T> type, T value) {
        return SdkField.<T>builder((MarshallingType<T>) type)
                .memberName(name)
                .getter(request -> value)
                .traits(LocationTrait.builder()
                        .location(MarshallLocation.PAYLOAD)
                        .locationName(name)
                        .build())
                .build();
    }

    @Override
    public Map<String, SdkField<?>> sdkFieldNameToField() {
        Map<String, SdkField<?>> byName = new LinkedHashMap<>();
        sdkFields().forEach(field -> byName.put(field.memberName(), field));
        return byName;
    }

    @Override
    public String toString() {
        return form().toString();
    }

    /** A request to be. */
    public static final class Builder implements SdkPojo, SdkBuilder<Builder, FormRequest> {

        private Map<String, String> form = Map.of();

        private Builder() {}

        public Builder form(Map<String, String> given) {
            form = Map.copyOf(given);
            return this;
        }

        @Override
        public FormRequest build() {
            return of(form);
        }

        @Override
        public List<SdkField<?>> sdkFields() {
            return List.of();
        }

        @Override
        public Map<String, SdkField<?>> sdkFieldNameToField() {
            return Map.of();
        }
    }
}
