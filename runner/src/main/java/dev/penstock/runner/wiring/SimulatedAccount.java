package dev.penstock.runner.wiring;

import dev.penstock.action.AwsScope;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.Realm;
import dev.penstock.aws.standin.EnvironmentStandIn;
import dev.penstock.aws.standin.FunctionStandIn;
import dev.penstock.aws.standin.ServiceStandIn;
import dev.penstock.aws.standin.StandIns;
import dev.penstock.runner.StandInList;
import dev.penstock.settings.SimulationSettings;
import dev.penstock.simulator.time.SimulatedTime;
import dev.penstock.statemachine.StateMachineArn;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Makes in the simulated account what a pipeline takes for granted. */
final class SimulatedAccount {

    /** In real time, of which a rollout takes a fraction. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Containers may have to be started for it. */
    private static final Duration PATIENCE_OF_SERVED = Duration.ofMinutes(3);

    private static final Duration PAUSE = Duration.ofMillis(200);

    private final Pace pace;
    private final StandIns standIns;
    private final URI endpoint;

    /** How simulated time goes on while something is made. */
    sealed interface Pace {}

    /** In this process, where it waits for who is busy. */
    record InProcess(SimulatedTime time) implements Pace {}

    /** Elsewhere, by itself. */
    record Served() implements Pace {}

    SimulatedAccount(Pace pace, AwsClients clients) {
        this.pace = pace;
        this.standIns = new StandIns(clients);
        this.endpoint = ((Realm.Simulated) clients.settings().realm()).endpoint();
    }

    /**
     * Makes what is missing, and says what was made.
     *
     * @param lists by Region; an absent one is that of the run
     * @param environment the variables that the values of secrets are taken from
     */
    List<String> provision(Map<Optional<String>, StandInList> lists, Map<String, String> environment) {
        List<String> made = new ArrayList<>();
        List<Boolean> unsettled = new ArrayList<>();
        lists.forEach((region, list) -> unsettled.add(provision(scope(region), list, environment, made)));
        if (unsettled.contains(true)) {
            settle(lists);
        }
        lists.forEach((region, list) -> list.services()
                .forEach(service -> requests(scope(region), service).ifPresent(made::add)));
        return made;
    }

    private static AwsScope scope(Optional<String> region) {
        return region.isEmpty() ? AwsScope.OWN : new AwsScope(region, List.of());
    }

    /** Returns whether it takes a while until all is as it will be. */
    private boolean provision(AwsScope scope, StandInList list, Map<String, String> environment, List<String> made) {
        boolean services = false;
        try (Busy working = busy()) {
            for (String role : list.roles()) {
                if (standIns.serviceRole(scope, role)) {
                    made.add("Made the role " + role + " in the simulated account.");
                }
            }
            for (String repository : list.repositories()) {
                if (standIns.repository(scope, repository)) {
                    made.add("Made the repository " + repository + " in the simulated account.");
                }
            }
            for (SimulationSettings.Image image : list.images()) {
                if (standIns.image(scope, image.repository(), image.tag())) {
                    made.add("Made an image " + image.repository() + ":" + image.tag()
                            + " of nothing in the simulated account.");
                }
            }
            for (String bucket : list.buckets()) {
                if (standIns.bucket(scope, bucket)) {
                    made.add("Made the bucket " + bucket + " in the simulated account.");
                }
            }
            for (String cluster : list.clusters()) {
                if (standIns.cluster(scope, cluster)) {
                    made.add("Made the cluster " + cluster + " in the simulated account.");
                }
            }
            for (ServiceStandIn service : list.services()) {
                if (standIns.service(scope, service)) {
                    services = true;
                    made.add("Made the service " + service.service() + " with " + service.desiredCount()
                            + " tasks of a stand-in image"
                            + switch (service.front()) {
                                case NONE -> "";
                                case LOAD_BALANCER -> " behind a load balancer";
                            }
                            + " in the simulated cluster " + service.cluster() + ".");
                }
            }
        }
        signingKey(scope, list).ifPresent(made::add);
        functions(scope, list, made);
        stateMachines(list, made);
        secrets(scope, list, environment, made);
        boolean environments = environments(scope, list, made);
        return services || environments;
    }

    private Optional<String> signingKey(AwsScope scope, StandInList list) {
        try (Busy working = busy()) {
            return list.signingKey()
                    .filter(alias -> standIns.signingKey(scope, alias))
                    .map(alias -> "Made the key " + alias + " of KMS in the simulated account.");
        }
    }

