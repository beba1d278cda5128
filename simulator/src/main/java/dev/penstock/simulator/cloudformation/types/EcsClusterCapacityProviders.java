package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.PropertyShapes;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.model.Cluster;
import software.amazon.awssdk.services.ecs.model.DescribeClustersRequest;
import software.amazon.awssdk.services.ecs.model.DescribeClustersResponse;
import software.amazon.awssdk.services.ecs.model.PutClusterCapacityProvidersRequest;
import software.amazon.awssdk.services.ecs.model.PutClusterCapacityProvidersResponse;

/** {@code AWS::ECS::ClusterCapacityProviderAssociations}: Ref is the cluster's name. */
final class EcsClusterCapacityProviders extends ServiceHandler {

    static final String TYPE = "AWS::ECS::ClusterCapacityProviderAssociations";
    private static final String CLUSTER = "Cluster";

    EcsClusterCapacityProviders() {
        super(TYPE, "ecs");
    }

    @Override
    public Progress create(ResourceContext context, JsonValue.Structure properties) {
        return put(context, Properties.of(properties));
    }

    @Override
    public Progress update(ResourceContext context, Deployed before, JsonValue.Structure after) {
        return put(context, Properties.of(after));
    }

    private Progress put(ResourceContext context, Properties asked) {
        PutClusterCapacityProvidersRequest request =
                fill(PutClusterCapacityProvidersRequest.builder(), asked).build();
        return done(call(context, request, PutClusterCapacityProvidersResponse.class)
                .cluster()
                .clusterName());
    }

    @Override
    public Progress delete(ResourceContext context, Deployed resource) {
        if (cluster(context, resource).isPresent()) {
            PutClusterCapacityProvidersRequest request = PutClusterCapacityProvidersRequest.builder()
                    .cluster(resource.physicalId())
                    .capacityProviders(List.of())
                    .defaultCapacityProviderStrategy(List.of())
                    .build();
            call(context, request, PutClusterCapacityProvidersResponse.class);
        }
        return unchanged(resource);
    }

    @Override
    public Optional<JsonValue.Structure> read(ResourceContext context, Deployed resource) {
        Properties given = Properties.of(resource.properties());
        return cluster(context, resource)
                .map(cluster -> Properties.of(
                                PropertyShapes.current(given.without(CLUSTER).structure(), cluster))
                        .with(CLUSTER, given.text(CLUSTER, ""))
                        .structure());
    }

    private Optional<Cluster> cluster(ResourceContext context, Deployed resource) {
        DescribeClustersRequest request = DescribeClustersRequest.builder()
                .clusters(resource.physicalId())
                .build();
        return call(context, request, DescribeClustersResponse.class).clusters().stream()
                .filter(cluster -> !"INACTIVE".equals(cluster.status()))
                .findFirst();
    }
}
