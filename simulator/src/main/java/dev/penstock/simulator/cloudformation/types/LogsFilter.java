package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteMetricFilterRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteMetricFilterResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteSubscriptionFilterRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteSubscriptionFilterResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutMetricFilterRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutMetricFilterResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutSubscriptionFilterRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutSubscriptionFilterResponse;

/** {@code AWS::Logs::MetricFilter} and {@code AWS::Logs::SubscriptionFilter}: Ref is the filter's name. */
final class LogsFilter extends ServiceHandler {

    static final String METRIC = "AWS::Logs::MetricFilter";
    static final String SUBSCRIPTION = "AWS::Logs::SubscriptionFilter";
    private static final String NAME = "FilterName";
    private static final String GROUP = "LogGroupName";

    LogsFilter(String type) {
        super(type, "logs");
    }

    @Override
    public Progress create(ResourceContext context, JsonValue.Structure properties) {
        Properties asked = Properties.of(properties);
        String name = asked.text(NAME, context.generatedName(512));
        put(context, asked.with(NAME, name));
        return done(name);
    }

    @Override
    public Progress update(ResourceContext context, Deployed before, JsonValue.Structure after) {
        put(context, Properties.of(after).with(NAME, before.physicalId()));
        return unchanged(before);
    }

    private void put(ResourceContext context, Properties asked) {
        if (type().equals(METRIC)) {
            Properties request = asked.with("MetricTransformations", transformations(asked));
            call(context, fill(PutMetricFilterRequest.builder(), request).build(), PutMetricFilterResponse.class);
        } else {
            call(
                    context,
                    fill(PutSubscriptionFilterRequest.builder(), asked).build(),
                    PutSubscriptionFilterResponse.class);
        }
    }

    /** The service has a map of dimensions, CloudFormation a list of keys and values, which reads as one. */
    private static JsonValue.Array transformations(Properties asked) {
        List<JsonValue> all = new ArrayList<>();
        for (Properties transformation : asked.parts("MetricTransformations")) {
            Map<String, JsonValue> dimensions = new LinkedHashMap<>();
            transformation.tags("Dimensions").forEach((key, value) -> dimensions.put(key, new JsonValue.Text(value)));
            all.add((dimensions.isEmpty()
                            ? transformation
                            : transformation.with("Dimensions", new JsonValue.Structure(dimensions)))
                    .structure());
        }
        return new JsonValue.Array(all);
    }

    @Override
    public Progress delete(ResourceContext context, Deployed resource) {
        String group = Properties.of(resource.properties()).require(GROUP);
        if (type().equals(METRIC)) {
            DeleteMetricFilterRequest request = DeleteMetricFilterRequest.builder()
                    .logGroupName(group)
                    .filterName(resource.physicalId())
                    .build();
            remove(context, request, DeleteMetricFilterResponse.class);
        } else {
            DeleteSubscriptionFilterRequest request = DeleteSubscriptionFilterRequest.builder()
                    .logGroupName(group)
                    .filterName(resource.physicalId())
                    .build();
            remove(context, request, DeleteSubscriptionFilterResponse.class);
        }
        return unchanged(resource);
    }
}
