package dev.penstock.aws.journal;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.Use;
import dev.penstock.journal.JournalException;
import java.util.Base64;
import java.util.HexFormat;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * Large facts in a bucket, under {@code PREFIX facts/OWNER/DIGEST}. Written with their checksum, which S3 verifies. Nothing
 * removes them but the bucket's own rules; such a rule must leave them as long as their execution may be open or asked for.
 */
public final class S3Facts implements LargeFacts {

    private final AwsClients clients;
    private final AwsScope scope;
    private final String bucket;
    private final String prefix;

    /**
     * Facts in a bucket that exists.
     *
     * @param scope in whose name it is read and written
     * @param prefix put before each key as it is; may be empty
     */
    public S3Facts(AwsClients clients, AwsScope scope, String bucket, String prefix) {
        this.clients = clients;
        this.scope = scope;
        this.bucket = bucket;
        this.prefix = prefix;
    }

    @Override
    public void keep(String owner, String digest, byte[] content) {
        String checksum = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(digest));
        try {
            clients.call(
                    "s3:PutObject",
                    "keep fact " + digest + " in bucket '" + bucket + "'",
                    () -> clients.s3(scope, Use.CHANGE)
                            .putObject(
                                    put -> put.bucket(bucket)
                                            .key(key(owner, digest))
                                            .checksumSHA256(checksum),
                                    RequestBody.fromBytes(content)));
        } catch (RemoteCallException e) {
            throw new JournalException.Unavailable(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public byte[] fetch(String owner, String digest) {
        try {
            return clients.call(
                    "s3:GetObject",
                    "fetch fact " + digest + " from bucket '" + bucket + "'",
                    () -> clients.s3(scope, Use.READ)
                            .getObjectAsBytes(get -> get.bucket(bucket).key(key(owner, digest)))
                            .asByteArray());
        } catch (RemoteCallException e) {
            if (e.kind() == RemoteCallException.Kind.NOT_FOUND && !e.code().equals("NoSuchBucket")) {
                throw new JournalException.Damaged(
                        "fact " + digest + " of " + owner + " is missing in bucket '" + bucket + "'", e);
            }
            throw new JournalException.Unavailable(String.valueOf(e.getMessage()), e);
        }
    }

    private String key(String owner, String digest) {
        return prefix + "facts/" + owner + "/" + digest;
    }
}
