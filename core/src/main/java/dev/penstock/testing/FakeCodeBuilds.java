package dev.penstock.testing;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.codebuild.CodeBuilds;
import dev.penstock.codebuild.NewBuild;
import dev.penstock.codebuild.ServiceBuild;
import dev.penstock.codebuild.ServiceBuild.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;

/** A CodeBuild in memory: projects are named; builds go on until they are stopped, or end as they are told to. */
public final class FakeCodeBuilds implements CodeBuilds {

    private static final class Row {

        private final NewBuild order;
        private final Instant started;
        private ServiceBuild build;

        Row(NewBuild order, Instant started, ServiceBuild build) {
            this.order = order;
            this.started = started;
            this.build = build;
        }
    }

    private final InstantSource time;
    private final Set<String> projects = new HashSet<>();
    private final List<Row> rows = new ArrayList<>();
    private final Map<String, List<String>> said = new HashMap<>();
    private Optional<RemoteCallException> refusal = Optional.empty();
    private int most = Integer.MAX_VALUE;
    private Duration lasting = Duration.ofDays(365);
    private BiFunction<String, NewBuild, ServiceBuild> ending = (id, order) -> ServiceBuild.unknown(id);

    /** An empty one. */
    public FakeCodeBuilds(InstantSource time) {
        this.time = time;
    }

    /** Makes a project. */
    public synchronized FakeCodeBuilds project(String name) {
        projects.add(name);
        return this;
    }

    /** There is no such project any more. */
    public synchronized void remove(String name) {
        projects.remove(name);
    }

    /** Only so many builds may run at once. */
    public synchronized void atMost(int builds) {
        most = builds;
    }

    /** What was started, oldest first. */
    public synchronized List<NewBuild> started() {
        return rows.stream().map(row -> row.order).toList();
    }

    /** The ids of what was started, oldest first. */
    public synchronized List<String> ids() {
        return rows.stream().map(row -> row.build.id()).toList();
    }

    /**
     * Has builds end.
     *
     * @param after how long they take
     * @param how makes of id and order what is seen of the build then; puts out what it puts out
     */
    public synchronized FakeCodeBuilds ending(Duration after, BiFunction<String, NewBuild, ServiceBuild> how) {
        lasting = after;
        ending = how;
        return this;
    }

    @Override
    public synchronized String start(AwsScope scope, NewBuild build) {
        if (!projects.contains(build.project())) {
            throw refused(
                    RemoteCallException.Kind.NOT_FOUND,
                    "ResourceNotFoundException",
                    "Project cannot be found: " + build.project());
        }
        Instant now = time.instant();
        Optional<Row> same = rows.stream()
                .filter(row -> row.order.token().equals(build.token())
                        && row.started.plus(TOKENS_KNOWN).isAfter(now))
                .findFirst();
        if (same.isPresent()) {
            return same.get().build.id();
        }
        long running = ids().stream()
                .flatMap(id -> row(id).stream())
                .filter(row -> !row.build.status().hasEnded())
                .count();
        if (running >= most) {
            throw refused(
                    RemoteCallException.Kind.CONFLICT,
                    TOO_MANY_BUILDS,
                    "Cannot have more than " + most + " builds in queue for the account");
        }
        String id = build.project() + ":" + new UUID(7, rows.size());
        rows.add(new Row(
                build,
                now,
                new ServiceBuild(id, Status.IN_PROGRESS, "QUEUED", List.of(), Map.of(), Map.of(), Optional.empty())));
        return id;
    }

    @Override
    public synchronized Optional<String> find(AwsScope scope, NewBuild build, Instant since) {
        return rows.stream()
                .filter(row -> row.order.project().equals(build.project())
                        && row.order.sources().equals(build.sources())
                        && !row.started.isBefore(since))
                .map(row -> row.build.id())
                .findFirst();
    }

    @Override
    public synchronized List<ServiceBuild> look(AwsScope scope, List<String> ids) {
        return ids.stream()
                .map(id -> row(id).map(row -> row.build).orElseGet(() -> ServiceBuild.unknown(id)))
                .toList();
    }

    @Override
    public synchronized void stop(AwsScope scope, String id) {
        row(id).filter(row -> !row.build.status().hasEnded())
                .ifPresent(row -> row.build = new ServiceBuild(
                        id, Status.STOPPED, "COMPLETED", List.of(), Map.of(), Map.of(), Optional.empty()));
    }

    @Override
    public List<String> logEnd(AwsScope scope, ServiceBuild.Log log, int lines) {
        return List.of("the log of " + log.stream());
    }

    /** Has a build say something in its log, the first of which makes the log. */
    public synchronized void say(String id, String... lines) {
        row(id).ifPresent(row -> {
            var log = new ServiceBuild.Log("builds", id, "");
            row.build = new ServiceBuild(
                    id,
                    row.build.status(),
                    row.build.phase(),
                    row.build.failures(),
                    row.build.exportedVariables(),
                    row.build.digests(),
                    Optional.of(log));
            said.computeIfAbsent(id, none -> new ArrayList<>()).addAll(List.of(lines));
        });
    }

    /** Has the next questions for logs end so, until an empty one is given. */
    public synchronized void refuseLogs(Optional<RemoteCallException> how) {
        refusal = how;
    }

    @Override
    public synchronized LogPage log(AwsScope scope, ServiceBuild.Log log, LogPosition from) {
        if (refusal.isPresent()) {
            throw refusal.get();
        }
        List<String> all = said.getOrDefault(log.stream(), List.of());
        int begin = switch (from) {
            case LogPosition.Start() -> 0;
            case LogPosition.End(int lines) -> Math.max(0, all.size() - lines);
            case LogPosition.After(String token) -> Integer.parseInt(token);
        };
        return new LogPage(
                all.subList(Math.min(begin, all.size()), all.size()),
                new LogPosition.After(Integer.toString(all.size())));
    }

    private Optional<Row> row(String id) {
        Optional<Row> found =
                rows.stream().filter(row -> row.build.id().equals(id)).findFirst();
        found.filter(row -> !row.build.status().hasEnded()
                        && !row.started.plus(lasting).isAfter(time.instant()))
                .ifPresent(row -> row.build = ending.apply(id, row.order));
        return found;
    }

    private static RemoteCallException refused(RemoteCallException.Kind kind, String code, String message) {
        return new RemoteCallException(kind, "codebuild:StartBuild", code, message, new IllegalStateException(message));
    }
}
