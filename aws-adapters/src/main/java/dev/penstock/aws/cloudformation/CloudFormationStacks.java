package dev.penstock.aws.cloudformation;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.Use;
import dev.penstock.stack.ChangeSet;
import dev.penstock.stack.ChangeSetListing;
import dev.penstock.stack.ChangeSetRequest;
import dev.penstock.stack.DriftDetection;
import dev.penstock.stack.ResourceDrift;
import dev.penstock.stack.Stack;
import dev.penstock.stack.StackDefinition;
import dev.penstock.stack.StackEvent;
import dev.penstock.stack.StackResource;
import dev.penstock.stack.StackStatus;
import dev.penstock.stack.Stacks;
import dev.penstock.stack.TemplateSource;
import dev.penstock.stack.TemplateSummary;
import dev.penstock.stack.ValidationError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.DescribeStackDriftDetectionStatusResponse;
import software.amazon.awssdk.services.cloudformation.model.DescribeStackResourceDriftsResponse;
import software.amazon.awssdk.services.cloudformation.model.ListImportsResponse;
import software.amazon.awssdk.services.cloudformation.model.ListStackResourcesResponse;
import software.amazon.awssdk.services.cloudformation.model.StackResourceDrift;
import software.amazon.awssdk.services.cloudformation.model.StackResourceDriftStatus;
import software.amazon.awssdk.services.cloudformation.model.TemplateStage;
import software.amazon.awssdk.services.cloudformation.model.UpdateStackRequest;
import software.amazon.awssdk.services.cloudformation.model.ValidateTemplateResponse;

/** Stacks of AWS CloudFormation. */
public final class CloudFormationStacks implements Stacks {

    private final AwsClients clients;
    private final Templates templates;
    private final ChangeSets changeSets;
    private final StackEvents events;

    /**
     * The stacks that some clients reach.
     *
     * @param files takes templates that are too large for a request; absent if there is no bucket for them
     */
    public CloudFormationStacks(AwsClients clients, Optional<S3StackFiles> files) {
        this.clients = clients;
        this.templates = new Templates(files);
        this.changeSets = new ChangeSets(clients, templates);
        this.events = new StackEvents(clients);
    }

    private CloudFormationClient reading(AwsScope scope) {
        return clients.cloudFormation(scope, Use.READ);
    }

    private CloudFormationClient changing(AwsScope scope) {
        return clients.cloudFormation(scope, Use.CHANGE);
    }

