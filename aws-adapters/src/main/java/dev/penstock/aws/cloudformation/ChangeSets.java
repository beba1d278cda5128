package dev.penstock.aws.cloudformation;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.Use;
import dev.penstock.stack.ChangeSet;
import dev.penstock.stack.ChangeSetListing;
import dev.penstock.stack.ChangeSetRequest;
import dev.penstock.stack.ChangeSetSighting;
import dev.penstock.stack.ChangeSetStatus;
import dev.penstock.stack.ExecutionStatus;
import dev.penstock.stack.RollbackConfiguration;
import dev.penstock.stack.StackDefinition;
import dev.penstock.stack.StackOptions;
import dev.penstock.stack.ValidationError;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.services.cloudformation.model.Change;
import software.amazon.awssdk.services.cloudformation.model.CreateChangeSetRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.DescribeEventsResponse;
import software.amazon.awssdk.services.cloudformation.model.EventType;
import software.amazon.awssdk.services.cloudformation.model.HookFailureMode;
import software.amazon.awssdk.services.cloudformation.model.ListChangeSetsResponse;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.RollbackTrigger;
import software.amazon.awssdk.services.cloudformation.model.Tag;
import software.amazon.awssdk.services.cloudformation.model.UpdateStackRequest;

/** Makes and reads change sets. */
final class ChangeSets {

    private static final String DESCRIBE = "cloudformation:DescribeChangeSet";

    private final AwsClients clients;
    private final Templates templates;

    ChangeSets(AwsClients clients, Templates templates) {
        this.clients = clients;
        this.templates = templates;
    }

    String create(AwsScope scope, ChangeSetRequest request) {
        CreateChangeSetRequest asked = request(scope, request);
        try {
            return clients.call(
                    "cloudformation:CreateChangeSet",
                    "make the change set '" + request.name() + "' for stack '" + request.stack() + "'",
                    () -> clients.cloudFormation(scope, Use.CHANGE)
                            .createChangeSet(asked)
                            .id());
        } catch (RemoteCallException e) {
            if (!e.code().startsWith("AlreadyExists")) {
                throw e;
            }
            // Asked before with the same intent, and the answer was lost.
            return find(scope, request.stack(), request.name())
                    .filter(found -> found.description().equals(request.description()))
                    .filter(found -> !found.description().isEmpty())
                    .map(ChangeSet::id)
                    .orElseThrow(() -> e);
        }
    }

    private CreateChangeSetRequest request(AwsScope scope, ChangeSetRequest request) {
        StackDefinition definition = request.definition();
        Templates.Members template = templates.of(scope, definition.template());
        List<Parameter> parameters = new ArrayList<>();
        definition.parameters().forEach((name, value) -> parameters.add(Parameters.of(name, value)));
        CreateChangeSetRequest.Builder asked = CreateChangeSetRequest.builder()
                .stackName(request.stack())
                .changeSetName(request.name())
                .changeSetType(request.type().name())
                .clientToken(request.token())
                .parameters(parameters)
                .tags(tags(definition))
                .capabilitiesWithStrings(definition.capabilities())
                .includeNestedStacks(request.includeNestedStacks());
        template.body().ifPresent(asked::templateBody);
        template.url().ifPresent(asked::templateURL);
        if (template.previous()) {
            asked.usePreviousTemplate(true);
        }
        definition.roleArn().ifPresent(asked::roleARN);
        if (!request.description().isEmpty()) {
            asked.description(request.description());
        }
        if (!definition.notificationArns().isEmpty()) {
            asked.notificationARNs(definition.notificationArns());
        }
        if (!definition.resourceTypes().isEmpty()) {
            asked.resourceTypes(definition.resourceTypes());
        }
        if (!definition.rollback().equals(RollbackConfiguration.NONE)) {
            asked.rollbackConfiguration(rollback(definition));
        }
        if (request.importExistingResources()) {
            asked.importExistingResources(true);
        }
        if (request.onStackFailure() != ChangeSetRequest.OnStackFailure.ROLLBACK) {
            asked.onStackFailure(request.onStackFailure().name());
        }
        if (definition.mode() == StackOptions.Mode.EXPRESS) {
            asked.overrideConfiguration(ChangeSets::express);
        }
        return asked.build();
    }

