package dev.penstock.engine;

import dev.penstock.artifact.Digest;
import dev.penstock.execution.ExecutionId;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Makes values of any type that states have, from a seed. */
final class RandomRecords {

    private static final List<String> TEXTS = List.of(
            "", "web", "arn:aws:ecs:eu-west-1:1:service/a", "ü \"quoted\" \\ \n", "0", "null", "\u20ac\ud83d\ude80");

    private final Random random;

    RandomRecords(long seed) {
        this.random = new Random(seed);
    }

    /** A value; throws {@link Refused} if the type's own checks refuse everything that is tried. */
    Object value(Type type) {
        if (type instanceof ParameterizedType generic) {
            return generic(generic);
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isSealed()) {
            Class<?>[] kinds = plain.getPermittedSubclasses();
            return value(kinds[random.nextInt(kinds.length)]);
        }
        if (plain.isEnum()) {
            return plain.getEnumConstants()[random.nextInt(plain.getEnumConstants().length)];
        }
        if (plain == ExecutionId.class) {
            return new ExecutionId(new UUID(random.nextLong(), random.nextLong()));
        }
        if (plain == Digest.class) {
            return Digest.of(text().getBytes(StandardCharsets.UTF_8));
        }
        return plain.isRecord() ? record(plain) : scalar(plain);
    }

    private Object scalar(Class<?> type) {
        return switch (type.getName()) {
            case "java.lang.String" -> text();
            case "int", "java.lang.Integer" -> random.nextInt(200);
            case "long", "java.lang.Long" -> random.nextBoolean() ? random.nextInt(100) : random.nextLong() >>> 8;
            case "double", "java.lang.Double" -> random.nextInt(1000) / 8.0;
            case "boolean", "java.lang.Boolean" -> random.nextBoolean();
            case "java.time.Instant" ->
                Instant.ofEpochSecond(random.nextInt(2_000_000_000), random.nextInt(1_000_000_000));
            case "java.time.Duration" -> Duration.ofMillis(random.nextInt(10_000_000));
            case "tools.jackson.databind.JsonNode" -> tree();
            default -> throw new Refused("no value of " + type);
        };
    }

    private Object generic(ParameterizedType type) {
        Type last = type.getActualTypeArguments()[type.getActualTypeArguments().length - 1];
        int several = random.nextInt(3);
        Class<?> raw = (Class<?>) type.getRawType();
        if (raw == Optional.class) {
            return several == 0 ? Optional.empty() : Optional.of(value(last));
        }
        if (raw == Map.class) {
            Map<String, Object> map = new LinkedHashMap<>();
            for (int i = 0; i < several; i++) {
                map.put("key " + i, value(last));
            }
            return map;
        }
        Stream<Object> elements = Stream.generate(() -> value(last)).limit(several);
        return raw == Set.class ? elements.collect(Collectors.toCollection(LinkedHashSet::new)) : elements.toList();
    }

    private Object record(Class<?> type) {
        Throwable refused = new IllegalStateException();
        for (int attempt = 0; attempt < 200; attempt++) {
            List<Class<?>> types = new ArrayList<>();
            List<Object> values = new ArrayList<>();
            for (RecordComponent component : type.getRecordComponents()) {
                types.add(component.getType());
                values.add(value(component.getGenericType()));
            }
            try {
                Constructor<?> constructor = type.getDeclaredConstructor(types.toArray(Class<?>[]::new));
                constructor.setAccessible(true);
                return constructor.newInstance(values.toArray());
            } catch (InvocationTargetException e) {
                // Its own checks refuse it; the next may do.
                refused = e;
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
        throw new Refused("nothing will do for " + type + ": " + refused.getCause());
    }

    private String text() {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }

    private static JsonNode tree() {
        return JsonMapper.shared().readTree("{\"is\":\"x\",\"n\":[1,2.5,true,null,\"t\"],\"o\":{}}");
    }

    /** A type of which no value can be made up. */
    static final class Refused extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }
    }
}
