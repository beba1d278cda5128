package dev.penstock.simulator.cloudformation.serverless;

import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What the transform has written so far: resources by their logical ids, and the names that lead to them. */
final class Written {

    private static final int DIGITS = 10;

    private final Map<String, JsonValue> resources = new LinkedHashMap<>();
    private final References references = new References();
    private final UnaryOperator<JsonValue> known;

    /** @param known works out what can be told before anything is made: values of parameters */
    Written(UnaryOperator<JsonValue> known) {
        this.known = known;
    }

    Map<String, JsonValue> resources() {
        return resources;
    }

    References references() {
        return references;
    }

    JsonValue known(JsonValue value) {
        return known.apply(value);
    }

    Optional<String> knownText(Optional<JsonValue> value) {
        return value.map(known).filter(JsonTexts::isScalar).map(JsonTexts::scalar);
    }

    /** @param like the resource that it is made for, whose condition it shares */
    void add(String logicalId, String type, JsonValue.Structure properties, Declared like) {
        add(logicalId, type, properties, new Members().from(like.attributes(), List.of("Condition")));
    }

    void add(String logicalId, String type, JsonValue.Structure properties, Members attributes) {
        Map<String, JsonValue> resource = new LinkedHashMap<>();
        resource.put("Type", Members.text(type));
        resource.putAll(attributes.built().members());
        resource.put("Properties", properties);
        resources.put(logicalId, new JsonValue.Structure(resource));
    }

    boolean has(String logicalId) {
        return resources.containsKey(logicalId);
    }

    /** An id that is another one as soon as what it stands for is another. */
    static String hashed(String prefix, String of) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(of.getBytes(StandardCharsets.UTF_8));
            return prefix + HexFormat.of().formatHex(digest).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
