package dev.penstock.simulator.iam;

import dev.penstock.simulator.policy.AppliedPolicy;
import dev.penstock.simulator.policy.Evaluation;
import dev.penstock.simulator.policy.MalformedPolicyException;
import dev.penstock.simulator.policy.PolicyDocument;
import dev.penstock.simulator.policy.PolicyRequest.CallerPrincipal;
import dev.penstock.simulator.service.Caller;
import dev.penstock.simulator.service.Credential;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.iam.model.Tag;

/** Who a caller is to policies: its names, what its policies are, and what conditions may ask of it. */
final class CallerPolicies {

    private static final int MOST_PARSED = 1000;

    /**
     * A caller.
     *
     * @param principal its names
     * @param evaluation its policies
     * @param context the condition keys that are the same for all of its requests
     */
    record Known(CallerPrincipal principal, Evaluation evaluation, Map<String, List<String>> context) {}

    private final IamStore store;

    /** Documents are read again and again, and change rarely. Used inside transactions only, which run one at a time. */
    private final Map<String, PolicyDocument> parsed = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, PolicyDocument> eldest) {
            return size() > MOST_PARSED;
        }
    };

    CallerPolicies(IamStore store) {
        this.store = store;
    }

    /** A document that was kept; one that an earlier version took and nobody can read grants nothing. */
    PolicyDocument document(String json) {
        return parsed.computeIfAbsent(json, text -> {
            try {
                return PolicyDocument.stored(text);
            } catch (MalformedPolicyException e) {
                return new PolicyDocument(PolicyDocument.CURRENT, List.of());
            }
        });
    }

    Known of(Caller caller, Optional<Credential> credential, Instant now) {
        Map<String, List<String>> context = new LinkedHashMap<>();
        put(context, "aws:CurrentTime", now.toString());
        put(context, "aws:EpochTime", Long.toString(now.getEpochSecond()));
        put(context, "aws:RequestedRegion", caller.region());
        put(context, "aws:SourceIp", "127.0.0.1");
        // Clients of the simulator speak plain HTTP; to policies it is as if they did not, as they never would to AWS.
        put(context, "aws:SecureTransport", "true");
        put(context, "aws:ViaAWSService", "false");
        put(context, "aws:PrincipalIsAWSService", "false");
        put(context, "aws:PrincipalAccount", caller.account());
        put(context, "aws:userid", caller.userId());
        if (caller.isRoot()) {
            put(context, "aws:PrincipalArn", caller.principal());
            put(context, "aws:PrincipalType", "Account");
            CallerPrincipal root = CallerPrincipal.of(caller.account(), caller.principal(), caller.principal(), "");
            return new Known(root, Evaluation.ofRoot(), context);
        }
        String arn = credential.map(Credential::identity).orElse(caller.principal());
        put(context, "aws:PrincipalArn", arn);
        put(context, "aws:PrincipalType", type(caller));
        credential.filter(c -> c.expires().isPresent()).ifPresent(session -> {
            put(context, "aws:TokenIssueTime", session.issued().toString());
            put(context, "aws:MultiFactorAuthPresent", "false");
        });
        if (arn.endsWith(":root")) {
            CallerPrincipal principal = CallerPrincipal.of(caller.account(), caller.principal(), arn, "");
            return new Known(
                    principal,
                    new Evaluation(true, List.of(), Optional.empty(), session(credential), Optional.empty()),
                    context);
        }
        Optional<Identity> identity = store.effective(arn);
        identity.filter(i -> i.kind() == Identity.Kind.USER)
                .ifPresent(user -> put(context, "aws:username", user.name()));
        tags(identity, credential).forEach((key, value) -> put(context, "aws:PrincipalTag/" + key, value));
        CallerPrincipal principal = CallerPrincipal.of(
                caller.account(),
                caller.principal(),
                arn,
                identity.map(Identity::id).orElse(""));
        Evaluation evaluation = new Evaluation(
                false,
                identity.map(this::policies).orElse(List.of()),
                identity.flatMap(this::boundary),
                session(credential),
                Optional.empty());
        return new Known(principal, evaluation, context);
    }

    private static String type(Caller caller) {
        if (caller.principal().contains(":assumed-role/")) {
            return "AssumedRole";
        }
        return caller.principal().contains(":federated-user/") ? "FederatedUser" : "User";
    }

    private static Map<String, String> tags(Optional<Identity> identity, Optional<Credential> credential) {
        Map<String, String> tags = new LinkedHashMap<>();
        identity.ifPresent(i -> {
            for (Tag tag : i.tags()) {
                tags.put(tag.key(), tag.value());
            }
        });
        credential.ifPresent(session -> session.tags().forEach((key, value) -> {
            tags.keySet().removeIf(key::equalsIgnoreCase);
            tags.put(key, value);
        }));
        return tags;
    }

    private List<AppliedPolicy> session(Optional<Credential> credential) {
        return credential.stream()
                .flatMap(session -> session.policies().stream())
                .map(json -> new AppliedPolicy(AppliedPolicy.Type.SESSION, "SessionPolicy", document(json)))
                .toList();
    }

    /** All identity-based policies of a user with its groups, of a group, or of a role. */
    List<AppliedPolicy> policies(Identity identity) {
        List<AppliedPolicy> all = new ArrayList<>();
        identity.inline().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(inline -> all.add(new AppliedPolicy(
                        AppliedPolicy.Type.IDENTITY,
                        identity.kind().spoken() + "_" + identity.name() + "_" + inline.getKey(),
                        document(inline.getValue()))));
        identity.attached()
                .forEach(arn -> managed(AppliedPolicy.Type.IDENTITY, arn).ifPresent(all::add));
        for (String group : identity.groups()) {
            store.identities()
                    .effective(Identity.key(Identity.Kind.GROUP, identity.account(), group))
                    .ifPresent(known -> all.addAll(policies(known)));
        }
        return all;
    }

    Optional<AppliedPolicy> boundary(Identity identity) {
        return identity.boundary().flatMap(arn -> managed(AppliedPolicy.Type.BOUNDARY, arn));
    }

    private Optional<AppliedPolicy> managed(AppliedPolicy.Type type, String arn) {
        return store.effectivePolicy(arn)
                .filter(policy -> !policy.document().isEmpty())
                .map(policy -> new AppliedPolicy(type, policy.name(), document(policy.document())));
    }

    private static void put(Map<String, List<String>> context, String key, String value) {
        context.put(key, List.of(value));
    }
}
