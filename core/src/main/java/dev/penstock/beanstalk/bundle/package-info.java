/**
 * Source bundles for Elastic Beanstalk: which files of an artifact go in ({@code .ebignore}), the images that are put into a
 * {@code Dockerrun.aws.json} or a Compose file by digest, and the ZIP, which is byte for byte the same for the same files.
 */
@NullMarked
package dev.penstock.beanstalk.bundle;

import org.jspecify.annotations.NullMarked;
