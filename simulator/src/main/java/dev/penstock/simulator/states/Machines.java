package dev.penstock.simulator.states;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.service.Page;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.service.Tags;
import dev.penstock.simulator.states.StatesStore.Machine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sfn.model.CreateStateMachineRequest;
import software.amazon.awssdk.services.sfn.model.CreateStateMachineResponse;
import software.amazon.awssdk.services.sfn.model.DeleteStateMachineRequest;
import software.amazon.awssdk.services.sfn.model.DeleteStateMachineResponse;
import software.amazon.awssdk.services.sfn.model.DescribeStateMachineRequest;
import software.amazon.awssdk.services.sfn.model.DescribeStateMachineResponse;
import software.amazon.awssdk.services.sfn.model.ListStateMachinesRequest;
import software.amazon.awssdk.services.sfn.model.ListStateMachinesResponse;
import software.amazon.awssdk.services.sfn.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.sfn.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.sfn.model.LogLevel;
import software.amazon.awssdk.services.sfn.model.LoggingConfiguration;
import software.amazon.awssdk.services.sfn.model.StateMachineListItem;
import software.amazon.awssdk.services.sfn.model.StateMachineStatus;
import software.amazon.awssdk.services.sfn.model.StateMachineType;
import software.amazon.awssdk.services.sfn.model.Tag;
import software.amazon.awssdk.services.sfn.model.TagResourceRequest;
import software.amazon.awssdk.services.sfn.model.TagResourceResponse;
import software.amazon.awssdk.services.sfn.model.TracingConfiguration;
import software.amazon.awssdk.services.sfn.model.UntagResourceRequest;
import software.amazon.awssdk.services.sfn.model.UntagResourceResponse;
import software.amazon.awssdk.services.sfn.model.UpdateStateMachineRequest;
import software.amazon.awssdk.services.sfn.model.UpdateStateMachineResponse;

/** State machines and their tags. */
final class Machines {

    static final Pattern NAME =
            Pattern.compile("[^\\s<>{}\\[\\]?*\"#%\\\\^|~`$&,;:/\\u0000-\\u001f\\u007f-\\u009f]{1,80}");

    private static final int MOST_LISTED = 100;

    private final StatesStore states;
    private final Ids ids;
    private final Tags tags;

    Machines(StatesStore states, Ids ids, Tags tags) {
        this.states = states;
        this.ids = ids;
        this.tags = tags;
    }

    void declare(Operations all) {
        all.operation("CreateStateMachine", CreateStateMachineRequest::builder, this::create)
                .operation("UpdateStateMachine", UpdateStateMachineRequest::builder, this::update)
                .operation("DescribeStateMachine", DescribeStateMachineRequest::builder, this::describe)
                .operation("DeleteStateMachine", DeleteStateMachineRequest::builder, this::delete)
                .operation("ListStateMachines", ListStateMachinesRequest::builder, this::list)
                .operation("TagResource", TagResourceRequest::builder, this::tag)
                .operation("UntagResource", UntagResourceRequest::builder, this::untag)
                .operation("ListTagsForResource", ListTagsForResourceRequest::builder, this::tags);
    }

    /** @throws dev.penstock.simulator.wire.ServiceError if there is none */
    Machine require(String arn) {
        if (!arn.startsWith("arn:")) {
            throw StatesErrors.invalidArn("Invalid ARN prefix: " + arn);
        }
        return states.machine(arn).orElseThrow(() -> StatesErrors.noMachine(arn));
    }

    private CreateStateMachineResponse create(Call call, CreateStateMachineRequest request) {
        if (request.name() == null || !NAME.matcher(request.name()).matches()) {
            throw StatesErrors.invalidName(String.valueOf(request.name()));
        }
        if (Boolean.TRUE.equals(request.publish())) {
            throw StatesErrors.notSimulated("A version of a state machine");
        }
        checkLogging(request.loggingConfiguration());
        var unused = MachineDefinition.read(request.definition());
        boolean express = request.type() == StateMachineType.EXPRESS;
        String arn = call.caller().arn("states", "stateMachine:" + request.name());
        Machine known = states.machine(arn).orElse(null);
        if (known != null) {
            // A second request is the first one's, whatever its role and tags are.
            if (known.definition().equals(request.definition())
                    && known.express() == express
                    && known.tracing() == traced(request.tracingConfiguration())
                    && !known.deleting()) {
                return CreateStateMachineResponse.builder()
                        .stateMachineArn(arn)
                        .creationDate(known.created())
                        .build();
            }
            throw StatesErrors.machineExists(arn);
        }
        states.put(new Machine(
                call.account(),
                call.region(),
                request.name(),
                arn,
                express,
                request.roleArn(),
                request.definition(),
                call.now(),
                traced(request.tracingConfiguration()),
                ids.uuid(),
                false));
        tags.add(arn, tags(request.tags()));
        call.effect(arn);
        return CreateStateMachineResponse.builder()
                .stateMachineArn(arn)
                .creationDate(call.now())
                .build();
    }

