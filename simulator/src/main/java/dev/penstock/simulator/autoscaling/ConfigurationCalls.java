package dev.penstock.simulator.autoscaling;

import dev.penstock.simulator.ec2.Place;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.service.Page;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.wire.Fields;
import dev.penstock.simulator.wire.ServiceError;
import java.util.List;
import software.amazon.awssdk.services.autoscaling.model.CreateLaunchConfigurationRequest;
import software.amazon.awssdk.services.autoscaling.model.CreateLaunchConfigurationResponse;
import software.amazon.awssdk.services.autoscaling.model.DeleteLaunchConfigurationRequest;
import software.amazon.awssdk.services.autoscaling.model.DeleteLaunchConfigurationResponse;
import software.amazon.awssdk.services.autoscaling.model.DescribeLaunchConfigurationsRequest;
import software.amazon.awssdk.services.autoscaling.model.DescribeLaunchConfigurationsResponse;
import software.amazon.awssdk.services.autoscaling.model.InstanceMonitoring;
import software.amazon.awssdk.services.autoscaling.model.LaunchConfiguration;

/** Launch configurations. Source: Amazon EC2 Auto Scaling API Reference. */
final class ConfigurationCalls {

    private final GroupStore store;
    private final Ids ids;

    ConfigurationCalls(GroupStore store, Ids ids) {
        this.store = store;
        this.ids = ids;
    }

    void declare(Operations all) {
        all.operation("CreateLaunchConfiguration", CreateLaunchConfigurationRequest::builder, this::create)
                .operation("DescribeLaunchConfigurations", DescribeLaunchConfigurationsRequest::builder, this::describe)
                .operation("DeleteLaunchConfiguration", DeleteLaunchConfigurationRequest::builder, this::delete);
    }

    private CreateLaunchConfigurationResponse create(Call call, CreateLaunchConfigurationRequest request) {
        Place place = Place.of(call.caller());
        String name = request.launchConfigurationName();
        if (name == null) {
            throw AutoScalingErrors.missing("launchConfigurationName");
        }
        if (store.configuration(place, name).isPresent()) {
            throw ServiceError.client(
                    "AlreadyExists",
                    "Launch Configuration by this name already exists - A launch configuration already exists with the name "
                            + name);
        }
        if (request.imageId() == null || request.instanceType() == null) {
            throw AutoScalingErrors.validation("Valid requests must contain either the InstanceID parameter or both the"
                    + " ImageId and InstanceType parameters.");
        }
        LaunchConfiguration made = Fields.copy(request, LaunchConfiguration.builder())
                .launchConfigurationARN(call.caller()
                        .arn("autoscaling", "launchConfiguration:" + ids.uuid() + ":launchConfigurationName/" + name))
                .createdTime(call.now())
                .keyName(request.keyName() == null ? "" : request.keyName())
                .kernelId("")
                .ramdiskId("")
                .userData(request.userData() == null ? "" : request.userData())
                .instanceMonitoring(
                        request.instanceMonitoring() == null
                                ? InstanceMonitoring.builder().enabled(true).build()
                                : request.instanceMonitoring())
                .ebsOptimized(Boolean.TRUE.equals(request.ebsOptimized()))
                .build();
        store.put(place, made);
        call.effect(made.launchConfigurationARN());
        return CreateLaunchConfigurationResponse.builder().build();
    }

    private DescribeLaunchConfigurationsResponse describe(Call call, DescribeLaunchConfigurationsRequest request) {
        List<LaunchConfiguration> found = store.configurations(Place.of(call.caller())).stream()
                .filter(one -> request.launchConfigurationNames().isEmpty()
                        || request.launchConfigurationNames().contains(one.launchConfigurationName()))
                .toList();
        Page<LaunchConfiguration> page = Page.of(
                found, LaunchConfiguration::launchConfigurationName, request.nextToken(), request.maxRecords(), 100);
        return DescribeLaunchConfigurationsResponse.builder()
                .launchConfigurations(page.items())
                .nextToken(page.next())
                .build();
    }

    private DeleteLaunchConfigurationResponse delete(Call call, DeleteLaunchConfigurationRequest request) {
        Place place = Place.of(call.caller());
        String name = request.launchConfigurationName();
        LaunchConfiguration found = store.configuration(place, name == null ? "" : name)
                .orElseThrow(() -> AutoScalingErrors.noConfiguration(String.valueOf(name)));
        if (store.groups(place).stream()
                .anyMatch(group ->
                        found.launchConfigurationName().equals(group.group().launchConfigurationName()))) {
            throw ServiceError.client(
                    "ResourceInUse",
                    "Cannot delete launch configuration " + name + " because it is attached to AutoScalingGroup");
        }
        store.removeConfiguration(place, found.launchConfigurationName());
        call.effect(found.launchConfigurationARN());
        return DeleteLaunchConfigurationResponse.builder().build();
    }
}
