package dev.penstock.beanstalk;

import java.util.Map;

/**
 * A version that is to be made. It is processed at once, so that what is wrong with it is known before it is deployed.
 *
 * @param application an application that exists
 * @param label 1 to 100 characters, without a slash
 * @param description at most 200 characters
 * @param bundle in the environment's Region
 */
public record NewVersion(
        String application, String label, String description, BundleLocation bundle, Map<String, String> tags) {

    public NewVersion {
        tags = Map.copyOf(tags);
    }
}
