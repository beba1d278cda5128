package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.PropertyShapes;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.model.DeregisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.DeregisterTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.DescribeTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionField;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionStatus;

/** {@code AWS::ECS::TaskDefinition}: Ref is the revision's ARN. All but its tags is fixed, so that a change is a revision. */
final class EcsTaskDefinition extends ServiceHandler {

    static final String TYPE = "AWS::ECS::TaskDefinition";
    private static final String FAMILY = "Family";
    private static final String TAGS = "Tags";

    EcsTaskDefinition() {
        super(TYPE, "ecs");
    }

    @Override
    public Progress create(ResourceContext context, JsonValue.Structure properties) {
        Properties given = Properties.of(properties);
        Properties asked = given.with(FAMILY, given.text(FAMILY, context.generatedName(255)))
                .with(TAGS, TagSet.property(TagSet.all(context, given, TAGS)));
        String arn = call(
                        context,
                        fill(RegisterTaskDefinitionRequest.builder(), asked).build(),
                        RegisterTaskDefinitionResponse.class)
                .taskDefinition()
                .taskDefinitionArn();
        return done(arn, "TaskDefinitionArn", arn);
    }

    @Override
    public Progress update(ResourceContext context, Deployed before, JsonValue.Structure after) {
        Properties old = Properties.of(before.properties());
        EcsTags.change(this, context, before.physicalId(), TagSet.change(context, old, Properties.of(after), TAGS));
        return unchanged(before);
    }

    @Override
    public Progress delete(ResourceContext context, Deployed resource) {
        remove(
                context,
                DeregisterTaskDefinitionRequest.builder()
                        .taskDefinition(resource.physicalId())
                        .build(),
                DeregisterTaskDefinitionResponse.class);
        return unchanged(resource);
    }

    @Override
    public Optional<JsonValue.Structure> read(ResourceContext context, Deployed resource) {
        DescribeTaskDefinitionRequest request = DescribeTaskDefinitionRequest.builder()
                .taskDefinition(resource.physicalId())
                .include(TaskDefinitionField.TAGS)
                .build();
        return find(context, request, DescribeTaskDefinitionResponse.class)
                .filter(found -> found.taskDefinition().status() == TaskDefinitionStatus.ACTIVE)
                .map(found -> Properties.of(PropertyShapes.current(resource.properties(), found.taskDefinition()))
                        .withGiven(TAGS, Properties.of(resource.properties()), EcsTags.map(found.tags()))
                        .structure());
    }
}
