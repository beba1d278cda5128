package dev.penstock.simulator.beanstalk;

import dev.penstock.simulator.service.Call;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What a change of settings means, and the work that it makes. */
final class Changes {

    private Changes() {}

    /** The severities of the options whose values differ; none when nothing has changed. */
    static List<String> severities(Settings before, Settings after) {
        Set<OptionKey> all = new HashSet<>(before.values().keySet());
        all.addAll(after.values().keySet());
        List<String> severities = new ArrayList<>();
        for (OptionKey key : all) {
            String old = effective(before, key);
            String now = effective(after, key);
            if (!Objects.equals(old, now)) {
                severities.add(
                        OptionCatalog.find(key).map(OptionDefinition::severity).orElse("RestartApplicationServer"));
            }
        }
        return severities;
    }

    private static String effective(Settings settings, OptionKey key) {
        return Optional.ofNullable(settings.values().get(key))
                .or(() -> OptionCatalog.find(key).map(OptionDefinition::defaultValue))
                .orElse("");
    }

    /** How new instances take the place of old ones. */
    static Work.Policy updatePolicy(EnvironmentRow environment) {
        return switch (environment
                .options()
                .effective("aws:autoscaling:updatepolicy:rollingupdate", "RollingUpdateType")) {
            case "Immutable" -> Work.Policy.IMMUTABLE;
            default ->
                environment.options().isTrue("aws:autoscaling:updatepolicy:rollingupdate", "RollingUpdateEnabled")
                        ? Work.Policy.ROLLING
                        : Work.Policy.ALL_AT_ONCE;
        };
    }

    /**
     * Why work is done.
     *
     * @param requestId of the call that asks for it; empty for none
     * @param principal in whose name
     * @param principalId their unique id
     */
    record Cause(String requestId, String principal, String principalId, Instant at) {}

    /** Work that a call asks for. */
    static Work work(
            Call call, Work.Kind kind, EnvironmentRow before, List<Step> steps, Work.Policy policy, long deployment) {
        Cause cause = new Cause(
                call.requestId(), call.caller().principal(), call.caller().userId(), call.now());
        return work(cause, kind, before, steps, policy, deployment);
    }

    /** Work that is done for whatever reason. */
    static Work work(
            Cause cause, Work.Kind kind, EnvironmentRow before, List<Step> steps, Work.Policy policy, long deployment) {
        return new Work(
                kind,
                cause.requestId(),
                cause.principal(),
                cause.principalId(),
                cause.at(),
                deployment,
                before.wanted(),
                List.copyOf(steps),
                Optional.empty(),
                0,
                List.of(),
                false,
                false,
                policy);
    }
}
