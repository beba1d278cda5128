package dev.penstock.simulator.ecr;

import dev.penstock.simulator.service.Caller;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which repository: names are unique within an account and a region.
 *
 * @param account twelve digits
 * @param region like {@code us-east-1}
 * @param name like {@code team/web}
 */
record RepositoryName(String account, String region, String name) {

    static final String FORM = "(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*";

    private static final Pattern HOST = Pattern.compile(
            "(?<account>[0-9]{12})\\.dkr\\.ecr\\.(?<region>[a-z0-9-]+)\\.(amazonaws\\.com|localhost)(:[0-9]+)?");

    static RepositoryName of(Caller caller, String name) {
        return new RepositoryName(caller.account(), caller.region(), name);
    }

    /** The repository of {@code name} in the registry that a host's name stands for, if it is one of ECR's. */
    static Optional<RepositoryName> atHost(String host, String name) {
        Matcher form = HOST.matcher(host);
        return form.matches()
                ? Optional.of(new RepositoryName(form.group("account"), form.group("region"), name))
                : Optional.empty();
    }

    /** The repository whose key in tables is given. */
    static RepositoryName ofKey(String key) {
        String[] parts = key.split("/", 3);
        return new RepositoryName(parts[0], parts[1], parts[2]);
    }

    /** The key in tables. */
    String key() {
        return account + "/" + region + "/" + name;
    }

    String arn() {
        return "arn:aws:ecr:" + region + ":" + account + ":repository/" + name;
    }

    String host() {
        return account + ".dkr.ecr." + region + ".amazonaws.com";
    }

    String uri() {
        return host() + "/" + name;
    }
}
