package dev.penstock.simulator.beanstalk;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.wire.ServiceError;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticbeanstalk.model.ActionHistoryStatus;
import software.amazon.awssdk.services.elasticbeanstalk.model.ActionStatus;
import software.amazon.awssdk.services.elasticbeanstalk.model.ApplyEnvironmentManagedActionRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.ApplyEnvironmentManagedActionResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribeEnvironmentManagedActionHistoryRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribeEnvironmentManagedActionHistoryResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribeEnvironmentManagedActionsRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribeEnvironmentManagedActionsResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.EnvironmentStatus;
import software.amazon.awssdk.services.elasticbeanstalk.model.FailureType;
import software.amazon.awssdk.services.elasticbeanstalk.model.ManagedAction;
import software.amazon.awssdk.services.elasticbeanstalk.model.ManagedActionHistoryItem;

/** What can be asked about managed platform updates. Source: API Reference. */
final class ManagedActions {

    private final BeanstalkStore store;
    private final ManagedUpdates updates;

    ManagedActions(BeanstalkStore store, ManagedUpdates updates) {
        this.store = store;
        this.updates = updates;
    }

    void declare(Operations all) {
        all.operation(
                        "DescribeEnvironmentManagedActions",
                        DescribeEnvironmentManagedActionsRequest::builder,
                        this::describe)
                .operation(
                        "DescribeEnvironmentManagedActionHistory",
                        DescribeEnvironmentManagedActionHistoryRequest::builder,
                        this::history)
                .operation("ApplyEnvironmentManagedAction", ApplyEnvironmentManagedActionRequest::builder, this::apply);
    }

    private EnvironmentRow require(Call call, @Nullable String id, @Nullable String name) {
        if (id == null && name == null) {
            throw ServiceError.client(
                    "MissingRequiredResourceException", "Either EnvironmentId or EnvironmentName must be specified.");
        }
        return store.require(call, id, name);
    }

    private DescribeEnvironmentManagedActionsResponse describe(
            Call call, DescribeEnvironmentManagedActionsRequest request) {
        EnvironmentRow row = require(call, request.environmentId(), request.environmentName());
        List<ManagedAction> actions = new ArrayList<>();
        updates.running(row)
                .ifPresent(action -> actions.add(ManagedAction.builder()
                        .actionId(action.id())
                        .actionDescription(action.description())
                        .actionType(action.type())
                        .status(ActionStatus.RUNNING)
                        .build()));
        if (actions.isEmpty()) {
            updates.possible(row, call.now())
                    .ifPresent(action -> actions.add(ManagedAction.builder()
                            .actionId(action.id())
                            .actionDescription(action.description())
                            .actionType(action.type())
                            .status(ActionStatus.SCHEDULED)
                            .windowStartTime(action.window())
                            .build()));
        }
        return DescribeEnvironmentManagedActionsResponse.builder()
                .managedActions(actions.stream()
                        .filter(action -> request.status() == null || request.status() == action.status())
                        .toList())
                .build();
    }

    private ApplyEnvironmentManagedActionResponse apply(Call call, ApplyEnvironmentManagedActionRequest request) {
        if (request.actionId() == null) {
            throw BeanstalkErrors.missing("ActionId");
        }
        EnvironmentRow row = require(call, request.environmentId(), request.environmentName());
        if (row.status() != EnvironmentStatus.READY) {
            throw ServiceError.client(
                    "ManagedActionInvalidStateException",
                    "Cannot apply managed action. Environment named " + row.name() + " must be Ready.");
        }
        ManagedUpdates.Possible action = updates.possible(row, call.now())
                .filter(one -> one.id().equals(request.actionId()))
                .orElseThrow(() -> BeanstalkErrors.invalid("No managed action found with id '" + request.actionId()
                        + "' in environment " + row.name() + "."));
        call.effect(row.arn());
        updates.begin(row, action, call.requestId());
        return ApplyEnvironmentManagedActionResponse.builder()
                .actionId(action.id())
                .actionDescription(action.description())
                .actionType(action.type())
                .status(ActionStatus.RUNNING.toString())
                .build();
    }

    private DescribeEnvironmentManagedActionHistoryResponse history(
            Call call, DescribeEnvironmentManagedActionHistoryRequest request) {
        EnvironmentRow row = require(call, request.environmentId(), request.environmentName());
        Optional<ManagedUpdates.Applied> running = updates.running(row);
        List<ManagedActionHistoryItem> items = updates.applied(row).stream()
                .filter(action -> running.filter(action::equals).isEmpty())
                .sorted(Comparator.comparing(ManagedUpdates.Applied::at).reversed())
                .map(action -> item(row, action))
                .toList();
        ListPage<ManagedActionHistoryItem> page = ListPage.of(items, request.nextToken(), request.maxItems(), 100);
        return DescribeEnvironmentManagedActionHistoryResponse.builder()
                .managedActionHistoryItems(page.items())
                .nextToken(page.next())
                .build();
    }

    private static ManagedActionHistoryItem item(EnvironmentRow row, ManagedUpdates.Applied action) {
        boolean failed = row.state()
                .changed()
                .filter(change -> change.began().equals(action.at()) && change.failed())
                .isPresent();
        boolean done = row.wanted().platform().equals(action.platform()) && !failed;
        ManagedActionHistoryItem.Builder item = ManagedActionHistoryItem.builder()
                .actionId(action.id())
                .actionDescription(action.description())
                .actionType(action.type())
                .executedTime(action.at())
                .status(done ? ActionHistoryStatus.COMPLETED : ActionHistoryStatus.FAILED);
        row.state()
                .changed()
                .filter(change -> change.began().equals(action.at()))
                .ifPresent(change -> item.finishedTime(change.ended()));
        if (!done) {
            item.failureType(FailureType.ROLLBACK_SUCCESSFUL)
                    .failureDescription("The environment was reverted to the previous configuration setting.");
        }
        return item.build();
    }
}
