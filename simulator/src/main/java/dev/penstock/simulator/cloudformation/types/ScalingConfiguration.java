package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import java.util.Optional;
import software.amazon.awssdk.services.autoscaling.model.CreateLaunchConfigurationRequest;
import software.amazon.awssdk.services.autoscaling.model.CreateLaunchConfigurationResponse;
import software.amazon.awssdk.services.autoscaling.model.DeleteLaunchConfigurationRequest;
import software.amazon.awssdk.services.autoscaling.model.DeleteLaunchConfigurationResponse;
import software.amazon.awssdk.services.autoscaling.model.DescribeLaunchConfigurationsRequest;
import software.amazon.awssdk.services.autoscaling.model.DescribeLaunchConfigurationsResponse;

/** {@code AWS::AutoScaling::LaunchConfiguration}: Ref is the name; each change replaces it. */
final class ScalingConfiguration extends ServiceHandler {

    static final String TYPE = "AWS::AutoScaling::LaunchConfiguration";
    private static final String NAME = "LaunchConfigurationName";

    ScalingConfiguration() {
        super(TYPE, "autoscaling");
    }

    @Override
    public Progress create(ResourceContext context, JsonValue.Structure properties) {
        Properties given = Properties.of(properties);
        String name = given.text(NAME, context.generatedName(255));
        call(
                context,
                fillKnown(CreateLaunchConfigurationRequest.builder(), given.with(NAME, name))
                        .build(),
                CreateLaunchConfigurationResponse.class);
        return done(name);
    }

    @Override
    public Progress update(ResourceContext context, Deployed before, JsonValue.Structure after) {
        return unchanged(before);
    }

    @Override
    public Progress delete(ResourceContext context, Deployed resource) {
        if (read(context, resource).isPresent()) {
            DeleteLaunchConfigurationRequest request = DeleteLaunchConfigurationRequest.builder()
                    .launchConfigurationName(resource.physicalId())
                    .build();
            remove(context, request, DeleteLaunchConfigurationResponse.class);
        }
        return unchanged(resource);
    }

    @Override
    public Optional<JsonValue.Structure> read(ResourceContext context, Deployed resource) {
        DescribeLaunchConfigurationsRequest request = DescribeLaunchConfigurationsRequest.builder()
                .launchConfigurationNames(resource.physicalId())
                .build();
        boolean there = !call(context, request, DescribeLaunchConfigurationsResponse.class)
                .launchConfigurations()
                .isEmpty();
        return there ? Optional.of(resource.properties()) : Optional.empty();
    }
}
