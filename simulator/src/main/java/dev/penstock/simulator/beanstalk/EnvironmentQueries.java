package dev.penstock.simulator.beanstalk;

import dev.penstock.simulator.beanstalk.instance.InstanceObservation;
import dev.penstock.simulator.beanstalk.instance.InstanceStatus;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticbeanstalk.model.ApplicationMetrics;
import software.amazon.awssdk.services.elasticbeanstalk.model.AutoScalingGroup;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribeEnvironmentHealthRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribeEnvironmentHealthResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribeEnvironmentResourcesRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribeEnvironmentResourcesResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribeEnvironmentsRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribeEnvironmentsResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribeInstancesHealthRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribeInstancesHealthResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.EnvironmentDescription;
import software.amazon.awssdk.services.elasticbeanstalk.model.EnvironmentHealth;
import software.amazon.awssdk.services.elasticbeanstalk.model.EnvironmentResourceDescription;
import software.amazon.awssdk.services.elasticbeanstalk.model.Instance;
import software.amazon.awssdk.services.elasticbeanstalk.model.InstanceHealthSummary;
import software.amazon.awssdk.services.elasticbeanstalk.model.Latency;
import software.amazon.awssdk.services.elasticbeanstalk.model.LaunchTemplate;
import software.amazon.awssdk.services.elasticbeanstalk.model.LoadBalancer;
import software.amazon.awssdk.services.elasticbeanstalk.model.Queue;
import software.amazon.awssdk.services.elasticbeanstalk.model.SingleInstanceHealth;
import software.amazon.awssdk.services.elasticbeanstalk.model.StatusCodes;

/** What can be asked about environments. */
final class EnvironmentQueries {

    /** How long terminated environments are listed when nobody says how far back. */
    private static final Duration REMEMBERED = Duration.ofHours(1);

    private final BeanstalkStore store;
    private final Health health;
    private final Descriptions descriptions;
    private final Hosts hosts;

    EnvironmentQueries(BeanstalkStore store, Health health, Descriptions descriptions, Hosts hosts) {
        this.store = store;
        this.health = health;
        this.descriptions = descriptions;
        this.hosts = hosts;
    }

    void declare(Operations all) {
        all.operation("DescribeEnvironments", DescribeEnvironmentsRequest::builder, this::describe)
                .operation(
                        "DescribeEnvironmentResources", DescribeEnvironmentResourcesRequest::builder, this::resources)
                .operation("DescribeEnvironmentHealth", DescribeEnvironmentHealthRequest::builder, this::health)
                .operation("DescribeInstancesHealth", DescribeInstancesHealthRequest::builder, this::instances);
    }

    private DescribeEnvironmentsResponse describe(Call call, DescribeEnvironmentsRequest request) {
        List<EnvironmentDescription> found = store.environments(call.account(), call.region()).stream()
                .filter(row -> fits(call, request, row))
                .sorted(Comparator.comparing(
                                (EnvironmentRow row) -> row.identity().created())
                        .reversed())
                .map(descriptions::of)
                .toList();
        ListPage<EnvironmentDescription> page = ListPage.of(found, request.nextToken(), request.maxRecords(), 1000);
        return DescribeEnvironmentsResponse.builder()
                .environments(page.items())
                .nextToken(page.next())
                .build();
    }

    private static boolean fits(Call call, DescribeEnvironmentsRequest request, EnvironmentRow row) {
        if (row.isTerminated()) {
            boolean shown = request.includedDeletedBackTo() != null
                    ? !row.state().updated().isBefore(request.includedDeletedBackTo())
                    : row.state().updated().plus(REMEMBERED).isAfter(call.now());
            if (Boolean.FALSE.equals(request.includeDeleted()) || !shown) {
                return false;
            }
        }
        return (request.applicationName() == null || request.applicationName().equals(row.application()))
                && (request.versionLabel() == null
                        || row.wanted()
                                .versionLabel()
                                .filter(request.versionLabel()::equals)
                                .isPresent())
                && (request.environmentIds().isEmpty()
                        || request.environmentIds().contains(row.id()))
                && (request.environmentNames().isEmpty()
                        || request.environmentNames().contains(row.name()));
    }

