package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.PropertyShapes;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.model.CapacityProvider;
import software.amazon.awssdk.services.ecs.model.CreateCapacityProviderRequest;
import software.amazon.awssdk.services.ecs.model.CreateCapacityProviderResponse;
import software.amazon.awssdk.services.ecs.model.DeleteCapacityProviderRequest;
import software.amazon.awssdk.services.ecs.model.DeleteCapacityProviderResponse;
import software.amazon.awssdk.services.ecs.model.DescribeCapacityProvidersRequest;
import software.amazon.awssdk.services.ecs.model.DescribeCapacityProvidersResponse;
import software.amazon.awssdk.services.ecs.model.UpdateCapacityProviderRequest;
import software.amazon.awssdk.services.ecs.model.UpdateCapacityProviderResponse;

/** {@code AWS::ECS::CapacityProvider}: Ref is the name. */
final class EcsCapacityProvider extends ServiceHandler {

    static final String TYPE = "AWS::ECS::CapacityProvider";
    private static final String NAME = "Name";
    private static final String TAGS = "Tags";

    EcsCapacityProvider() {
        super(TYPE, "ecs");
    }

    @Override
    public Progress create(ResourceContext context, JsonValue.Structure properties) {
        Properties given = Properties.of(properties);
        Properties asked = given.with(NAME, given.text(NAME, context.generatedName(255)))
                .with(TAGS, TagSet.property(TagSet.all(context, given, TAGS)));
        CreateCapacityProviderRequest request =
                fill(CreateCapacityProviderRequest.builder(), asked).build();
        return done(call(context, request, CreateCapacityProviderResponse.class)
                .capacityProvider()
                .name());
    }

    @Override
    public Progress update(ResourceContext context, Deployed before, JsonValue.Structure after) {
        Properties asked = Properties.of(after);
        Properties old = Properties.of(before.properties());
        if (asked.changed(old, "AutoScalingGroupProvider")) {
            Properties changeable = asked.part("AutoScalingGroupProvider").without("AutoScalingGroupArn");
            UpdateCapacityProviderRequest.Builder request = fill(
                            UpdateCapacityProviderRequest.builder(),
                            Properties.none().with("AutoScalingGroupProvider", changeable.structure()))
                    .name(before.physicalId());
            call(context, request.build(), UpdateCapacityProviderResponse.class);
        }
        find(context, before)
                .ifPresent(found -> EcsTags.change(
                        this, context, found.capacityProviderArn(), TagSet.change(context, old, asked, TAGS)));
        return unchanged(before);
    }

    @Override
    public Progress delete(ResourceContext context, Deployed resource) {
        if (find(context, resource).isEmpty()) {
            return unchanged(resource);
        }
        remove(
                context,
                DeleteCapacityProviderRequest.builder()
                        .capacityProvider(resource.physicalId())
                        .build(),
                DeleteCapacityProviderResponse.class);
        return unchanged(resource);
    }

    @Override
    public Optional<JsonValue.Structure> read(ResourceContext context, Deployed resource) {
        Properties given = Properties.of(resource.properties());
        return find(context, resource)
                .map(found -> Properties.of(PropertyShapes.current(given.structure(), found))
                        .withGiven(TAGS, given, EcsTags.of(this, context, found.capacityProviderArn()))
                        .structure());
    }

    private Optional<CapacityProvider> find(ResourceContext context, Deployed resource) {
        DescribeCapacityProvidersRequest request = DescribeCapacityProvidersRequest.builder()
                .capacityProviders(resource.physicalId())
                .build();
        return find(context, request, DescribeCapacityProvidersResponse.class)
                .flatMap(found -> found.capacityProviders().stream()
                        .filter(provider -> !"INACTIVE".equals(provider.statusAsString()))
                        .findFirst());
    }
}
