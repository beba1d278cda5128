package dev.penstock.beanstalk;

import dev.penstock.action.ActionContext;
import dev.penstock.action.RemoteCallException;
import dev.penstock.beanstalk.BeanstalkDeployState.Plan;
import dev.penstock.beanstalk.BeanstalkDeployState.Release;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Puts away what is not needed any more. What cannot be put away stays: it fails no deployment. */
final class Housekeeping {

    private final Environments environments;

    Housekeeping(Environments environments) {
        this.environments = environments;
    }

    /** Deletes the configuration template that kept the previous options. */
    void forget(ActionContext context, BeanstalkDeployConfiguration target, Plan plan) {
        if (!plan.template().isEmpty()) {
            quietly(context, () -> environments.forgetOptions(context.scope(), target.application(), plan.template()));
        }
    }

    /**
     * Deletes the oldest versions of this label prefix beyond those that are kept: never one that an environment has, nor the one
     * that ran before.
     */
    void prune(
            ActionContext context,
            BeanstalkDeployConfiguration target,
            DeploymentOptions options,
            Release release,
            Plan plan) {
        if (options.keptVersions().isEmpty()) {
            return;
        }
        quietly(context, () -> {
            Set<String> inUse = new HashSet<>(Set.of(release.label(), plan.previousLabel()));
            environments.list(context.scope(), target.application()).forEach(each -> inUse.add(each.versionLabel()));
            String prefix = release.label().substring(0, release.label().lastIndexOf('-') + 1);
            List<ApplicationVersion> ours = environments.versions(context.scope(), target.application()).stream()
                    .filter(version -> version.label().matches(java.util.regex.Pattern.quote(prefix) + "[0-9a-f]{12}"))
                    .skip(options.keptVersions().getAsInt())
                    .filter(version -> !inUse.contains(version.label()))
                    .toList();
            for (ApplicationVersion version : ours) {
                environments.deleteVersion(context.scope(), target.application(), version.label(), true);
                context.log("Deleted version " + version.label() + ", which nothing runs.");
            }
        });
    }

    private static void quietly(ActionContext context, Runnable work) {
        try {
            work.run();
        } catch (RemoteCallException e) {
            if (e.kind().isWorthAskingAgain()) {
                throw e;
            }
            context.log(String.valueOf(e.getMessage()));
        }
    }
}
