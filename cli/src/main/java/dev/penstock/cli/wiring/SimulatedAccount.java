package dev.penstock.cli.wiring;

import dev.penstock.action.AwsScope;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.standin.EnvironmentStandIn;
import dev.penstock.aws.standin.ServiceStandIn;
import dev.penstock.aws.standin.StandIns;
import dev.penstock.cli.run.StandInList;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.time.SimulatedTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes in the simulated account what a pipeline takes for granted. */
final class SimulatedAccount {

    /** In real time, of which a rollout takes a fraction. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final SimulatedAws aws;
    private final StandIns standIns;

    SimulatedAccount(SimulatedAws aws, AwsClients clients) {
        this.aws = aws;
        this.standIns = new StandIns(clients);
    }

    /**
     * Makes what is missing, and says what was made.
     *
     * @param environment the variables that the values of secrets are taken from
     */
    List<String> provision(StandInList list, Map<String, String> environment) {
        List<String> made = new ArrayList<>();
        boolean services = false;
        try (SimulatedTime.Busy working = aws.time().busy()) {
            for (String repository : list.repositories()) {
                if (standIns.repository(AwsScope.OWN, repository)) {
                    made.add("Made the repository " + repository + " in the simulated account.");
                }
            }
            for (String cluster : list.clusters()) {
                if (standIns.cluster(AwsScope.OWN, cluster)) {
                    made.add("Made the cluster " + cluster + " in the simulated account.");
                }
            }
            for (ServiceStandIn service : list.services()) {
                if (standIns.service(AwsScope.OWN, service)) {
                    services = true;
                    made.add("Made the service " + service.service() + " with " + service.desiredCount()
                            + " tasks of a stand-in image in the simulated cluster " + service.cluster() + ".");
                }
            }
        }
        secrets(list, environment, made);
        boolean environments = environments(list, made);
        if (services || environments) {
            // A service or environment whose first deployment has not ended has nothing to go back to when ours fails.
            boolean unused = aws.time().awaitStill(PATIENCE);
        }
        return made;
    }

    /** A secret of which a value is missing is not made: what needs it says best what it needs. */
    private void secrets(StandInList list, Map<String, String> environment, List<String> made) {
        list.secrets().forEach((name, keys) -> {
            List<String> unset = keys.values().stream()
                    .filter(variable ->
                            environment.getOrDefault(variable, "").isEmpty())
                    .distinct()
                    .toList();
            if (!unset.isEmpty()) {
                made.add("Left the simulated secret " + name + " as it is, because the environment does not set "
                        + String.join(", ", unset) + ".");
                return;
            }
            Map<String, String> values = new LinkedHashMap<>();
            keys.forEach((key, variable) -> values.put(key, environment.getOrDefault(variable, "")));
            try (SimulatedTime.Busy working = aws.time().busy()) {
                if (standIns.secret(AwsScope.OWN, name, values)) {
                    made.add("Made the secret " + name + " of environment variables in the simulated account.");
                }
            }
        });
    }

    private boolean environments(StandInList list, List<String> made) {
        boolean any = false;
        try (SimulatedTime.Busy working = aws.time().busy()) {
            for (EnvironmentStandIn environment : list.environments()) {
                if (standIns.environment(AwsScope.OWN, environment)) {
                    any = true;
                    made.add("Made the environment " + environment.environment() + " with a sample application in the"
                            + " simulated application " + environment.application() + ".");
                }
            }
        }
        return any;
    }
}
