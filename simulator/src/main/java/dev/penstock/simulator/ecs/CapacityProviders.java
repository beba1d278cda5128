package dev.penstock.simulator.ecs;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Page;
import dev.penstock.simulator.service.Tags;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import dev.penstock.simulator.wire.ServiceError;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.AutoScalingGroupProvider;
import software.amazon.awssdk.services.ecs.model.CapacityProvider;
import software.amazon.awssdk.services.ecs.model.CapacityProviderStrategyItem;
import software.amazon.awssdk.services.ecs.model.Cluster;
import software.amazon.awssdk.services.ecs.model.CreateCapacityProviderRequest;
import software.amazon.awssdk.services.ecs.model.CreateCapacityProviderResponse;
import software.amazon.awssdk.services.ecs.model.DeleteCapacityProviderRequest;
import software.amazon.awssdk.services.ecs.model.DeleteCapacityProviderResponse;
import software.amazon.awssdk.services.ecs.model.DescribeCapacityProvidersRequest;
import software.amazon.awssdk.services.ecs.model.DescribeCapacityProvidersResponse;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.ManagedScaling;
import software.amazon.awssdk.services.ecs.model.PutClusterCapacityProvidersRequest;
import software.amazon.awssdk.services.ecs.model.PutClusterCapacityProvidersResponse;

/** Capacity providers: what there is, which clusters use it, and which one the next task of a strategy gets. */
final class CapacityProviders {

    /**
     * How one task is launched.
     *
     * @param provider empty when it was asked for by launch type
     */
    record Choice(String launchType, String provider) {}

    private record Row(CapacityProvider provider) {}

    private static final Set<String> FARGATE = Set.of("FARGATE", "FARGATE_SPOT");

    private final EcsStore ecs;
    private final Tags tags;
    private final Table<Row> rows;

    CapacityProviders(EcsStore ecs, Tags tags, Store store) {
        this.ecs = ecs;
        this.tags = tags;
        this.rows = store.table("ecs.capacityProviders", Row.class);
    }

    CreateCapacityProviderResponse create(Call call, CreateCapacityProviderRequest request) {
        String name = EcsErrors.required("name", request.name());
        if (!name.matches("[A-Za-z0-9_-]{1,255}")
                || name.toLowerCase(Locale.ROOT).matches("(aws|ecs|fargate).*")) {
            throw EcsErrors.invalid("The specified capacity provider name is invalid. Up to 255 characters are allowed,"
                    + " including letters, numbers, underscores, and hyphens. The name cannot be prefixed with"
                    + " \"aws\", \"ecs\", or \"fargate\".");
        }
        if (request.autoScalingGroupProvider() == null) {
            throw EcsErrors.invalid("autoScalingGroupProvider must be specified.");
        }
        String arn = call.caller().arn("ecs", "capacity-provider/" + name);
        if (rows.has(arn)) {
            throw EcsErrors.invalid("The specified capacity provider already exists. To change the configuration of an"
                    + " existing capacity provider, update the capacity provider.");
        }
        CapacityProvider made = CapacityProvider.builder()
                .capacityProviderArn(arn)
                .name(name)
                .status("ACTIVE")
                .autoScalingGroupProvider(completed(request.autoScalingGroupProvider()))
                .build();
        rows.put(arn, new Row(made));
        tags.add(arn, Clusters.pairs(request.tags()));
        call.effect(arn);
        return CreateCapacityProviderResponse.builder()
                .capacityProvider(
                        made.toBuilder().tags(List.copyOf(request.tags())).build())
                .build();
    }

    /** What holds unless it is said otherwise. Source: ECS API Reference, AutoScalingGroupProvider and ManagedScaling. */
    private static AutoScalingGroupProvider completed(AutoScalingGroupProvider asked) {
        ManagedScaling scaling = asked.managedScaling();
        return asked.toBuilder()
                .managedScaling(
                        scaling == null
                                ? null
                                : scaling.toBuilder()
                                        .minimumScalingStepSize(or(scaling.minimumScalingStepSize(), 1))
                                        .maximumScalingStepSize(or(scaling.maximumScalingStepSize(), 10_000))
                                        .instanceWarmupPeriod(or(scaling.instanceWarmupPeriod(), 300))
                                        .build())
                .managedTerminationProtection(or(asked.managedTerminationProtectionAsString(), "DISABLED"))
                .build();
    }

