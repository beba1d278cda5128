package dev.penstock.simulator.iam;

import dev.penstock.simulator.policy.AppliedPolicy;
import dev.penstock.simulator.policy.Decision;
import dev.penstock.simulator.policy.Evaluation;
import dev.penstock.simulator.policy.MalformedPolicyException;
import dev.penstock.simulator.policy.PolicyDocument;
import dev.penstock.simulator.policy.PolicyKind;
import dev.penstock.simulator.policy.PolicyRequest;
import dev.penstock.simulator.policy.PolicyRequest.CallerPrincipal;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Page;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.wire.ServiceError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.ContextEntry;
import software.amazon.awssdk.services.iam.model.EvaluationResult;
import software.amazon.awssdk.services.iam.model.OrganizationsDecisionDetail;
import software.amazon.awssdk.services.iam.model.PermissionsBoundaryDecisionDetail;
import software.amazon.awssdk.services.iam.model.PolicyEvaluationDecisionType;
import software.amazon.awssdk.services.iam.model.Position;
import software.amazon.awssdk.services.iam.model.ResourceSpecificResult;
import software.amazon.awssdk.services.iam.model.SimulateCustomPolicyRequest;
import software.amazon.awssdk.services.iam.model.SimulateCustomPolicyResponse;
import software.amazon.awssdk.services.iam.model.SimulatePrincipalPolicyRequest;
import software.amazon.awssdk.services.iam.model.SimulatePrincipalPolicyResponse;

/** The policy simulator: says what the evaluation would, with the statements that decided. */
final class PolicySimulation {

    /** What is asked for each action and resource. */
    private record Question(
            Evaluation evaluation, CallerPrincipal caller, String resourceOwner, Map<String, List<String>> context) {}

    private final IamStore store;
    private final CallerPolicies callers;

    PolicySimulation(IamStore store) {
        this.store = store;
        this.callers = new CallerPolicies(store);
    }

    void declare(Operations all) {
        all.operation("SimulatePrincipalPolicy", SimulatePrincipalPolicyRequest::builder, this::principal)
                .operation("SimulateCustomPolicy", SimulateCustomPolicyRequest::builder, this::custom);
    }

    private SimulatePrincipalPolicyResponse principal(Call call, SimulatePrincipalPolicyRequest request) {
        String source = IamRules.required("policySourceArn", request.policySourceArn());
        if (!source.matches("arn:aws[a-z-]*:iam::[0-9]{12}:(user|group|role)/.+")) {
            throw ServiceError.client(
                    "InvalidInput", "Invalid Entity Arn: " + source + " does not clearly define entity type and name.");
        }
        Identity identity = store.effective(source)
                .filter(known -> known.account().equals(call.account()))
                .orElseThrow(() -> IamErrors.noSuchEntity("The entity " + source + " cannot be found."));
        List<AppliedPolicy> policies = new ArrayList<>(callers.policies(identity));
        policies.addAll(given("PolicyInputList", AppliedPolicy.Type.IDENTITY, request.policyInputList()));
        Optional<AppliedPolicy> boundary =
                boundary(request.permissionsBoundaryPolicyInputList()).or(() -> callers.boundary(identity));
        CallerPrincipal caller = CallerPrincipal.of(identity.account(), source, source, identity.id());
        Map<String, List<String>> context = context(request.contextEntries());
        if (identity.kind() == Identity.Kind.USER) {
            context.put("aws:username", List.of(identity.name()));
        }
        context.put("aws:PrincipalArn", List.of(source));
        Question question = new Question(
                evaluation(policies, boundary, request.resourcePolicy()),
                caller,
                owner(request.resourceOwner(), identity.account()),
                context);
        Page<EvaluationResult> page = page(
                results(question, request.actionNames(), request.resourceArns()), request.marker(), request.maxItems());
        return SimulatePrincipalPolicyResponse.builder()
                .evaluationResults(page.items())
                .marker(page.next())
                .isTruncated(page.next() != null)
                .build();
    }

    private SimulateCustomPolicyResponse custom(Call call, SimulateCustomPolicyRequest request) {
        String arn = request.callerArn() == null
                ? "arn:aws:iam::" + call.account() + ":user/simulated"
                : request.callerArn();
        CallerPrincipal caller = CallerPrincipal.of(arn.split(":", 6)[4], arn, arn, "");
        Question question = new Question(
                evaluation(
                        given("PolicyInputList", AppliedPolicy.Type.IDENTITY, request.policyInputList()),
                        boundary(request.permissionsBoundaryPolicyInputList()),
                        request.resourcePolicy()),
                caller,
                owner(request.resourceOwner(), caller.account()),
                context(request.contextEntries()));
        Page<EvaluationResult> page = page(
                results(question, request.actionNames(), request.resourceArns()), request.marker(), request.maxItems());
        return SimulateCustomPolicyResponse.builder()
                .evaluationResults(page.items())
                .marker(page.next())
                .isTruncated(page.next() != null)
                .build();
    }

    private static Evaluation evaluation(
            List<AppliedPolicy> policies, Optional<AppliedPolicy> boundary, @Nullable String resourcePolicy) {
        Evaluation evaluation = new Evaluation(false, policies, boundary, List.of(), Optional.empty());
        return resourcePolicy == null
                ? evaluation
                : evaluation.on(new AppliedPolicy(
                        AppliedPolicy.Type.RESOURCE, "ResourcePolicy", parsed(PolicyKind.RESOURCE, resourcePolicy)));
    }