    private static void checkLogging(@Nullable LoggingConfiguration logging) {
        if (logging != null && logging.level() != null && logging.level() != LogLevel.OFF) {
            throw StatesErrors.notSimulated("The log of a state machine");
        }
    }

    private static boolean traced(@Nullable TracingConfiguration tracing) {
        return tracing != null && Boolean.TRUE.equals(tracing.enabled());
    }

    private UpdateStateMachineResponse update(Call call, UpdateStateMachineRequest request) {
        Machine machine = require(request.stateMachineArn());
        if (Boolean.TRUE.equals(request.publish())) {
            throw StatesErrors.notSimulated("A version of a state machine");
        }
        checkLogging(request.loggingConfiguration());
        String definition = request.definition() == null ? machine.definition() : request.definition();
        var unused = MachineDefinition.read(definition);
        Machine changed = machine.changed(
                definition,
                request.roleArn() == null ? machine.roleArn() : request.roleArn(),
                request.tracingConfiguration() == null ? machine.tracing() : traced(request.tracingConfiguration()),
                ids.uuid());
        states.put(changed);
        call.effect(machine.arn());
        return UpdateStateMachineResponse.builder()
                .updateDate(call.now())
                .revisionId(changed.revision())
                .build();
    }

    private DescribeStateMachineResponse describe(Call call, DescribeStateMachineRequest request) {
        Machine machine = require(request.stateMachineArn());
        return DescribeStateMachineResponse.builder()
                .stateMachineArn(machine.arn())
                .name(machine.name())
                .status(machine.deleting() ? StateMachineStatus.DELETING : StateMachineStatus.ACTIVE)
                .definition(machine.definition())
                .roleArn(machine.roleArn())
                .type(type(machine))
                .creationDate(machine.created())
                .loggingConfiguration(log -> log.level(LogLevel.OFF).includeExecutionData(false))
                .tracingConfiguration(trace -> trace.enabled(machine.tracing()))
                .revisionId(machine.revision())
                .build();
    }

    private static StateMachineType type(Machine machine) {
        return machine.express() ? StateMachineType.EXPRESS : StateMachineType.STANDARD;
    }

    /** It is gone when its executions have ended; those of express ones are not waited for. */
    private DeleteStateMachineResponse delete(Call call, DeleteStateMachineRequest request) {
        states.machine(request.stateMachineArn()).ifPresent(machine -> {
            boolean busy = !machine.express()
                    && states.executions(machine.arn()).stream()
                            .anyMatch(execution -> execution.status() == StatesStore.Status.RUNNING);
            if (busy) {
                states.put(machine.leaving());
            } else {
                states.remove(machine);
            }
            tags.forget(machine.arn());
            call.effect(machine.arn());
        });
        return DeleteStateMachineResponse.builder().build();
    }

    private ListStateMachinesResponse list(Call call, ListStateMachinesRequest request) {
        Page<Machine> page = Page.of(
                states.machines(call.account(), call.region()),
                Machine::arn,
                request.nextToken(),
                request.maxResults(),
                MOST_LISTED);
        return ListStateMachinesResponse.builder()
                .stateMachines(page.items().stream()
                        .map(machine -> StateMachineListItem.builder()
                                .stateMachineArn(machine.arn())
                                .name(machine.name())
                                .type(type(machine))
                                .creationDate(machine.created())
                                .build())
                        .toList())
                .nextToken(page.next())
                .build();
    }

    private TagResourceResponse tag(Call call, TagResourceRequest request) {
        tags.add(require(request.resourceArn()).arn(), tags(request.tags()));
        return TagResourceResponse.builder().build();
    }

    private UntagResourceResponse untag(Call call, UntagResourceRequest request) {
        tags.remove(require(request.resourceArn()).arn(), request.tagKeys());
        return UntagResourceResponse.builder().build();
    }

    private ListTagsForResourceResponse tags(Call call, ListTagsForResourceRequest request) {
        return ListTagsForResourceResponse.builder()
                .tags(tags.of(require(request.resourceArn()).arn()).entrySet().stream()
                        .map(tag -> Tag.builder()
                                .key(tag.getKey())
                                .value(tag.getValue())
                                .build())
                        .toList())
                .build();
    }

    private static Map<String, String> tags(List<Tag> given) {
        Map<String, String> all = new LinkedHashMap<>();
        given.forEach(tag -> all.put(tag.key(), tag.value() == null ? "" : tag.value()));
        return all;
    }
}
