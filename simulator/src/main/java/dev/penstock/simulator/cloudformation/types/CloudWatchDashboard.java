package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.ServiceError;
import java.util.Optional;
import software.amazon.awssdk.services.cloudwatch.model.DeleteDashboardsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DeleteDashboardsResponse;
import software.amazon.awssdk.services.cloudwatch.model.GetDashboardRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetDashboardResponse;
import software.amazon.awssdk.services.cloudwatch.model.PutDashboardRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutDashboardResponse;

/** {@code AWS::CloudWatch::Dashboard}: Ref is the name. */
final class CloudWatchDashboard extends ServiceHandler {

    static final String TYPE = "AWS::CloudWatch::Dashboard";
    private static final String NAME = "DashboardName";
    private static final String BODY = "DashboardBody";

    CloudWatchDashboard() {
        super(TYPE, "monitoring");
    }

    @Override
    public Progress create(ResourceContext context, JsonValue.Structure properties) {
        Properties asked = Properties.of(properties);
        String name = asked.text(NAME, context.generatedName(255));
        put(context, name, asked);
        return done(name);
    }

    private void put(ResourceContext context, String name, Properties asked) {
        if (asked.has("Tags")) {
            throw ServiceError.notSimulated("The property Tags of " + TYPE, NAME + ", " + BODY);
        }
        PutDashboardRequest request = PutDashboardRequest.builder()
                .dashboardName(name)
                .dashboardBody(asked.require(BODY))
                .build();
        call(context, request, PutDashboardResponse.class);
    }

    @Override
    public Progress update(ResourceContext context, Deployed before, JsonValue.Structure after) {
        put(context, before.physicalId(), Properties.of(after));
        return unchanged(before);
    }

    @Override
    public Progress delete(ResourceContext context, Deployed resource) {
        remove(
                context,
                DeleteDashboardsRequest.builder()
                        .dashboardNames(resource.physicalId())
                        .build(),
                DeleteDashboardsResponse.class);
        return unchanged(resource);
    }

    @Override
    public Optional<JsonValue.Structure> read(ResourceContext context, Deployed resource) {
        GetDashboardRequest request = GetDashboardRequest.builder()
                .dashboardName(resource.physicalId())
                .build();
        return find(context, request, GetDashboardResponse.class)
                .map(found -> Properties.of(resource.properties())
                        .with(BODY, found.dashboardBody())
                        .structure());
    }
}
