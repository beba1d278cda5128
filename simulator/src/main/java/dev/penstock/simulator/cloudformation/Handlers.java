package dev.penstock.simulator.cloudformation;

import dev.penstock.simulator.cloudformation.types.Deployed;
import dev.penstock.simulator.cloudformation.types.Policies;
import dev.penstock.simulator.cloudformation.types.Progress;
import dev.penstock.simulator.cloudformation.types.ResourceContext;
import dev.penstock.simulator.cloudformation.types.ResourceHandler;
import dev.penstock.simulator.service.Fault;
import dev.penstock.simulator.service.FaultPlan;
import dev.penstock.simulator.service.Faults;
import dev.penstock.simulator.service.ServiceCalls;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.ServiceError;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Asks the handlers of resource types, in the name of a stack, and lets faults strike resources. */
final class Handlers {

    /** The policy that keeps what a resource holds when it goes. */
    private static final String SNAPSHOT = "Snapshot";

    /** What came of it: progress, or a failure with its whole reason. */
    sealed interface Outcome {
        record Went(Progress progress) implements Outcome {}

        /**
         * It failed.
         *
         * @param physicalId of what was made all the same; empty for nothing
         */
        record Failed(String reason, String code, String physicalId) implements Outcome {}
    }

    private final Store store;
    private final ServiceCalls calls;
    private final Faults faults;
    private final Function<String, ResourceHandler> types;

    /** @param types the handler of a type; a ServiceError for those that are not simulated */
    Handlers(Store store, ServiceCalls calls, Faults faults, Function<String, ResourceHandler> types) {
        this.store = store;
        this.calls = calls;
        this.faults = faults;
        this.types = types;
    }

    ServiceCalls calls() {
        return calls;
    }

    /** The handler of a type, if it is simulated. */
    ResourceHandler of(String type) {
        return types.apply(type);
    }

    Outcome create(Work work, ResourceContext context, JsonValue.Structure properties) {
        return ask(work, context, "CreateResource", handler -> handler.create(context, properties));
    }

    Outcome update(Work work, ResourceContext context, Deployed before, JsonValue.Structure after) {
        return ask(work, context, "UpdateResource", handler -> handler.update(context, before, after));
    }

    Outcome delete(Work work, ResourceContext context, Deployed resource) {
        Outcome outcome = ask(work, context, "DeleteResource", handler -> {
            if (work.policy().equals(SNAPSHOT)) {
                handler.snapshot(context, resource);
            }
            return handler.delete(context, resource);
        });
        boolean gone = outcome instanceof Outcome.Failed failed && failed.code().equals("NotFound");
        return gone ? new Outcome.Went(new Progress.Done(resource.physicalId(), resource.attributes())) : outcome;
    }

    Outcome check(Work work, ResourceContext context, Deployed resource, ResourceHandler.Operation operation) {
        return attempt(work, context, () -> of(work.type()).check(context, resource, operation));
    }

    /** Its properties as they are; empty when it is gone. */
    Optional<JsonValue.Structure> read(ResourceContext context, Deployed resource) {
        try {
            return store.attempt(() -> of(resource.type()).read(context, resource));
        } catch (ServiceError e) {
            if (HandlerFailure.isGone(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Finds a resource that is to become a part of a stack. */
    Outcome adopt(Work work, ResourceContext context, Deployed resource) {
        return ask(work, context, "ImportResource", handler -> {
            if (handler.read(context, resource).isEmpty()) {
                throw ServiceError.of(
                        404,
                        "ResourceNotFound",
                        "Resource of type '" + resource.type() + "' with identifier '" + resource.physicalId()
                                + "' was not found.");
            }
            return handler.check(context, resource, ResourceHandler.Operation.CREATE);
        });
    }

    /** Lets go of it again. */
    Outcome disown(Work work, ResourceContext context, Deployed resource) {
        return ask(
                work,
                context,
                "RollbackImport",
                handler -> new Progress.Done(resource.physicalId(), new JsonValue.Structure(Map.of())));
    }

    private Outcome ask(
            Work work, ResourceContext context, String operation, Function<ResourceHandler, Progress> question) {
        return attempt(work, context, () -> {
            strike(work, context, operation);
            return question.apply(of(work.type()));
        });
    }

    private Outcome attempt(Work work, ResourceContext context, Supplier<Progress> question) {
        Progress progress;
        try {
            progress = store.attempt(question);
        } catch (ServiceError e) {
            boolean own = isOwn(work.type()) && e.code().equals("ValidationError");
            String reason = own ? e.message() : HandlerFailure.reason(work.type(), e, context.token());
            return new Outcome.Failed(reason, HandlerFailure.code(e), "");
        }
        return progress instanceof Progress.Failed(String code, String message, String id)
                ? new Outcome.Failed(
                        isOwn(work.type()) || code.equals(Policies.FAILURE)
                                ? message
                                : HandlerFailure.framed(message, context.token(), code),
                        code,
                        id)
                : new Outcome.Went(progress);
    }

    /** CloudFormation's own types have no handlers of which it could tell. */
    private static boolean isOwn(String type) {
        return type.equals(StackEvents.STACK)
                || type.equals(WaitConditions.TYPE)
                || type.equals(WaitConditions.Handle.TYPE);
    }

    /** A resource is asked for like an operation, so that the rules for operations can mean it. */
    private void strike(Work work, ResourceContext context, String operation) {
        if (!faults.any()) {
            return;
        }
        String text = operation + "(StackName=" + context.stackName() + ", LogicalResourceId=" + work.logicalId()
                + ", ResourceType=" + work.type() + ", PhysicalResourceId="
                + work.subject().physicalId() + ")";
        Instant now = context.now();
        FaultPlan.Struck struck = new FaultPlan.Struck(context.caller(), "cloudformation", operation, text, now);
        switch (faults.strike(FaultPlan.Moment.BEFORE, struck).orElse(null)) {
            case Fault.Refuse refuse -> throw ServiceError.of(refuse.status(), refuse.code(), refuse.message());
            case Fault.Disconnect d -> throw ServiceError.of(500, "InternalFailure", "An internal error occurred");
            case null, default -> {}
        }
    }
}
