package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.PropertyShapes;
import java.util.Optional;
import software.amazon.awssdk.services.elasticbeanstalk.model.CreateApplicationRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.CreateApplicationResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.DeleteApplicationRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.DeleteApplicationResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribeApplicationsRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribeApplicationsResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.UpdateApplicationRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.UpdateApplicationResourceLifecycleRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.UpdateApplicationResourceLifecycleResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.UpdateApplicationResponse;

/** {@code AWS::ElasticBeanstalk::Application}: Ref is the name. */
final class BeanstalkApplication extends ServiceHandler {

    static final String TYPE = "AWS::ElasticBeanstalk::Application";
    private static final String NAME = "ApplicationName";
    private static final String LIFECYCLE = "ResourceLifecycleConfig";

    BeanstalkApplication() {
        super(TYPE, "elasticbeanstalk");
    }

    @Override
    public Progress create(ResourceContext context, JsonValue.Structure properties) {
        Properties asked = Properties.of(properties);
        String name = asked.text(NAME, context.generatedName(100));
        call(
                context,
                fill(CreateApplicationRequest.builder(), asked.with(NAME, name)).build(),
                CreateApplicationResponse.class);
        return done(name);
    }

    @Override
    public Progress update(ResourceContext context, Deployed before, JsonValue.Structure after) {
        Properties asked = Properties.of(after);
        Properties old = Properties.of(before.properties());
        String name = before.physicalId();
        if (asked.changed(old, "Description")) {
            call(
                    context,
                    UpdateApplicationRequest.builder()
                            .applicationName(name)
                            .description(asked.text("Description", ""))
                            .build(),
                    UpdateApplicationResponse.class);
        }
        if (asked.changed(old, LIFECYCLE) && asked.has(LIFECYCLE)) {
            call(
                    context,
                    fill(
                                    UpdateApplicationResourceLifecycleRequest.builder(),
                                    asked.only(LIFECYCLE).with(NAME, name))
                            .build(),
                    UpdateApplicationResourceLifecycleResponse.class);
        }
        return unchanged(before);
    }

    @Override
    public Progress delete(ResourceContext context, Deployed resource) {
        remove(
                context,
                DeleteApplicationRequest.builder()
                        .applicationName(resource.physicalId())
                        .build(),
                DeleteApplicationResponse.class);
        return unchanged(resource);
    }

    @Override
    public Optional<JsonValue.Structure> read(ResourceContext context, Deployed resource) {
        DescribeApplicationsRequest request = DescribeApplicationsRequest.builder()
                .applicationNames(resource.physicalId())
                .build();
        return call(context, request, DescribeApplicationsResponse.class).applications().stream()
                .findFirst()
                .map(application -> PropertyShapes.current(resource.properties(), application));
    }
}
