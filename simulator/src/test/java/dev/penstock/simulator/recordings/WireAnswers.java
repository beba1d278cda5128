package dev.penstock.simulator.recordings;

import dev.penstock.simulator.wire.RestBinding;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.PayloadTrait;
import software.amazon.awssdk.utils.builder.Buildable;

/** Answers of S3 as the recordings have them: what a client's parser makes of status, headers and body. */
final class WireAnswers {

    private static final String MODEL = "software.amazon.awssdk.services.s3.model.";
    private static final Pattern LEAF = Pattern.compile("<([A-Za-z0-9_.-]+)>([^<]*)</\\1>");
    private static final Pattern LOCATION = Pattern.compile("<LocationConstraint[^>]*>([^<]*)</LocationConstraint>");

    /** What clients decode in listings whose encoding they asked for themselves. */
    private static final Set<String> ENCODED =
            Set.of("Delimiter", "Marker", "NextMarker", "Prefix", "StartAfter", "Key", "KeyMarker", "NextKeyMarker");

    /** Headers that clients name in the metadata of answers. */
    private static final Map<String, String> NAMED = Map.of("RequestId", "x-amz-request-id", "HostId", "x-amz-id-2");

    private WireAnswers() {}

    /** The answer to an operation of S3's model, or its error. */
    static Tree.Structure of(WireScript.Call call, WireClient.Answer answer) {
        String operation = call.operation();
        Map<String, Tree> members = new LinkedHashMap<>();
        if (answer.status() >= 300) {
            members.putAll(error(answer));
        } else if (Responses.of(pojo(operation, answer)) instanceof Tree.Structure(Map<String, Tree> modelled)) {
            modelled.forEach((name, value) -> members.put(name, call.decode() ? decoded(name, value) : value));
        }
        if (answer.status() < 300 && operation.equals("GetObject")) {
            text(call.read() ? new byte[0] : answer.body()).ifPresent(text -> members.put("Body", new Tree.Text(text)));
        }
        if (answer.status() < 300 && (operation.equals("GetObject") || operation.equals("HeadObject"))) {
            members.putIfAbsent("Metadata", new Tree.Structure(Map.of()));
        }
        members.put("ResponseMetadata", metadata(answer));
        return new Tree.Structure(members);
    }

    /** The answer of another service, for what later calls take of it: JSON, or the result within a Query response. */
    static Tree other(String operation, WireClient.Answer answer) {
        if (answer.text().startsWith("<")
                && document(answer) instanceof Tree.Structure document
                && document.member(operation + "Response").orElse(document) instanceof Tree.Structure response) {
            return response.member(operation + "Result").orElse(response);
        }
        return Tree.parse(answer.text()).orElse(new Tree.Nothing());
    }

    private static SdkPojo pojo(String operation, WireClient.Answer answer) {
        try {
            SdkPojo builder = (SdkPojo) Class.forName(MODEL + operation + "Response")
                    .getMethod("builder")
                    .invoke(null);
            RestBinding.read(new RestBinding.Source(Map.of(), Map.of(), answer.headers()), builder, "InvalidArgument");
            fill(operation, answer, builder);
            return (SdkPojo) ((Buildable) builder).build();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void fill(String operation, WireClient.Answer answer, SdkPojo builder) {
        Optional<SdkField<?>> whole = builder.sdkFields().stream()
                .filter(field -> field.containsTrait(PayloadTrait.class) && field.constructor() == null)
                .findFirst();
        if (operation.equals("GetBucketLocation")) {
            Matcher location = LOCATION.matcher(answer.text());
            if (location.find() && !location.group(1).isEmpty()) {
                builder.sdkFields().getFirst().set(builder, location.group(1));
            }
        } else if (whole.isPresent()) {
            whole.get().set(builder, answer.text());
        } else {
            RestBinding.readXmlBody(answer.body(), builder);
        }
    }

    private static Map<String, Tree> error(WireClient.Answer answer) {
        Map<String, Tree> said = new LinkedHashMap<>();
        Matcher leaf = LEAF.matcher(answer.text());
        while (leaf.find()) {
            said.put(leaf.group(1), new Tree.Text(unescaped(leaf.group(2))));
        }
        said.putIfAbsent("Code", new Tree.Text(Integer.toString(answer.status())));
        said.putIfAbsent("Message", new Tree.Text(answer.body().length == 0 ? answer.reason() : ""));
        Map<String, Tree> members = new LinkedHashMap<>(said);
        members.put("Error", new Tree.Structure(said));
        return members;
    }

    private static Tree metadata(WireClient.Answer answer) {
        Map<String, Tree> members = new LinkedHashMap<>();
        members.put("HTTPStatusCode", new Tree.Number(BigDecimal.valueOf(answer.status())));
        members.put("HTTPHeaders", headers(answer));
        members.put("RetryAttempts", new Tree.Number(BigDecimal.ZERO));
        NAMED.forEach((member, header) -> {
            String value = answer.headers().get(header);
            if (value != null) {
                members.put(member, new Tree.Text(value));
            }
        });
        return new Tree.Structure(members);
    }

    private static Tree headers(WireClient.Answer answer) {
        Map<String, Tree> headers = new LinkedHashMap<>();
        answer.headers().forEach((name, value) -> headers.put(name, new Tree.Text(value)));
        return new Tree.Structure(headers);
    }

    /** The shapes in which recorded tests keep answers that no SDK asked for. */
    static Tree plain(String form, WireClient.Answer answer) {
        return switch (form) {
            case "text" -> new Tree.Text(answer.text());
            case "headers" -> headers(answer);
            case "xml" -> document(answer);
            case "xml+status" -> {
                Map<String, Tree> members = new LinkedHashMap<>(((Tree.Structure) document(answer)).members());
                members.put("StatusCode", new Tree.Number(BigDecimal.valueOf(answer.status())));
                yield new Tree.Structure(members);
            }
            case "root" ->
                ((Tree.Structure) document(answer))
                        .members()
                        .values()
                        .iterator()
                        .next();
            case "response" ->
                new Tree.Structure(Map.of(
                        "StatusCode",
                        new Tree.Number(BigDecimal.valueOf(answer.status())),
                        "Headers",
                        headers(answer),
                        "Body",
                        answer.text().startsWith("<") ? document(answer) : new Tree.Text(answer.text())));
            default -> throw new IllegalArgumentException("no form " + form);
        };
    }

    private static Tree document(WireClient.Answer answer) {
        return XmlTree.of(new ByteArrayInputStream(answer.body()));
    }

    private static Tree decoded(String name, Tree tree) {
        return switch (tree) {
            case Tree.Text(String value)
            when ENCODED.contains(name) -> new Tree.Text(URLDecoder.decode(value, StandardCharsets.UTF_8));
            case Tree.Structure(var members) -> {
                Map<String, Tree> all = new LinkedHashMap<>();
                members.forEach((member, value) -> all.put(member, decoded(member, value)));
                yield new Tree.Structure(all);
            }
            case Tree.Sequence(var items) ->
                new Tree.Sequence(
                        items.stream().map(item -> decoded(name, item)).toList());
            default -> tree;
        };
    }

    private static Optional<String> text(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static String unescaped(String xml) {
        return xml.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&apos;", "'")
                .replace("&amp;", "&");
    }
}
