package dev.penstock.rollout.configuration;

import dev.penstock.problem.DidYouMean;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A deployment configuration that AWS has made, by its name in CodeDeploy. */
public sealed interface DeploymentConfiguration {

    /** What names of AWS's own configurations begin with. */
    String PREFIX = "CodeDeployDefault.";

    /** Such as {@code CodeDeployDefault.ECSCanary10Percent5Minutes}. */
    String name();

    /** What it is for. */
    ComputePlatform platform();

    /**
     * Moves traffic.
     *
     * @param platform ECS or Lambda
     */
    record Traffic(String name, ComputePlatform platform, TrafficRouting routing) implements DeploymentConfiguration {}

    /** Works through hosts. */
    record Hosts(String name, MinimumHealthyHosts minimum) implements DeploymentConfiguration {

        @Override
        public ComputePlatform platform() {
            return ComputePlatform.SERVER;
        }
    }

    /** Reads a name of AWS's own. */
    static NameReading<DeploymentConfiguration> read(String name) {
        DeploymentConfiguration found = Predefined.ALL.get(name);
        if (found != null) {
            return new NameReading.Known<>(found);
        }
        Optional<String> near = DidYouMean.among(name, Predefined.ALL.keySet())
                .or(() -> DidYouMean.among(PREFIX + name, Predefined.ALL.keySet()));
        return new NameReading.Refused<>(
                "'" + name + "' is none of CodeDeploy's own deployment configurations.",
                near.map(other -> "Did you mean '" + other + "'?")
                        .orElse("They are " + String.join(", ", Predefined.ALL.keySet()) + "."));
    }

    /** Reads a name of AWS's own, for a platform. */
    static NameReading<DeploymentConfiguration> read(String name, ComputePlatform platform) {
        NameReading<DeploymentConfiguration> reading = read(name);
        if (reading instanceof NameReading.Known<DeploymentConfiguration>(var found) && found.platform() != platform) {
            return new NameReading.Refused<>(
                    "'" + name + "' is for " + found.platform().awsName() + ", and this deploys to "
                            + platform.awsName() + ".",
                    "Those for " + platform.awsName() + " are " + String.join(", ", names(platform)) + ".");
        }
        return reading;
    }

    /** The names of AWS's own configurations for a platform. */
    static List<String> names(ComputePlatform platform) {
        return Predefined.ALL.values().stream()
                .filter(each -> each.platform() == platform)
                .map(DeploymentConfiguration::name)
                .toList();
    }

    /** All that AWS has made. */
    final class Predefined {

        private static final int TENTH = 10;
        private static final int HALF = 50;
        private static final Map<String, DeploymentConfiguration> ALL = all();

        private Predefined() {}

        private static Map<String, DeploymentConfiguration> all() {
            Map<String, DeploymentConfiguration> all = new LinkedHashMap<>();
            host(all, "AllAtOnce", new MinimumHealthyHosts.None());
            host(all, "HalfAtATime", new MinimumHealthyHosts.FleetPercent(HALF));
            host(all, "OneAtATime", new MinimumHealthyHosts.MostConcurrency(1));
            traffic(all, ComputePlatform.ECS, "AllAtOnce", new TrafficRouting.AllAtOnce());
            for (int minutes : new int[] {1, 3}) {
                traffic(all, ComputePlatform.ECS, "Linear10PercentEvery" + minutes + "Minutes", linear(minutes));
            }
            for (int minutes : new int[] {5, 15}) {
                traffic(all, ComputePlatform.ECS, "Canary10Percent" + minutes + "Minutes", canary(minutes));
            }
            traffic(all, ComputePlatform.LAMBDA, "AllAtOnce", new TrafficRouting.AllAtOnce());
            for (int minutes : new int[] {1, 2, 3, 10}) {
                // Of one minute: the names of the two platforms differ.
                String unit = minutes == 1 ? "Minute" : "Minutes";
                traffic(all, ComputePlatform.LAMBDA, "Linear10PercentEvery" + minutes + unit, linear(minutes));
            }
            for (int minutes : new int[] {5, 10, 15, 30}) {
                traffic(all, ComputePlatform.LAMBDA, "Canary10Percent" + minutes + "Minutes", canary(minutes));
            }
            return all;
        }

        private static TrafficRouting linear(int minutes) {
            return new TrafficRouting.TimeBasedLinear(TENTH, Duration.ofMinutes(minutes));
        }

        private static TrafficRouting canary(int minutes) {
            return new TrafficRouting.TimeBasedCanary(TENTH, Duration.ofMinutes(minutes));
        }

        private static void host(Map<String, DeploymentConfiguration> all, String name, MinimumHealthyHosts minimum) {
            all.put(PREFIX + name, new Hosts(PREFIX + name, minimum));
        }

        private static void traffic(
                Map<String, DeploymentConfiguration> all,
                ComputePlatform platform,
                String name,
                TrafficRouting routing) {
            String full = PREFIX + platform.awsName() + name;
            all.put(full, new Traffic(full, platform, routing));
        }
    }
}
