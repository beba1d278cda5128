/** Amazon S3 behind {@link dev.penstock.artifact.ArtifactStore}. */
@NullMarked
package dev.penstock.aws.s3;

import org.jspecify.annotations.NullMarked;
