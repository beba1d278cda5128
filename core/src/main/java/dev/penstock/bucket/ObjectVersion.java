package dev.penstock.bucket;

import java.util.Optional;

/**
 * Exactly which bytes an object had at one time.
 *
 * @param eTag as S3 tells it, without quotes; other bytes have another one
 * @param versionId absent where the bucket keeps no versions
 * @param size in bytes
 * @param summary what whoever put the object says of it ({@code codepipeline-artifact-revision-summary} in its metadata); may
 *     be empty
 */
public record ObjectVersion(String eTag, Optional<String> versionId, long size, String summary) {}
