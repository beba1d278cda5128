package dev.penstock.simulator.wire;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.core.SdkPojo;

/**
 * How a service whose model is one of JSON calls its lists and maps in the Query protocol that it spoke before. All of
 * them are flattened there: {@code Attribute.1.Name}, or one element after the other.
 */
public final class QueryNames {

    /** Stands in a name for that of the operation. */
    public static final String OPERATION = "*";

    /** A service whose model is the Query protocol's own. */
    public static final QueryNames AS_MODELLED = new QueryNames("");

    /**
     * How a list or a map is called.
     *
     * @param entry the name of each of its entries
     * @param key what the key of a map's entry is called; empty for a list
     */
    record Flat(String entry, String key) {

        /** What the value of a map's entry is called. */
        static final String VALUE = "Value";
    }

    private final String address;
    private final Map<String, Flat> byMember = new HashMap<>();
    private Function<SdkPojo, Map<String, Object>> further = object -> Map.of();

    private QueryNames(String address) {
        this.address = address;
    }

    /**
     * Begins names.
     *
     * @param member which member of requests may be left out when the request goes to the address that it would hold
     */
    public static QueryNames addressedBy(String member) {
        return new QueryNames(member);
    }

    /**
     * Adds a list.
     *
     * @param entry the name of each of its items; {@link #OPERATION} in it stands for the operation's
     */
    public QueryNames list(String member, String entry) {
        byMember.put(member, new Flat(entry, ""));
        return this;
    }

    /**
     * Adds a map.
     *
     * @param entry the name of each of its entries
     * @param key what an entry's key is called
     */
    public QueryNames map(String member, String entry, String key) {
        byMember.put(member, new Flat(entry, key));
        return this;
    }

    /** The member that the address of a request may stand for. */
    public Optional<String> address() {
        return address.isEmpty() ? Optional.empty() : Optional.of(address);
    }

    /** The names as they are in one operation. */
    public QueryNames in(String operation) {
        if (byMember.values().stream().noneMatch(flat -> flat.entry().contains(OPERATION))) {
            return this;
        }
        QueryNames names = new QueryNames(address);
        byMember.forEach((member, flat) ->
                names.byMember.put(member, new Flat(flat.entry().replace(OPERATION, operation), flat.key())));
        return names;
    }

    /**
     * The same, with members that the model classes do not know.
     *
     * @param unmodelled what an answer says of an object beside its modelled members: texts, or maps of such
     */
    public QueryNames with(Function<SdkPojo, Map<String, Object>> unmodelled) {
        QueryNames names = new QueryNames(address);
        names.byMember.putAll(byMember);
        names.further = unmodelled;
        return names;
    }

    Map<String, Object> further(SdkPojo object) {
        return further.apply(object);
    }

    Optional<Flat> of(String member) {
        return Optional.ofNullable(byMember.get(member));
    }
}
