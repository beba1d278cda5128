package dev.penstock.beanstalk;

import dev.penstock.action.ActionContext;
import dev.penstock.action.StepResult;
import dev.penstock.beanstalk.BeanstalkDeployState.Looking;
import dev.penstock.beanstalk.BeanstalkDeployState.Pair;
import dev.penstock.beanstalk.DeploymentOptions.BlueGreen.HostName;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which environment of a pair is live: the one that has the host name, or the requests. The other one is called after the first,
 * and is made by the options of the one that is live where it is missing.
 */
final class PairChoice {

    private static final String OTHER = "-green";

    private final Optional<Environment> live;
    private final Optional<Environment> other;
    private final String otherName;
    private final Optional<String> hostName;

    private PairChoice(
            Optional<Environment> live, Optional<Environment> other, String otherName, Optional<String> hostName) {
        this.hostName = hostName;
        this.live = live;
        this.other = other;
        this.otherName = otherName;
    }

    /** Of two that change host names. */
    static PairChoice of(List<Environment> all, BeanstalkDeployConfiguration target, HostName name) {
        Optional<Environment> live = all.stream()
                .filter(environment -> !environment.status().isEnding())
                .filter(environment -> isLive(environment, name))
                .findFirst();
        return of(all, target, live, Optional.of(name.cnamePrefix()));
    }

    /** Of two that share a load balancer. */
    static PairChoice of(List<Environment> all, BeanstalkDeployConfiguration target, Optional<Environment> live) {
        return of(all, target, live, Optional.empty());
    }

    private static PairChoice of(
            List<Environment> all,
            BeanstalkDeployConfiguration target,
            Optional<Environment> live,
            Optional<String> hostName) {
        boolean firstIsLive = live.isPresent() && live.get().name().equals(target.environment());
        String name = firstIsLive ? target.environment() + OTHER : target.environment();
        return new PairChoice(
                live,
                all.stream()
                        .filter(environment -> environment.name().equals(name))
                        .findFirst(),
                name,
                hostName);
    }

    /** Whether users have one of the two. */
    boolean hasLive() {
        return live.isPresent();
    }

    /** Whether an environment is one of the two. */
    static boolean isOfPair(Environment environment, BeanstalkDeployConfiguration target) {
        return environment.name().equals(target.environment())
                || environment.name().equals(target.environment() + OTHER);
    }

    static boolean isLive(Environment environment, HostName name) {
        return environment
                .cname()
                .toLowerCase(Locale.ROOT)
                .startsWith(name.cnamePrefix().toLowerCase(Locale.ROOT) + ".");
    }

    StepResult<BeanstalkDeployState> look(
            EnvironmentApproach approach,
            ActionContext context,
            BeanstalkDeployConfiguration target,
            DeploymentOptions options,
            Looking looking)
            throws BeanstalkFailure {
        if (live.isPresent() && !live.get().status().isReady()) {
            return approach.waitForItsTurn(context, options, looking, live.get());
        }
        Chosen chosen = choose(target, options, looking.release().label());
        if (chosen.environment().isEmpty()) {
            return approach.missing(context, target, options, looking, chosen.name(), chosen.pair());
        }
        Environment environment = chosen.environment().get();
        return chosen.pair().isPresent() && environment.status().isEnding()
                ? approach.waitForItsTurn(context, options, looking, environment)
                : approach.there(context, target, options, looking, environment, chosen.pair());
    }

    /**
     * The environment that is brought to a version.
     *
     * @param name its name
     * @param environment how it is; absent if it is missing
     * @param pair the one that is live, if that is another
     */
    record Chosen(String name, Optional<Environment> environment, Optional<Pair> pair) {}

    /**
     * Which one is brought to a version.
     *
     * @param label of the version; empty if it is not known yet
     */
    Chosen choose(BeanstalkDeployConfiguration target, DeploymentOptions options, String label)
            throws BeanstalkFailure {
        if (live.isEmpty()) {
            if (options.creation().isEmpty() && hostName.isPresent()) {
                throw new BeanstalkFailure(
                        "PEN-BEANSTALK-019",
                        "No environment of application '" + target.application() + "' has the host name '"
                                + hostName.get()
                                + "', so that none is live. Correct 'cname' under 'blueGreen', or let the first be made"
                                + " by 'create' in the settings. Nothing was changed.");
            }
            return new Chosen(target.environment(), other, Optional.empty());
        }
        Environment now = live.get();
        if (!label.isEmpty() && now.versionLabel().equals(label)) {
            return new Chosen(now.name(), live, Optional.empty());
        }
        return new Chosen(otherName, other, Optional.of(new Pair(now.id(), now.name(), other.isEmpty())));
    }
}
