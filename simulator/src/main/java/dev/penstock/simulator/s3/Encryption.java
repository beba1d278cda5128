package dev.penstock.simulator.s3;

import dev.penstock.simulator.s3.Properties.Encrypted;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.state.Table;
import dev.penstock.simulator.wire.ServiceError;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.DeleteBucketEncryptionRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketEncryptionResponse;
import software.amazon.awssdk.services.s3.model.GetBucketEncryptionRequest;
import software.amazon.awssdk.services.s3.model.GetBucketEncryptionResponse;
import software.amazon.awssdk.services.s3.model.PutBucketEncryptionRequest;
import software.amazon.awssdk.services.s3.model.PutBucketEncryptionResponse;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionByDefault;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionConfiguration;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionRule;

/**
 * Encryption settings of buckets and writes. Nothing is encrypted here and no key is looked up; what was asked for is
 * kept, said, and held against what later requests say. Source: S3 User Guide, "Protecting data with encryption".
 */
final class Encryption {

    record BucketEncryption(ServerSideEncryptionConfiguration configuration) {}

    private static final Set<String> ALGORITHMS = Set.of("AES256", "aws:kms", "aws:kms:dsse");
    private static final String HEADER = "x-amz-server-side-encryption";

    private final Buckets buckets;
    private final Table<BucketEncryption> table;

    Encryption(Buckets buckets) {
        this.buckets = buckets;
        this.table = buckets.settings("encryption", BucketEncryption.class);
    }

    void declare(Operations all) {
        all.operation("PUT /{Bucket}?encryption", "PutBucketEncryption", PutBucketEncryptionRequest::builder, this::put)
                .operation(
                        "GET /{Bucket}?encryption >ServerSideEncryptionConfiguration",
                        "GetBucketEncryption",
                        GetBucketEncryptionRequest::builder,
                        this::get)
                .operation(
                        "DELETE /{Bucket}?encryption",
                        "DeleteBucketEncryption",
                        DeleteBucketEncryptionRequest::builder,
                        this::delete);
    }

    /** How a write is to be encrypted: as its headers say, else as its bucket says, else by S3. */
    Encrypted requested(Call call, Bucket bucket) {
        String asked = call.header(HEADER).orElse("");
        if (!asked.isEmpty() && call.header(HEADER + "-customer-algorithm").isPresent()) {
            throw S3Errors.invalidArgument(
                    "Server Side Encryption with Customer provided key is incompatible with the encryption method"
                            + " specified",
                    HEADER,
                    asked);
        }
        Optional<String> customer = CustomerKey.of(call, HEADER + "-customer-");
        if (customer.isPresent()) {
            return new Encrypted("", "", false, customer.get());
        }
        ServerSideEncryptionRule rule = rule(bucket);
        ServerSideEncryptionByDefault standard = rule.applyServerSideEncryptionByDefault();
        String algorithm = asked.isEmpty() ? standard.sseAlgorithmAsString() : asked;
        if (!ALGORITHMS.contains(algorithm)) {
            throw new ServiceError(
                    "InvalidEncryptionAlgorithmError",
                    400,
                    "The Encryption request you specified is not valid. Supported value: AES256.",
                    Map.of("ArgumentName", HEADER, "ArgumentValue", algorithm));
        }
        String key = call.header(HEADER + "-aws-kms-key-id").orElse("");
        if (algorithm.equals("AES256")) {
            if (!key.isEmpty()) {
                throw S3Errors.invalidArgument(
                        "Server Side Encryption with AWS KMS managed key requires HTTP header"
                                + " x-amz-server-side-encryption : aws:kms",
                        HEADER);
            }
            return Encrypted.byS3();
        }
        boolean inherits = asked.isEmpty() && key.isEmpty();
        String named = inherits && standard.kmsMasterKeyID() != null ? standard.kmsMasterKeyID() : key;
        boolean bucketKey = call.header(HEADER + "-bucket-key-enabled")
                .map(Boolean::parseBoolean)
                .orElse(Boolean.TRUE.equals(rule.bucketKeyEnabled()) && algorithm.equals("aws:kms"));
        return new Encrypted(algorithm, keyArn(bucket, named), bucketKey, "");
    }

    /** Whether a bucket was given an encryption of its own. */
    boolean configured(Bucket bucket) {
        return table.has(bucket.name());
    }

    /** Throws unless a read brings what an object's encryption needs. */
    static void requireReadable(Call call, Encrypted encryption) {
        requireReadable(CustomerKey.ofReader(call, HEADER + "-customer-"), encryption);
    }

