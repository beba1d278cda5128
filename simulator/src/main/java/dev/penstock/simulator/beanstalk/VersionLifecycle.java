package dev.penstock.simulator.beanstalk;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Caller;
import dev.penstock.simulator.wire.ServiceError;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.elasticbeanstalk.model.ApplicationVersionLifecycleConfig;
import software.amazon.awssdk.services.elasticbeanstalk.model.MaxAgeRule;
import software.amazon.awssdk.services.elasticbeanstalk.model.MaxCountRule;

/**
 * Deletes old versions when a new one is made. Source: Developer Guide, "Configuring application version lifecycle settings":
 * up to 100 at a time; those in use, and those of environments that were terminated less than ten weeks ago, stay.
 */
final class VersionLifecycle {

    private static final int MOST = 100;
    private static final Duration TERMINATED = Duration.ofDays(70);

    private final BeanstalkStore store;
    private final ApplicationVersions versions;

    VersionLifecycle(BeanstalkStore store, ApplicationVersions versions) {
        this.store = store;
        this.versions = versions;
    }

    void apply(Call call, ApplicationRow application) {
        ApplicationVersionLifecycleConfig rules = application.lifecycle().versionLifecycleConfig();
        if (rules == null) {
            return;
        }
        List<VersionRow> all = store.versions(application);
        MaxCountRule count = rules.maxCountRule();
        MaxAgeRule age = rules.maxAgeRule();
        if (count != null && Boolean.TRUE.equals(count.enabled())) {
            int kept = Optional.ofNullable(count.maxCount()).orElse(200);
            List<VersionRow> old = all.subList(Math.min(kept, all.size()), all.size());
            delete(call, application, old, Boolean.TRUE.equals(count.deleteSourceFromS3()));
        } else if (age != null && Boolean.TRUE.equals(age.enabled())) {
            Instant oldest = call.now()
                    .minus(Duration.ofDays(
                            Optional.ofNullable(age.maxAgeInDays()).orElse(180)));
            List<VersionRow> old = all.stream()
                    .filter(version -> version.description().dateCreated().isBefore(oldest))
                    .toList();
            delete(call, application, old, Boolean.TRUE.equals(age.deleteSourceFromS3()));
        }
    }

    private void delete(Call call, ApplicationRow application, List<VersionRow> old, boolean withBundle) {
        Caller caller = call.caller();
        old.reversed().stream()
                .filter(version -> !versions.isInUse(application, version) && !wasInUse(call, version))
                .limit(MOST)
                .forEach(version -> {
                    try {
                        versions.remove(caller, version, withBundle);
                    } catch (ServiceError e) {
                        // A bundle that cannot be deleted keeps its version; the next run tries again.
                    }
                });
    }

    private boolean wasInUse(Call call, VersionRow version) {
        return store.environments(call.account(), call.region()).stream()
                .anyMatch(row -> row.isTerminated()
                        && row.application().equals(version.application())
                        && row.wanted()
                                .versionLabel()
                                .filter(version.label()::equals)
                                .isPresent()
                        && row.state().updated().plus(TERMINATED).isAfter(call.now()));
    }
}
