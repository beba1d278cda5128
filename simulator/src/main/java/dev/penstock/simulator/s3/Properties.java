package dev.penstock.simulator.s3;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.Grant;

/**
 * What is said of an object beside its contents.
 *
 * @param headers given back with the contents, by header name
 * @param metadata the user's own
 * @param storageClass like {@code STANDARD}
 * @param encryption how it is encrypted
 * @param tags by key
 * @param hold what protects it from deletion
 * @param grants its access control list; empty for the owner alone
 */
record Properties(
        Map<String, String> headers,
        Map<String, String> metadata,
        String storageClass,
        Encrypted encryption,
        Map<String, String> tags,
        Hold hold,
        List<Grant> grants) {

    static final String STANDARD = "STANDARD";

    Properties {
        headers = Map.copyOf(headers);
        metadata = Map.copyOf(metadata);
        tags = Map.copyOf(tags);
        grants = List.copyOf(grants);
    }

    /**
     * How contents are encrypted. They are not, here; what was asked for is kept and said.
     *
     * @param algorithm {@code AES256}, {@code aws:kms} or {@code aws:kms:dsse}; empty for a customer's key
     * @param keyId the ARN of the KMS key; empty without one
     * @param bucketKey whether an S3 bucket key is used
     * @param customerKeyMd5 the MD5 digest of the customer's key, Base64; empty without one
     */
    record Encrypted(String algorithm, String keyId, boolean bucketKey, String customerKeyMd5) {

        static Encrypted byS3() {
            return new Encrypted("AES256", "", false, "");
        }

        boolean byCustomer() {
            return !customerKeyMd5.isEmpty();
        }
    }

    /**
     * Object lock.
     *
     * @param mode {@code GOVERNANCE}, {@code COMPLIANCE}, or empty
     * @param until the end of the retention
     * @param legal {@code ON}, {@code OFF}, or empty when it was never set
     */
    record Hold(String mode, Optional<Instant> until, String legal) {

        static Hold none() {
            return new Hold("", Optional.empty(), "");
        }

        boolean retains(Instant now) {
            return until.isPresent() && until.get().isAfter(now);
        }
    }

    static Properties none() {
        return new Properties(Map.of(), Map.of(), STANDARD, Encrypted.byS3(), Map.of(), Hold.none(), List.of());
    }

    Properties with(Hold other) {
        return new Properties(headers, metadata, storageClass, encryption, tags, other, grants);
    }

    Properties tagged(Map<String, String> others) {
        return new Properties(headers, metadata, storageClass, encryption, others, hold, grants);
    }

    Properties granting(List<Grant> others) {
        return new Properties(headers, metadata, storageClass, encryption, tags, hold, others);
    }
}
