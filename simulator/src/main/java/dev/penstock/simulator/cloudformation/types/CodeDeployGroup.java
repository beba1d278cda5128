package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.PropertyShapes;
import java.util.Optional;
import software.amazon.awssdk.services.codedeploy.model.CreateDeploymentGroupRequest;
import software.amazon.awssdk.services.codedeploy.model.CreateDeploymentGroupResponse;
import software.amazon.awssdk.services.codedeploy.model.DeleteDeploymentGroupRequest;
import software.amazon.awssdk.services.codedeploy.model.DeleteDeploymentGroupResponse;
import software.amazon.awssdk.services.codedeploy.model.GetApplicationRequest;
import software.amazon.awssdk.services.codedeploy.model.GetApplicationResponse;
import software.amazon.awssdk.services.codedeploy.model.GetDeploymentGroupRequest;
import software.amazon.awssdk.services.codedeploy.model.GetDeploymentGroupResponse;
import software.amazon.awssdk.services.codedeploy.model.UpdateDeploymentGroupRequest;
import software.amazon.awssdk.services.codedeploy.model.UpdateDeploymentGroupResponse;

/** {@code AWS::CodeDeploy::DeploymentGroup} of functions and services: Ref is the name. */
final class CodeDeployGroup extends ServiceHandler {

    static final String TYPE = "AWS::CodeDeploy::DeploymentGroup";
    private static final String APPLICATION = "ApplicationName";
    private static final String NAME = "DeploymentGroupName";
    private static final String TAGS = "Tags";

    CodeDeployGroup() {
        super(TYPE, "codedeploy");
    }

    /** Whether its application is one that the simulated CodeDeploy has. */
    boolean isSimulated(ResourceContext context, Properties asked) {
        GetApplicationRequest request = GetApplicationRequest.builder()
                .applicationName(asked.text(APPLICATION, ""))
                .build();
        return find(context, request, GetApplicationResponse.class).isPresent();
    }

    @Override
    public Progress create(ResourceContext context, JsonValue.Structure properties) {
        Properties given = Properties.of(properties);
        String name = given.text(NAME, context.generatedName(100));
        Properties asked = given.with(NAME, name).with(TAGS, TagSet.property(TagSet.given(context, given, TAGS)));
        call(
                context,
                fillKnown(CreateDeploymentGroupRequest.builder(), asked).build(),
                CreateDeploymentGroupResponse.class);
        return done(name);
    }

    @Override
    public Progress update(ResourceContext context, Deployed before, JsonValue.Structure after) {
        UpdateDeploymentGroupRequest request = fillKnown(UpdateDeploymentGroupRequest.builder(), Properties.of(after))
                .currentDeploymentGroupName(before.physicalId())
                .build();
        call(context, request, UpdateDeploymentGroupResponse.class);
        return unchanged(before);
    }

    @Override
    public Progress delete(ResourceContext context, Deployed resource) {
        DeleteDeploymentGroupRequest request = DeleteDeploymentGroupRequest.builder()
                .applicationName(Properties.of(resource.properties()).require(APPLICATION))
                .deploymentGroupName(resource.physicalId())
                .build();
        remove(context, request, DeleteDeploymentGroupResponse.class);
        return unchanged(resource);
    }

    @Override
    public Optional<JsonValue.Structure> read(ResourceContext context, Deployed resource) {
        Properties given = Properties.of(resource.properties());
        GetDeploymentGroupRequest request = GetDeploymentGroupRequest.builder()
                .applicationName(given.require(APPLICATION))
                .deploymentGroupName(resource.physicalId())
                .build();
        return find(context, request, GetDeploymentGroupResponse.class)
                .map(found -> given.withAll(Properties.of(
                                PropertyShapes.current(given.without(TAGS).structure(), found.deploymentGroupInfo())))
                        .structure());
    }
}