    /** An update without a change set. */
    UpdateStackRequest update(
            AwsScope scope, String stack, StackDefinition definition, Optional<String> policy, String token) {
        Templates.Members template = templates.of(scope, definition.template());
        List<Parameter> parameters = new ArrayList<>();
        definition.parameters().forEach((name, value) -> parameters.add(Parameters.of(name, value)));
        UpdateStackRequest.Builder asked = UpdateStackRequest.builder()
                .stackName(stack)
                .clientRequestToken(token)
                .parameters(parameters)
                .tags(tags(definition))
                .capabilitiesWithStrings(definition.capabilities());
        policy.ifPresent(asked::stackPolicyDuringUpdateBody);
        template.body().ifPresent(asked::templateBody);
        template.url().ifPresent(asked::templateURL);
        if (template.previous()) {
            asked.usePreviousTemplate(true);
        }
        definition.roleArn().ifPresent(asked::roleARN);
        if (!definition.notificationArns().isEmpty()) {
            asked.notificationARNs(definition.notificationArns());
        }
        if (!definition.resourceTypes().isEmpty()) {
            asked.resourceTypes(definition.resourceTypes());
        }
        if (!definition.rollback().equals(RollbackConfiguration.NONE)) {
            asked.rollbackConfiguration(rollback(definition));
        }
        if (definition.mode() == StackOptions.Mode.EXPRESS) {
            asked.overrideConfiguration(ChangeSets::express);
        }
        return asked.build();
    }

    /**
     * Newer than the SDK ({@code DeploymentConfig}, API reference of CloudFormation). Without its second member nothing is taken back
     * that fails in this mode.
     */
    private static void express(AwsRequestOverrideConfiguration.Builder configuration) {
        configuration
                .putRawQueryParameter("DeploymentConfig.Mode", "EXPRESS")
                .putRawQueryParameter("DeploymentConfig.DisableRollback", "false");
    }

    private static List<Tag> tags(StackDefinition definition) {
        return definition.tags().entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }

    private static software.amazon.awssdk.services.cloudformation.model.RollbackConfiguration rollback(
            StackDefinition definition) {
        return software.amazon.awssdk.services.cloudformation.model.RollbackConfiguration.builder()
                .monitoringTimeInMinutes(definition.rollback().monitoringMinutes())
                .rollbackTriggers(definition.rollback().alarms().stream()
                        .map(ChangeSets::trigger)
                        .toList())
                .build();
    }

    /** Both kinds of alarms have ARNs of one form; CloudFormation takes either under the type of metric alarms. */
    private static RollbackTrigger trigger(String alarm) {
        return RollbackTrigger.builder()
                .arn(alarm)
                .type("AWS::CloudWatch::Alarm")
                .build();
    }