    /** The same for the source of a copy. */
    static void requireReadableSource(Call call, Encrypted encryption) {
        requireReadable(CustomerKey.ofReader(call, "x-amz-copy-source-server-side-encryption-customer-"), encryption);
    }

    private static void requireReadable(Optional<String> customer, Encrypted encryption) {
        if (encryption.byCustomer() && customer.isEmpty()) {
            throw S3Errors.invalidRequest("The object was stored using a form of Server Side Encryption. The correct"
                    + " parameters must be provided to retrieve the object.");
        } else if (!encryption.byCustomer() && customer.isPresent()) {
            throw S3Errors.invalidRequest("The encryption parameters are not applicable to this object.");
        } else if (customer.isPresent() && !customer.get().equals(encryption.customerKeyMd5())) {
            throw CustomerKey.wrong();
        }
    }

    /** What answers say, by the names that members of model classes have. */
    static Map<String, Object> members(Encrypted encryption) {
        Map<String, Object> members = new HashMap<>();
        if (encryption.byCustomer()) {
            members.put("SSECustomerAlgorithm", "AES256");
            members.put("SSECustomerKeyMD5", encryption.customerKeyMd5());
            return members;
        }
        members.put("ServerSideEncryption", encryption.algorithm());
        if (!encryption.keyId().isEmpty()) {
            members.put("SSEKMSKeyId", encryption.keyId());
        }
        if (encryption.bucketKey()) {
            members.put("BucketKeyEnabled", true);
        }
        return members;
    }

    /** Whether the ETag is the MD5 digest of the contents. */
    static boolean keepsMd5(Encrypted encryption) {
        return encryption.algorithm().equals("AES256");
    }

    private PutBucketEncryptionResponse put(Call call, PutBucketEncryptionRequest request) {
        Bucket bucket = buckets.bucket(call, request.bucket());
        List<ServerSideEncryptionRule> rules = request.serverSideEncryptionConfiguration() == null
                ? List.of()
                : request.serverSideEncryptionConfiguration().rules();
        if (rules.size() != 1) {
            throw S3Errors.malformedXml();
        }
        ServerSideEncryptionByDefault standard = rules.getFirst().applyServerSideEncryptionByDefault();
        if (standard == null || !ALGORITHMS.contains(String.valueOf(standard.sseAlgorithmAsString()))) {
            throw S3Errors.malformedXml();
        } else if (standard.kmsMasterKeyID() != null
                && standard.sseAlgorithmAsString().equals("AES256")) {
            throw S3Errors.invalidArgument(
                    "a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse",
                    "ApplyServerSideEncryptionByDefault");
        }
        table.put(bucket.name(), new BucketEncryption(request.serverSideEncryptionConfiguration()));
        call.effect(bucket.arn());
        return PutBucketEncryptionResponse.builder().build();
    }

    private GetBucketEncryptionResponse get(Call call, GetBucketEncryptionRequest request) {
        Bucket bucket = buckets.bucket(call, request.bucket());
        ServerSideEncryptionRule rule = rule(bucket);
        ServerSideEncryptionRule said = rule.toBuilder()
                .bucketKeyEnabled(Boolean.TRUE.equals(rule.bucketKeyEnabled()))
                .build();
        return GetBucketEncryptionResponse.builder()
                .serverSideEncryptionConfiguration(c -> c.rules(said))
                .build();
    }

    private DeleteBucketEncryptionResponse delete(Call call, DeleteBucketEncryptionRequest request) {
        Bucket bucket = buckets.bucket(call, request.bucket());
        table.remove(bucket.name());
        call.effect(bucket.arn());
        call.status(204);
        return DeleteBucketEncryptionResponse.builder().build();
    }

    private ServerSideEncryptionRule rule(Bucket bucket) {
        return table.get(bucket.name())
                .map(row -> row.configuration().rules().getFirst())
                .orElse(ServerSideEncryptionRule.builder()
                        .applyServerSideEncryptionByDefault(d -> d.sseAlgorithm("AES256"))
                        .bucketKeyEnabled(false)
                        .build());
    }

    /** The ARN of a key that a request names in any of its forms; of the account's own S3 key when it names none. */
    private static String keyArn(Bucket bucket, @Nullable String named) {
        String home = "arn:aws:kms:" + bucket.region() + ":" + bucket.account() + ":";
        if (named == null || named.isEmpty()) {
            UUID own = UUID.nameUUIDFromBytes((home + "aws/s3").getBytes(StandardCharsets.UTF_8));
            return home + "key/" + own;
        } else if (named.startsWith("arn:")) {
            return named;
        }
        return named.startsWith("alias/") ? home + named : home + "key/" + named;
    }
}
