package dev.penstock.aws.codebuild;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.action.RemoteCallException.Kind;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.Use;
import dev.penstock.codebuild.CodeBuilds;
import dev.penstock.codebuild.NewBuild;
import dev.penstock.codebuild.ServiceBuild;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsResponse;
import software.amazon.awssdk.services.codebuild.model.Build;
import software.amazon.awssdk.services.codebuild.model.ListBuildsForProjectRequest;
import software.amazon.awssdk.services.codebuild.model.ListBuildsForProjectResponse;
import software.amazon.awssdk.services.codebuild.model.SortOrderType;
import software.amazon.awssdk.services.codebuild.model.StartBuildRequest;

/** Builds of AWS CodeBuild. */
public final class AwsCodeBuilds implements CodeBuilds {

    private static final int LONGEST_LINE = 500;

    private final AwsClients clients;

    /** The builds that some clients reach. */
    public AwsCodeBuilds(AwsClients clients) {
        this.clients = clients;
    }

    @Override
    public String start(AwsScope scope, NewBuild build) {
        StartBuildRequest request = BuildMapping.request(build);
        return clients.call(
                "codebuild:StartBuild",
                "start a build of the project '" + build.project() + "'",
                () -> clients.codeBuild(scope, Use.CHANGE)
                        .startBuild(request)
                        .build()
                        .id());
    }

    @Override
    public Optional<String> find(AwsScope scope, NewBuild build, Instant since) {
        String source = build.sources().getFirst().location().path();
        Optional<String> next = Optional.empty();
        do {
            ListBuildsForProjectResponse page = page(scope, build.project(), next);
            List<Build> builds = page.ids().isEmpty() ? List.of() : batch(scope, page.ids());
            Optional<String> found = builds.stream()
                    .filter(each ->
                            each.source() != null && source.equals(each.source().location()))
                    .map(Build::id)
                    .findFirst();
            if (found.isPresent()) {
                return found;
            }
            boolean goesOn = !builds.isEmpty()
                    && builds.stream()
                            .allMatch(each -> each.startTime() == null
                                    || !each.startTime().isBefore(since));
            next = Optional.ofNullable(page.nextToken()).filter(token -> goesOn);
        } while (next.isPresent());
        return Optional.empty();
    }

    /** The newest first; without any where the project is not there. */
    private ListBuildsForProjectResponse page(AwsScope scope, String project, Optional<String> token) {
        ListBuildsForProjectRequest.Builder request =
                ListBuildsForProjectRequest.builder().projectName(project).sortOrder(SortOrderType.DESCENDING);
        token.ifPresent(request::nextToken);
        try {
            return clients.call(
                    "codebuild:ListBuildsForProject",
                    "look for a build of the project '" + project + "'",
                    () -> clients.codeBuild(scope, Use.READ).listBuildsForProject(request.build()));
        } catch (RemoteCallException e) {
            if (e.kind() == Kind.NOT_FOUND) {
                return ListBuildsForProjectResponse.builder().build();
            }
            throw e;
        }
    }

    @Override
    public List<ServiceBuild> look(AwsScope scope, List<String> ids) {
        Map<String, ServiceBuild> seen = batch(scope, ids).stream()
                .map(BuildMapping::build)
                .collect(Collectors.toMap(ServiceBuild::id, Function.identity(), (one, same) -> one));
        return ids.stream()
                .map(id -> seen.getOrDefault(id, ServiceBuild.unknown(id)))
                .toList();
    }

    private List<Build> batch(AwsScope scope, List<String> ids) {
        return clients.call(
                "codebuild:BatchGetBuilds",
                "look at builds of CodeBuild",
                () -> clients.codeBuild(scope, Use.READ)
                        .batchGetBuilds(request -> request.ids(ids))
                        .builds());
    }

    @Override
    public void stop(AwsScope scope, String id) {
        try {
            clients.call(
                    "codebuild:StopBuild",
                    "stop the build '" + id + "'",
                    () -> clients.codeBuild(scope, Use.CHANGE).stopBuild(request -> request.id(id)));
        } catch (RemoteCallException e) {
            if (e.kind() != Kind.NOT_FOUND) {
                throw e;
            }
        }
    }

    @Override
    public List<String> logEnd(AwsScope scope, ServiceBuild.Log log, int lines) {
        try {
            return clients.call(
                    "logs:GetLogEvents",
                    "read the log '" + log.stream() + "'",
                    () -> clients
                            .logs(scope, Use.READ)
                            .getLogEvents(request -> request.logGroupName(log.group())
                                    .logStreamName(log.stream())
                                    .limit(lines)
                                    .startFromHead(false))
                            .events()
                            .stream()
                            .map(event -> line(event.message()))
                            .toList());
        } catch (RemoteCallException e) {
            return List.of();
        }
    }

    @Override
    public LogPage log(AwsScope scope, ServiceBuild.Log log, LogPosition from) {
        GetLogEventsRequest.Builder request =
                GetLogEventsRequest.builder().logGroupName(log.group()).logStreamName(log.stream());
        switch (from) {
            case LogPosition.Start() -> request.startFromHead(true);
            case LogPosition.End(int lines) -> request.startFromHead(false).limit(lines);
            case LogPosition.After(String token) -> request.startFromHead(true).nextToken(token);
        }
        GetLogEventsResponse page = clients.call(
                "logs:GetLogEvents",
                "follow the log '" + log.stream() + "'",
                () -> clients.logs(scope, Use.READ).getLogEvents(request.build()));
        return new LogPage(
                page.events().stream()
                        .map(event -> event.message().stripTrailing())
                        .toList(),
                new LogPosition.After(page.nextForwardToken()));
    }

    private static String line(String message) {
        String line = message.stripTrailing();
        return line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + "…";
    }
}
