package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.PropertyShapes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;
import software.amazon.awssdk.services.cloudwatch.model.DeleteAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DeleteAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.cloudwatch.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.cloudwatch.model.PutCompositeAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutCompositeAlarmResponse;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmResponse;
import software.amazon.awssdk.services.cloudwatch.model.Tag;
import software.amazon.awssdk.services.cloudwatch.model.TagResourceRequest;
import software.amazon.awssdk.services.cloudwatch.model.TagResourceResponse;
import software.amazon.awssdk.services.cloudwatch.model.UntagResourceRequest;
import software.amazon.awssdk.services.cloudwatch.model.UntagResourceResponse;

/** {@code AWS::CloudWatch::Alarm} and {@code AWS::CloudWatch::CompositeAlarm}: Ref is the name. */
final class CloudWatchAlarm extends ServiceHandler {

    static final String METRIC = "AWS::CloudWatch::Alarm";
    static final String COMPOSITE = "AWS::CloudWatch::CompositeAlarm";
    private static final String NAME = "AlarmName";
    private static final String TAGS = "Tags";

    CloudWatchAlarm(String type) {
        super(type, "monitoring");
    }

    @Override
    public Progress create(ResourceContext context, JsonValue.Structure properties) {
        Properties given = Properties.of(properties);
        String name = given.text(NAME, context.generatedName(255));
        put(context, given.with(NAME, name).with(TAGS, TagSet.property(TagSet.all(context, given, TAGS))));
        return done(name, "Arn", context.caller().arn("cloudwatch", "alarm:" + name));
    }

    private void put(ResourceContext context, Properties asked) {
        if (type().equals(COMPOSITE)) {
            call(context, fill(PutCompositeAlarmRequest.builder(), asked).build(), PutCompositeAlarmResponse.class);
        } else {
            call(context, fill(PutMetricAlarmRequest.builder(), asked).build(), PutMetricAlarmResponse.class);
        }
    }

    @Override
    public Progress update(ResourceContext context, Deployed before, JsonValue.Structure after) {
        Properties asked = Properties.of(after);
        Properties old = Properties.of(before.properties());
        if (!asked.without(TAGS).changes(old.without(TAGS)).isEmpty()) {
            put(context, asked.without(TAGS).with(NAME, before.physicalId()));
        }
        tag(context, attribute(before, "Arn"), TagSet.change(context, old, asked, TAGS));
        return unchanged(before);
    }

    private void tag(ResourceContext context, String arn, TagSet.Change change) {
        if (!change.set().isEmpty()) {
            List<Tag> tags = change.set().entrySet().stream()
                    .map(tag -> Tag.builder()
                            .key(tag.getKey())
                            .value(tag.getValue())
                            .build())
                    .toList();
            call(
                    context,
                    TagResourceRequest.builder().resourceARN(arn).tags(tags).build(),
                    TagResourceResponse.class);
        }
        if (!change.removed().isEmpty()) {
            call(
                    context,
                    UntagResourceRequest.builder()
                            .resourceARN(arn)
                            .tagKeys(change.removed())
                            .build(),
                    UntagResourceResponse.class);
        }
    }

    @Override
    public Progress delete(ResourceContext context, Deployed resource) {
        remove(
                context,
                DeleteAlarmsRequest.builder().alarmNames(resource.physicalId()).build(),
                DeleteAlarmsResponse.class);
        return unchanged(resource);
    }

    @Override
    public Optional<JsonValue.Structure> read(ResourceContext context, Deployed resource) {
        Properties given = Properties.of(resource.properties());
        DescribeAlarmsRequest request = DescribeAlarmsRequest.builder()
                .alarmNames(resource.physicalId())
                .alarmTypes(AlarmType.METRIC_ALARM, AlarmType.COMPOSITE_ALARM)
                .build();
        DescribeAlarmsResponse found = call(context, request, DescribeAlarmsResponse.class);
        Optional<? extends SdkPojo> alarm = type().equals(COMPOSITE)
                ? found.compositeAlarms().stream().findFirst()
                : found.metricAlarms().stream().findFirst();
        return alarm.map(there -> Properties.of(PropertyShapes.current(given.structure(), there))
                .withGiven(TAGS, given, tags(context, attribute(resource, "Arn")))
                .structure());
    }

    private Map<String, String> tags(ResourceContext context, String arn) {
        ListTagsForResourceRequest request =
                ListTagsForResourceRequest.builder().resourceARN(arn).build();
        return call(context, request, ListTagsForResourceResponse.class).tags().stream()
                .collect(Collectors.toMap(Tag::key, Tag::value));
    }
}
