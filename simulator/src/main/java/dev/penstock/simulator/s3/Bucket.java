package dev.penstock.simulator.s3;

import java.time.Instant;

/**
 * A bucket.
 *
 * @param name unique in all accounts
 * @param account its owner
 * @param region where it is
 * @param created when
 * @param versioning {@code Enabled}, {@code Suspended}, or empty when it never was
 */
record Bucket(String name, String account, String region, Instant created, String versioning) {

    boolean keepsVersions() {
        return versioning.equals("Enabled");
    }

    boolean everVersioned() {
        return !versioning.isEmpty();
    }
}
