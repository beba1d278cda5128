package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.PropertyShapes;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.model.Cluster;
import software.amazon.awssdk.services.ecs.model.ClusterField;
import software.amazon.awssdk.services.ecs.model.CreateClusterRequest;
import software.amazon.awssdk.services.ecs.model.CreateClusterResponse;
import software.amazon.awssdk.services.ecs.model.DeleteClusterRequest;
import software.amazon.awssdk.services.ecs.model.DeleteClusterResponse;
import software.amazon.awssdk.services.ecs.model.DescribeClustersRequest;
import software.amazon.awssdk.services.ecs.model.DescribeClustersResponse;
import software.amazon.awssdk.services.ecs.model.PutClusterCapacityProvidersRequest;
import software.amazon.awssdk.services.ecs.model.PutClusterCapacityProvidersResponse;
import software.amazon.awssdk.services.ecs.model.UpdateClusterRequest;
import software.amazon.awssdk.services.ecs.model.UpdateClusterResponse;

/** {@code AWS::ECS::Cluster}: Ref is the name. */
final class EcsCluster extends ServiceHandler {

    static final String TYPE = "AWS::ECS::Cluster";
    private static final String NAME = "ClusterName";
    private static final String TAGS = "Tags";

    EcsCluster() {
        super(TYPE, "ecs");
    }

    @Override
    public Progress create(ResourceContext context, JsonValue.Structure properties) {
        Properties given = Properties.of(properties);
        Properties asked = given.renamed("ClusterSettings", "Settings")
                .with(NAME, given.text(NAME, context.generatedName(255)))
                .with(TAGS, TagSet.property(TagSet.all(context, given, TAGS)));
        CreateClusterRequest request =
                fill(CreateClusterRequest.builder(), asked).build();
        return made(call(context, request, CreateClusterResponse.class).cluster());
    }

    private static Progress made(Cluster cluster) {
        return done(cluster.clusterName(), "Arn", cluster.clusterArn());
    }

    @Override
    public Progress update(ResourceContext context, Deployed before, JsonValue.Structure after) {
        Properties old = Properties.of(before.properties());
        Properties asked = Properties.of(after);
        if (asked.changed(old, "ClusterSettings", "Configuration", "ServiceConnectDefaults")) {
            Properties settings = asked.only("ClusterSettings", "Configuration", "ServiceConnectDefaults")
                    .renamed("ClusterSettings", "Settings");
            UpdateClusterRequest.Builder request =
                    UpdateClusterRequest.builder().cluster(before.physicalId());
            call(context, fill(request, settings).build(), UpdateClusterResponse.class);
        }
        if (asked.changed(old, "CapacityProviders", "DefaultCapacityProviderStrategy")) {
            putProviders(context, before.physicalId(), asked);
        }
        EcsTags.change(this, context, attribute(before, "Arn"), TagSet.change(context, old, asked, TAGS));
        return unchanged(before);
    }

    private void putProviders(ResourceContext context, String cluster, Properties asked) {
        PutClusterCapacityProvidersRequest.Builder request = PutClusterCapacityProvidersRequest.builder()
                .cluster(cluster)
                .capacityProviders(asked.texts("CapacityProviders"))
                .defaultCapacityProviderStrategy(java.util.List.of());
        call(
                context,
                fill(request, asked.only("DefaultCapacityProviderStrategy")).build(),
                PutClusterCapacityProvidersResponse.class);
    }

    @Override
    public Progress delete(ResourceContext context, Deployed resource) {
        remove(
                context,
                DeleteClusterRequest.builder().cluster(resource.physicalId()).build(),
                DeleteClusterResponse.class);
        return unchanged(resource);
    }

    @Override
    public Optional<JsonValue.Structure> read(ResourceContext context, Deployed resource) {
        DescribeClustersRequest request = DescribeClustersRequest.builder()
                .clusters(resource.physicalId())
                .include(ClusterField.SETTINGS, ClusterField.CONFIGURATIONS, ClusterField.TAGS)
                .build();
        return call(context, request, DescribeClustersResponse.class).clusters().stream()
                .filter(cluster -> !"INACTIVE".equals(cluster.status()))
                .findFirst()
                .map(cluster -> {
                    Properties given = Properties.of(resource.properties()).renamed("ClusterSettings", "Settings");
                    Properties now = Properties.of(PropertyShapes.current(given.structure(), cluster))
                            .renamed("Settings", "ClusterSettings");
                    return now.withGiven(TAGS, given, EcsTags.map(cluster.tags()))
                            .structure();
                });
    }
}