    @Override
    public Optional<Stack> find(AwsScope scope, String stack) {
        try {
            return clients
                    .call(
                            "cloudformation:DescribeStacks",
                            "look at stack '" + stack + "'",
                            () -> reading(scope).describeStacks(request -> request.stackName(stack)))
                    .stacks()
                    .stream()
                    .findFirst()
                    .map(StackMapping::stack)
                    .filter(found -> found.status() != StackStatus.DELETE_COMPLETE
                            || found.id().equals(stack));
        } catch (RemoteCallException e) {
            if (Missing.is(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public List<StackEvent> events(AwsScope scope, String stack) {
        return events.latest(scope, stack);
    }

    @Override
    public List<StackEvent> events(AwsScope scope, String stack, String token) {
        return events.ofToken(scope, stack, token);
    }

    @Override
    public List<StackEvent> history(AwsScope scope, String stack) {
        return events.history(scope, stack);
    }

    @Override
    public List<StackResource> resources(AwsScope scope, String stack) {
        List<StackResource> resources = new ArrayList<>();
        String next = null;
        do {
            String token = next;
            ListStackResourcesResponse answer = clients.call(
                    "cloudformation:ListStackResources",
                    "list the resources of stack '" + stack + "'",
                    () -> reading(scope)
                            .listStackResources(
                                    request -> request.stackName(stack).nextToken(token)));
            answer.stackResourceSummaries().forEach(each -> resources.add(StackMapping.resource(each)));
            next = answer.nextToken();
        } while (next != null);
        return resources;
    }

    @Override
    public String template(AwsScope scope, String stack, boolean processed) {
        return clients.call(
                        "cloudformation:GetTemplate",
                        "read the template of stack '" + stack + "'",
                        () -> reading(scope)
                                .getTemplate(request -> request.stackName(stack)
                                        .templateStage(processed ? TemplateStage.PROCESSED : TemplateStage.ORIGINAL)))
                .templateBody();
    }

    @Override
    public String createChangeSet(AwsScope scope, ChangeSetRequest request) {
        return changeSets.create(scope, request);
    }

    @Override
    public Optional<ChangeSet> changeSet(AwsScope scope, String stack, String changeSet) {
        return changeSets.find(scope, stack, changeSet);
    }

    @Override
    public List<ValidationError> validationErrors(AwsScope scope, String changeSet) {
        return changeSets.validationErrors(scope, changeSet);
    }

    @Override
    public List<ChangeSetListing> changeSets(AwsScope scope, String stack) {
        return changeSets.list(scope, stack);
    }

    @Override
    public void deleteChangeSet(AwsScope scope, String stack, String changeSet) {
        boolean byArn = changeSet.startsWith("arn:");
        try {
            clients.call(
                    "cloudformation:DeleteChangeSet",
                    "delete the change set '" + changeSet + "'",
                    () -> changing(scope)
                            .deleteChangeSet(
                                    request -> request.changeSetName(changeSet).stackName(byArn ? null : stack)));
        } catch (RemoteCallException e) {
            if (!Missing.is(e)) {
                throw e;
            }
        }
    }

    @Override
    public void executeChangeSet(AwsScope scope, String stack, String changeSet, String token) {
        once(
                scope,
                stack,
                token,
                () -> clients.call(
                        "cloudformation:ExecuteChangeSet",
                        "execute the change set '" + changeSet + "'",
                        () -> changing(scope)
                                .executeChangeSet(request ->
                                        request.changeSetName(changeSet).clientRequestToken(token))));
    }

    @Override
    public void update(
            AwsScope scope,
            String stack,
            StackDefinition definition,
            Optional<String> policyDuringUpdate,
            String token) {
        UpdateStackRequest request = changeSets.update(scope, stack, definition, policyDuringUpdate, token);
        once(
                scope,
                stack,
                token,
                () -> clients.call(
                        "cloudformation:UpdateStack",
                        "update stack '" + stack + "'",
                        () -> changing(scope).updateStack(request)));
    }

    /** What is refused may have been asked before, and the answer lost: then its events are there. */
    private void once(AwsScope scope, String stack, String token, Runnable call) {
        try {
            call.run();
        } catch (RemoteCallException e) {
            if (e.kind().isWorthAskingAgain()
                    || events.ofToken(scope, stack, token).isEmpty()) {
                throw e;
            }
        }
    }

    @Override
    public void delete(AwsScope scope, String stack, Set<String> retain, Optional<String> roleArn, String token) {
        once(scope, stack, token, () -> {
            try {
                clients.call(
                        "cloudformation:DeleteStack",
                        "delete stack '" + stack + "'",
                        () -> changing(scope).deleteStack(request -> {
                            request.stackName(stack).clientRequestToken(token);
                            roleArn.ifPresent(request::roleARN);
                            if (!retain.isEmpty()) {
                                request.retainResources(retain);
                            }
                        }));
            } catch (RemoteCallException e) {
                if (!Missing.is(e)) {
                    throw e;
                }
            }
        });
    }

    @Override
    public void cancelUpdate(AwsScope scope, String stack, String token) {
        boolean isUpdating = find(scope, stack)
                .filter(found -> found.status() == StackStatus.UPDATE_IN_PROGRESS)
                .isPresent();
        if (!isUpdating) {
            return;
        }
        try {
            clients.call(
                    "cloudformation:CancelUpdateStack",
                    "cancel the update of stack '" + stack + "'",
                    () -> changing(scope)
                            .cancelUpdateStack(
                                    request -> request.stackName(stack).clientRequestToken(token)));
        } catch (RemoteCallException e) {
            // It may have ended since it was looked at.
            boolean goesOn = find(scope, stack)
                    .filter(found -> found.status() == StackStatus.UPDATE_IN_PROGRESS)
                    .isPresent();
            if (e.kind().isWorthAskingAgain() || goesOn) {
                throw e;
            }
        }
    }

    @Override
    public void continueUpdateRollback(
            AwsScope scope, String stack, Set<String> skip, Optional<String> roleArn, String token) {
        once(
                scope,
                stack,
                token,
                () -> clients.call(
                        "cloudformation:ContinueUpdateRollback",
                        "let the rollback of stack '" + stack + "' go on",
                        () -> changing(scope).continueUpdateRollback(request -> {
                            request.stackName(stack).clientRequestToken(token);
                            roleArn.ifPresent(request::roleARN);
                            if (!skip.isEmpty()) {
                                request.resourcesToSkip(skip);
                            }
                        })));
    }

    @Override
    public void rollBack(AwsScope scope, String stack, Optional<String> roleArn, String token) {
        once(
                scope,
                stack,
                token,
                () -> clients.call(
                        "cloudformation:RollbackStack",
                        "roll stack '" + stack + "' back",
                        () -> changing(scope).rollbackStack(request -> {
                            request.stackName(stack).clientRequestToken(token);
                            roleArn.ifPresent(request::roleARN);
                        })));
    }

    @Override
    public List<String> importers(AwsScope scope, String exportName) {
        List<String> importers = new ArrayList<>();
        String next = null;
        try {
            do {
                String token = next;
                ListImportsResponse answer = clients.call(
                        "cloudformation:ListImports",
                        "look who imports '" + exportName + "'",
                        () -> reading(scope)
                                .listImports(request ->
                                        request.exportName(exportName).nextToken(token)));
                importers.addAll(answer.imports());
                next = answer.nextToken();
            } while (next != null);
        } catch (RemoteCallException e) {
            // "Export 'x' is not imported by any stack." is an error of ListImports.
            if (e.kind().isWorthAskingAgain() || e.kind() == RemoteCallException.Kind.DENIED) {
                throw e;
            }
        }
        return importers;
    }

    @Override
    public Optional<String> stackPolicy(AwsScope scope, String stack) {
        return Optional.ofNullable(clients.call(
                                "cloudformation:GetStackPolicy",
                                "read the policy of stack '" + stack + "'",
                                () -> reading(scope).getStackPolicy(request -> request.stackName(stack)))
                        .stackPolicyBody())
                .filter(policy -> !policy.isBlank());
    }

    @Override
    public void setStackPolicy(AwsScope scope, String stack, String policy) {
        clients.call(
                "cloudformation:SetStackPolicy",
                "set the policy of stack '" + stack + "'",
                () -> changing(scope)
                        .setStackPolicy(request -> request.stackName(stack).stackPolicyBody(policy)));
    }

    @Override
    public TemplateSummary validate(AwsScope scope, TemplateSource template) {
        Templates.Members members = templates.of(scope, template);
        ValidateTemplateResponse answer = clients.call(
                "cloudformation:ValidateTemplate",
                "have the template validated",
                () -> reading(scope)
                        .validateTemplate(
                                request -> request.templateBody(members.body().orElse(null))
                                        .templateURL(members.url().orElse(null))));
        Map<String, Optional<String>> parameters = new LinkedHashMap<>();
        answer.parameters()
                .forEach(each -> parameters.put(each.parameterKey(), Optional.ofNullable(each.defaultValue())));
        return new TemplateSummary(
                parameters,
                Set.copyOf(answer.capabilitiesAsStrings()),
                Words.text(answer.capabilitiesReason()),
                answer.declaredTransforms());
    }

    @Override
    public String detectDrift(AwsScope scope, String stack) {
        return clients.call(
                        "cloudformation:DetectStackDrift",
                        "look for drift of stack '" + stack + "'",
                        () -> changing(scope).detectStackDrift(request -> request.stackName(stack)))
                .stackDriftDetectionId();
    }

    @Override
    public DriftDetection driftDetection(AwsScope scope, String detection) {
        DescribeStackDriftDetectionStatusResponse answer = clients.call(
                "cloudformation:DescribeStackDriftDetectionStatus",
                "look for drift",
                () -> reading(scope)
                        .describeStackDriftDetectionStatus(request -> request.stackDriftDetectionId(detection)));
        DriftDetection.Status status = switch (Words.text(answer.detectionStatusAsString())) {
            case "DETECTION_COMPLETE" -> DriftDetection.Status.COMPLETE;
            case "DETECTION_FAILED" -> DriftDetection.Status.FAILED;
            default -> DriftDetection.Status.IN_PROGRESS;
        };
        return new DriftDetection(
                status, Words.text(answer.detectionStatusReason()), Words.number(answer.driftedStackResourceCount()));
    }

    @Override
    public Optional<ResourceDrift> resourceDrift(AwsScope scope, String stack, String logicalId) {
        return Optional.of(clients.call(
                                "cloudformation:DetectStackResourceDrift",
                                "compare resource '" + logicalId + "' of stack '" + stack + "' with its template",
                                () -> changing(scope)
                                        .detectStackResourceDrift(request ->
                                                request.stackName(stack).logicalResourceId(logicalId)))
                        .stackResourceDrift())
                .filter(drift -> drift.stackResourceDriftStatus() != StackResourceDriftStatus.NOT_CHECKED)
                .map(CloudFormationStacks::drift);
    }

    @Override
    public List<ResourceDrift> drift(AwsScope scope, String stack) {
        List<ResourceDrift> drift = new ArrayList<>();
        String next = null;
        do {
            String token = next;
            DescribeStackResourceDriftsResponse answer = clients.call(
                    "cloudformation:DescribeStackResourceDrifts",
                    "read the drift of stack '" + stack + "'",
                    () -> reading(scope)
                            .describeStackResourceDrifts(request -> request.stackName(stack)
                                    .stackResourceDriftStatusFilters(
                                            StackResourceDriftStatus.MODIFIED, StackResourceDriftStatus.DELETED)
                                    .nextToken(token)));
            answer.stackResourceDrifts().forEach(each -> drift.add(drift(each)));
            next = answer.nextToken();
        } while (next != null);
        return drift;
    }

    private static ResourceDrift drift(StackResourceDrift drift) {
        return new ResourceDrift(
                drift.logicalResourceId(),
                Words.text(drift.physicalResourceId()),
                Words.text(drift.resourceType()),
                Words.text(drift.stackResourceDriftStatusAsString()),
                drift.propertyDifferences().stream()
                        .map(difference -> new ResourceDrift.Difference(
                                Words.text(difference.propertyPath()),
                                Words.text(difference.expectedValue()),
                                Words.text(difference.actualValue())))
                        .toList());
    }
}
