package dev.penstock.simulator.beanstalk;

import dev.penstock.simulator.beanstalk.instance.Bundle;
import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.services.elasticbeanstalk.model.ApplicationVersionDescription;
import software.amazon.awssdk.services.elasticbeanstalk.model.ApplicationVersionStatus;

/**
 * A version of an application.
 *
 * @param description as the API shows it
 * @param sha256 of the source bundle's contents when the version was made; empty for the sample application
 * @param requestId of the call that made it
 */
record VersionRow(
        String account,
        String region,
        ApplicationVersionDescription description,
        Optional<String> sha256,
        String requestId) {

    String application() {
        return description.applicationName();
    }

    String label() {
        return description.versionLabel();
    }

    String key() {
        return key(account, region, application(), label());
    }

    static String key(String account, String region, String application, String label) {
        return ApplicationRow.key(account, region, application) + "/" + label;
    }

    String arn() {
        return "arn:aws:elasticbeanstalk:" + region + ":" + account + ":applicationversion/" + application() + "/"
                + label();
    }

    Bundle bundle() {
        String bucket = description.sourceBundle() == null
                ? ""
                : Optional.ofNullable(description.sourceBundle().s3Bucket()).orElse("");
        String objectKey = description.sourceBundle() == null
                ? ""
                : Optional.ofNullable(description.sourceBundle().s3Key()).orElse("");
        return new Bundle(label(), bucket, objectKey, sha256, Optional.empty());
    }

    VersionRow with(ApplicationVersionDescription other) {
        return new VersionRow(account, region, other, sha256, requestId);
    }

    VersionRow with(ApplicationVersionStatus status, Instant now) {
        return with(description.toBuilder().status(status).dateUpdated(now).build());
    }
}
