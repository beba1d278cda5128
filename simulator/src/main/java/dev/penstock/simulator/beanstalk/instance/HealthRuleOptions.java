package dev.penstock.simulator.beanstalk.instance;

import dev.penstock.simulator.wire.JsonValue;
import java.util.Map;
import java.util.Optional;

/** Which rules of enhanced health count. Source: Developer Guide, "Configuring enhanced health rules for an environment". */
final class HealthRuleOptions {

    private HealthRuleOptions() {}

    /** Whether the application's errors of clients count: unless the environment's document says that they do not. */
    static boolean counts4xx(InstanceCommand command) {
        Optional<JsonValue> document = command.option("aws:elasticbeanstalk:healthreporting:system", "ConfigDocument")
                .flatMap(JsonValue::parse);
        for (String member :
                new String[] {"Rules", "Environment", "Application", "ApplicationRequests4xx", "Enabled"}) {
            document = document.flatMap(value -> value instanceof JsonValue.Structure(Map<String, JsonValue> members)
                    ? Optional.ofNullable(members.get(member))
                    : Optional.empty());
        }
        return !document.filter(new JsonValue.Truth(false)::equals).isPresent();
    }
}
