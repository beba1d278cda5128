package dev.penstock.simulator.service;

import dev.penstock.simulator.wire.Json;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;

/**
 * Members of a request and of its response that are newer than the SDK's model classes, for protocols whose bodies are
 * JSON and for the Query protocol. What AWS has already and the pinned SDK does not know yet can so be read and answered all the same.
 */
public final class Unmodelled {

    private final byte[] body;
    private final IdentityHashMap<SdkPojo, Map<String, Object>> answered = new IdentityHashMap<>();
    private @Nullable Object tree;

    /**
     * @param body the request's JSON; empty when there is none
     */
    public Unmodelled(byte[] body) {
        this.body = body;
    }

    /** Of a form, whose names have dots between those of members. */
    public static Unmodelled ofForm(Map<String, String> form) {
        Map<String, Object> root = new HashMap<>();
        form.forEach((name, value) -> put(root, name, value));
        Unmodelled unmodelled = none();
        unmodelled.tree = root;
        return unmodelled;
    }

    @SuppressWarnings("unchecked") // every map in the tree was made here
    private static void put(Map<String, Object> root, String name, String value) {
        Map<String, Object> at = root;
        String[] path = name.split("\\.", -1);
        for (int i = 0; i < path.length - 1; i++) {
            Object next = at.get(path[i]);
            if (!(next instanceof Map<?, ?>)) {
                next = new HashMap<String, Object>();
                at.put(path[i], next);
            }
            at = (Map<String, Object>) next;
        }
        at.putIfAbsent(path[path.length - 1], value);
    }

    /** Of a request that has no JSON body. */
    public static Unmodelled none() {
        return new Unmodelled(new byte[0]);
    }

    /**
     * A member of the request: a map, list, string, number or boolean.
     *
     * @param path the names of members, from the outermost one
     * @return empty when it is not there or null
     */
    public Optional<Object> requested(String... path) {
        if (tree == null && body.length == 0) {
            return Optional.empty();
        }
        if (tree == null) {
            tree = Json.tree(body);
        }
        Object at = tree;
        for (String name : path) {
            at = at instanceof Map<?, ?> map ? map.get(name) : null;
            if (at == null) {
                return Optional.empty();
            }
        }
        return Optional.of(at);
    }

    /**
     * Adds members to what the response says of one object.
     *
     * @param object the very instance that the response will hold
     * @param members by name; values as {@link #requested} gives them
     */
    public void answer(SdkPojo object, Map<String, Object> members) {
        answered.put(object, members);
    }

    /** What the response says of an object beside its modelled members. */
    public Map<String, Object> answered(SdkPojo object) {
        return answered.getOrDefault(object, Map.of());
    }
}
