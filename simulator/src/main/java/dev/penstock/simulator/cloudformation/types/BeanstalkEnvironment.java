package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import java.util.Optional;
import software.amazon.awssdk.services.elasticbeanstalk.model.CreateEnvironmentRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.CreateEnvironmentResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribeEnvironmentsRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribeEnvironmentsResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribeEventsRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.DescribeEventsResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.EnvironmentDescription;
import software.amazon.awssdk.services.elasticbeanstalk.model.EnvironmentStatus;
import software.amazon.awssdk.services.elasticbeanstalk.model.EventDescription;
import software.amazon.awssdk.services.elasticbeanstalk.model.EventSeverity;
import software.amazon.awssdk.services.elasticbeanstalk.model.TerminateEnvironmentRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.TerminateEnvironmentResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.UpdateEnvironmentRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.UpdateEnvironmentResponse;

/** {@code AWS::ElasticBeanstalk::Environment}: Ref is the name. It is there when it is ready. */
final class BeanstalkEnvironment extends ServiceHandler {

    static final String TYPE = "AWS::ElasticBeanstalk::Environment";
    private static final String NAME = "EnvironmentName";
    private static final long LOOK = 20;

    BeanstalkEnvironment() {
        super(TYPE, "elasticbeanstalk");
    }

    @Override
    public Progress create(ResourceContext context, JsonValue.Structure properties) {
        Properties asked = Properties.of(properties);
        String name = asked.text(NAME, context.generatedName(40));
        CreateEnvironmentRequest.Builder request = fill(
                CreateEnvironmentRequest.builder(),
                asked.with(NAME, name).with("Tags", TagSet.property(TagSet.given(context, asked, "Tags"))));
        call(context, request.build(), CreateEnvironmentResponse.class);
        return working(name, attributes(), LOOK);
    }

    @Override
    public Progress update(ResourceContext context, Deployed before, JsonValue.Structure after) {
        Properties asked = Properties.of(after);
        Properties old = Properties.of(before.properties());
        UpdateEnvironmentRequest.Builder request = fill(
                UpdateEnvironmentRequest.builder(),
                asked.only("Description", "VersionLabel", "OptionSettings").with(NAME, before.physicalId()));
        request.optionsToRemove(BeanstalkTemplate.removed(old, asked));
        if (asked.changed(old, "PlatformArn")) {
            request.platformArn(asked.text("PlatformArn").orElse(null)).versionLabel(null);
        }
        call(context, request.build(), UpdateEnvironmentResponse.class);
        return working(before.physicalId(), before.attributes(), LOOK);
    }

    @Override
    public Progress delete(ResourceContext context, Deployed resource) {
        Optional<EnvironmentDescription> now = environment(context, resource.physicalId());
        if (now.isEmpty()) {
            return unchanged(resource);
        }
        call(
                context,
                TerminateEnvironmentRequest.builder()
                        .environmentName(resource.physicalId())
                        .forceTerminate(true)
                        .build(),
                TerminateEnvironmentResponse.class);
        return working(resource.physicalId(), resource.attributes(), LOOK);
    }

    @Override
    public Progress check(ResourceContext context, Deployed resource, Operation operation) {
        String name = resource.physicalId();
        Optional<EnvironmentDescription> now = environment(context, name);
        if (operation == Operation.DELETE) {
            return now.isEmpty() ? unchanged(resource) : working(name, resource.attributes(), LOOK);
        }
        if (now.isEmpty()) {
            return failed(context, name);
        }
        EnvironmentDescription environment = now.get();
        if (environment.status() != EnvironmentStatus.READY) {
            return working(name, resource.attributes(), LOOK);
        }
        String wanted = Properties.of(resource.properties()).text("VersionLabel", "");
        if (!wanted.isEmpty() && !wanted.equals(environment.versionLabel())) {
            return failed(context, name);
        }
        String endpoint = environment.endpointURL();
        return endpoint == null ? done(name) : done(name, "EndpointURL", endpoint);
    }

    private Progress failed(ResourceContext context, String name) {
        DescribeEventsRequest request = DescribeEventsRequest.builder()
                .environmentName(name)
                .severity(EventSeverity.ERROR)
                .maxRecords(1)
                .build();
        String why = call(context, request, DescribeEventsResponse.class).events().stream()
                .findFirst()
                .map(EventDescription::message)
                .orElse("The environment " + name + " is gone.");
        return new Progress.Failed("NotStabilized", why, name);
    }

    private Optional<EnvironmentDescription> environment(ResourceContext context, String name) {
        DescribeEnvironmentsRequest request = DescribeEnvironmentsRequest.builder()
                .environmentNames(name)
                .includeDeleted(false)
                .build();
        return call(context, request, DescribeEnvironmentsResponse.class).environments().stream()
                .findFirst();
    }

    @Override
    public Optional<JsonValue.Structure> read(ResourceContext context, Deployed resource) {
        return environment(context, resource.physicalId()).map(now -> {
            Properties given = Properties.of(resource.properties());
            return now.versionLabel() != null && given.has("VersionLabel")
                    ? given.with("VersionLabel", now.versionLabel()).structure()
                    : given.structure();
        });
    }
}
