package dev.penstock.simulator.beanstalk;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.wire.Fields;
import dev.penstock.simulator.wire.ServiceError;
import java.util.List;
import software.amazon.awssdk.services.elasticbeanstalk.model.AbortEnvironmentUpdateRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.AbortEnvironmentUpdateResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.EnvironmentStatus;
import software.amazon.awssdk.services.elasticbeanstalk.model.RebuildEnvironmentRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.RebuildEnvironmentResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.RestartAppServerRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.RestartAppServerResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.SwapEnvironmentCnamEsRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.SwapEnvironmentCnamEsResponse;
import software.amazon.awssdk.services.elasticbeanstalk.model.TerminateEnvironmentRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.TerminateEnvironmentResponse;

/** Environments are ended, rebuilt, restarted, swapped, and updates of them aborted. */
final class EnvironmentControls {

    private final BeanstalkStore store;
    private final Events events;
    private final Rollout rollout;
    private final Descriptions descriptions;
    private final Balancer balancer;

    EnvironmentControls(
            BeanstalkStore store, Events events, Rollout rollout, Descriptions descriptions, Balancer balancer) {
        this.balancer = balancer;
        this.store = store;
        this.events = events;
        this.rollout = rollout;
        this.descriptions = descriptions;
    }

    void declare(Operations all) {
        all.operation("TerminateEnvironment", TerminateEnvironmentRequest::builder, this::terminate)
                .operation("RebuildEnvironment", RebuildEnvironmentRequest::builder, this::rebuild)
                .operation("RestartAppServer", RestartAppServerRequest::builder, this::restart)
                .operation("AbortEnvironmentUpdate", AbortEnvironmentUpdateRequest::builder, this::abort)
                .operation("SwapEnvironmentCNAMEs", SwapEnvironmentCnamEsRequest::builder, this::swap);
    }

    private TerminateEnvironmentResponse terminate(Call call, TerminateEnvironmentRequest request) {
        EnvironmentRow row = store.require(call, request.environmentId(), request.environmentName());
        boolean force = Boolean.TRUE.equals(request.forceTerminate());
        if (row.status() != EnvironmentStatus.READY && !(force || row.status() == EnvironmentStatus.LAUNCHING)) {
            throw BeanstalkErrors.busy(row.name());
        }
        boolean linked = store.environments(call.account(), call.region()).stream()
                .anyMatch(other -> !other.isTerminated()
                        && other.wanted().links().containsValue(row.name())
                        && !other.id().equals(row.id()));
        if (linked && !force) {
            throw BeanstalkErrors.invalid("Environment " + row.name()
                    + " is linked to by another environment. Use ForceTerminate to terminate it.");
        }
        terminate(call, row);
        return Fields.copy(
                        descriptions.of(store.environment(row.id()).orElseThrow()),
                        TerminateEnvironmentResponse.builder())
                .build();
    }

    /** Begins to end an environment, whatever is being done with it. */
    void terminate(Call call, EnvironmentRow row) {
        if (row.status() == EnvironmentStatus.TERMINATING) {
            return;
        }
        call.effect(row.arn());
        events.caused(row, "INFO", "terminateEnvironment is starting.", call.requestId());
        Work work = Changes.work(
                call,
                Work.Kind.TERMINATE,
                row,
                Plans.terminate(instances(row)),
                Work.Policy.ALL_AT_ONCE,
                row.state().deployments());
        rollout.begin(row, work, EnvironmentStatus.TERMINATING);
    }

    private List<String> instances(EnvironmentRow row) {
        return store.instances(row).stream().map(InstanceRow::id).toList();
    }

    private RebuildEnvironmentResponse rebuild(Call call, RebuildEnvironmentRequest request) {
        EnvironmentRow row = store.requireReady(call, request.environmentId(), request.environmentName());
        call.effect(row.arn());
        events.caused(row, "INFO", "rebuildEnvironment is starting.", call.requestId());
        long deployment = row.state().deployments() + 1;
        Work work = Changes.work(
                call, Work.Kind.REBUILD, row, Plans.rebuild(row, instances(row)), Work.Policy.ALL_AT_ONCE, deployment);
        rollout.begin(row.with(row.state().deployments(deployment)), work, EnvironmentStatus.UPDATING);
        return RebuildEnvironmentResponse.builder().build();
    }

    private RestartAppServerResponse restart(Call call, RestartAppServerRequest request) {
        EnvironmentRow row = store.requireReady(call, request.environmentId(), request.environmentName());
        call.effect(row.arn());
        events.caused(row, "INFO", "restartAppServer is starting.", call.requestId());
        Work work = Changes.work(
                call,
                Work.Kind.RESTART,
                row,
                Plans.restart(row, instances(row)),
                Plans.policy(row),
                row.state().deployments());
        rollout.begin(row, work, EnvironmentStatus.UPDATING);
        return RestartAppServerResponse.builder().build();
    }

    private AbortEnvironmentUpdateResponse abort(Call call, AbortEnvironmentUpdateRequest request) {
        EnvironmentRow row = store.require(call, request.environmentId(), request.environmentName());
        if (!Descriptions.isAbortable(row)) {
            throw BeanstalkErrors.invalid("Environment named " + row.name()
                    + " is in an invalid state for this operation. Must be pending deployment.");
        }
        call.effect(row.arn());
        events.caused(row, "INFO", "abortEnvironmentUpdate is starting.", call.requestId());
        EnvironmentRow aborting = row.with(row.state().in(EnvironmentStatus.ABORTING, call.now()));
        store.put(aborting);
        rollout.abort(aborting);
        return AbortEnvironmentUpdateResponse.builder().build();
    }

    private SwapEnvironmentCnamEsResponse swap(Call call, SwapEnvironmentCnamEsRequest request) {
        EnvironmentRow source =
                store.requireReady(call, request.sourceEnvironmentId(), request.sourceEnvironmentName());
        EnvironmentRow destination =
                store.requireReady(call, request.destinationEnvironmentId(), request.destinationEnvironmentName());
        if (source.id().equals(destination.id())) {
            throw BeanstalkErrors.combination("The source and destination environments must be different.");
        }
        if (source.isWorker() || destination.isWorker()) {
            throw ServiceError.client(
                    "InvalidParameterValue", "CNAMEs can only be swapped between environments of the WebServer tier.");
        }
        call.effect(source.arn());
        call.effect(destination.arn());
        String names = "'" + source.name() + "' and '" + destination.name() + "'.";
        for (EnvironmentRow one : List.of(source, destination)) {
            events.caused(one, "INFO", "swapEnvironmentCNAMEs is starting.", call.requestId());
            events.caused(one, "INFO", "Swapping CNAMEs for environments " + names, call.requestId());
        }
        String first = source.resources().cname();
        String second = destination.resources().cname();
        EnvironmentRow swapped = source.with(source.resources().named(second))
                .with(source.state().in(EnvironmentStatus.READY, call.now()));
        EnvironmentRow other = destination
                .with(destination.resources().named(first))
                .with(destination.state().in(EnvironmentStatus.READY, call.now()));
        store.put(swapped);
        store.put(other);
        balancer.renamed(swapped, first);
        balancer.renamed(other, second);
        for (EnvironmentRow one : List.of(swapped, other)) {
            events.caused(
                    one,
                    "INFO",
                    "'" + one.resources().cname() + "' now points to '"
                            + one.resources().endpoint() + "'.",
                    call.requestId());
            events.caused(one, "INFO", "Completed swapping CNAMEs for environments " + names, call.requestId());
        }
        return SwapEnvironmentCnamEsResponse.builder().build();
    }
}
