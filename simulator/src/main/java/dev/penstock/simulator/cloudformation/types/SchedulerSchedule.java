package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.PropertyShapes;
import java.util.Optional;
import software.amazon.awssdk.services.scheduler.model.CreateScheduleRequest;
import software.amazon.awssdk.services.scheduler.model.CreateScheduleResponse;
import software.amazon.awssdk.services.scheduler.model.DeleteScheduleRequest;
import software.amazon.awssdk.services.scheduler.model.DeleteScheduleResponse;
import software.amazon.awssdk.services.scheduler.model.GetScheduleRequest;
import software.amazon.awssdk.services.scheduler.model.GetScheduleResponse;
import software.amazon.awssdk.services.scheduler.model.UpdateScheduleRequest;
import software.amazon.awssdk.services.scheduler.model.UpdateScheduleResponse;

/** {@code AWS::Scheduler::Schedule}: Ref is its name. */
final class SchedulerSchedule extends ServiceHandler {

    static final String TYPE = "AWS::Scheduler::Schedule";
    private static final String NAME = "Name";
    private static final String GROUP = "GroupName";
    private static final int LONGEST_NAME = 64;

    SchedulerSchedule() {
        super(TYPE, "scheduler");
    }

    @Override
    public Progress create(ResourceContext context, JsonValue.Structure properties) {
        Properties asked = Properties.of(properties);
        String name = asked.text(NAME, context.generatedName(LONGEST_NAME));
        CreateScheduleRequest request =
                fill(CreateScheduleRequest.builder(), asked).name(name).build();
        String arn = call(context, request, CreateScheduleResponse.class).scheduleArn();
        return done(name, "Arn", arn);
    }

    @Override
    public Progress update(ResourceContext context, Deployed before, JsonValue.Structure after) {
        UpdateScheduleRequest request = fill(UpdateScheduleRequest.builder(), Properties.of(after))
                .name(before.physicalId())
                .build();
        call(context, request, UpdateScheduleResponse.class);
        return unchanged(before);
    }

    private static String group(Deployed resource) {
        return Properties.of(resource.properties()).text(GROUP, "default");
    }

    @Override
    public Progress delete(ResourceContext context, Deployed resource) {
        remove(
                context,
                DeleteScheduleRequest.builder()
                        .name(resource.physicalId())
                        .groupName(group(resource))
                        .build(),
                DeleteScheduleResponse.class);
        return unchanged(resource);
    }

    @Override
    public Optional<JsonValue.Structure> read(ResourceContext context, Deployed resource) {
        GetScheduleRequest request = GetScheduleRequest.builder()
                .name(resource.physicalId())
                .groupName(group(resource))
                .build();
        Properties given = Properties.of(resource.properties());
        return find(context, request, GetScheduleResponse.class)
                .map(found -> given.withAll(Properties.of(PropertyShapes.current(
                                given.without("StartDate", "EndDate").structure(), found)))
                        .structure());
    }
}
