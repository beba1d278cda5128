package dev.penstock.simulator.logs;

import dev.penstock.simulator.cloudwatch.MetricKey;
import dev.penstock.simulator.cloudwatch.Metrics;
import dev.penstock.simulator.cloudwatch.Statistics;
import dev.penstock.simulator.logs.LogStore.Event;
import dev.penstock.simulator.logs.LogStore.Group;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Page;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import dev.penstock.simulator.wire.ServiceError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteMetricFilterRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteMetricFilterResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteSubscriptionFilterRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteSubscriptionFilterResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeMetricFiltersRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeMetricFiltersResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeSubscriptionFiltersRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeSubscriptionFiltersResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.Distribution;
import software.amazon.awssdk.services.cloudwatchlogs.model.MetricFilter;
import software.amazon.awssdk.services.cloudwatchlogs.model.MetricFilterMatchRecord;
import software.amazon.awssdk.services.cloudwatchlogs.model.MetricTransformation;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutMetricFilterRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutMetricFilterResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutSubscriptionFilterRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutSubscriptionFilterResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.SubscriptionFilter;
import software.amazon.awssdk.services.cloudwatchlogs.model.TestMetricFilterRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.TestMetricFilterResponse;

/** Metric filters, which feed CloudWatch, and subscription filters, which are kept: their destinations are not simulated. */
final class LogFilters {

    private static final int LISTED = 50;
    private static final int LONGEST_NAME = 512;
    private static final int LONGEST_PATTERN = 1024;
    private static final int MOST_SUBSCRIPTIONS = 2;

    private record MetricRow(MetricFilter filter) {}

    private record SubscriptionRow(SubscriptionFilter filter) {}

    private final Table<MetricRow> metricFilters;
    private final Table<SubscriptionRow> subscriptionFilters;
    private final LogStore logs;
    private final Metrics metrics;

    LogFilters(Store store, LogStore logs, Metrics metrics) {
        this.metricFilters = store.table("logs.metricFilters", MetricRow.class);
        this.subscriptionFilters = store.table("logs.subscriptionFilters", SubscriptionRow.class);
        this.logs = logs;
        this.metrics = metrics;
        logs.onWrite(this::measure);
    }

    /** How many metric filters a group has. */
    int metricFilters(Group group) {
        return metricFilters.under(under(group)).size();
    }

    void forget(Group group) {
        List.copyOf(metricFilters.under(under(group)).keySet()).forEach(metricFilters::remove);
        List.copyOf(subscriptionFilters.under(under(group)).keySet()).forEach(subscriptionFilters::remove);
    }

    /** A pattern as requests bring it; none matches everything. */
    static FilterPattern pattern(@Nullable String text) {
        try {
            return FilterPattern.parse(text == null ? "" : text);
        } catch (IllegalArgumentException e) {
            throw LogErrors.invalid(String.valueOf(e.getMessage()));
        }
    }

    PutMetricFilterResponse putMetric(Call call, PutMetricFilterRequest request) {
        String name = checkName(request.filterName(), "filterName");
        checkPattern(request.filterPattern());
        if (request.metricTransformations().size() != 1) {
            throw LogErrors.constraint(
                    request.metricTransformations().stream()
                            .map(LogFilters::shown)
                            .toList()
                            .toString(),
                    "metricTransformations",
                    request.metricTransformations().isEmpty()
                            ? "have length greater than or equal to 1"
                            : "have length less than or equal to 1");
        }
        Group group = LogNames.group(logs, call, request.logGroupName());
        metricFilters.put(
                under(group) + name,
                new MetricRow(MetricFilter.builder()
                        .filterName(name)
                        .filterPattern(request.filterPattern())
                        .logGroupName(group.name())
                        .creationTime(call.now().toEpochMilli())
                        .metricTransformations(request.metricTransformations())
                        .applyOnTransformedLogs(Boolean.TRUE.equals(request.applyOnTransformedLogs()))
                        .build()));
        call.effect(group.arn() + ":metric-filter:" + name);
        return PutMetricFilterResponse.builder().build();
    }

