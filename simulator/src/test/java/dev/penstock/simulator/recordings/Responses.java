package dev.penstock.simulator.recordings;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;
import software.amazon.awssdk.http.SdkHttpResponse;

/** What the SDK for Java made of an answer, in the form in which recordings have it. */
final class Responses {

    private Responses() {}

    /**
     * The tree of a response: a model class, one with its streamed body, a list, a map, a scalar.
     *
     * @throws IllegalArgumentException for anything else
     */
    static Tree of(@Nullable Object response) {
        return switch (response) {
            case null -> new Tree.Nothing();
            case Tree tree -> tree;
            case AwsServiceException error -> error(error);
            case ResponseBytes<?> streamed -> {
                Map<String, Tree> members = new LinkedHashMap<>(structure((SdkPojo) streamed.response()));
                members.put("Body", new Tree.Text(streamed.asUtf8String()));
                yield new Tree.Structure(members);
            }
            case SdkPojo pojo -> new Tree.Structure(structure(pojo));
            case Map<?, ?> map -> {
                Map<String, Tree> members = new LinkedHashMap<>();
                map.forEach((key, value) -> members.put(String.valueOf(key), of(value)));
                yield new Tree.Structure(members);
            }
            case Collection<?> items -> {
                List<Tree> all = new ArrayList<>();
                items.forEach(item -> all.add(of(item)));
                yield new Tree.Sequence(all);
            }
            case Boolean truth -> new Tree.Truth(truth);
            case Instant instant -> new Tree.Time(instant);
            case SdkBytes bytes -> new Tree.Text(bytes.asUtf8String());
            case Number number -> new Tree.Number(new BigDecimal(number.toString()));
            case CharSequence text -> new Tree.Text(text.toString());
            case Enum<?> constant -> new Tree.Text(constant.toString());
            default -> throw new IllegalArgumentException("no response: " + response.getClass());
        };
    }

    private static Map<String, Tree> structure(SdkPojo pojo) {
        Map<String, Tree> members = new LinkedHashMap<>();
        for (SdkField<?> field : pojo.sdkFields()) {
            Object value = field.getValueOrDefault(pojo);
            if (value != null && !(value instanceof SdkAutoConstructList) && !(value instanceof SdkAutoConstructMap)) {
                members.put(field.memberName(), of(value));
            }
        }
        if (pojo instanceof SdkResponse response && response.sdkHttpResponse() != null) {
            members.put("ResponseMetadata", metadata(response.sdkHttpResponse()));
        }
        return members;
    }

    private static Tree metadata(SdkHttpResponse http) {
        Map<String, Tree> headers = new LinkedHashMap<>();
        http.headers().forEach((name, values) -> headers.put(lower(name), new Tree.Text(values.getFirst())));
        return new Tree.Structure(Map.of(
                "HTTPStatusCode", new Tree.Number(BigDecimal.valueOf(http.statusCode())),
                "HTTPHeaders", new Tree.Structure(headers)));
    }

    /**
     * An error: {@code Error.Code} and {@code Error.Message}, the status, and whatever else its body says, which is
     * found under {@code Error} as well as beside it.
     */
    private static Tree error(AwsServiceException error) {
        AwsErrorDetails details = error.awsErrorDetails();
        String body = Optional.ofNullable(details.rawResponse())
                .map(SdkBytes::asUtf8String)
                .orElse("");
        Map<String, Tree> said = new LinkedHashMap<>(body.stripLeading().startsWith("<") ? ofXml(body) : ofJson(body));
        String code = body.isEmpty() ? Integer.toString(error.statusCode()) : details.errorCode();
        said.put("Code", new Tree.Text(String.valueOf(code)));
        String message = Optional.ofNullable(details.errorMessage())
                .orElse(details.sdkHttpResponse().statusText().orElse(""));
        said.put("Message", new Tree.Text(message));
        Map<String, Tree> members = new LinkedHashMap<>(said);
        members.put("message", new Tree.Text(message));
        details.sdkHttpResponse().firstMatchingHeader("x-amzn-query-error").ifPresent(older -> {
            said.put("Type", new Tree.Text(older.substring(older.indexOf(';') + 1)));
            if (said.get("__type") instanceof Tree.Text(String shape)) {
                said.put("QueryErrorCode", new Tree.Text(shape.substring(shape.indexOf('#') + 1)));
            }
        });
        members.put("Error", new Tree.Structure(said));
        members.put("ResponseMetadata", metadata(details.sdkHttpResponse()));
        return new Tree.Structure(members);
    }

    private static final Pattern ELEMENT = Pattern.compile("<([A-Za-z0-9_.-]+)>([^<]*)</\\1>");

    private static Map<String, Tree> ofXml(String body) {
        Map<String, Tree> members = new LinkedHashMap<>();
        Matcher element = ELEMENT.matcher(body);
        while (element.find()) {
            members.put(
                    element.group(1),
                    new Tree.Text(element.group(2)
                            .replace("&lt;", "<")
                            .replace("&gt;", ">")
                            .replace("&quot;", "\"")
                            .replace("&apos;", "'")
                            .replace("&amp;", "&")));
        }
        return members;
    }

    private static Map<String, Tree> ofJson(String body) {
        return Tree.parse(body).orElse(new Tree.Nothing()) instanceof Tree.Structure(Map<String, Tree> members)
                ? members
                : Map.of();
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
