package dev.penstock.simulator.iam;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What was asked of policies, and what they said: by whom, which action, on what first. Policies that allow no more than is used
 * are found with it, as with the last accessed information of IAM.
 */
public final class Accesses {

    /**
     * Asked once or more.
     *
     * @param identity the ARN of the user or role, of a session that of its role; of a service its principal
     * @param action like {@code s3:GetObject}
     * @param allowed whether policies let it
     */
    public record Asked(String identity, String action, boolean allowed) {}

    private final ConcurrentHashMap<Asked, String> first = new ConcurrentHashMap<>();

    void note(Asked asked, String resource) {
        first.putIfAbsent(asked, resource);
    }

    /** All of it, in order of identity and action. Empty where policies are not enforced. */
    public List<Asked> all() {
        return first.keySet().stream()
                .sorted(Comparator.comparing(Asked::identity)
                        .thenComparing(Asked::action)
                        .thenComparing(Asked::allowed))
                .toList();
    }

    /**
     * What was refused, with the ARN that it was asked of when it was refused first.
     *
     * @return a line for each, to be read
     */
    public List<String> refused() {
        return all().stream()
                .filter(asked -> !asked.allowed())
                .map(asked -> asked.identity() + ": " + asked.action() + " on " + first.get(asked))
                .toList();
    }
}
