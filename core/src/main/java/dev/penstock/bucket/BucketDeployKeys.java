package dev.penstock.bucket;

import dev.penstock.action.ConfigurationReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the configuration of an action that deploys to a bucket (CodePipeline User Guide, action reference S3Deploy). */
final class BucketDeployKeys {

    /** "Bucket naming rules", Amazon S3 User Guide. */
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

    private static final String KEY = "ObjectKey";
    private static final String ACL = "CannedACL";
    private static final String ENCRYPTION = "KMSEncryptionKeyARN";

    private BucketDeployKeys() {}

    static BucketDeployConfiguration read(ConfigurationReader keys) {
        String bucket = keys.required("BucketName");
        if (keys.isKnown("BucketName") && !BUCKET.matcher(bucket).matches()) {
            keys.problem(
                    "BucketName",
                    "'" + bucket + "' cannot be the name of a bucket.",
                    "A bucket's name has 3 to 63 lower-case letters, digits, '.' and '-'.");
        }
        keys.required("Extract");
        boolean extract = keys.flag("Extract", true);
        String key = keys.optional(KEY).orElse("");
        if (key.isEmpty() && keys.isKnown("Extract") && !extract) {
            keys.problem(
                    KEY,
                    keys.declaration().type() + " needs the configuration key 'ObjectKey' where 'Extract' is false.",
                    "Say under which key the artifact is put, such as 'releases/{datetime}.zip'.");
        }
        if (keys.isKnown(KEY) && key.getBytes(StandardCharsets.UTF_8).length > BucketFiles.LONGEST_KEY) {
            keys.problem(KEY, "The key is longer than 1,024 bytes.", "S3 takes keys of up to 1,024 bytes.");
        }
        Optional<String> encryption = keys.optional(ENCRYPTION);
        if (keys.isKnown(ENCRYPTION) && encryption.orElse("").matches("arn:(?!aws[a-z-]*:kms:).*")) {
            keys.problem(
                    ENCRYPTION,
                    "'" + encryption.get() + "' is not the ARN of a key of AWS KMS.",
                    "Write such as arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab.");
        }
        String acl = keys.choice(ACL, "", CannedAcl.names());
        return new BucketDeployConfiguration(
                bucket,
                extract,
                key,
                keys.optional("CacheControl"),
                encryption,
                acl.isEmpty() ? Optional.empty() : Optional.of(CannedAcl.of(acl)));
    }
}
