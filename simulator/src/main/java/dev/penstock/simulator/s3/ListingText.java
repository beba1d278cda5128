package dev.penstock.simulator.s3;

import dev.penstock.simulator.wire.ServiceError;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.CommonPrefix;

/** Keys as a listing shows them: as they are, or encoded as in URLs for clients whose XML cannot carry all of them. */
final class ListingText {

    private static final int MOST = 1000;

    private final boolean url;

    ListingText(@Nullable String encodingType) {
        if (encodingType != null && !encodingType.equals("url")) {
            throw S3Errors.invalidArgument(
                    "Invalid Encoding Method specified in Request", "encoding-type", encodingType);
        }
        url = encodingType != null;
    }

    String of(String key) {
        return url
                ? URLEncoder.encode(key, StandardCharsets.UTF_8)
                        .replace("%2F", "/")
                        .replace("*", "%2A")
                : key;
    }

    @Nullable
    String ofNullable(@Nullable String key) {
        return key == null || key.isEmpty() ? null : of(key);
    }

    List<CommonPrefix> prefixes(List<String> prefixes) {
        return prefixes.stream()
                .map(prefix -> CommonPrefix.builder().prefix(of(prefix)).build())
                .toList();
    }

    static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }

    /** How many entries a page has: as asked, and never more than a thousand. */
    static int most(@Nullable Integer asked, String name) {
        if (asked != null && asked < 0) {
            throw new ServiceError(
                    "InvalidArgument",
                    400,
                    "Argument " + name + " must be an integer between 0 and 2147483647",
                    Map.of("ArgumentName", name, "ArgumentValue", asked.toString()));
        }
        return asked == null ? MOST : Math.min(asked, MOST);
    }
}