    DescribeMetricFiltersResponse describeMetric(Call call, DescribeMetricFiltersRequest request) {
        String prefix =
                request.filterNamePrefix() == null ? "" : checkName(request.filterNamePrefix(), "filterNamePrefix");
        checkMetric(request.metricName(), "metricName");
        checkMetric(request.metricNamespace(), "metricNamespace");
        String under = request.logGroupName() == null
                ? call.account() + "/" + call.region() + "/"
                : under(LogNames.group(logs, call, request.logGroupName()));
        List<MetricFilter> found = metricFilters.under(under).values().stream()
                .map(MetricRow::filter)
                .filter(f -> f.filterName().startsWith(prefix))
                .filter(f -> f.metricTransformations().stream().anyMatch(t -> is(t, request)))
                .toList();
        LogErrors.checkLimit(request.limit(), LISTED);
        Page<MetricFilter> page = Page.of(
                found, f -> f.logGroupName() + "\u0000" + f.filterName(), request.nextToken(), request.limit(), LISTED);
        return DescribeMetricFiltersResponse.builder()
                .metricFilters(page.items())
                .nextToken(page.next())
                .build();
    }

    DeleteMetricFilterResponse deleteMetric(Call call, DeleteMetricFilterRequest request) {
        String name = checkName(request.filterName(), "filterName");
        Group group = LogNames.group(logs, call, request.logGroupName());
        if (!metricFilters.has(under(group) + name)) {
            throw LogErrors.notFound("metric filter");
        }
        metricFilters.remove(under(group) + name);
        call.effect(group.arn() + ":metric-filter:" + name);
        return DeleteMetricFilterResponse.builder().build();
    }

    TestMetricFilterResponse test(Call call, TestMetricFilterRequest request) {
        FilterPattern pattern = pattern(request.filterPattern());
        List<MetricFilterMatchRecord> matches = new ArrayList<>();
        for (int i = 0; i < request.logEventMessages().size(); i++) {
            String message = request.logEventMessages().get(i);
            if (pattern.matches(message)) {
                matches.add(MetricFilterMatchRecord.builder()
                        .eventNumber((long) i + 1)
                        .eventMessage(message)
                        .build());
            }
        }
        return TestMetricFilterResponse.builder().matches(matches).build();
    }

    PutSubscriptionFilterResponse putSubscription(Call call, PutSubscriptionFilterRequest request) {
        String name = checkName(request.filterName(), "filterName");
        pattern(request.filterPattern());
        String destination = request.destinationArn() == null ? "" : request.destinationArn();
        checkDestination(call, destination, request.roleArn());
        Group group = LogNames.group(logs, call, request.logGroupName());
        boolean isNew = !subscriptionFilters.has(under(group) + name);
        if (isNew && subscriptionFilters.under(under(group)).size() >= MOST_SUBSCRIPTIONS) {
            throw LogErrors.limit();
        }
        subscriptionFilters.put(
                under(group) + name,
                new SubscriptionRow(SubscriptionFilter.builder()
                        .filterName(name)
                        .filterPattern(request.filterPattern() == null ? "" : request.filterPattern())
                        .logGroupName(group.name())
                        .destinationArn(destination)
                        .roleArn(request.roleArn())
                        .distribution(
                                request.distribution() == null ? Distribution.BY_LOG_STREAM : request.distribution())
                        .applyOnTransformedLogs(Boolean.TRUE.equals(request.applyOnTransformedLogs()))
                        .creationTime(call.now().toEpochMilli())
                        .build()));
        call.effect(group.arn() + ":subscription-filter:" + name);
        return PutSubscriptionFilterResponse.builder().build();
    }

    DescribeSubscriptionFiltersResponse describeSubscriptions(Call call, DescribeSubscriptionFiltersRequest request) {
        Group group = LogNames.group(logs, call, request.logGroupName());
        String prefix = request.filterNamePrefix() == null ? "" : request.filterNamePrefix();
        List<SubscriptionFilter> found = subscriptionFilters.under(under(group) + prefix).values().stream()
                .map(SubscriptionRow::filter)
                .toList();
        Page<SubscriptionFilter> page =
                Page.of(found, SubscriptionFilter::filterName, request.nextToken(), request.limit(), LISTED);
        return DescribeSubscriptionFiltersResponse.builder()
                .subscriptionFilters(page.items())
                .nextToken(page.next())
                .build();
    }

    DeleteSubscriptionFilterResponse deleteSubscription(Call call, DeleteSubscriptionFilterRequest request) {
        Group group = LogNames.group(logs, call, request.logGroupName());
        String key = under(group) + (request.filterName() == null ? "" : request.filterName());
        if (!subscriptionFilters.has(key)) {
            throw LogErrors.notFound("subscription filter");
        }
        subscriptionFilters.remove(key);
        call.effect(group.arn() + ":subscription-filter:" + request.filterName());
        return DeleteSubscriptionFilterResponse.builder().build();
    }

