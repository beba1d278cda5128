package dev.penstock.aws.cloudformation;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.action.RemoteCallException.Kind;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.Use;
import dev.penstock.stack.ParameterValue;
import dev.penstock.stack.set.StackInstance;
import dev.penstock.stack.set.StackSetDefinition;
import dev.penstock.stack.set.StackSetId;
import dev.penstock.stack.set.StackSetOperation;
import dev.penstock.stack.set.StackSetPreferences;
import dev.penstock.stack.set.StackSetTargets;
import dev.penstock.stack.set.StackSets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.AutoDeployment;
import software.amazon.awssdk.services.cloudformation.model.CallAs;
import software.amazon.awssdk.services.cloudformation.model.DeploymentTargets;
import software.amazon.awssdk.services.cloudformation.model.DescribeStackSetOperationResponse;
import software.amazon.awssdk.services.cloudformation.model.ListStackInstancesResponse;
import software.amazon.awssdk.services.cloudformation.model.ListStackSetOperationResultsResponse;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.StackSetOperationPreferences;

/** Stack sets of AWS CloudFormation. */
public final class CloudFormationStackSets implements StackSets {

    private final AwsClients clients;
    private final Templates templates;

    /**
     * The stack sets that some clients reach.
     *
     * @param files takes templates that are too large for a request; absent if there is no bucket for them
     */
    public CloudFormationStackSets(AwsClients clients, Optional<S3StackFiles> files) {
        this.clients = clients;
        this.templates = new Templates(files);
    }

    private CloudFormationClient reading(AwsScope scope) {
        return clients.cloudFormation(scope, Use.READ);
    }

    private CloudFormationClient changing(AwsScope scope) {
        return clients.cloudFormation(scope, Use.CHANGE);
    }

    private static CallAs as(StackSetId set) {
        return set.delegated() ? CallAs.DELEGATED_ADMIN : CallAs.SELF;
    }

