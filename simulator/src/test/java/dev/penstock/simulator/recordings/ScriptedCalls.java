package dev.penstock.simulator.recordings;

import dev.penstock.simulator.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.TraitType;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/**
 * Calls of S3 as data: the operation, its parameters by their names in the model, and what of earlier answers they take.
 * Recorded tests of S3 are hundreds, and what they call is all that differs between them.
 */
final class ScriptedCalls {

    /**
     * A recorded test.
     *
     * @param name of the recorded test
     * @param calls in order
     */
    record Script(String name, List<Call> calls) {}

    /**
     * A call.
     *
     * @param label of the recorded response; empty when it has none
     */
    record Call(String operation, Map<?, ?> parameters, String label) {}

    private ScriptedCalls() {}

    /** The scripts of a resource beside this class, a line each. */
    static List<Script> read(String resource) {
        try (InputStream in = ScriptedCalls.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalArgumentException("no resource " + resource);
            }
            List<Script> scripts = new ArrayList<>();
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
                if (!line.isBlank() && Json.tree(line.getBytes(StandardCharsets.UTF_8)) instanceof Map<?, ?> script) {
                    scripts.add(new Script(String.valueOf(script.get("test")), calls((List<?>) script.get("calls"))));
                }
            }
            return scripts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Call> calls(@Nullable List<?> entries) {
        List<Call> calls = new ArrayList<>();
        for (Object entry : entries == null ? List.of() : entries) {
            Map<?, ?> call = (Map<?, ?>) entry;
            calls.add(new Call(
                    String.valueOf(call.get("op")),
                    call.get("p") instanceof Map<?, ?> parameters ? parameters : Map.of(),
                    call.get("label") instanceof String label ? label : ""));
        }
        return calls;
    }

    /** Makes the calls of a script; each answer or error is given to the session when it has a label. */
    static void play(Script script, S3Client s3, ErrorBodies bodies, Session session) {
        List<Map<String, String>> answers = new ArrayList<>();
        for (Call call : script.calls()) {
            Object answer;
            try {
                answer = readable(invoke(s3, call, answers));
            } catch (AwsServiceException e) {
                answer = bodies.with(e);
            } catch (RuntimeException e) {
                answer = Map.of("refused by the client", String.valueOf(e.getMessage()));
            }
            answers.add(answer instanceof SdkPojo pojo ? texts(pojo) : Map.of());
            if (!call.label().isEmpty()) {
                session.matches(call.label(), answer);
            }
        }
    }

    /** An answer without its contents where those are no text. */
    private static Object readable(Object answer) {
        if (!(answer instanceof ResponseBytes<?> contents)) {
            return answer;
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(contents.asByteBuffer());
            return answer;
        } catch (CharacterCodingException e) {
            return contents.response();
        }
    }

