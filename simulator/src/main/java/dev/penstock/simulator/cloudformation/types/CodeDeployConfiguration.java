package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import java.util.Optional;
import software.amazon.awssdk.services.codedeploy.model.CreateDeploymentConfigRequest;
import software.amazon.awssdk.services.codedeploy.model.CreateDeploymentConfigResponse;
import software.amazon.awssdk.services.codedeploy.model.DeleteDeploymentConfigRequest;
import software.amazon.awssdk.services.codedeploy.model.DeleteDeploymentConfigResponse;
import software.amazon.awssdk.services.codedeploy.model.GetDeploymentConfigRequest;
import software.amazon.awssdk.services.codedeploy.model.GetDeploymentConfigResponse;

/** {@code AWS::CodeDeploy::DeploymentConfig} for functions and services: Ref is the name; each change replaces it. */
final class CodeDeployConfiguration extends ServiceHandler {

    static final String TYPE = "AWS::CodeDeploy::DeploymentConfig";
    private static final String NAME = "DeploymentConfigName";

    CodeDeployConfiguration() {
        super(TYPE, "codedeploy");
    }

    @Override
    public Progress create(ResourceContext context, JsonValue.Structure properties) {
        Properties given = Properties.of(properties);
        String name = given.text(NAME, context.generatedName(100));
        call(
                context,
                fill(CreateDeploymentConfigRequest.builder(), given.with(NAME, name))
                        .build(),
                CreateDeploymentConfigResponse.class);
        return done(name);
    }

    @Override
    public Progress update(ResourceContext context, Deployed before, JsonValue.Structure after) {
        return unchanged(before);
    }

    @Override
    public Progress delete(ResourceContext context, Deployed resource) {
        DeleteDeploymentConfigRequest request = DeleteDeploymentConfigRequest.builder()
                .deploymentConfigName(resource.physicalId())
                .build();
        remove(context, request, DeleteDeploymentConfigResponse.class);
        return unchanged(resource);
    }

    @Override
    public Optional<JsonValue.Structure> read(ResourceContext context, Deployed resource) {
        GetDeploymentConfigRequest request = GetDeploymentConfigRequest.builder()
                .deploymentConfigName(resource.physicalId())
                .build();
        return find(context, request, GetDeploymentConfigResponse.class).map(found -> resource.properties());
    }
}
