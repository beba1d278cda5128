package dev.penstock.simulator.s3;

import dev.penstock.simulator.service.Ids;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Version ids that can be told from invented ones, as S3's can: what S3 never gave out is an invalid argument, what it
 * gave out and is gone is a version that does not exist.
 */
final class VersionIds {

    private static final int LENGTH = 32;
    private static final int CHECK = 6;

    private final Ids ids;

    VersionIds(Ids ids) {
        this.ids = ids;
    }

    /** An id for what is put into a bucket now. */
    String next(Bucket bucket) {
        if (!bucket.keepsVersions()) {
            return StoredObject.UNVERSIONED;
        }
        String word = ids.word(LENGTH - CHECK);
        return word + check(word);
    }

    static boolean wasGiven(String id) {
        return id.equals(StoredObject.UNVERSIONED)
                || (id.length() == LENGTH && id.endsWith(check(id.substring(0, LENGTH - CHECK))));
    }

    static void requireGiven(@Nullable String id) {
        if (id != null && !wasGiven(id)) {
            throw S3Errors.invalidArgument("Invalid version id specified", "versionId", id);
        }
    }

    private static String check(String word) {
        CRC32 crc = new CRC32();
        word.chars().forEach(crc::update);
        String digits = Long.toString(crc.getValue(), 36);
        return ("0".repeat(CHECK) + digits).substring(digits.length());
    }
}
