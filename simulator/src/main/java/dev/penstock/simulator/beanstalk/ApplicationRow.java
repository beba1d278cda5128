package dev.penstock.simulator.beanstalk;

import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.services.elasticbeanstalk.model.ApplicationResourceLifecycleConfig;

/**
 * An application.
 *
 * @param lifecycle which of its versions are deleted by and by
 */
record ApplicationRow(
        String account,
        String region,
        String name,
        Optional<String> description,
        Instant created,
        Instant updated,
        ApplicationResourceLifecycleConfig lifecycle) {

    String key() {
        return key(account, region, name);
    }

    static String key(String account, String region, String name) {
        return account + "/" + region + "/" + name;
    }

    String arn() {
        return "arn:aws:elasticbeanstalk:" + region + ":" + account + ":application/" + name;
    }

    ApplicationRow described(Optional<String> text, Instant now) {
        return new ApplicationRow(account, region, name, text, created, now, lifecycle);
    }

    ApplicationRow with(ApplicationResourceLifecycleConfig other, Instant now) {
        return new ApplicationRow(account, region, name, description, created, now, other);
    }
}
