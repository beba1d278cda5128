package dev.penstock.simulator.cloudformation;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.time.SimulatedTime;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetType;
import software.amazon.awssdk.services.cloudformation.model.CreateChangeSetRequest;
import software.amazon.awssdk.services.cloudformation.model.CreateStackRequest;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;
import software.amazon.awssdk.services.cloudformation.model.UpdateStackRequest;

/** A simulated AWS with short ways to say what tests do with stacks, all through a real SDK client. */
final class StackWorld implements AutoCloseable {

    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    final SimulatedAws aws;
    final Clients clients;
    final CloudFormationClient cloudFormation;

    StackWorld() {
        this(null, builder -> {});
    }

    StackWorld(@Nullable Path directory, Consumer<SimulatedAws.Builder> more) {
        SimulatedAws.Builder builder =
                SimulatedAws.builder().time(SimulatedTime.stepped(START)).opaqueTypes(type -> true);
        if (directory != null) {
            builder.directory(directory);
        }
        more.accept(builder);
        aws = builder.start();
        clients = Clients.of(aws);
        cloudFormation = clients.with(CloudFormationClient.builder());
    }

    /** Lets everything happen that is due. */
    void settle() {
        aws.time().advance(Duration.ofMinutes(60));
    }

    String create(String template, Consumer<CreateStackRequest.Builder> more) {
        CreateStackRequest.Builder request = CreateStackRequest.builder()
                .stackName("shop")
                .templateBody(template)
                .capabilities(Capability.CAPABILITY_NAMED_IAM, Capability.CAPABILITY_AUTO_EXPAND);
        more.accept(request);
        return cloudFormation.createStack(request.build()).stackId();
    }

    String created(String template) {
        String id = create(template, c -> {});
        settle();
        return id;
    }

    void update(String template, Consumer<UpdateStackRequest.Builder> more) {
        UpdateStackRequest.Builder request = UpdateStackRequest.builder()
                .stackName("shop")
                .templateBody(template)
                .capabilities(Capability.CAPABILITY_NAMED_IAM, Capability.CAPABILITY_AUTO_EXPAND);
        more.accept(request);
        cloudFormation.updateStack(request.build());
    }

    void updated(String template) {
        update(template, u -> {});
        settle();
    }

    String changeSet(String name, ChangeSetType type, String template, Consumer<CreateChangeSetRequest.Builder> more) {
        CreateChangeSetRequest.Builder request = CreateChangeSetRequest.builder()
                .stackName("shop")
                .changeSetName(name)
                .changeSetType(type)
                .templateBody(template)
                .capabilities(Capability.CAPABILITY_NAMED_IAM);
        more.accept(request);
        String id = cloudFormation.createChangeSet(request.build()).id();
        aws.time().advance(Duration.ofSeconds(10));
        return id;
    }

    Stack stack() {
        return stack("shop");
    }

    Stack stack(String nameOrId) {
        return cloudFormation
                .describeStacks(d -> d.stackName(nameOrId))
                .stacks()
                .getFirst();
    }

    String status() {
        return stack().stackStatusAsString();
    }

    /** All events, the oldest first, as "logical id, status, reason". */
    List<String> events(String nameOrId) {
        return cloudFormation.describeStackEventsPaginator(d -> d.stackName(nameOrId)).stackEvents().stream()
                .map(StackWorld::line)
                .toList()
                .reversed();
    }

    private static String line(StackEvent event) {
        String reason = event.resourceStatusReason();
        return event.logicalResourceId() + " " + event.resourceStatusAsString() + (reason == null ? "" : " " + reason);
    }

    String physicalId(String logicalId) {
        return cloudFormation
                .describeStackResource(d -> d.stackName("shop").logicalResourceId(logicalId))
                .stackResourceDetail()
                .physicalResourceId();
    }

    static Parameter parameter(String key, String value) {
        return Parameter.builder().parameterKey(key).parameterValue(value).build();
    }

    @Override
    public void close() {
        aws.close();
    }
}
