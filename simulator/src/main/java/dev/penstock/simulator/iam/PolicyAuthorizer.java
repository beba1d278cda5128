package dev.penstock.simulator.iam;

import dev.penstock.simulator.policy.AppliedPolicy;
import dev.penstock.simulator.policy.Decision;
import dev.penstock.simulator.policy.Evaluation;
import dev.penstock.simulator.policy.PolicyRequest;
import dev.penstock.simulator.service.Authorizer;
import dev.penstock.simulator.service.Caller;
import dev.penstock.simulator.service.Identities;
import dev.penstock.simulator.service.Refusals;
import dev.penstock.simulator.service.ResourcePolicies;
import dev.penstock.simulator.service.Tags;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;

/** Lets a caller do what policies allow, as AWS does: identity-based ones, those of the resource, boundaries, sessions. */
public final class PolicyAuthorizer implements Authorizer {

    /** What needs no permission: STS API Reference. */
    private static final Set<String> FREE = Set.of("sts:GetCallerIdentity", "sts:GetSessionToken");

    private static final Set<String> ASSUMING = Set.of("sts:AssumeRole", "sts:TagSession");

    private final IamStore store;
    private final Identities identities;
    private final ResourcePolicies resources;
    private final Tags tags;
    private final Supplier<Instant> clock;
    private final CallerPolicies callers;
    private final ActionTable actions = new ActionTable();
    private final Accesses accesses;

    /**
     * @param resources the policies that resources have
     * @param tags of resources, for conditions on them
     * @param clock the simulated time
     * @param accesses notes what is asked
     */
    public PolicyAuthorizer(
            IamStore store,
            Identities identities,
            ResourcePolicies resources,
            Tags tags,
            Supplier<Instant> clock,
            Accesses accesses) {
        this.store = store;
        this.identities = identities;
        this.resources = resources;
        this.tags = tags;
        this.clock = clock;
        this.callers = new CallerPolicies(store);
        this.accesses = accesses;
    }

    @Override
    public void authorize(Caller caller, String service, String operation, SdkPojo request) {
        if (FREE.contains(service + ":" + operation)) {
            return;
        }
        CallerPolicies.Known known = known(caller);
        Map<String, List<String>> ofRequest = new HashMap<>(known.context());
        ofRequest.putAll(tagKeys(request));
        for (ActionTable.Required required : actions.required(caller, service, operation, request)) {
            Map<String, List<String>> context = new HashMap<>(ofRequest);
            context.putAll(required.context());
            decide(known, required.action(), resource(required.resource()), context);
        }
        for (ResourcePolicies.PassedRole role : resources.passed(caller, service, operation, request)) {
            Map<String, List<String>> context = new HashMap<>(ofRequest);
            context.put("iam:PassedToService", List.of(role.service()));
            decide(known, "iam:PassRole", resource(role.arn()), context);
        }
    }

    @Override
    public void authorize(Caller caller, String action, String resource) {
        CallerPolicies.Known known = known(caller);
        decide(known, action, resource, known.context());
    }

    @Override
    public boolean admits(String servicePrincipal, String action, String resource, Map<String, String> context) {
        String owner = resources.ownerOf(resource).orElse("");
        Map<String, List<String>> values = new HashMap<>();
        context.forEach((key, value) -> values.put(key, List.of(value)));
        PolicyRequest.CallerPrincipal service =
                new PolicyRequest.CallerPrincipal(owner, servicePrincipal, servicePrincipal, "", servicePrincipal);
        Evaluation evaluation = new Evaluation(
                false,
                List.of(),
                Optional.empty(),
                List.of(),
                resources
                        .of(resource)
                        .map(policy -> new AppliedPolicy(
                                AppliedPolicy.Type.RESOURCE, "ResourcePolicy", callers.document(policy))));
        return evaluation
                .decide(new PolicyRequest(action, resource, owner, service, values))
                .isAllowed();
    }

