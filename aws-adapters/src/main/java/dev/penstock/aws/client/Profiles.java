package dev.penstock.aws.client;

import java.util.SortedSet;
import java.util.TreeSet;
import software.amazon.awssdk.profiles.ProfileFile;

/**
 * The profiles of the AWS configuration of this machine: those of {@code ~/.aws/config} and {@code ~/.aws/credentials}, or of
 * the files that {@code AWS_CONFIG_FILE} and {@code AWS_SHARED_CREDENTIALS_FILE} name.
 */
public final class Profiles {

    private Profiles() {}

    /** The names of all of them, in order; none if there are no such files. They are read anew each time. */
    public static SortedSet<String> known() {
        return new TreeSet<>(ProfileFile.defaultProfileFile().profiles().keySet());
    }
}
