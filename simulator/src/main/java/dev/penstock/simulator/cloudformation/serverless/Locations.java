package dev.penstock.simulator.cloudformation.serverless;

import dev.penstock.simulator.wire.JsonValue;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where code lies: an address of S3, or an object with bucket, key and version. */
final class Locations {

    private static final Pattern S3 = Pattern.compile("s3://([^/]+)/([^?]+)(?:\\?versionId=(.+))?");

    private Locations() {}

    /** As Lambda's {@code Code} and {@code Content} have it. */
    static Members code(Declared resource, String property, JsonValue location) {
        if (location instanceof JsonValue.Structure(Map<String, JsonValue> given) && given.containsKey("Bucket")) {
            return new Members()
                    .with("S3Bucket", given.get("Bucket"))
                    .with("S3Key", Optional.ofNullable(given.get("Key")))
                    .with("S3ObjectVersion", Optional.ofNullable(given.get("Version")));
        }
        if (location instanceof JsonValue.Text(String text)) {
            Matcher matcher = S3.matcher(text);
            if (matcher.matches()) {
                return new Members()
                        .with("S3Bucket", matcher.group(1))
                        .with("S3Key", matcher.group(2))
                        .with(
                                "S3ObjectVersion",
                                Optional.ofNullable(matcher.group(3)).map(Members::text));
            }
        }
        throw resource.invalid("'" + property
                + "' is not a valid S3 Uri of the form 's3://bucket/key' with optional versionId query parameter.");
    }
}