    private static List<EvaluationResult> results(Question question, List<String> actions, List<String> resources) {
        List<String> all = resources.isEmpty() ? List.of("*") : resources;
        List<EvaluationResult> results = new ArrayList<>();
        for (String action : actions) {
            List<ResourceSpecificResult> specific = new ArrayList<>();
            for (String resource : all) {
                specific.add(result(question, action, resource));
            }
            ResourceSpecificResult first = specific.getFirst();
            results.add(EvaluationResult.builder()
                    .evalActionName(action)
                    .evalResourceName(first.evalResourceName())
                    .evalDecision(first.evalResourceDecision())
                    .matchedStatements(first.matchedStatements())
                    .missingContextValues(first.missingContextValues())
                    .evalDecisionDetails(Map.of())
                    .organizationsDecisionDetail(OrganizationsDecisionDetail.builder()
                            .allowedByOrganizations(true)
                            .build())
                    .permissionsBoundaryDecisionDetail(first.permissionsBoundaryDecisionDetail())
                    .resourceSpecificResults(resources.isEmpty() ? null : specific)
                    .build());
        }
        return results;
    }

    private static ResourceSpecificResult result(Question question, String action, String resource) {
        String[] parts = resource.split(":", 6);
        String owner = parts.length == 6 && !parts[4].isEmpty() ? parts[4] : question.resourceOwner();
        PolicyRequest request = new PolicyRequest(action, resource, owner, question.caller(), question.context());
        Decision decision = question.evaluation().decide(request);
        List<Decision.Match> matches = switch (decision) {
            case Decision.Allowed allowed -> allowed.by();
            case Decision.ExplicitDeny deny -> deny.by();
            case Decision.ImplicitDeny deny -> List.of();
        };
        boolean bounded = question.evaluation().boundary().isPresent();
        boolean byBoundary = !(decision instanceof Decision.ImplicitDeny(AppliedPolicy.Type missing))
                || missing != AppliedPolicy.Type.BOUNDARY;
        return ResourceSpecificResult.builder()
                .evalResourceName(resource)
                .evalResourceDecision(type(decision))
                .matchedStatements(
                        matches.stream().map(PolicySimulation::statement).toList())
                .missingContextValues(question.evaluation().missingKeys(request))
                .permissionsBoundaryDecisionDetail(
                        bounded
                                ? PermissionsBoundaryDecisionDetail.builder()
                                        .allowedByPermissionsBoundary(byBoundary)
                                        .build()
                                : null)
                .build();
    }

    private static PolicyEvaluationDecisionType type(Decision decision) {
        return switch (decision) {
            case Decision.Allowed a -> PolicyEvaluationDecisionType.ALLOWED;
            case Decision.ExplicitDeny d -> PolicyEvaluationDecisionType.EXPLICIT_DENY;
            case Decision.ImplicitDeny d -> PolicyEvaluationDecisionType.IMPLICIT_DENY;
        };
    }

    private static software.amazon.awssdk.services.iam.model.Statement statement(Decision.Match match) {
        var span = match.statement().span();
        return software.amazon.awssdk.services.iam.model.Statement.builder()
                .sourcePolicyId(match.policy().id())
                .sourcePolicyType("IAM Policy")
                .startPosition(Position.builder()
                        .line(span.startLine())
                        .column(span.startColumn())
                        .build())
                .endPosition(Position.builder()
                        .line(span.endLine())
                        .column(span.endColumn())
                        .build())
                .build();
    }

    private static List<AppliedPolicy> given(String name, AppliedPolicy.Type type, List<String> documents) {
        List<AppliedPolicy> all = new ArrayList<>();
        for (String document : documents) {
            all.add(new AppliedPolicy(type, name + "." + (all.size() + 1), parsed(PolicyKind.IDENTITY, document)));
        }
        return all;
    }

    private static Optional<AppliedPolicy> boundary(List<String> documents) {
        return given("PermissionsBoundaryPolicyInputList", AppliedPolicy.Type.BOUNDARY, documents).stream()
                .findFirst();
    }

    private static PolicyDocument parsed(PolicyKind kind, String document) {
        try {
            return PolicyDocument.parse(kind, document);
        } catch (MalformedPolicyException e) {
            throw ServiceError.client("InvalidInput", "Invalid policy document: " + e.reason());
        }
    }

    private static Map<String, List<String>> context(List<ContextEntry> entries) {
        Map<String, List<String>> context = new HashMap<>();
        for (ContextEntry entry : entries) {
            context.put(
                    IamRules.required("contextKeyName", entry.contextKeyName()).toLowerCase(Locale.ROOT),
                    entry.contextKeyValues());
        }
        return context;
    }

    private static String owner(@Nullable String arn, String otherwise) {
        return arn == null || arn.split(":", 6).length < 6 ? otherwise : arn.split(":", 6)[4];
    }

    private static Page<EvaluationResult> page(
            List<EvaluationResult> all, @Nullable String marker, @Nullable Integer most) {
        List<EvaluationResult> numbered = all;
        return IamRules.page(
                numbered, result -> String.format(Locale.ROOT, "%06d", numbered.indexOf(result)), marker, most);
    }
}
