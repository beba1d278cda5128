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
import java.util.List;

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

    /** Makes what is missing, and says what was made. */
    List<String> provision(StandInList list) {
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
        boolean environments = environments(list, made);
        if (services || environments) {
            // A service or environment whose first deployment has not ended has nothing to go back to when ours fails.
            boolean unused = aws.time().awaitStill(PATIENCE);
        }
        return made;
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
