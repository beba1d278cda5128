package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.PropertyShapes;
import java.util.Optional;
import software.amazon.awssdk.services.elasticbeanstalk.model.ApplicationVersionStatus;
import software.amazon.awssdk.services.elasticbeanstalk.model.CreateApplicationVersionRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.CreateApplicationVersionResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.DeleteApplicationVersionRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.DeleteApplicationVersionResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribeApplicationVersionsRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribeApplicationVersionsResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.UpdateApplicationVersionRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.UpdateApplicationVersionResponse;

/** {@code AWS::ElasticBeanstalk::ApplicationVersion}: Ref is the label. */
final class BeanstalkVersion extends ServiceHandler {

    static final String TYPE = "AWS::ElasticBeanstalk::ApplicationVersion";
    private static final String APPLICATION = "ApplicationName";
    private static final long LOOK = 5;

    BeanstalkVersion() {
        super(TYPE, "elasticbeanstalk");
    }

    @Override
    public Progress create(ResourceContext context, JsonValue.Structure properties) {
        Properties asked = Properties.of(properties);
        String label = context.generatedName(100);
        call(
                context,
                fill(CreateApplicationVersionRequest.builder(), asked.with("VersionLabel", label))
                        .build(),
                CreateApplicationVersionResponse.class);
        return asked.truth("Process") ? working(label, attributes("Id", label), LOOK) : done(label, "Id", label);
    }

    @Override
    public Progress check(ResourceContext context, Deployed resource, Operation operation) {
        ApplicationVersionStatus status = versions(context, resource).applicationVersions().stream()
                .findFirst()
                .map(version -> version.status())
                .orElse(ApplicationVersionStatus.FAILED);
        return switch (status) {
            case PROCESSING, BUILDING -> working(resource.physicalId(), resource.attributes(), LOOK);
            case FAILED ->
                new Progress.Failed(
                        "GeneralServiceException",
                        "Application version " + resource.physicalId() + " failed to process.",
                        resource.physicalId());
            case PROCESSED, UNPROCESSED, UNKNOWN_TO_SDK_VERSION -> unchanged(resource);
        };
    }

    @Override
    public Progress update(ResourceContext context, Deployed before, JsonValue.Structure after) {
        Properties asked = Properties.of(after);
        call(
                context,
                UpdateApplicationVersionRequest.builder()
                        .applicationName(asked.require(APPLICATION))
                        .versionLabel(before.physicalId())
                        .description(asked.text("Description", ""))
                        .build(),
                UpdateApplicationVersionResponse.class);
        return unchanged(before);
    }

    @Override
    public Progress delete(ResourceContext context, Deployed resource) {
        remove(
                context,
                DeleteApplicationVersionRequest.builder()
                        .applicationName(Properties.of(resource.properties()).require(APPLICATION))
                        .versionLabel(resource.physicalId())
                        .build(),
                DeleteApplicationVersionResponse.class);
        return unchanged(resource);
    }

    private DescribeApplicationVersionsResponse versions(ResourceContext context, Deployed resource) {
        return call(
                context,
                DescribeApplicationVersionsRequest.builder()
                        .applicationName(Properties.of(resource.properties()).require(APPLICATION))
                        .versionLabels(resource.physicalId())
                        .build(),
                DescribeApplicationVersionsResponse.class);
    }

    @Override
    public Optional<JsonValue.Structure> read(ResourceContext context, Deployed resource) {
        return versions(context, resource).applicationVersions().stream()
                .findFirst()
                .map(version -> PropertyShapes.current(resource.properties(), version));
    }
}
