package dev.penstock.aws.journal;

import dev.penstock.artifact.Digest;
import dev.penstock.execution.ExecutionId;
import dev.penstock.journal.JournalException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;

/** Puts bytes into items, or where large ones are kept, and gets them back. */
final class Contents {

    private final LargeFacts large;
    private final int largest;

    Contents(LargeFacts large, int largest) {
        this.large = large;
        this.largest = largest;
    }

    Content keep(ExecutionId id, byte[] bytes) {
        return keep(id.toString(), bytes);
    }

    Content keep(String owner, byte[] bytes) {
        if (bytes.length <= largest) {
            return new Content.Here(bytes);
        }
        String digest = digest(bytes);
        large.keep(owner, digest, bytes);
        return new Content.Elsewhere(digest);
    }

    byte[] bytes(ExecutionId id, Content content) {
        return bytes(id.toString(), content);
    }

    byte[] bytes(String owner, Content content) {
        return switch (content) {
            case Content.Here here -> here.bytes().clone();
            case Content.Elsewhere elsewhere -> {
                byte[] fetched = large.fetch(owner, elsewhere.digest());
                if (!digest(fetched).equals(elsewhere.digest())) {
                    throw new JournalException.Damaged("fact " + elsewhere.digest() + " of " + owner
                            + " is damaged: its bytes have another digest");
                }
                yield fetched;
            }
        };
    }

    /** Lets what is kept elsewhere expire, or stay. */
    void expire(ExecutionId id, Content content, Optional<Long> at) {
        if (content instanceof Content.Elsewhere elsewhere) {
            large.expire(id.toString(), elsewhere.digest(), at);
        }
    }

    static String digest(byte[] bytes) {
        MessageDigest sha256 = Digest.sha256();
        return HexFormat.of().formatHex(sha256.digest(bytes));
    }
}