    @Override
    public Optional<String> find(AwsScope scope, StackSetId set) {
        try {
            return Optional.of(clients.call(
                                    "cloudformation:DescribeStackSet",
                                    "look at stack set '" + set.name() + "'",
                                    () -> reading(scope)
                                            .describeStackSet(request -> request.stackSetName(set.name())
                                                    .callAs(as(set))))
                            .stackSet())
                    .filter(found -> !"DELETED".equals(found.statusAsString()))
                    .map(found -> found.stackSetId());
        } catch (RemoteCallException e) {
            if (e.kind() == Kind.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public String create(AwsScope scope, StackSetDefinition definition, String token) {
        Templates.Members template = templates.of(scope, definition.template());
        return clients.call(
                        "cloudformation:CreateStackSet",
                        "make stack set '" + definition.id().name() + "'",
                        () -> changing(scope)
                                .createStackSet(request -> request.stackSetName(
                                                definition.id().name())
                                        .description(text(definition.description()))
                                        .templateBody(template.body().orElse(null))
                                        .templateURL(template.url().orElse(null))
                                        .parameters(parameters(definition.parameters()))
                                        .capabilitiesWithStrings(definition.capabilities())
                                        .permissionModel(definition.permissionModel())
                                        .administrationRoleARN(definition
                                                .administrationRoleArn()
                                                .orElse(null))
                                        .executionRoleName(
                                                definition.executionRoleName().orElse(null))
                                        .autoDeployment(automatic(definition).orElse(null))
                                        .callAs(as(definition.id()))
                                        .clientRequestToken(token)))
                .stackSetId();
    }

    @Override
    public void update(
            AwsScope scope,
            StackSetDefinition definition,
            StackSetTargets targets,
            StackSetPreferences preferences,
            String operation) {
        Templates.Members template = templates.of(scope, definition.template());
        once(
                scope,
                definition.id(),
                operation,
                () -> clients.call(
                        "cloudformation:UpdateStackSet",
                        "update stack set '" + definition.id().name() + "'",
                        () -> changing(scope).updateStackSet(request -> {
                            request.stackSetName(definition.id().name())
                                    .description(text(definition.description()))
                                    .templateBody(template.body().orElse(null))
                                    .templateURL(template.url().orElse(null))
                                    .parameters(parameters(definition.parameters()))
                                    .capabilitiesWithStrings(definition.capabilities())
                                    .permissionModel(definition.permissionModel())
                                    .administrationRoleARN(
                                            definition.administrationRoleArn().orElse(null))
                                    .executionRoleName(
                                            definition.executionRoleName().orElse(null))
                                    .autoDeployment(automatic(definition).orElse(null))
                                    .operationPreferences(preferences(preferences))
                                    .callAs(as(definition.id()))
                                    .operationId(operation);
                            if (!targets.isEmpty()
                                    && targets.organizationalUnits().isEmpty()) {
                                request.accounts(targets.accounts()).regions(targets.regions());
                            } else if (!targets.isEmpty()) {
                                request.deploymentTargets(units(targets)).regions(targets.regions());
                            }
                        })));
    }

    private static @Nullable String text(String value) {
        return value.isEmpty() ? null : value;
    }

    private static DeploymentTargets units(StackSetTargets targets) {
        return DeploymentTargets.builder()
                .organizationalUnitIds(targets.organizationalUnits())
                .build();
    }

    private static Optional<AutoDeployment> automatic(StackSetDefinition definition) {
        return definition.autoDeployment().map(how -> switch (how) {
            case DISABLED -> AutoDeployment.builder().enabled(false).build();
            case ENABLED ->
                AutoDeployment.builder()
                        .enabled(true)
                        .retainStacksOnAccountRemoval(false)
                        .build();
            case ENABLED_WITH_STACK_RETENTION ->
                AutoDeployment.builder()
                        .enabled(true)
                        .retainStacksOnAccountRemoval(true)
                        .build();
        });
    }

    private static List<Parameter> parameters(Map<String, ParameterValue> values) {
        List<Parameter> parameters = new ArrayList<>();
        values.forEach((name, value) -> parameters.add(Parameters.of(name, value)));
        return parameters;
    }

    private static StackSetOperationPreferences preferences(StackSetPreferences preferences) {
        StackSetOperationPreferences.Builder builder = StackSetOperationPreferences.builder();
        preferences.failureTolerancePercentage().ifPresent(builder::failureTolerancePercentage);
        preferences.maxConcurrentPercentage().ifPresent(builder::maxConcurrentPercentage);
        preferences.regionConcurrency().ifPresent(builder::regionConcurrencyType);
        preferences.concurrencyMode().ifPresent(builder::concurrencyMode);
        return builder.build();
    }

    @Override
    public List<StackInstance> instances(AwsScope scope, StackSetId set) {
        List<StackInstance> instances = new ArrayList<>();
        String next = null;
        do {
            String token = next;
            ListStackInstancesResponse answer = clients.call(
                    "cloudformation:ListStackInstances",
                    "list the stacks of stack set '" + set.name() + "'",
                    () -> reading(scope)
                            .listStackInstances(request -> request.stackSetName(set.name())
                                    .callAs(as(set))
                                    .nextToken(token)));
            answer.summaries()
                    .forEach(each -> instances.add(new StackInstance(
                            each.account(),
                            each.region(),
                            Words.text(each.statusAsString()),
                            Words.text(each.statusReason()))));
            next = answer.nextToken();
        } while (next != null);
        return instances;
    }

    @Override
    public void createInstances(
            AwsScope scope,
            StackSetId set,
            StackSetTargets targets,
            Map<String, ParameterValue> overrides,
            StackSetPreferences preferences,
            String operation) {
        once(
                scope,
                set,
                operation,
                () -> clients.call(
                        "cloudformation:CreateStackInstances",
                        "make stacks of stack set '" + set.name() + "'",
                        () -> changing(scope).createStackInstances(request -> {
                            request.stackSetName(set.name())
                                    .regions(targets.regions())
                                    .parameterOverrides(parameters(overrides))
                                    .operationPreferences(preferences(preferences))
                                    .callAs(as(set))
                                    .operationId(operation);
                            if (targets.organizationalUnits().isEmpty()) {
                                request.accounts(targets.accounts());
                            } else {
                                request.deploymentTargets(units(targets));
                            }
                        })));
    }

    @Override
    public void updateInstances(
            AwsScope scope,
            StackSetId set,
            StackSetTargets targets,
            Map<String, ParameterValue> overrides,
            StackSetPreferences preferences,
            String operation) {
        once(
                scope,
                set,
                operation,
                () -> clients.call(
                        "cloudformation:UpdateStackInstances",
                        "update stacks of stack set '" + set.name() + "'",
                        () -> changing(scope).updateStackInstances(request -> {
                            request.stackSetName(set.name())
                                    .regions(targets.regions())
                                    .parameterOverrides(parameters(overrides))
                                    .operationPreferences(preferences(preferences))
                                    .callAs(as(set))
                                    .operationId(operation);
                            if (targets.organizationalUnits().isEmpty()) {
                                request.accounts(targets.accounts());
                            } else {
                                request.deploymentTargets(units(targets));
                            }
                        })));
    }

    /** What is refused may have been asked before, and the answer lost: then the operation is there. */
    private void once(AwsScope scope, StackSetId set, String operation, Runnable call) {
        try {
            call.run();
        } catch (RemoteCallException e) {
            if (e.kind().isWorthAskingAgain() || describe(scope, set, operation).isEmpty()) {
                throw e;
            }
        }
    }

    private Optional<DescribeStackSetOperationResponse> describe(AwsScope scope, StackSetId set, String operation) {
        try {
            return Optional.of(clients.call(
                    "cloudformation:DescribeStackSetOperation",
                    "look at an operation of stack set '" + set.name() + "'",
                    () -> reading(scope)
                            .describeStackSetOperation(request -> request.stackSetName(set.name())
                                    .operationId(operation)
                                    .callAs(as(set)))));
        } catch (RemoteCallException e) {
            if (e.kind() == Kind.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public Optional<StackSetOperation> operation(AwsScope scope, StackSetId set, String operation) {
        return describe(scope, set, operation)
                .map(answer -> new StackSetOperation(
                        operation,
                        Words.named(answer.stackSetOperation().statusAsString(), StackSetOperation.Status.UNKNOWN),
                        Words.text(answer.stackSetOperation().statusReason()),
                        results(scope, set, operation)));
    }

    private List<StackSetOperation.Result> results(AwsScope scope, StackSetId set, String operation) {
        List<StackSetOperation.Result> results = new ArrayList<>();
        String next = null;
        do {
            String token = next;
            ListStackSetOperationResultsResponse answer = clients.call(
                    "cloudformation:ListStackSetOperationResults",
                    "read the results of an operation of stack set '" + set.name() + "'",
                    () -> reading(scope)
                            .listStackSetOperationResults(request -> request.stackSetName(set.name())
                                    .operationId(operation)
                                    .callAs(as(set))
                                    .nextToken(token)));
            answer.summaries()
                    .forEach(each -> results.add(new StackSetOperation.Result(
                            Words.text(each.account()),
                            Words.text(each.region()),
                            Words.text(each.statusAsString()),
                            Words.text(each.statusReason()))));
            next = answer.nextToken();
        } while (next != null);
        return results;
    }

    @Override
    public void stop(AwsScope scope, StackSetId set, String operation) {
        try {
            clients.call(
                    "cloudformation:StopStackSetOperation",
                    "stop an operation of stack set '" + set.name() + "'",
                    () -> changing(scope)
                            .stopStackSetOperation(request -> request.stackSetName(set.name())
                                    .operationId(operation)
                                    .callAs(as(set))));
        } catch (RemoteCallException e) {
            boolean goesOn = describe(scope, set, operation)
                    .filter(answer ->
                            "RUNNING".equals(answer.stackSetOperation().statusAsString()))
                    .isPresent();
            if (e.kind().isWorthAskingAgain() || goesOn) {
                throw e;
            }
        }
    }
}
