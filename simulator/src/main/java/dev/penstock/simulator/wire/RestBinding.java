package dev.penstock.simulator.wire;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;

/** Binds members of REST requests and responses to path, query, headers and body. */
public final class RestBinding {

    private RestBinding() {}

    /**
     * Where a REST request's members come from.
     *
     * @param path values of the path's variables by name
     * @param query all values of the query by name
     * @param headers all headers, names in lower case
     */
    public record Source(Map<String, String> path, Map<String, List<String>> query, Map<String, String> headers) {

        /** A header by its name in any case. */
        public Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
        }
    }

    /**
     * Fills a request's builder from everything but the body.
     *
     * @param wrongKind the code of the error for a value that is none of its member's kind
     * @throws ServiceError of that code
     */
    public static void read(Source source, SdkPojo builder, String wrongKind) {
        for (Member member : Shape.of(builder).members()) {
            try {
                Object value = valueOf(source, member);
                if (value != null) {
                    member.field().set(builder, value);
                }
            } catch (IllegalArgumentException | ClassCastException e) {
                throw ServiceError.client(wrongKind, "Provided " + member.name() + " is not valid");
            }
        }
    }

    /**
     * Fills a request's builder from a body of XML, when the request has a member that is the body or members within it.
     */
    public static void readXmlBody(byte[] body, SdkPojo builder) {
        readBody(body, builder, XmlShapes::read);
    }

    /**
     * Fills a request's builder from a body of JSON, or of what a member that is the body is made of.
     *
     * @throws ServiceError as AWS answers a body that is no JSON or has values of the wrong kind
     */
    public static void readJsonBody(byte[] body, SdkPojo builder) {
        readBody(body, builder, JsonShapes::read);
    }

    private static void readBody(byte[] body, SdkPojo builder, BiConsumer<byte[], SdkPojo> structure) {
        Member whole = wholePayload(builder);
        if (body.length == 0) {
            return;
        }
        if (whole == null) {
            if (hasBodyMembers(builder)) {
                structure.accept(body, builder);
            }
            return;
        }
        switch (whole.kind()) {
            case STRUCTURE -> {
                SdkPojo inner = whole.field().constructor().get();
                structure.accept(body, inner);
                whole.field().set(builder, Shape.build(inner));
            }
            case BYTES -> whole.field().set(builder, SdkBytes.fromByteArray(body));
            case STRING -> whole.field().set(builder, new String(body, StandardCharsets.UTF_8));
            default -> throw new IllegalStateException(whole.name() + " cannot be a whole body");
        }
    }

    private static @Nullable Member wholePayload(SdkPojo pojo) {
        return Shape.of(pojo).members().stream()
                .filter(Member::wholePayload)
                .findFirst()
                .orElse(null);
    }

    /** Whether a request or a response carries modelled members in its body. */
    public static boolean hasBodyMembers(SdkPojo pojo) {
        return Shape.of(pojo).members().stream().anyMatch(m -> m.location() == MarshallLocation.PAYLOAD);
    }

    /** The status that a response says itself, or empty. */
    public static Optional<Integer> status(SdkPojo response) {
        return Shape.of(response).members().stream()
                .filter(member -> member.location() == MarshallLocation.STATUS_CODE)
                .findFirst()
                .map(member -> (Integer) Shape.value(member.field(), response));
    }

    /**
     * The body of a response in JSON: the member that is the body, or the members within it.
     *
     * @param more members that an object has beside its modelled ones
     */
    public static byte[] jsonBody(SdkPojo response, Function<SdkPojo, Map<String, Object>> more) {
        Member whole = wholePayload(response);
        if (whole == null) {
            return JsonShapes.writeBody(response, more);
        }
        return switch (Shape.value(whole.field(), response)) {
            case SdkPojo inner -> JsonShapes.write(inner, more);
            case SdkBytes bytes -> bytes.asByteArrayUnsafe();
            case String text -> text.getBytes(StandardCharsets.UTF_8);
            case null, default -> new byte[0];
        };
    }

    /** The headers of a request or a response. */
    public static Map<String, String> headers(SdkPojo message) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (Member member : Shape.of(message).members()) {
            Object value = member.location() == MarshallLocation.HEADER ? Shape.value(member.field(), message) : null;
            if (value instanceof Map<?, ?> map) {
                map.forEach((key, text) -> headers.put(member.name() + key, String.valueOf(text)));
            } else if (value instanceof List<?> list) {
                headers.put(
                        member.name(),
                        String.join(",", list.stream().map(String::valueOf).toList()));
            } else if (value != null) {
                headers.put(member.name(), Scalars.write(member, value));
            }
        }
        return headers;
    }

    /**
     * Appends the body of a response: the member that is the body, under its own name, or all body members under the
     * given one.
     */
    public static void writeXmlBody(StringBuilder out, SdkPojo response, String root, String namespace) {
        Member whole = wholePayload(response);
        if (whole != null && Shape.value(whole.field(), response) instanceof SdkPojo inner) {
            open(out, whole.name(), namespace);
            XmlShapes.writeMembers(out, inner);
            out.append("</").append(whole.name()).append('>');
            return;
        }
        open(out, root, namespace);
        XmlShapes.writeMembers(out, response);
        out.append("</").append(root).append('>');
    }

    private static void open(StringBuilder out, String name, String namespace) {
        out.append('<').append(name).append(" xmlns=\"").append(namespace).append("\">");
    }

    private static @Nullable Object valueOf(Source source, Member member) {
        return switch (member.location()) {
            case PATH, GREEDY_PATH -> scalar(member, source.path().get(member.name()));
            case QUERY_PARAM -> ofQuery(member, source.query().get(member.name()));
            case HEADER ->
                member.kind() == Member.Kind.MAP
                        ? prefixed(source, member)
                        : scalar(member, source.header(member.name()).orElse(null));
            case PAYLOAD, STATUS_CODE -> null;
        };
    }

    private static @Nullable Object ofQuery(Member member, @Nullable List<String> values) {
        if (values == null) {
            return null;
        }
        if (member.kind() == Member.Kind.LIST) {
            Member element = member.element();
            return values.stream().map(value -> Scalars.read(element, value)).toList();
        }
        String value = values.getLast();
        // An empty number in a query is none; S3 says nothing of it.
        return value.isEmpty() && member.kind() == Member.Kind.INTEGER ? null : Scalars.read(member, value);
    }

    private static @Nullable Object scalar(Member member, @Nullable String text) {
        if (text == null) {
            return null;
        }
        if (member.kind() == Member.Kind.LIST) {
            Member element = member.element();
            return List.of(text.split(",")).stream()
                    .map(part -> Scalars.read(element, part.trim()))
                    .toList();
        }
        return Scalars.read(member, text);
    }

    private static @Nullable Object prefixed(Source source, Member member) {
        Map<String, String> values = new TreeMap<>();
        String prefix = member.name().toLowerCase(Locale.ROOT);
        source.headers().forEach((name, value) -> {
            if (name.startsWith(prefix)) {
                values.put(name.substring(prefix.length()), value);
            }
        });
        return values.isEmpty() ? null : values;
    }
}
