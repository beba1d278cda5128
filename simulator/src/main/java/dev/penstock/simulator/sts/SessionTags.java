package dev.penstock.simulator.sts;

import dev.penstock.simulator.service.Credential;
import dev.penstock.simulator.wire.ServiceError;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.GetFederationTokenRequest;
import software.amazon.awssdk.services.sts.model.Tag;

/**
 * The tags of sessions, whose keys are told apart whatever their case. Transitive ones go on to the sessions that are
 * begun with a session, and cannot be set anew there.
 *
 * <p>Source: answers recorded from AWS; IAM User Guide, "Pass session tags in AWS STS".
 */
final class SessionTags {

    private SessionTags() {}

    static Map<String, String> of(GetFederationTokenRequest request) {
        return given(request.tags());
    }

    /** The tags of a new session: those of the request, and the transitive ones of the calling session. */
    static Map<String, String> of(AssumeRoleRequest request, Optional<Credential> caller) {
        Map<String, String> tags = given(request.tags());
        for (String key : request.transitiveTagKeys()) {
            if (tags.keySet().stream().noneMatch(key::equalsIgnoreCase)) {
                throw parameter("The specified transitive tag key must be included in the requested tags.");
            }
        }
        caller.ifPresent(session -> session.transitive().forEach(inherited -> {
            if (tags.keySet().stream().anyMatch(inherited::equalsIgnoreCase)) {
                throw parameter("One of the specified transitive tag keys can't be set because it conflicts with a"
                        + " transitive tag key from the calling session.");
            }
            session.tags().entrySet().stream()
                    .filter(tag -> tag.getKey().equalsIgnoreCase(inherited))
                    .forEach(tag -> tags.put(tag.getKey(), tag.getValue()));
        }));
        return tags;
    }

    /** The keys that go on from the new session. */
    static List<String> transitive(AssumeRoleRequest request, Optional<Credential> caller) {
        List<String> keys = new ArrayList<>(caller.map(Credential::transitive).orElse(List.of()));
        keys.addAll(request.transitiveTagKeys());
        return keys;
    }

    private static Map<String, String> given(List<Tag> tags) {
        Set<String> seen = new HashSet<>();
        Map<String, String> all = new LinkedHashMap<>();
        for (Tag tag : tags) {
            if (!seen.add(tag.key().toLowerCase(Locale.ROOT))) {
                throw parameter("Duplicate tag keys found. Please note that Tag keys are case insensitive.");
            }
            all.put(tag.key(), tag.value() == null ? "" : tag.value());
        }
        return all;
    }

    private static ServiceError parameter(String message) {
        return ServiceError.client("InvalidParameterValue", message);
    }
}
