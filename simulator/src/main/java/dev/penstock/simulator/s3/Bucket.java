package dev.penstock.simulator.s3;

import java.time.Instant;

/**
 * A bucket.
 *
 * @param name unique in all accounts
 * @param account its owner
 * @param region where it is
 * @param location as it was asked for: {@code EU} is a name of eu-west-1 that S3 keeps
 * @param created when
 * @param versioning {@code Enabled}, {@code Suspended}, or empty when it never was
 * @param locks whether object lock is enabled
 */
record Bucket(
        String name,
        String account,
        String region,
        String location,
        Instant created,
        String versioning,
        boolean locks) {

    boolean keepsVersions() {
        return versioning.equals("Enabled");
    }

    boolean everVersioned() {
        return !versioning.isEmpty();
    }

    String arn() {
        return "arn:aws:s3:::" + name;
    }

    Bucket with(String otherVersioning) {
        return new Bucket(name, account, region, location, created, otherVersioning, locks);
    }

    Bucket locking() {
        return new Bucket(name, account, region, location, created, versioning, true);
    }
}