    private DescribeEnvironmentResourcesResponse resources(Call call, DescribeEnvironmentResourcesRequest request) {
        EnvironmentRow row = store.require(call, request.environmentId(), request.environmentName());
        EnvironmentRow.Resources has = row.resources();
        EnvironmentResourceDescription.Builder all = EnvironmentResourceDescription.builder()
                .environmentName(row.name())
                .autoScalingGroups(
                        has.scalingGroup().isEmpty()
                                ? List.of()
                                : List.of(AutoScalingGroup.builder()
                                        .name(has.scalingGroup())
                                        .build()))
                .instances(store.instances(row).stream()
                        .map(instance -> Instance.builder().id(instance.id()).build())
                        .toList())
                .launchConfigurations(List.of())
                .launchTemplates(hosts.template(row).stream()
                        .map(id -> LaunchTemplate.builder().id(id).build())
                        .toList())
                .loadBalancers(
                        has.loadBalancer().isEmpty()
                                ? List.of()
                                : List.of(LoadBalancer.builder()
                                        .name(has.loadBalancer())
                                        .build()))
                .triggers(List.of())
                .queues(queues(has.queue()));
        return DescribeEnvironmentResourcesResponse.builder()
                .environmentResources(all.build())
                .build();
    }

    private static List<Queue> queues(String url) {
        List<Queue> queues = new ArrayList<>();
        if (!url.isEmpty()) {
            queues.add(Queue.builder().name("WorkerQueue").url(url).build());
        }
        EnvironmentResources.deadLetters(url)
                .ifPresent(letters -> queues.add(Queue.builder()
                        .name("WorkerDeadLetterQueue")
                        .url(letters)
                        .build()));
        return queues;
    }

    private DescribeEnvironmentHealthResponse health(Call call, DescribeEnvironmentHealthRequest request) {
        EnvironmentRow row = enhanced(call, request.environmentId(), request.environmentName());
        HealthReport report = health.report(row);
        Set<String> asked = Set.copyOf(request.attributeNamesAsStrings());
        DescribeEnvironmentHealthResponse.Builder answer =
                DescribeEnvironmentHealthResponse.builder().environmentName(row.name());
        if (asks(asked, "HealthStatus")) {
            answer.healthStatus(report.status().text());
        }
        if (asks(asked, "Status")) {
            answer.status(EnvironmentHealth.fromValue(row.status().toString()));
        }
        if (asks(asked, "Color")) {
            answer.color(report.status().colour());
        }
        if (asks(asked, "Causes")) {
            answer.causes(report.causes());
        }
        if (asks(asked, "ApplicationMetrics")) {
            answer.applicationMetrics(metrics(report.instances().stream()
                    .map(HealthReport.Seen::observation)
                    .toList()));
        }
        if (asks(asked, "InstancesHealth")) {
            answer.instancesHealth(summary(report));
        }
        if (asks(asked, "RefreshedAt")) {
            answer.refreshedAt(call.now());
        }
        return answer.build();
    }

    private static boolean asks(Set<String> asked, String attribute) {
        return asked.contains("All") || asked.contains(attribute);
    }

    private EnvironmentRow enhanced(Call call, @Nullable String id, @Nullable String name) {
        if (id == null && name == null) {
            throw BeanstalkErrors.invalidRequest("You must specify either EnvironmentId or EnvironmentName.");
        }
        EnvironmentRow row = store.require(call, id, name);
        if (!row.isEnhanced()) {
            throw BeanstalkErrors.invalidRequest("DescribeEnvironmentHealth is not supported.");
        }
        return row;
    }

    private static InstanceHealthSummary summary(HealthReport report) {
        Map<InstanceStatus, Long> counts = report.instances().stream()
                .collect(Collectors.groupingBy(seen -> seen.observation().status(), Collectors.counting()));
        return InstanceHealthSummary.builder()
                .noData(count(counts, InstanceStatus.NO_DATA))
                .unknown(count(counts, InstanceStatus.UNKNOWN))
                .pending(count(counts, InstanceStatus.PENDING))
                .ok(count(counts, InstanceStatus.OK))
                .info(count(counts, InstanceStatus.INFO))
                .warning(count(counts, InstanceStatus.WARNING))
                .degraded(count(counts, InstanceStatus.DEGRADED))
                .severe(count(counts, InstanceStatus.SEVERE))
                .build();
    }

    private static int count(Map<InstanceStatus, Long> counts, InstanceStatus status) {
        return Math.toIntExact(counts.getOrDefault(status, 0L));
    }