    private static <T> T or(@Nullable T asked, T standard) {
        return asked == null ? standard : asked;
    }

    DescribeCapacityProvidersResponse describe(Call call, DescribeCapacityProvidersRequest request) {
        List<CapacityProvider> all = new ArrayList<>(
                FARGATE.stream().sorted().map(name -> fargate(call, name)).toList());
        rows.under(call.caller().arn("ecs", "capacity-provider/")).values().forEach(row -> all.add(row.provider()));
        List<String> wanted = request.capacityProviders();
        if (wanted.isEmpty()) {
            Page<CapacityProvider> page = Page.of(
                    all.stream()
                            .sorted(Comparator.comparing(CapacityProvider::name))
                            .toList(),
                    CapacityProvider::name,
                    request.nextToken(),
                    request.maxResults(),
                    10);
            return DescribeCapacityProvidersResponse.builder()
                    .capacityProviders(page.items())
                    .nextToken(page.next())
                    .build();
        }
        List<CapacityProvider> found = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        for (String name : wanted) {
            all.stream()
                    .filter(p -> p.name().equals(EcsStore.nameOf(name)))
                    .findFirst()
                    .ifPresentOrElse(
                            found::add,
                            () -> failures.add(Clusters.missing(
                                    call.caller().arn("ecs", "capacity-provider/" + EcsStore.nameOf(name)))));
        }
        return DescribeCapacityProvidersResponse.builder()
                .capacityProviders(found)
                .failures(failures)
                .build();
    }

    DeleteCapacityProviderResponse delete(Call call, DeleteCapacityProviderRequest request) {
        String name = EcsStore.nameOf(EcsErrors.required("capacityProvider", request.capacityProvider()));
        if (FARGATE.contains(name)) {
            throw EcsErrors.invalid("The specified capacity provider is reserved and can not be deleted.");
        }
        String arn = call.caller().arn("ecs", "capacity-provider/" + name);
        Row row = rows.get(arn).orElseThrow(CapacityProviders::notFound);
        boolean used = ecs.clusters.under(call.caller().arn("ecs", "cluster/")).values().stream()
                .map(EcsStore.ClusterRow::cluster)
                .anyMatch(c ->
                        c.status().equals("ACTIVE") && c.capacityProviders().contains(name));
        if (used) {
            throw EcsErrors.invalid("The specified capacity provider cannot be deleted because it is associated with a"
                    + " cluster. Remove the capacity provider from the cluster and try again.");
        }
        rows.remove(arn);
        call.effect(arn);
        return DeleteCapacityProviderResponse.builder()
                .capacityProvider(row.provider().toBuilder()
                        .updateStatus("DELETE_IN_PROGRESS")
                        .build())
                .build();
    }

    PutClusterCapacityProvidersResponse put(Call call, PutClusterCapacityProvidersRequest request) {
        Cluster cluster = ecs.cluster(call, request.cluster());
        if (!request.hasCapacityProviders() || !request.hasDefaultCapacityProviderStrategy()) {
            throw EcsErrors.invalid("capacityProviders and defaultCapacityProviderStrategy must be specified.");
        }
        checkProviders(call, request.capacityProviders());
        cluster.capacityProviders().stream()
                .filter(p -> !request.capacityProviders().contains(p) && inUse(cluster, p))
                .findFirst()
                .ifPresent(p -> {
                    throw new ServiceError(
                            "ResourceInUseException",
                            400,
                            "The specified capacity provider is in use and cannot be removed.",
                            Map.of());
                });
        Cluster changed = cluster.toBuilder()
                .capacityProviders(request.capacityProviders())
                .defaultCapacityProviderStrategy(request.defaultCapacityProviderStrategy())
                .build();
        checkStrategy(changed, request.defaultCapacityProviderStrategy());
        ecs.clusters.put(cluster.clusterArn(), new EcsStore.ClusterRow(changed));
        call.effect(cluster.clusterArn());
        return PutClusterCapacityProvidersResponse.builder().cluster(changed).build();
    }

