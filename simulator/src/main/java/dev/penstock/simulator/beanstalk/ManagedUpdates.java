package dev.penstock.simulator.beanstalk;

import dev.penstock.simulator.state.Calendar;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.services.elasticbeanstalk.model.ActionType;
import software.amazon.awssdk.services.elasticbeanstalk.model.EnvironmentStatus;

/**
 * Managed platform updates: those that a newer version of an environment's platform makes possible, applied at the beginning of
 * its weekly window, or when somebody asks for it. Source: Developer Guide, "Managed platform updates".
 */
final class ManagedUpdates {

    private static final String MANAGED = "aws:elasticbeanstalk:managedactions";
    private static final String PLATFORM_UPDATE = MANAGED + ":platformupdate";
    private static final String WINDOW = "beanstalk.window";

    /**
     * An update that was applied.
     *
     * @param platform that the environment has after it
     * @param at when its work began
     * @param refreshes whether it only replaced the instances
     */
    record Applied(
            String environmentId, String id, String description, String platform, Instant at, boolean refreshes) {

        ActionType type() {
            return refreshes ? ActionType.INSTANCE_REFRESH : ActionType.PLATFORM_UPDATE;
        }
    }

    /**
     * An update that could be applied.
     *
     * @param platform that the environment has after it
     * @param window when the next one begins
     */
    record Possible(String id, String description, ActionType type, String platform, Instant window) {}

    private final BeanstalkStore store;
    private final Events events;
    private final Calendar calendar;
    private final Rollout rollout;
    private final Table<Applied> applied;

    ManagedUpdates(Store state, BeanstalkStore store, Events events, Calendar calendar, Rollout rollout) {
        this.store = store;
        this.events = events;
        this.calendar = calendar;
        this.rollout = rollout;
        applied = state.table("beanstalk.managedActions", Applied.class);
        calendar.inPassing(WINDOW, this::opens);
        rollout.whenOver(this::arrange);
    }

    /** Sees to it that the environment's next window is not missed. */
    void arrange(EnvironmentRow row) {
        calendar.strike(WINDOW, row.id());
        if (!row.isTerminated() && row.options().isTrue(MANAGED, "ManagedActionsEnabled")) {
            calendar.enter(WINDOW, row.id(), window(row.options(), calendar.now()));
        }
    }

    /** A window opens: what can be done is done. An environment that is busy waits for the next one. */
    private void opens(String id) {
        Optional<EnvironmentRow> found = store.environment(id).filter(row -> !row.isTerminated());
        found.filter(row -> row.status() == EnvironmentStatus.READY)
                .ifPresent(row -> possible(row, calendar.now()).ifPresent(action -> begin(row, action, "")));
        found.ifPresent(this::arrange);
    }

    /** Begins an update of an environment that is ready. */
    void begin(EnvironmentRow row, Possible action, String requestId) {
        EnvironmentRow next = row.with(row.wanted().on(action.platform()));
        long deployment = row.state().deployments() + 1;
        List<String> all = store.instances(row).stream().map(InstanceRow::id).toList();
        events.caused(row, "INFO", "Environment update is starting.", requestId);
        Work work = Changes.work(
                new Changes.Cause(requestId, "arn:aws:iam::" + row.account() + ":root", row.account(), calendar.now()),
                Work.Kind.CONFIGURE,
                row,
                Plans.replaceImmutably(next, all),
                Work.Policy.IMMUTABLE,
                deployment);
        rollout.begin(next.with(next.state().deployments(deployment)), work, EnvironmentStatus.UPDATING);
        applied.put(
                row.id() + "/" + action.id(),
                new Applied(
                        row.id(),
                        action.id(),
                        action.description(),
                        action.platform(),
                        work.began(),
                        action.type() == ActionType.INSTANCE_REFRESH));
    }

    /** The updates that were applied to an environment, the one that is under way among them. */
    List<Applied> applied(EnvironmentRow row) {
        return List.copyOf(applied.under(row.id() + "/").values());
    }

    /** The update that is being applied. */
    Optional<Applied> running(EnvironmentRow row) {
        return row.work()
                .flatMap(work -> applied(row).stream()
                        .filter(action -> action.at().equals(work.began()))
                        .findFirst());
    }

    /** What can be done in the next window: an update, else the weekly replacement of instances where that is asked for. */
    Optional<Possible> possible(EnvironmentRow row, Instant now) {
        Settings options = row.options();
        if (!options.isTrue(MANAGED, "ManagedActionsEnabled")) {
            return Optional.empty();
        }
        boolean patchOnly = options.effective(PLATFORM_UPDATE, "UpdateLevel").equals("patch");
        Optional<Possible> update = Platforms.ofSolutionStack(row.wanted().platform())
                .flatMap(current -> current.branch().versions().stream()
                        .filter(version -> isNewer(version, current.version(), patchOnly))
                        .max(Comparator.comparing(ManagedUpdates::ordered))
                        .map(version -> new Platform(current.branch(), version)))
                .map(platform -> new Possible(
                        UUID.nameUUIDFromBytes((row.id() + platform.solutionStack()).getBytes(StandardCharsets.UTF_8))
                                .toString(),
                        "Platform update from version " + version(row.wanted().platform()) + " to version "
                                + platform.version(),
                        ActionType.PLATFORM_UPDATE,
                        platform.solutionStack(),
                        window(options, now)));
        return update.or(() -> refresh(row, now));
    }

    private static Optional<Possible> refresh(EnvironmentRow row, Instant now) {
        Instant window = window(row.options(), now);
        return row.options().isTrue(PLATFORM_UPDATE, "InstanceRefreshEnabled")
                ? Optional.of(new Possible(
                        UUID.nameUUIDFromBytes((row.id() + window).getBytes(StandardCharsets.UTF_8))
                                .toString(),
                        "Instance refresh",
                        ActionType.INSTANCE_REFRESH,
                        row.wanted().platform(),
                        window))
                : Optional.empty();
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
}
