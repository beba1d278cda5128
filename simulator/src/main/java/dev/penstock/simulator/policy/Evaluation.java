package dev.penstock.simulator.policy;

import dev.penstock.simulator.policy.Decision.Match;
import dev.penstock.simulator.policy.Statement.Effect;
import dev.penstock.simulator.policy.Statement.Selection;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The policies that apply to a caller and a resource, and what they decide.
 *
 * <p>Source: IAM User Guide, "Policy evaluation logic", "Cross-account policy evaluation logic" and "Permissions
 * boundaries for IAM entities".
 *
 * @param root whether the caller is the root of its account, who may do everything there
 * @param identity of the user with its groups, or of the role
 * @param boundary of the user or role
 * @param session given when the session began; each takes away what it does not allow
 * @param resource of the resource, or the trust policy of a role that is to be assumed
 */
public record Evaluation(
        boolean root,
        List<AppliedPolicy> identity,
        Optional<AppliedPolicy> boundary,
        List<AppliedPolicy> session,
        Optional<AppliedPolicy> resource) {

    public Evaluation {
        identity = List.copyOf(identity);
        session = List.copyOf(session);
    }

    /** The root of an account, whom no identity-based policy holds. */
    public static Evaluation ofRoot() {
        return new Evaluation(true, List.of(), Optional.empty(), List.of(), Optional.empty());
    }

    /** The same with the policy of a resource. */
    public Evaluation on(AppliedPolicy resourcePolicy) {
        return new Evaluation(root, identity, boundary, session, Optional.of(resourcePolicy));
    }

    /** Decides about a request. */
    public Decision decide(PolicyRequest request) {
        return denied(request).orElseGet(() -> allowed(request));
    }

    /** The condition keys that a decision about this request could depend on and that it does not have. */
    public List<String> missingKeys(PolicyRequest request) {
        return everything().stream()
                .flatMap(policy -> policy.document().statements().stream()
                        .filter(statement -> concerns(policy, statement, request))
                        .flatMap(statement -> statement.conditions().stream()))
                .map(Condition::key)
                .filter(key -> request.values(key).isEmpty())
                .distinct()
                .sorted()
                .toList();
    }

    private List<AppliedPolicy> everything() {
        List<AppliedPolicy> all = new ArrayList<>(identity);
        boundary.ifPresent(all::add);
        all.addAll(session);
        resource.ifPresent(all::add);
        return all;
    }

    private Optional<Decision> denied(PolicyRequest request) {
        List<Match> denies = matches(everything(), Effect.DENY, request);
        return denies.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Decision.ExplicitDeny(denies.getFirst().policy().type(), denies));
    }

    private Decision allowed(PolicyRequest request) {
        boolean sameAccount = request.resourceAccount().equals(request.caller().account());
        List<Match> byResource = matches(resource.stream().toList(), Effect.ALLOW, request);
        PrincipalMatch grant = byResource.stream()
                .map(match -> PrincipalMatch.of(match.statement().principals(), request.caller()))
                .reduce(PrincipalMatch.NONE, PrincipalMatch::stronger);
        boolean trust = resource.filter(policy -> policy.type() == AppliedPolicy.Type.TRUST)
                .isPresent();
        if (grant == PrincipalMatch.NONE && (trust || !sameAccount)) {
            return new Decision.ImplicitDeny(trust ? AppliedPolicy.Type.TRUST : AppliedPolicy.Type.RESOURCE);
        }
        if (sameAccount && grant == PrincipalMatch.EXACT) {
            return new Decision.Allowed(byResource);
        }
        List<Match> byIdentity = matches(identity, Effect.ALLOW, request);
        boolean grantedToRole = sameAccount && grant == PrincipalMatch.IDENTITY;
        if (!root && byIdentity.isEmpty() && !grantedToRole) {
            return new Decision.ImplicitDeny(AppliedPolicy.Type.IDENTITY);
        }
        if (boundary.isPresent()
                && matches(List.of(boundary.get()), Effect.ALLOW, request).isEmpty()) {
            return new Decision.ImplicitDeny(AppliedPolicy.Type.BOUNDARY);
        }
        if (!session.isEmpty() && matches(session, Effect.ALLOW, request).isEmpty()) {
            return new Decision.ImplicitDeny(AppliedPolicy.Type.SESSION);
        }
        List<Match> by = new ArrayList<>(byIdentity);
        by.addAll(byResource);
        return new Decision.Allowed(by);
    }

    private static List<Match> matches(List<AppliedPolicy> policies, Effect effect, PolicyRequest request) {
        List<Match> found = new ArrayList<>();
        for (AppliedPolicy policy : policies) {
            for (Statement statement : policy.document().statements()) {
                if (statement.effect() == effect && applies(policy, statement, request)) {
                    found.add(new Match(policy, statement));
                }
            }
        }
        return found;
    }

    private static boolean applies(AppliedPolicy policy, Statement statement, PolicyRequest request) {
        boolean variables = policy.document().replacesVariables();
        return concerns(policy, statement, request)
                && statement.conditions().stream().allMatch(condition -> condition.holds(request, variables));
    }

    /** Whether a statement is about the action, the resource and the caller, whatever its conditions. */
    private static boolean concerns(AppliedPolicy policy, Statement statement, PolicyRequest request) {
        boolean variables = policy.document().replacesVariables();
        boolean ofResource = policy.type() == AppliedPolicy.Type.RESOURCE || policy.type() == AppliedPolicy.Type.TRUST;
        return selects(statement.actions(), pattern -> matchesAction(pattern, request.action()))
                && selects(statement.resources(), pattern -> matchesResource(pattern, request, variables))
                && (!ofResource || PrincipalMatch.of(statement.principals(), request.caller()) != PrincipalMatch.NONE);
    }

    /** A statement without resources, as in a trust policy, is about the resource that it belongs to. */
    private static boolean selects(Optional<Selection> selection, Predicate<String> matches) {
        return selection
                .map(s -> s.patterns().stream().anyMatch(matches) != s.negated())
                .orElse(true);
    }

    private static boolean matchesAction(String pattern, String action) {
        return Wildcards.of(lower(pattern)).matches(lower(action));
    }

    private static boolean matchesResource(String pattern, PolicyRequest request, boolean variables) {
        return Wildcards.of(pattern, request, variables)
                .map(wildcards -> wildcards.matchesArn(request.resource()))
                .orElse(false);
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
