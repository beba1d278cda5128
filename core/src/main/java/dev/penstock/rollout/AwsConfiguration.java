package dev.penstock.rollout;

import dev.penstock.rollout.configuration.ComputePlatform;
import dev.penstock.rollout.configuration.DeploymentConfiguration;
import dev.penstock.rollout.configuration.NameReading;
import dev.penstock.rollout.configuration.TrafficRouting;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** AWS's own names of deployment configurations in the place of strategies. */
final class AwsConfiguration {

    private AwsConfiguration() {}

    static boolean isNamedBy(ReleaseSettings settings) {
        return settings.strategy().startsWith(DeploymentConfiguration.PREFIX);
    }

    /**
     * The strategy that a name stands for, with its members.
     *
     * @throws ReleaseSettingsException if there is no such name, or the settings say over again what it says
     */
    static ReleaseSettings meaning(ReleaseSettings settings) throws ReleaseSettingsException {
        String name = settings.strategy();
        return switch (DeploymentConfiguration.read(name)) {
            case NameReading.Refused<DeploymentConfiguration>(String message, String hint) ->
                throw new ReleaseSettingsException("strategy", message, hint);
            case NameReading.Known<DeploymentConfiguration>(DeploymentConfiguration.Hosts hosts) ->
                throw new ReleaseSettingsException(
                        "strategy",
                        "'" + name + "' is for instances of CodeDeploy's own deployments.",
                        "What comes nearest to it is written '{"
                                + hosts.minimum().nearest() + "}' here.");
            case NameReading.Known<DeploymentConfiguration>(DeploymentConfiguration.Traffic traffic) -> {
                notSaidTwice(settings);
                yield meaning(settings, traffic);
            }
        };
    }

    private static void notSaidTwice(ReleaseSettings settings) throws ReleaseSettingsException {
        Map<String, Boolean> said = new LinkedHashMap<>();
        said.put("weight", settings.weight().isPresent());
        said.put("bake", settings.bake().isPresent());
        said.put("steps", !settings.steps().isEmpty());
        for (Map.Entry<String, Boolean> each : said.entrySet()) {
            if (each.getValue()) {
                throw new ReleaseSettingsException(
                        each.getKey(),
                        "'" + settings.strategy() + "' says by its name what '" + each.getKey() + "' says.",
                        "Leave '" + each.getKey() + "' out, or name the strategy 'canary', 'linear' or 'ramp'.");
            }
        }
    }

    /** CodeDeploy gives up the old task set after a time of its own; an alias's old version is simply not called any more. */
    private static ReleaseSettings meaning(ReleaseSettings settings, DeploymentConfiguration.Traffic traffic) {
        boolean function = traffic.platform() == ComputePlatform.LAMBDA;
        Optional<Duration> keep = function ? settings.keep().or(() -> Optional.of(Duration.ZERO)) : settings.keep();
        return switch (traffic.routing()) {
            case TrafficRouting.AllAtOnce() ->
                settings.meaning(
                        function ? "allAtOnce" : "blueGreen", Optional.empty(), Optional.empty(), settings.keep());
            case TrafficRouting.TimeBasedCanary(int percent, Duration interval) ->
                settings.meaning("canary", Optional.of(Share.percent(percent)), Optional.of(interval), keep);
            case TrafficRouting.TimeBasedLinear(int percent, Duration interval) ->
                settings.meaning("linear", Optional.of(Share.percent(percent)), Optional.of(interval), keep);
        };
    }
}