    /** Refuses names of providers that are not there. */
    void checkProviders(Call call, List<String> names) {
        for (String name : names) {
            if (!FARGATE.contains(name) && !rows.has(call.caller().arn("ecs", "capacity-provider/" + name))) {
                throw EcsErrors.invalid("The specified capacity provider '" + name + "' was not found.");
            }
        }
    }

    /** Refuses a strategy that the cluster cannot follow. Source: ECS API Reference, CapacityProviderStrategyItem. */
    static void checkStrategy(Cluster cluster, List<CapacityProviderStrategyItem> strategy) {
        if (strategy.isEmpty()) {
            return;
        }
        if (strategy.stream().anyMatch(i -> !cluster.capacityProviders().contains(i.capacityProvider()))) {
            throw EcsErrors.invalid("The specified capacity provider strategy cannot contain a capacity provider that"
                    + " is not associated with the cluster. Associate the capacity provider with the cluster and try"
                    + " again.");
        }
        if (strategy.stream().filter(i -> base(i) > 0).count() > 1) {
            throw EcsErrors.invalid("The specified capacity provider strategy is invalid: only one capacity provider"
                    + " can have a base defined.");
        }
        if (strategy.stream().allMatch(i -> weight(i) == 0)) {
            throw EcsErrors.invalid("The specified capacity provider strategy is invalid: at least one capacity"
                    + " provider must have a weight greater than zero.");
        }
        boolean fargate = strategy.stream().anyMatch(i -> FARGATE.contains(i.capacityProvider()));
        if (fargate && !strategy.stream().allMatch(i -> FARGATE.contains(i.capacityProvider()))) {
            throw EcsErrors.invalid("The specified capacity provider strategy cannot contain a mix of capacity"
                    + " providers using Auto Scaling groups and Fargate providers.");
        }
    }

    /** How the next task is launched: bases first, then by the weights. */
    Choice choose(TaskFactory.Order order) {
        Optional<String> type = order.launch().launchType();
        List<CapacityProviderStrategyItem> strategy = order.launch().strategy();
        if (type.isPresent() || strategy.isEmpty()) {
            return new Choice(type.orElse("EC2"), "");
        }
        Map<String, Integer> there = new HashMap<>();
        same(order).forEach(t -> there.merge(String.valueOf(t.task().capacityProviderName()), 1, Integer::sum));
        String provider = strategy.stream()
                .filter(i -> there.getOrDefault(i.capacityProvider(), 0) < base(i))
                .findFirst()
                .or(() -> strategy.stream()
                        .filter(i -> weight(i) > 0)
                        .min(Comparator.comparingDouble(
                                i -> (double) (there.getOrDefault(i.capacityProvider(), 0) - base(i) + 1) / weight(i))))
                .map(CapacityProviderStrategyItem::capacityProvider)
                .orElse("");
        return new Choice(FARGATE.contains(provider) ? "FARGATE" : "EC2", provider);
    }

    static boolean isFargate(List<CapacityProviderStrategyItem> strategy) {
        return !strategy.isEmpty() && strategy.stream().allMatch(i -> FARGATE.contains(i.capacityProvider()));
    }

    private Stream<TaskRecord> same(TaskFactory.Order order) {
        return order.service().isEmpty()
                ? ecs.tasksIn(order.cluster()).stream()
                        .filter(t -> t.stays() && order.group().equals(t.task().group()))
                : ecs.liveByService.of(order.service()).stream()
                        .filter(t -> t.stays() && t.deployment().equals(order.deployment()));
    }

    private boolean inUse(Cluster cluster, String provider) {
        return ecs.tasksIn(cluster.clusterArn()).stream()
                .anyMatch(t -> !t.isStopped() && provider.equals(t.task().capacityProviderName()));
    }

    private static int base(CapacityProviderStrategyItem item) {
        return item.base() == null ? 0 : item.base();
    }

    private static int weight(CapacityProviderStrategyItem item) {
        return item.weight() == null ? 0 : item.weight();
    }

    private static CapacityProvider fargate(Call call, String name) {
        return CapacityProvider.builder()
                .capacityProviderArn(call.caller().arn("ecs", "capacity-provider/" + name))
                .name(name)
                .status("ACTIVE")
                .build();
    }

    private static ServiceError notFound() {
        return EcsErrors.client("The specified capacity provider was not found.");
    }
}
