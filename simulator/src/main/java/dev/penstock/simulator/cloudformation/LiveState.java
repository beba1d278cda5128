package dev.penstock.simulator.cloudformation;

import dev.penstock.simulator.cloudformation.changes.ChangeOptions.Live;
import dev.penstock.simulator.cloudformation.types.Deployed;
import dev.penstock.simulator.cloudformation.types.ResourceContext;
import dev.penstock.simulator.cloudformation.types.Schema;
import dev.penstock.simulator.cloudformation.types.Schemas;
import dev.penstock.simulator.service.Caller;
import dev.penstock.simulator.state.Calendar;
import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.ServiceError;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What resources are now, whatever the stack has made them: what drift-aware change sets compare with. Source: CloudFormation
 * User Guide, "Using drift-aware change sets".
 */
final class LiveState {

    private final StackStore store;
    private final Calendar calendar;
    private final Handlers handlers;
    private final Schemas schemas;

    LiveState(StackStore store, Calendar calendar, Handlers handlers, Schemas schemas) {
        this.store = store;
        this.calendar = calendar;
        this.handlers = handlers;
        this.schemas = schemas;
    }

    /** All resources of a stack that are there as far as the stack knows, by logical id. */
    Map<String, Live> of(Caller caller, StackRow stack) {
        Map<String, Live> all = new LinkedHashMap<>();
        for (ResourceRow row : store.resourcesOf(stack.id())) {
            if (row.isThere()) {
                all.put(row.logicalId(), of(caller, stack, row));
            }
        }
        return all;
    }

    /** A resource, read in somebody's name. What that one may not read is taken to be as it was made. */
    Live of(Caller caller, StackRow stack, ResourceRow row) {
        if (row.type().equals(StackEvents.STACK)) {
            return Live.unchanged();
        }
        ResourceContext context = new ResourceContext(
                caller,
                stack.id(),
                stack.name(),
                row.logicalId(),
                stack.tags(),
                "",
                "",
                calendar.now(),
                handlers.calls());
        Optional<JsonValue.Structure> actual;
        try {
            actual = handlers.read(context, row.deployed());
        } catch (ServiceError e) {
            return Live.unchanged();
        }
        return actual.map(now -> changed(row.deployed(), now)).orElseGet(Live::gone);
    }

    private Live changed(Deployed resource, JsonValue.Structure actual) {
        Set<String> hidden = schemas.of(resource.type()).map(Schema::writeOnly).orElse(Set.of());
        return DriftComparison.differences(resource.properties(), actual, hidden)
                        .isEmpty()
                ? Live.unchanged()
                : Live.changed(DriftComparison.live(resource, actual, hidden));
    }
}
