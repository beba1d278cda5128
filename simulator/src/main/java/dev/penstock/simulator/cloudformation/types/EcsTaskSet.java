package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.PropertyShapes;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.model.CreateTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.CreateTaskSetResponse;
import software.amazon.awssdk.services.ecs.model.DeleteTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.DeleteTaskSetResponse;
import software.amazon.awssdk.services.ecs.model.DescribeTaskSetsRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTaskSetsResponse;
import software.amazon.awssdk.services.ecs.model.StabilityStatus;
import software.amazon.awssdk.services.ecs.model.TaskSet;
import software.amazon.awssdk.services.ecs.model.UpdateTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.UpdateTaskSetResponse;

/** {@code AWS::ECS::TaskSet}: Ref is cluster, service and id. It is made once it is stable. */
final class EcsTaskSet extends ServiceHandler {

    static final String TYPE = "AWS::ECS::TaskSet";
    private static final int LOOK_AGAIN = 10;
    private static final String TAGS = "Tags";
    private static final String CLUSTER = "Cluster";
    private static final String SERVICE = "Service";
    private static final String SCALE = "Scale";

    EcsTaskSet() {
        super(TYPE, "ecs");
    }

    @Override
    public Progress create(ResourceContext context, JsonValue.Structure properties) {
        Properties given = Properties.of(properties);
        Properties asked = given.with(TAGS, TagSet.property(TagSet.given(context, given, TAGS)));
        TaskSet made = call(context, fill(CreateTaskSetRequest.builder(), asked).build(), CreateTaskSetResponse.class)
                .taskSet();
        String id = given.text(CLUSTER, "") + "|" + given.text(SERVICE, "") + "|" + made.id();
        return working(id, attributes("Id", made.id()), LOOK_AGAIN);
    }

    @Override
    public Progress update(ResourceContext context, Deployed before, JsonValue.Structure after) {
        Properties asked = Properties.of(after);
        Properties old = Properties.of(before.properties());
        if (asked.changed(old, SCALE)) {
            UpdateTaskSetRequest.Builder request = fill(
                            UpdateTaskSetRequest.builder(), asked.only(CLUSTER, SERVICE, SCALE))
                    .taskSet(attribute(before, "Id"));
            call(context, request.build(), UpdateTaskSetResponse.class);
        }
        find(context, before)
                .ifPresent(found ->
                        EcsTags.change(this, context, found.taskSetArn(), TagSet.change(context, old, asked, TAGS)));
        return working(before.physicalId(), before.attributes(), LOOK_AGAIN);
    }

    @Override
    public Progress check(ResourceContext context, Deployed resource, Operation operation) {
        Optional<TaskSet> found = find(context, resource);
        boolean over = operation == Operation.DELETE
                ? found.isEmpty()
                : found.filter(set -> set.stabilityStatus() == StabilityStatus.STEADY_STATE)
                        .isPresent();
        return over ? unchanged(resource) : working(resource.physicalId(), resource.attributes(), LOOK_AGAIN);
    }

    @Override
    public Progress delete(ResourceContext context, Deployed resource) {
        if (find(context, resource).isEmpty()) {
            return unchanged(resource);
        }
        Properties given = Properties.of(resource.properties());
        DeleteTaskSetRequest.Builder request = fill(DeleteTaskSetRequest.builder(), given.only(CLUSTER, SERVICE))
                .taskSet(attribute(resource, "Id"))
                .force(true);
        call(context, request.build(), DeleteTaskSetResponse.class);
        return working(resource.physicalId(), resource.attributes(), LOOK_AGAIN);
    }

    @Override
    public Optional<JsonValue.Structure> read(ResourceContext context, Deployed resource) {
        Properties given = Properties.of(resource.properties());
        return find(context, resource).map(set -> {
            Properties now = Properties.of(PropertyShapes.current(
                            given.without(CLUSTER, SERVICE).structure(), set))
                    .withGiven(TAGS, given, EcsTags.map(set.tags()));
            return now.with(CLUSTER, given.text(CLUSTER, ""))
                    .with(SERVICE, given.text(SERVICE, ""))
                    .structure();
        });
    }

    private Optional<TaskSet> find(ResourceContext context, Deployed resource) {
        Properties given = Properties.of(resource.properties());
        DescribeTaskSetsRequest.Builder request = fill(DescribeTaskSetsRequest.builder(), given.only(CLUSTER, SERVICE))
                .taskSets(attribute(resource, "Id"));
        return find(context, request.build(), DescribeTaskSetsResponse.class)
                .flatMap(found -> found.taskSets().stream().findFirst());
    }
}
