package dev.penstock.simulator.beanstalk.instance;

import java.util.Optional;

/**
 * What an instance is given to run.
 *
 * @param versionLabel of the application version; {@code Sample Application} when there is none
 * @param bucket where the source bundle is kept; empty for the sample application and for versions of an image
 * @param key of the source bundle in that bucket
 * @param sha256 of its contents among the store's blobs, as they were when the version was created; empty when there are none
 * @param image the container image of a version that was made from one
 */
public record Bundle(String versionLabel, String bucket, String key, Optional<String> sha256, Optional<String> image) {

    /** The label that an environment without a version shows on its instances. */
    public static final String SAMPLE = "Sample Application";

    /** The platform's sample application. */
    public static final Bundle SAMPLE_APPLICATION = new Bundle(SAMPLE, "", "", Optional.empty(), Optional.empty());
}
