package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.ServiceError;

/** {@code AWS::Events::Rule}: Ref is its name, with its bus before it where that is not the default one. Nothing is sent. */
final class EventsRule implements Model {

    private static final String NAME = "Name";
    private static final String BUS = "EventBusName";

    @Override
    public void checkNew(Surroundings here, Properties asked) {
        if (!asked.has("ScheduleExpression") && !asked.has("EventPattern")) {
            throw ServiceError.client(
                    "ValidationException", "Parameter(s) EventPattern or ScheduleExpression must be specified.");
        }
    }

    @Override
    public String physicalId(Surroundings here, Properties asked) {
        String name = asked.text(NAME, here.context().generatedName(64));
        return bus(asked).isEmpty() ? name : bus(asked) + "|" + name;
    }

    private static String bus(Properties asked) {
        String bus = asked.text(BUS, "default");
        String name = bus.substring(bus.lastIndexOf('/') + 1);
        return name.equals("default") ? "" : name;
    }

    @Override
    public JsonValue.Structure attributes(Surroundings here, String physicalId, Properties asked) {
        String path = physicalId.replace('|', '/');
        return ServiceHandler.attributes(
                "Arn",
                here.context().caller().arn("events", "rule/" + path),
                "RuleName",
                path.substring(path.lastIndexOf('/') + 1));
    }
}