    private CallerPolicies.Known known(Caller caller) {
        return callers.of(caller, identities.credential(caller.accessKey()), clock.get());
    }

    private void decide(
            CallerPolicies.Known known, String action, String resource, Map<String, List<String>> requestContext) {
        Map<String, List<String>> context = new HashMap<>(requestContext);
        tagsOf(resource).forEach((key, value) -> {
            context.put("aws:ResourceTag/" + key, List.of(value));
            context.put(action.substring(0, action.indexOf(':')) + ":ResourceTag/" + key, List.of(value));
        });
        String owner = resources.ownerOf(resource).orElse(known.principal().account());
        PolicyRequest request = new PolicyRequest(action, resource, owner, known.principal(), context);
        Evaluation evaluation = known.evaluation();
        if (ASSUMING.contains(action)) {
            Optional<Identity> role = store.effective(resource).filter(i -> i.kind() == Identity.Kind.ROLE);
            if (role.isEmpty()) {
                return; // STS itself says what it says of a role that is not there
            }
            evaluation = evaluation.on(new AppliedPolicy(
                    AppliedPolicy.Type.TRUST,
                    "RoleTrustPolicy",
                    callers.document(role.get().rolePart().trust())));
        } else {
            Optional<String> policy = resources.of(resource);
            if (policy.isPresent()) {
                evaluation = evaluation.on(new AppliedPolicy(
                        AppliedPolicy.Type.RESOURCE, "ResourcePolicy", callers.document(policy.get())));
            }
        }
        Decision decision = evaluation.decide(request);
        accesses.note(new Accesses.Asked(known.principal().identityArn(), action, decision.isAllowed()), resource);
        if (!decision.isAllowed()) {
            String spoken = action.startsWith("s3:") ? "\"" + resource + "\"" : resource;
            throw Refusals.denied(decision.denial(request, spoken));
        }
    }

    /** The ARN of an identity with its path, which requests do not name; the ARN of a task definition with a revision. */
    private String resource(String arn) {
        Optional<String> named = resources.named(arn);
        if (named.isPresent()) {
            return named.get();
        }
        String[] parts = arn.split(":", 6);
        if (parts.length == 6 && parts[2].equals("iam")) {
            for (Identity.Kind kind : Identity.Kind.values()) {
                if (parts[5].startsWith(kind.spoken() + "/")) {
                    String name = parts[5].substring(parts[5].lastIndexOf('/') + 1);
                    return store.identity(kind, parts[4], name)
                            .map(Identity::arn)
                            .orElse(arn);
                }
            }
        }
        int whole = arn.lastIndexOf("arn:");
        if (whole > 0 && parts[2].equals("lambda")) {
            return arn.substring(whole); // the name of a function was an ARN, its qualifier stood elsewhere
        }
        if (parts.length == 6 && parts[2].equals("ssm")) {
            return arn.replace(":parameter//", ":parameter/");
        }
        boolean family = parts.length == 6 && parts[5].startsWith("task-definition/") && !parts[5].contains(":");
        return family ? arn + ":*" : arn;
    }

    private Map<String, String> tagsOf(String resource) {
        Map<String, String> all = new HashMap<>(tags.of(resource));
        store.effective(resource)
                .ifPresent(identity -> identity.tags().forEach(tag -> all.put(tag.key(), tag.value())));
        return all;
    }

    private static Map<String, List<String>> tagKeys(SdkPojo request) {
        Map<String, List<String>> context = new HashMap<>();
        Map<String, String> given = RequestMembers.tags(request);
        given.forEach((key, value) -> context.put("aws:RequestTag/" + key, List.of(value)));
        List<String> keys = given.isEmpty() ? RequestMembers.values(request, "tagKeys") : List.copyOf(given.keySet());
        if (!keys.isEmpty()) {
            context.put("aws:TagKeys", keys);
        }
        return context;
    }
}
