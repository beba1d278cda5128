package dev.penstock.simulator.state;

/**
 * Contents that were stored.
 *
 * @param sha256 their SHA-256 digest, lower-case hexadecimal: the name to read them by
 * @param md5 their MD5 digest, lower-case hexadecimal: what S3 makes an ETag of
 * @param size in bytes
 */
public record Blob(String sha256, String md5, long size) {}