    /** A change set with all of its changes. */
    Optional<ChangeSet> find(AwsScope scope, String stack, String changeSet) {
        try {
            DescribeChangeSetResponse first = page(scope, stack, changeSet, null, true);
            List<Change> changes = new ArrayList<>(first.changes());
            String next = first.nextToken();
            while (next != null) {
                DescribeChangeSetResponse page = page(scope, stack, changeSet, next, true);
                changes.addAll(page.changes());
                next = page.nextToken();
            }
            boolean deleted = "DELETE_COMPLETE".equals(first.statusAsString());
            return deleted
                    ? Optional.empty()
                    : Optional.of(ChangeSetMapping.changeSet(first, changes, withoutChanges(scope, first, changes)));
        } catch (RemoteCallException e) {
            if (Missing.is(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    List<ChangeSetListing> list(AwsScope scope, String stack) {
        List<ChangeSetListing> all = new ArrayList<>();
        String next = null;
        try {
            do {
                String token = next;
                ListChangeSetsResponse answer = clients.call(
                        "cloudformation:ListChangeSets",
                        "list the change sets of stack '" + stack + "'",
                        () -> clients.cloudFormation(scope, Use.READ)
                                .listChangeSets(
                                        request -> request.stackName(stack).nextToken(token)));
                answer.summaries().stream()
                        .filter(each ->
                                !Words.text(each.executionStatusAsString()).startsWith("EXECUTE_"))
                        .forEach(each -> all.add(new ChangeSetListing(
                                each.changeSetId(),
                                each.changeSetName(),
                                Words.text(each.description()),
                                each.creationTime())));
                next = answer.nextToken();
            } while (next != null);
        } catch (RemoteCallException e) {
            if (!Missing.is(e)) {
                throw e;
            }
        }
        return all;
    }

    List<ValidationError> validationErrors(AwsScope scope, String changeSet) {
        List<ValidationError> errors = new ArrayList<>();
        String next = null;
        do {
            String token = next;
            DescribeEventsResponse answer = clients.call(
                    "cloudformation:DescribeEvents",
                    "read what is wrong with the change set '" + changeSet + "'",
                    () -> clients.cloudFormation(scope, Use.READ)
                            .describeEvents(request -> request.changeSetName(changeSet)
                                    .filters(filters -> filters.failedEvents(true))
                                    .nextToken(token)));
            answer.operationEvents().stream()
                    .filter(event -> event.eventType() == EventType.VALIDATION_ERROR)
                    .filter(event -> event.validationFailureMode() != HookFailureMode.WARN)
                    .forEach(event -> errors.add(new ValidationError(
                            Words.text(event.validationName()),
                            Words.text(event.logicalResourceId()),
                            Words.text(event.resourceType()),
                            Words.text(event.validationPath()),
                            Words.text(event.validationStatusReason()))));
            next = answer.nextToken();
        } while (next != null);
        return errors;
    }

    ChangeSetSighting glance(AwsScope scope, String changeSet) {
        try {
            DescribeChangeSetResponse first = page(scope, "", changeSet, null, false);
            return new ChangeSetSighting(
                    changeSet,
                    Words.named(first.statusAsString(), ChangeSetStatus.UNKNOWN),
                    Words.text(first.statusReason()),
                    Words.named(first.executionStatusAsString(), ExecutionStatus.UNKNOWN));
        } catch (RemoteCallException e) {
            if (Missing.is(e)) {
                return new ChangeSetSighting(
                        changeSet, ChangeSetStatus.DELETE_COMPLETE, "", ExecutionStatus.UNAVAILABLE);
            }
            throw e;
        }
    }

    /** An ARN names a change set by itself. */
    private DescribeChangeSetResponse page(
            AwsScope scope, String stack, String changeSet, @Nullable String token, boolean values) {
        boolean byArn = changeSet.startsWith("arn:");
        return clients.call(
                DESCRIBE,
                "look at the change set '" + changeSet + "'",
                () -> clients.cloudFormation(scope, Use.READ)
                        .describeChangeSet(request -> request.changeSetName(changeSet)
                                .stackName(byArn ? null : stack)
                                .includePropertyValues(values ? true : null)
                                .nextToken(token)));
    }

    /**
     * Whether its making ended because there is nothing to change. That is a failure without changes whose reason says so; if
     * it says something else, one whose template, parameters and tags are those that the stack has.
     */
    private boolean withoutChanges(AwsScope scope, DescribeChangeSetResponse answer, List<Change> changes) {
        if (!"FAILED".equals(answer.statusAsString())
                || !changes.isEmpty()
                || !"UNAVAILABLE".equals(answer.executionStatusAsString())) {
            return false;
        }
        String reason = Words.text(answer.statusReason()).toLowerCase(Locale.ROOT);
        if (reason.contains("didn't contain changes") || reason.contains("no updates are to be performed")) {
            return true;
        }
        return isAsTheStack(scope, answer);
    }

    private boolean isAsTheStack(AwsScope scope, DescribeChangeSetResponse answer) {
        try {
            var client = clients.cloudFormation(scope, Use.READ);
            return clients.call("cloudformation:GetTemplate", "compare a change set with its stack", () -> {
                var stack = client.describeStacks(request -> request.stackName(answer.stackId()))
                        .stacks()
                        .getFirst();
                String wanted = client.getTemplate(request -> request.changeSetName(answer.changeSetId()))
                        .templateBody();
                String present = client.getTemplate(request -> request.stackName(answer.stackId()))
                        .templateBody();
                return wanted.equals(present)
                        && StackMapping.parameters(answer.parameters())
                                .equals(StackMapping.parameters(stack.parameters()))
                        && StackMapping.tags(answer.tags()).equals(StackMapping.tags(stack.tags()));
            });
        } catch (RemoteCallException e) {
            if (e.kind().isWorthAskingAgain()) {
                throw e;
            }
            return false; // Then it is a failure, with its own reason.
        }
    }
}
