package dev.penstock.simulator.beanstalk;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A saved configuration.
 *
 * @param platform the solution stack's name
 * @param tier its name: {@code WebServer} or {@code Worker}
 * @param settings by {@link OptionKey#kept}
 */
record TemplateRow(
        String account,
        String region,
        String application,
        String name,
        Optional<String> description,
        String platform,
        String tier,
        Map<String, String> settings,
        Instant created,
        Instant updated) {

    String key() {
        return key(account, region, application, name);
    }

    static String key(String account, String region, String application, String name) {
        return ApplicationRow.key(account, region, application) + "/" + name;
    }

    String arn() {
        return "arn:aws:elasticbeanstalk:" + region + ":" + account + ":configurationtemplate/" + application + "/"
                + name;
    }

    TemplateRow with(Optional<String> text, Map<String, String> others, Instant now) {
        return new TemplateRow(account, region, application, name, text, platform, tier, others, created, now);
    }
}