    private DescribeInstancesHealthResponse instances(Call call, DescribeInstancesHealthRequest request) {
        EnvironmentRow row = enhanced(call, request.environmentId(), request.environmentName());
        Set<String> asked = Set.copyOf(request.attributeNamesAsStrings());
        List<SingleInstanceHealth> all = health.report(row).instances().stream()
                .map(seen -> single(seen, asked))
                .toList();
        ListPage<SingleInstanceHealth> page = ListPage.of(all, request.nextToken(), null, 100);
        return DescribeInstancesHealthResponse.builder()
                .instanceHealthList(page.items())
                .refreshedAt(call.now())
                .nextToken(page.next())
                .build();
    }

    private static SingleInstanceHealth single(HealthReport.Seen seen, Set<String> asked) {
        InstanceRow row = seen.row();
        InstanceObservation observed = seen.observation();
        SingleInstanceHealth.Builder one = SingleInstanceHealth.builder().instanceId(row.id());
        if (asks(asked, "HealthStatus")) {
            one.healthStatus(observed.status().text());
        }
        if (asks(asked, "Color")) {
            one.color(observed.status().colour());
        }
        if (asks(asked, "Causes")) {
            one.causes(observed.causes());
        }
        if (asks(asked, "LaunchedAt")) {
            one.launchedAt(row.instance().launchedAt());
        }
        if (asks(asked, "ApplicationMetrics")) {
            one.applicationMetrics(metrics(List.of(observed)));
        }
        if (asks(asked, "System")) {
            one.system(s -> s.loadAverage(observed.load())
                    .cpuUtilization(c -> c.idle(observed.idle())
                            .user(100 - observed.idle())
                            .nice(0.0)
                            .system(0.0)
                            .ioWait(0.0)
                            .irq(0.0)
                            .softIRQ(0.0)));
        }
        if (asks(asked, "Deployment")) {
            row.deployment()
                    .ifPresent(deployed -> one.deployment(d -> d.versionLabel(deployed.versionLabel())
                            .deploymentId(deployed.id())
                            .status(deployed.status())
                            .deploymentTime(deployed.at())));
        }
        if (asks(asked, "AvailabilityZone")) {
            one.availabilityZone(row.instance().availabilityZone());
        }
        if (asks(asked, "InstanceType")) {
            one.instanceType(row.instance().instanceType());
        }
        return one.build();
    }

    /** The sum of what instances saw. Latencies of several are weighted by their requests. */
    private static ApplicationMetrics metrics(List<InstanceObservation> seen) {
        long requests = seen.stream().mapToLong(InstanceObservation::requests).sum();
        Map<Integer, Long> codes = new TreeMap<>();
        seen.forEach(one -> one.statusCodes().forEach((hundred, count) -> codes.merge(hundred, count, Long::sum)));
        long seconds =
                seen.isEmpty() ? 10 : Math.max(1, seen.getFirst().duration().toSeconds());
        ApplicationMetrics.Builder metrics = ApplicationMetrics.builder()
                .duration(Math.toIntExact(seconds))
                .requestCount(Math.toIntExact(requests / seconds))
                .statusCodes(StatusCodes.builder()
                        .status2xx(share(codes, 2))
                        .status3xx(share(codes, 3))
                        .status4xx(share(codes, 4))
                        .status5xx(share(codes, 5))
                        .build());
        if (requests > 0) {
            metrics.latency(Latency.builder()
                    .p999(percentile(seen, 100, requests))
                    .p99(percentile(seen, 99, requests))
                    .p95(percentile(seen, 95, requests))
                    .p90(percentile(seen, 90, requests))
                    .p85(percentile(seen, 85, requests))
                    .p75(percentile(seen, 75, requests))
                    .p50(percentile(seen, 50, requests))
                    .p10(percentile(seen, 10, requests))
                    .build());
        }
        return metrics.build();
    }

    private static int share(Map<Integer, Long> codes, int hundred) {
        return Math.toIntExact(codes.getOrDefault(hundred, 0L));
    }

    private static double percentile(List<InstanceObservation> seen, int percentile, long requests) {
        return seen.stream()
                        .mapToDouble(one -> one.latencies().getOrDefault(percentile, 0.0) * one.requests())
                        .sum()
                / requests;
    }
}
