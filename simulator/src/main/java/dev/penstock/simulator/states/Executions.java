package dev.penstock.simulator.states;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.service.Page;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.states.StatesStore.Execution;
import dev.penstock.simulator.states.StatesStore.Machine;
import dev.penstock.simulator.states.StatesStore.Status;
import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.ServiceError;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionRequest;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;
import software.amazon.awssdk.services.sfn.model.ListExecutionsRequest;
import software.amazon.awssdk.services.sfn.model.ListExecutionsResponse;
import software.amazon.awssdk.services.sfn.model.StartExecutionRequest;
import software.amazon.awssdk.services.sfn.model.StartExecutionResponse;
import software.amazon.awssdk.services.sfn.model.StopExecutionRequest;
import software.amazon.awssdk.services.sfn.model.StopExecutionResponse;

/** Executions. */
final class Executions {

    private static final int LARGEST_INPUT = 262_144;
    private static final int MOST_LISTED = 100;

    private final StatesStore states;
    private final Machines machines;
    private final ExecutionLife life;
    private final Ids ids;

    Executions(StatesStore states, Machines machines, ExecutionLife life, Ids ids) {
        this.states = states;
        this.machines = machines;
        this.life = life;
        this.ids = ids;
    }

    void declare(Operations all) {
        all.operation("StartExecution", StartExecutionRequest::builder, this::start)
                .operation("DescribeExecution", DescribeExecutionRequest::builder, this::describe)
                .operation("StopExecution", StopExecutionRequest::builder, this::stop)
                .operation("ListExecutions", ListExecutionsRequest::builder, this::list);
    }

    private StartExecutionResponse start(Call call, StartExecutionRequest request) {
        Machine machine = machines.require(request.stateMachineArn());
        if (machine.deleting()) {
            throw ServiceError.client(
                    "StateMachineDeleting", "State Machine is being deleted: '" + machine.arn() + "'");
        }
        String name = request.name() == null ? ids.uuid() : request.name();
        if (!Machines.NAME.matcher(name).matches()) {
            throw StatesErrors.invalidName(name);
        }
        String input = request.input() == null ? "{}" : request.input();
        JsonValue data = JsonValue.parse(input)
                .filter(ignored -> input.getBytes(StandardCharsets.UTF_8).length <= LARGEST_INPUT)
                .orElseThrow(() -> StatesErrors.invalidInput("the input is no JSON, or too large"));
        String arn = arn(machine, name);
        Optional<Execution> known = states.execution(arn);
        if (known.isPresent()) {
            if (known.get().status() == Status.RUNNING && known.get().input().equals(input)) {
                return answer(known.get());
            }
            throw StatesErrors.executionExists(arn);
        }
        String first = MachineDefinition.read(machine.definition()).startAt();
        Execution begun = new Execution(
                        arn,
                        machine.arn(),
                        name,
                        machine.roleArn(),
                        machine.definition(),
                        machine.express(),
                        input,
                        call.now(),
                        Status.RUNNING,
                        Optional.empty(),
                        "",
                        "",
                        call.now(),
                        StatesStore.Phase.ENTERING,
                        0,
                        List.of(),
                        0)
                .in(first, data, call.now());
        life.begin(begun);
        call.effect(arn, name);
        return answer(begun);
    }

    /** Executions of express state machines have names that are not theirs alone. */
    private String arn(Machine machine, String name) {
        return machine.express()
                ? machine.arn().replace(":stateMachine:", ":express:") + ":" + name + ":" + ids.uuid()
                : machine.arn().replace(":stateMachine:", ":execution:") + ":" + name;
    }

    private static StartExecutionResponse answer(Execution execution) {
        return StartExecutionResponse.builder()
                .executionArn(execution.arn())
                .startDate(execution.started())
                .build();
    }

    /** Executions of express state machines are not for these operations. */
    private Execution require(@Nullable String arn) {
        String asked = Objects.requireNonNullElse(arn, "");
        if (!asked.startsWith("arn:")) {
            throw StatesErrors.invalidArn("Invalid ARN prefix: " + asked);
        }
        if (!asked.contains(":execution:")) {
            throw StatesErrors.invalidArn("Resource type not valid in this context: " + asked.split(":", -1)[5]);
        }
        return states.execution(asked).orElseThrow(() -> StatesErrors.noExecution(asked));
    }

    private DescribeExecutionResponse describe(Call call, DescribeExecutionRequest request) {
        Execution execution = require(request.executionArn());
        Optional<StatesStore.End> end = execution.end();
        Optional<String> output = end.flatMap(StatesStore.End::output);
        DescribeExecutionResponse.Builder answer = DescribeExecutionResponse.builder()
                .executionArn(execution.arn())
                .stateMachineArn(execution.machineArn())
                .name(execution.name())
                .status(execution.status().name())
                .startDate(execution.started())
                .stopDate(end.map(StatesStore.End::at).orElse(null))
                .input(execution.input())
                .inputDetails(details -> details.included(true))
                .redriveCount(0)
                .output(output.orElse(null))
                .error(end.map(StatesStore.End::error)
                        .filter(text -> !text.isEmpty())
                        .orElse(null))
                .cause(end.map(StatesStore.End::cause)
                        .filter(text -> !text.isEmpty())
                        .orElse(null));
        if (output.isPresent()) {
            answer.outputDetails(details -> details.included(true));
        }
        return answer.build();
    }

    /** One that has ended stays as it ended. */
    private StopExecutionResponse stop(Call call, StopExecutionRequest request) {
        Execution execution = require(request.executionArn());
        Instant stopped = call.now();
        if (execution.status() == Status.RUNNING) {
            life.abort(
                    execution,
                    Objects.requireNonNullElse(request.error(), ""),
                    Objects.requireNonNullElse(request.cause(), ""));
            call.effect(execution.arn());
        } else {
            stopped = execution.end().map(StatesStore.End::at).orElse(stopped);
        }
        return StopExecutionResponse.builder().stopDate(stopped).build();
    }

    /** The latest first. */
    private ListExecutionsResponse list(Call call, ListExecutionsRequest request) {
        Machine machine = machines.require(request.stateMachineArn());
        if (machine.express()) {
            throw ServiceError.client(
                    "StateMachineTypeNotSupported", "This operation is not supported by this type of state machine");
        }
        List<Execution> found = states.executions(machine.arn()).stream()
                .filter(execution -> request.statusFilterAsString() == null
                        || execution.status().name().equals(request.statusFilterAsString()))
                .sorted(Comparator.comparing(Executions::latestFirst))
                .toList();
        Page<Execution> page =
                Page.of(found, Executions::latestFirst, request.nextToken(), request.maxResults(), MOST_LISTED);
        return ListExecutionsResponse.builder()
                .executions(page.items().stream()
                        .map(execution -> ExecutionListItem.builder()
                                .executionArn(execution.arn())
                                .stateMachineArn(execution.machineArn())
                                .name(execution.name())
                                .status(execution.status().name())
                                .startDate(execution.started())
                                .stopDate(
                                        execution.end().map(StatesStore.End::at).orElse(null))
                                .build())
                        .toList())
                .nextToken(page.next())
                .build();
    }

    private static String latestFirst(Execution execution) {
        return String.format("%019d", Long.MAX_VALUE - execution.started().toEpochMilli()) + execution.name();
    }
}