    /** Counts events that filters match. Of a batch in which none matches, the default value is measured once. */
    private void measure(Group group, List<Event> events) {
        for (MetricRow row : List.copyOf(metricFilters.under(under(group)).values())) {
            FilterPattern pattern = pattern(row.filter().filterPattern());
            MetricTransformation to = row.filter().metricTransformations().getFirst();
            boolean matched = false;
            for (Event event : events) {
                if (pattern.matches(event.message())) {
                    matched = true;
                    value(pattern, to, event).ifPresent(v -> record(group, pattern, to, event, v));
                }
            }
            if (!matched && to.defaultValue() != null && to.dimensions().isEmpty()) {
                record(group, pattern, to, events.getLast(), to.defaultValue());
            }
        }
    }

    private static Optional<Double> value(FilterPattern pattern, MetricTransformation to, Event event) {
        String wanted = to.metricValue() == null ? "1" : to.metricValue();
        Optional<String> text = wanted.startsWith("$") ? pattern.select(event.message(), wanted) : Optional.of(wanted);
        return text.filter(t -> t.matches("[-+]?[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]+)?"))
                .map(Double::valueOf);
    }

    private void record(Group group, FilterPattern pattern, MetricTransformation to, Event event, double value) {
        TreeMap<String, String> dimensions = new TreeMap<>();
        to.dimensions()
                .forEach((name, selector) ->
                        pattern.select(event.message(), selector).ifPresent(v -> dimensions.put(name, v)));
        if (dimensions.size() < to.dimensions().size()) {
            return;
        }
        metrics.record(
                group.account(),
                group.region(),
                new MetricKey(to.metricNamespace(), to.metricName(), dimensions),
                event.at(),
                List.of(Statistics.of(value)),
                to.unitAsString() == null ? "None" : to.unitAsString(),
                60);
    }

    private static void checkDestination(Call call, String destination, @Nullable String role) {
        String[] parts = destination.split(":", -1);
        if (parts.length < 6) {
            throw LogErrors.invalid("destinationArn must be the ARN of a destination");
        }
        if (parts[2].equals("lambda") && !parts[4].equals(call.account())) {
            throw ServiceError.client(
                    "AccessDeniedException",
                    "Cross-account lambda invocation passing is not allowed. You must use DestinationPolicies to create"
                            + " cross account lambda triggers.");
        }
        if ((parts[2].equals("kinesis") || parts[2].equals("firehose")) && role == null) {
            throw LogErrors.invalid("destinationArn for vendor " + parts[2] + " cannot be used without roleArn");
        }
    }

    private static String shown(MetricTransformation to) {
        return "MetricTransformation(metricName=" + to.metricName() + ", metricNamespace=" + to.metricNamespace()
                + ", metricValue=" + to.metricValue() + ", defaultValue=" + to.defaultValue() + ", unit="
                + to.unitAsString() + ", dimensions=" + (to.hasDimensions() ? to.dimensions() : null) + ")";
    }

    private static boolean is(MetricTransformation to, DescribeMetricFiltersRequest request) {
        return (request.metricName() == null || request.metricName().equals(to.metricName()))
                && (request.metricNamespace() == null
                        || request.metricNamespace().equals(to.metricNamespace()));
    }

    private static void checkPattern(@Nullable String text) {
        if (text != null && text.length() > LONGEST_PATTERN) {
            throw LogErrors.constraint(text, "filterPattern", "have length less than or equal to " + LONGEST_PATTERN);
        }
        pattern(text);
    }

    private static void checkMetric(@Nullable String name, String member) {
        if (name != null && name.length() > 255) {
            throw LogErrors.constraint(name, member, "have length less than or equal to 255");
        }
    }

    private static String checkName(@Nullable String given, String member) {
        String name = given == null ? "" : given;
        if (name.length() > LONGEST_NAME) {
            throw LogErrors.constraint(name, member, "have length less than or equal to " + LONGEST_NAME);
        }
        if (name.contains(":") || name.contains("*")) {
            throw LogErrors.constraint(name, member, "satisfy regular expression pattern: [^:*]*");
        }
        return name;
    }

    private static String under(Group group) {
        return group.account() + "/" + group.region() + "/" + group.name() + "\u0000";
    }
}
