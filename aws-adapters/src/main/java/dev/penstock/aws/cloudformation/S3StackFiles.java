package dev.penstock.aws.cloudformation;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.action.RemoteCallException.Kind;
import dev.penstock.artifact.Digest;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.Use;
import dev.penstock.stack.StackFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * Files in an S3 bucket under keys made of their digest: {@code prefix/sha256/ab/ab12….zip}. An object is written once and never
 * changed. CloudFormation reads it in the name of whoever asks for the operation, so that its URL needs no signature and does
 * not expire.
 */
public final class S3StackFiles implements StackFiles {

    private final AwsClients clients;
    private final String bucket;
    private final String prefix;

    /**
     * Files in a bucket that exists, in the Region of the stacks.
     *
     * @param prefix put before each key, without a slash at its end; may be empty
     */
    public S3StackFiles(AwsClients clients, String bucket, String prefix) {
        this.clients = clients;
        this.bucket = bucket;
        this.prefix = prefix.isEmpty() ? "" : prefix + "/";
    }

    @Override
    public Optional<Uploaded> put(AwsScope scope, Path file, Digest digest, String suffix) {
        return Optional.of(put(scope, RequestBody.fromFile(file), digest, suffix));
    }

    /** Puts a text. */
    Uploaded put(AwsScope scope, String text, String suffix) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return put(scope, RequestBody.fromBytes(bytes), Digest.of(bytes), suffix);
    }

    private Uploaded put(AwsScope scope, RequestBody body, Digest digest, String suffix) {
        String key = prefix + "sha256/" + digest.hex().substring(0, 2) + "/" + digest.hex() + suffix;
        try {
            clients.call(
                    "s3:PutObject",
                    "put " + digest + " into bucket '" + bucket + "'",
                    () -> clients.s3(scope, Use.CHANGE)
                            .putObject(
                                    put -> put.bucket(bucket)
                                            .key(key)
                                            .ifNoneMatch("*")
                                            .checksumSHA256(Base64.getEncoder()
                                                    .encodeToString(
                                                            HexFormat.of().parseHex(digest.hex()))),
                                    body));
        } catch (RemoteCallException e) {
            // The same bytes are under the same key already.
            if (e.kind() != Kind.CONFLICT) {
                throw e;
            }
        }
        String url = clients.s3(scope, Use.READ)
                .utilities()
                .getUrl(object -> object.bucket(bucket).key(key))
                .toString();
        return new Uploaded(bucket, key, url);
    }
}
