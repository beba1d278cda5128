package dev.penstock.beanstalk;

import dev.penstock.action.ActionContext;
import dev.penstock.beanstalk.BeanstalkDeployState.Plan;
import dev.penstock.beanstalk.BeanstalkDeployState.Release;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Deletes old versions of a label prefix. Never one that an environment of the application has or that an instance of one runs, nor
 * the one that ran before. A bundle goes with its version unless another version has it as well, of whatever application: the same
 * contents are one object in the bucket.
 */
final class VersionPruning {

    private final Environments environments;
    private final ActionContext context;
    private final String application;

    VersionPruning(Environments environments, ActionContext context, String application) {
        this.environments = environments;
        this.context = context;
        this.application = application;
    }

    void prune(VersionRetention retention, Release release, Plan plan) {
        String prefix = release.label().substring(0, release.label().lastIndexOf('-') + 1);
        Pattern ours = Pattern.compile(Pattern.quote(prefix) + "[0-9a-f]{12}");
        List<ApplicationVersion> expired = retention.expired(
                environments.versions(context.scope(), application).stream()
                        .filter(version -> ours.matcher(version.label()).matches())
                        .toList(),
                context.now());
        if (expired.isEmpty()) {
            return;
        }
        Set<String> inUse = inUse();
        inUse.add(release.label());
        inUse.add(plan.previousLabel());
        List<ApplicationVersion> all = environments.allVersions(context.scope());
        for (ApplicationVersion version : expired) {
            if (!inUse.contains(version.label())) {
                Housekeeping.quietly(context, () -> delete(version, all));
            }
        }
    }

    private Set<String> inUse() {
        Set<String> labels = new HashSet<>();
        for (Environment environment : environments.list(context.scope(), application)) {
            labels.add(environment.versionLabel());
            if (!environment.status().isReady()) {
                // It may go back to what its instances run.
                environments.instances(context.scope(), environment.id()).stream()
                        .flatMap(health -> health.instances().stream())
                        .flatMap(instance -> instance.deployment().stream())
                        .forEach(deployment -> labels.add(deployment.versionLabel()));
            }
        }
        return labels;
    }

    private void delete(ApplicationVersion version, List<ApplicationVersion> all) {
        boolean isShared = all.stream()
                .filter(other -> !other.application().equals(version.application())
                        || !other.label().equals(version.label()))
                .anyMatch(other -> other.bundle().equals(version.bundle()));
        environments.deleteVersion(context.scope(), application, version.label(), !isShared);
        context.log("Deleted version " + version.label() + ", which nothing runs"
                + (isShared ? "; its bundle stays, as another version has it." : "."));
    }
}