    /** A service that was made by others, or before it had a load balancer, has the users that it has. */
    private Optional<String> requests(AwsScope scope, ServiceStandIn service) {
        if (service.front() == ServiceStandIn.Front.NONE) {
            return Optional.empty();
        }
        try (Busy working = busy()) {
            Optional<String> listener = standIns.listener(scope, service);
            if (listener.isPresent()) {
                try (SimulatorPage page = new SimulatorPage(endpoint)) {
                    page.send(listener.get(), service.requestsPerMinute());
                }
            }
            if (service.requestsPerMinute() == 0) {
                return Optional.empty();
            }
            return Optional.of(
                    listener.isPresent()
                            ? "Users send " + service.requestsPerMinute() + " requests a minute to the service "
                                    + service.service() + "."
                            : "Nobody sends requests to the service " + service.service()
                                    + ", as it was made without a load balancer. Delete the simulated account to"
                                    + " begin anew.");
        }
    }

    /** A service or environment whose first deployment has not ended has nothing to go back to when ours fails. */
    private void settle(Map<Optional<String>, StandInList> lists) {
        switch (pace) {
            case InProcess(SimulatedTime time) -> {
                boolean unused = time.awaitStill(PATIENCE);
            }
            case Served() -> {
                long end = System.nanoTime() + PATIENCE_OF_SERVED.toNanos();
                while (System.nanoTime() < end && !isSettled(lists)) {
                    LockSupport.parkNanos(PAUSE.toNanos());
                }
            }
        }
    }

    private boolean isSettled(Map<Optional<String>, StandInList> lists) {
        return lists.entrySet().stream().allMatch(each -> isSettled(scope(each.getKey()), each.getValue()));
    }

    private boolean isSettled(AwsScope scope, StandInList list) {
        return list.environments().stream().allMatch(environment -> standIns.isSettled(scope, environment))
                && list.services().stream().allMatch(service -> standIns.isSettled(scope, service));
    }

    private interface Busy extends AutoCloseable {

        @Override
        void close();
    }

    private Busy busy() {
        return switch (pace) {
            case InProcess(SimulatedTime time) -> {
                SimulatedTime.Busy token = time.busy();
                yield token::close;
            }
            case Served() -> () -> {};
        };
    }

    /** A secret of which a value is missing is not made: what needs it says best what it needs. */
    private void secrets(AwsScope scope, StandInList list, Map<String, String> environment, List<String> made) {
        list.secrets().forEach((name, keys) -> {
            List<String> unset = keys.values().stream()
                    .filter(variable -> environment.getOrDefault(variable, "").isEmpty())
                    .distinct()
                    .toList();
            if (!unset.isEmpty()) {
                made.add("Left the simulated secret " + name + " as it is, because the environment does not set "
                        + String.join(", ", unset) + ".");
                return;
            }
            Map<String, String> values = new LinkedHashMap<>();
            keys.forEach((key, variable) -> values.put(key, environment.getOrDefault(variable, "")));
            try (Busy working = busy()) {
                if (standIns.secret(scope, name, values)) {
                    made.add("Made the secret " + name + " of environment variables in the simulated account.");
                }
            }
        });
    }

    private void stateMachines(StandInList list, List<String> made) {
        try (Busy working = busy()) {
            for (StateMachineArn machine : list.stateMachines()) {
                if (standIns.stateMachine(machine)) {
                    made.add("Made the state machine " + machine.name()
                            + ", which puts out its input, in the simulated account.");
                }
            }
        }
    }

    private void functions(AwsScope scope, StandInList list, List<String> made) {
        try (Busy working = busy()) {
            for (FunctionStandIn function : list.functions()) {
                if (standIns.function(scope, function)) {
                    made.add("Made the function " + function.name() + " with a first version of a stand-in"
                            + function.alias()
                                    .map(alias -> " and its alias " + alias)
                                    .orElse("")
                            + " in the simulated account.");
                }
            }
        }
    }

    private boolean environments(AwsScope scope, StandInList list, List<String> made) {
        boolean any = false;
        try (Busy working = busy()) {
            for (EnvironmentStandIn environment : list.environments()) {
                if (standIns.environment(scope, environment)) {
                    any = true;
                    made.add("Made the environment " + environment.environment() + " with a sample application in the"
                            + " simulated application " + environment.application() + ".");
                }
            }
        }
        return any;
    }
}
