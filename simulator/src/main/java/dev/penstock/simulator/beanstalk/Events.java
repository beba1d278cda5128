package dev.penstock.simulator.beanstalk;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import dev.penstock.simulator.time.SimulatedTime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribeEventsRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribeEventsResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.EventDescription;
import software.amazon.awssdk.services.elasticbeanstalk.model.EventSeverity;

/** What Elastic Beanstalk tells about what it does. All methods are called within transactions. */
final class Events {

    /** How far back events are shown. Source: API Reference, DescribeEvents. */
    private static final Duration KEPT = Duration.ofDays(42);

    private static final List<String> SEVERITIES = List.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL");

    private record Count(long given) {}

    private final Table<EventRow> events;
    private final Table<Count> counts;
    private final SimulatedTime time;

    Events(Store store, SimulatedTime time) {
        this.events = store.table("beanstalk.events", EventRow.class);
        this.counts = store.table("beanstalk.eventCounts", Count.class);
        this.time = time;
    }

    void declare(Operations all) {
        all.operation("DescribeEvents", DescribeEventsRequest::builder, this::describe);
    }

    /** Tells somebody of every event from now on. */
    void whenTold(Consumer<EventRow> listener) {
        events.watch((key, before, after) -> after.ifPresent(listener));
    }

    /** Something happened in an environment. */
    void info(EnvironmentRow environment, String message) {
        add(environment, "INFO", message);
    }

    void warn(EnvironmentRow environment, String message) {
        add(environment, "WARN", message);
    }

    void error(EnvironmentRow environment, String message) {
        add(environment, "ERROR", message);
    }

    private void add(EnvironmentRow environment, String severity, String message) {
        add(
                environment.account(),
                environment.region(),
                severity,
                message,
                environment.application(),
                Optional.of(environment),
                Optional.empty(),
                environment.work().map(Work::requestId).orElse(""));
    }

    /** Something happened to an environment because of a call. */
    void caused(EnvironmentRow environment, String severity, String message, String requestId) {
        add(
                environment.account(),
                environment.region(),
                severity,
                message,
                environment.application(),
                Optional.of(environment),
                Optional.empty(),
                requestId);
    }

    /** Something happened to an application. */
    void ofApplication(String account, String region, String application, String message, String requestId) {
        add(account, region, "INFO", message, application, Optional.empty(), Optional.empty(), requestId);
    }

    /** Something happened to a version. */
    void ofVersion(VersionRow version, String severity, String message, String requestId) {
        add(
                version.account(),
                version.region(),
                severity,
                message,
                version.application(),
                Optional.empty(),
                Optional.of(version.label()),
                requestId);
    }

    private void add(
            String account,
            String region,
            String severity,
            String message,
            String application,
            Optional<EnvironmentRow> environment,
            Optional<String> version,
            String requestId) {
        String place = account + "/" + region + "/";
        long number = counts.get(place).map(Count::given).orElse(0L);
        counts.put(place, new Count(number + 1));
        events.put(
                place + String.format(Locale.ROOT, "%012d", number),
                new EventRow(
                        account,
                        region,
                        number,
                        time.now().truncatedTo(ChronoUnit.MILLIS),
                        severity,
                        message,
                        application,
                        environment.map(EnvironmentRow::name),
                        environment.map(EnvironmentRow::id),
                        version,
                        Optional.empty(),
                        requestId));
    }

    private DescribeEventsResponse describe(Call call, DescribeEventsRequest request) {
        int least = request.severity() == null ? 0 : rank(request.severityAsString());
        List<EventDescription> found =
                events.under(call.account() + "/" + call.region() + "/").descendingMap().values().stream()
                        .filter(event -> fits(request, event, call.now()) && rank(event.severity()) >= least)
                        .map(Events::description)
                        .toList();
        ListPage<EventDescription> page = ListPage.of(found, request.nextToken(), request.maxRecords(), 1000);
        return DescribeEventsResponse.builder()
                .events(page.items())
                .nextToken(page.next())
                .build();
    }

    private static int rank(String severity) {
        int rank = SEVERITIES.indexOf(severity);
        if (rank < 0) {
            throw BeanstalkErrors.invalid(
                    "Invalid severity: '" + severity + "'. It must be one of " + String.join(", ", SEVERITIES) + ".");
        }
        return rank;
    }

    private static boolean fits(DescribeEventsRequest request, EventRow event, Instant now) {
        return !event.at().isBefore(now.minus(KEPT))
                && asked(request.applicationName(), event.application())
                && asked(request.environmentName(), event.environment().orElse(""))
                && asked(request.environmentId(), event.environmentId().orElse(""))
                && asked(request.versionLabel(), event.version().orElse(""))
                && asked(request.templateName(), event.template().orElse(""))
                && asked(request.requestId(), event.requestId())
                && request.platformArn() == null
                && (request.startTime() == null || !event.at().isBefore(request.startTime()))
                && (request.endTime() == null || event.at().isBefore(request.endTime()));
    }

    private static boolean asked(@Nullable String wanted, String actual) {
        return wanted == null || wanted.isEmpty() || wanted.equals(actual);
    }

    private static EventDescription description(EventRow event) {
        return EventDescription.builder()
                .eventDate(event.at())
                .message(event.message())
                .applicationName(event.application())
                .environmentName(event.environment().orElse(null))
                .versionLabel(event.version().orElse(null))
                .templateName(event.template().orElse(null))
                .requestId(event.requestId().isEmpty() ? null : event.requestId())
                .severity(EventSeverity.fromValue(event.severity()))
                .build();
    }
}
