package dev.penstock.simulator.wire;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;

/** Binds members of REST requests and responses to path, query, headers and body. */
public final class RestBinding {

    private RestBinding() {}

    /**
     * Where a REST request's members come from.
     *
     * @param path values of the path's variables by name
     * @param query values of the query by name
     * @param headers all headers, names in lower case
     */
    public record Source(Map<String, String> path, Map<String, String> query, Map<String, String> headers) {

        /** A header by its name in any case. */
        public Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
        }
    }

    /**
     * Fills a request's builder from everything but the body.
     *
     * @throws ServiceError {@code InvalidArgument} for a value of the wrong kind
     */
    public static void read(Source source, SdkPojo builder) {
        for (Member member : Shape.of(builder).members()) {
            try {
                Object value = valueOf(source, member);
                if (value != null) {
                    member.field().set(builder, value);
                }
            } catch (IllegalArgumentException | ClassCastException e) {
                throw ServiceError.client("InvalidArgument", "Provided " + member.name() + " is not valid");
            }
        }
    }

    /**
     * Fills a request's builder from its body, when the request has a member that is the body or members within it.
     */
    public static void readXmlBody(byte[] body, SdkPojo builder) {
        if (body.length == 0) {
            return;
        }
        for (Member member : Shape.of(builder).members()) {
            if (member.wholePayload() && member.kind() == Member.Kind.STRUCTURE) {
                SdkPojo inner = member.field().constructor().get();
                XmlShapes.read(body, inner);
                member.field().set(builder, Shape.build(inner));
                return;
            }
        }
        if (hasBodyMembers(builder)) {
            XmlShapes.read(body, builder);
        }
    }

    /** Whether a request carries modelled members in its body. */
    public static boolean hasBodyMembers(SdkPojo builder) {
        return Shape.of(builder).members().stream().anyMatch(m -> m.location() == MarshallLocation.PAYLOAD);
    }

    /** The headers of a response. */
    public static Map<String, String> headers(SdkPojo response) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (Member member : Shape.of(response).members()) {
            Object value = member.location() == MarshallLocation.HEADER ? Shape.value(member.field(), response) : null;
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
        for (Member member : Shape.of(response).members()) {
            Object value = member.wholePayload() ? Shape.value(member.field(), response) : null;
            if (value instanceof SdkPojo inner) {
                open(out, member.name(), namespace);
                XmlShapes.writeMembers(out, inner);
                out.append("</").append(member.name()).append('>');
                return;
            }
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
            case QUERY_PARAM -> scalar(member, source.query().get(member.name()));
            case HEADER ->
                member.kind() == Member.Kind.MAP
                        ? prefixed(source, member)
                        : scalar(member, source.header(member.name()).orElse(null));
            case PAYLOAD, STATUS_CODE -> null;
        };
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
