package dev.penstock.simulator.service;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of an access key that the simulated AWS gave out.
 *
 * @param account twelve digits
 * @param principal the ARN that calls with it come from
 * @param userId what {@code GetCallerIdentity} says beside the ARN
 * @param identity the ARN of the user or role whose policies count
 * @param expires when it ends; empty for keys of users
 * @param usable whether it is active and was not deleted
 * @param issued when
 * @param policies documents that narrow the session
 * @param tags of the session, with those of the role or user that they replace
 * @param transitive keys of the tags that go on to sessions that are begun with this one, as they were written
 * @param role whether it is a session of a role, so that another role that it assumes is a chained one
 */
public record Credential(
        String account,
        String principal,
        String userId,
        String identity,
        Optional<Instant> expires,
        boolean usable,
        Instant issued,
        List<String> policies,
        Map<String, String> tags,
        List<String> transitive,
        boolean role) {

    public Credential {
        policies = List.copyOf(policies);
        tags = Map.copyOf(tags);
        transitive = List.copyOf(transitive);
    }

    Credential withUsable(boolean now) {
        return new Credential(
                account, principal, userId, identity, expires, now, issued, policies, tags, transitive, role);
    }
}
