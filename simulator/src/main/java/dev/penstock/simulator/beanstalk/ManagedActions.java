package dev.penstock.simulator.beanstalk;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import dev.penstock.simulator.wire.ServiceError;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticbeanstalk.model.ActionHistoryStatus;
import software.amazon.awssdk.services.elasticbeanstalk.model.ActionStatus;
import software.amazon.awssdk.services.elasticbeanstalk.model.ActionType;
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

/**
 * Managed platform updates: those that a newer version of an environment's platform makes possible, applied when somebody asks
 * for it. Source: Developer Guide, "Managed platform updates".
 */
final class ManagedActions {

    private static final String MANAGED = "aws:elasticbeanstalk:managedactions";

    private record Applied(String environmentId, String id, String description, String platform, Instant at) {}

    /** An update that could be applied. */
    private record Possible(String id, String description, Platform platform, Instant window) {}

    private final BeanstalkStore store;
    private final Events events;
    private final Rollout rollout;
    private final Table<Applied> applied;

    ManagedActions(Store state, BeanstalkStore store, Events events, Rollout rollout) {
        this.store = store;
        this.events = events;
        this.rollout = rollout;
        applied = state.table("beanstalk.managedActions", Applied.class);
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

    private Optional<Possible> possible(EnvironmentRow row, Instant now) {
        Settings options = row.options();
        if (!options.isTrue(MANAGED, "ManagedActionsEnabled")) {
            return Optional.empty();
        }
        boolean patchOnly =
                options.effective(MANAGED + ":platformupdate", "UpdateLevel").equals("patch");
        return Platforms.ofSolutionStack(row.wanted().platform())
                .flatMap(current -> current.branch().versions().stream()
                        .filter(version -> isNewer(version, current.version(), patchOnly))
                        .max(Comparator.comparing(ManagedActions::ordered))
                        .map(version -> new Platform(current.branch(), version)))
                .map(platform -> new Possible(
                        UUID.nameUUIDFromBytes((row.id() + platform.solutionStack()).getBytes(StandardCharsets.UTF_8))
                                .toString(),
                        "Platform update from version " + version(row.wanted().platform()) + " to version "
                                + platform.version(),
                        platform,
                        window(options, now)));
    }

    private static String version(String solutionStack) {
        return Platforms.ofSolutionStack(solutionStack).map(Platform::version).orElse("");
    }

    private static boolean isNewer(String version, String current, boolean patchOnly) {
        String[] a = version.split("\\.", -1);
        String[] b = current.split("\\.", -1);
        return a[0].equals(b[0])
                && (!patchOnly || a[1].equals(b[1]))
                && ordered(version).compareTo(ordered(current)) > 0;
    }

    private static String ordered(String version) {
        StringBuilder all = new StringBuilder();
        Arrays.stream(version.split("\\.", -1))
                .forEach(part -> all.append(String.format(Locale.ROOT, "%05d", Integer.parseInt(part))));
        return all.toString();
    }

    /** When the next maintenance window begins: {@code Sun:10:00}. */
    private static Instant window(Settings options, Instant now) {
        String[] parts =
                options.value(MANAGED, "PreferredStartTime").orElse("Sun:00:00").split(":", -1);
        DayOfWeek day = Arrays.stream(DayOfWeek.values())
                .filter(one -> one.getDisplayName(TextStyle.SHORT, Locale.ROOT).equalsIgnoreCase(parts[0]))
                .findFirst()
                .orElse(DayOfWeek.SUNDAY);
        ZonedDateTime at = now.atZone(ZoneOffset.UTC)
                .withHour(Integer.parseInt(parts[1]) % 24)
                .withMinute(Integer.parseInt(parts[2]) % 60)
                .withSecond(0)
                .withNano(0);
        while (at.getDayOfWeek() != day || !at.toInstant().isAfter(now)) {
            at = at.plusDays(1);
        }
        return at.toInstant();
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
        running(row)
                .ifPresent(action -> actions.add(ManagedAction.builder()
                        .actionId(action.id())
                        .actionDescription(action.description())
                        .actionType(ActionType.PLATFORM_UPDATE)
                        .status(ActionStatus.RUNNING)
                        .build()));
        if (actions.isEmpty()) {
            possible(row, call.now())
                    .ifPresent(action -> actions.add(ManagedAction.builder()
                            .actionId(action.id())
                            .actionDescription(action.description())
                            .actionType(ActionType.PLATFORM_UPDATE)
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

    private Optional<Applied> running(EnvironmentRow row) {
        return row.work()
                .flatMap(work -> applied.under(row.id() + "/").values().stream()
                        .filter(action -> action.at().equals(work.began()))
                        .findFirst());
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
        Possible action = possible(row, call.now())
                .filter(one -> one.id().equals(request.actionId()))
                .orElseThrow(() -> BeanstalkErrors.invalid("No managed action found with id '" + request.actionId()
                        + "' in environment " + row.name() + "."));
        call.effect(row.arn());
        EnvironmentRow next = row.with(row.wanted().on(action.platform().solutionStack()));
        long deployment = row.state().deployments() + 1;
        List<String> all = store.instances(row).stream().map(InstanceRow::id).toList();
        events.caused(row, "INFO", "Environment update is starting.", call.requestId());
        Work work = Changes.work(
                call, Work.Kind.CONFIGURE, row, Plans.replaceImmutably(next, all), Work.Policy.IMMUTABLE, deployment);
        rollout.begin(next.with(next.state().deployments(deployment)), work, EnvironmentStatus.UPDATING);
        applied.put(
                row.id() + "/" + action.id(),
                new Applied(
                        row.id(),
                        action.id(),
                        action.description(),
                        action.platform().solutionStack(),
                        work.began()));
        return ApplyEnvironmentManagedActionResponse.builder()
                .actionId(action.id())
                .actionDescription(action.description())
                .actionType(ActionType.PLATFORM_UPDATE)
                .status(ActionStatus.RUNNING.toString())
                .build();
    }

    private DescribeEnvironmentManagedActionHistoryResponse history(
            Call call, DescribeEnvironmentManagedActionHistoryRequest request) {
        EnvironmentRow row = require(call, request.environmentId(), request.environmentName());
        Optional<Applied> running = running(row);
        List<ManagedActionHistoryItem> items = applied.under(row.id() + "/").values().stream()
                .filter(action -> running.filter(action::equals).isEmpty())
                .sorted(Comparator.comparing(Applied::at).reversed())
                .map(action -> item(row, action))
                .toList();
        ListPage<ManagedActionHistoryItem> page = ListPage.of(items, request.nextToken(), request.maxItems(), 100);
        return DescribeEnvironmentManagedActionHistoryResponse.builder()
                .managedActionHistoryItems(page.items())
                .nextToken(page.next())
                .build();
    }

    private static ManagedActionHistoryItem item(EnvironmentRow row, Applied action) {
        boolean done = row.wanted().platform().equals(action.platform());
        ManagedActionHistoryItem.Builder item = ManagedActionHistoryItem.builder()
                .actionId(action.id())
                .actionDescription(action.description())
                .actionType(ActionType.PLATFORM_UPDATE)
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