    private static Object invoke(S3Client s3, Call call, List<Map<String, String>> answers) {
        try {
            String base = "software.amazon.awssdk.services.s3.model.";
            Class<?> type = Class.forName(base + call.operation() + "Request");
            SdkBuilder<?, ?> builder =
                    (SdkBuilder<?, ?>) type.getMethod("builder").invoke(null);
            fill((SdkPojo) builder, asBoto(call), answers);
            Object request = builder.build();
            String method = call.operation().substring(0, 1).toLowerCase(Locale.ROOT)
                    + call.operation().substring(1);
            return switch (call.operation()) {
                case "PutObject", "UploadPart" ->
                    S3Client.class
                            .getMethod(method, type, RequestBody.class)
                            .invoke(
                                    s3,
                                    request,
                                    RequestBody.fromBytes(body(call.parameters().get("Body"))));
                case "GetObject" ->
                    S3Client.class
                            .getMethod(method, type, ResponseTransformer.class)
                            .invoke(s3, request, ResponseTransformer.toBytes());
                default -> S3Client.class.getMethod(method, type).invoke(s3, request);
            };
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The parameters with what boto3, which the calls were recorded with, adds, and as the Java SDK names them. */
    private static Map<String, Object> asBoto(Call call) {
        Map<String, Object> parameters = new HashMap<>();
        call.parameters().forEach((name, value) -> parameters.put(String.valueOf(name), value));
        if (call.operation().startsWith("ListObject")) {
            parameters.putIfAbsent("EncodingType", "url");
        } else if (call.operation().equals("PutObject")) {
            parameters.putIfAbsent("ContentType", "binary/octet-stream");
        } else if (call.operation().endsWith("Copy") || call.operation().startsWith("Copy")) {
            parameters.put("DestinationBucket", call.parameters().get("Bucket"));
            parameters.put("DestinationKey", call.parameters().get("Key"));
        }
        return parameters;
    }

    private static byte[] body(@Nullable Object value) {
        if (value instanceof Map<?, ?> map && map.get("$fill") instanceof List<?> fill) {
            byte[] bytes = new byte[((Long) fill.get(1)).intValue()];
            Arrays.fill(bytes, (byte) String.valueOf(fill.getFirst()).charAt(0));
            return bytes;
        } else if (value instanceof Map<?, ?> map && map.get("$b64") instanceof String text) {
            return Base64.getDecoder().decode(text);
        }
        return value == null ? new byte[0] : String.valueOf(value).getBytes(StandardCharsets.UTF_8);
    }

    private static void fill(SdkPojo builder, Map<?, ?> parameters, List<Map<String, String>> answers) {
        for (SdkField<?> field : builder.sdkFields()) {
            Object value = parameters.get(field.memberName());
            if (value != null && !field.memberName().equals("Body")) {
                field.set(builder, value(field, value, answers));
            }
        }
    }

    private static @Nullable Object value(SdkField<?> field, Object value, List<Map<String, String>> answers) {
        MarshallingType<?> type = field.marshallingType();
        if (type == MarshallingType.SDK_POJO) {
            SdkPojo inner = field.constructor().get();
            fill(inner, (Map<?, ?>) value, answers);
            return ((SdkBuilder<?, ?>) inner).build();
        } else if (type == MarshallingType.LIST) {
            SdkField<?> element =
                    field.getTrait(ListTrait.class, TraitType.LIST_TRAIT).memberFieldInfo();
            List<Object> values = new ArrayList<>();
            ((List<?>) value).forEach(item -> values.add(value(element, item, answers)));
            return values;
        } else if (type == MarshallingType.MAP) {
            Map<String, String> values = new HashMap<>();
            ((Map<?, ?>) value).forEach((key, text) -> values.put(String.valueOf(key), String.valueOf(text)));
            return values;
        } else if (type == MarshallingType.INSTANT) {
            boolean relative = value instanceof Map<?, ?> map && map.get("$time") instanceof Number;
            double offset = relative ? Double.parseDouble(String.valueOf(((Map<?, ?>) value).get("$time"))) : 0;
            return Instant.now().plusSeconds(Math.round(offset)).truncatedTo(ChronoUnit.SECONDS);
        }
        String text = text(value, answers);
        if (type == MarshallingType.INTEGER) {
            return Integer.valueOf(text);
        } else if (type == MarshallingType.LONG) {
            return Long.valueOf(text);
        }
        return type == MarshallingType.BOOLEAN ? (Object) Boolean.valueOf(text) : text;
    }

    private static String text(Object value, List<Map<String, String>> answers) {
        if (value instanceof Map<?, ?> map && map.get("$from") instanceof List<?> from) {
            return Optional.ofNullable(
                            answers.get(((Long) from.getFirst()).intValue()).get(String.valueOf(from.get(1))))
                    .orElse("missing");
        } else if (value instanceof Map<?, ?>) {
            return new String(body(value), StandardCharsets.UTF_8);
        }
        return String.valueOf(value);
    }

    /** The answer's texts by the names of their members. */
    private static Map<String, String> texts(SdkPojo pojo) {
        Map<String, String> texts = new HashMap<>();
        for (SdkField<?> field : pojo.sdkFields()) {
            if (field.getValueOrDefault(pojo) instanceof String text) {
                texts.put(field.memberName(), text);
            }
        }
        return texts;
    }
}
