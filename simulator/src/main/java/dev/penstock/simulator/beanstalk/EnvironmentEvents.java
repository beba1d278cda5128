package dev.penstock.simulator.beanstalk;

import dev.penstock.simulator.service.ServiceEvents;
import dev.penstock.simulator.wire.ModelJson;
import java.util.List;
import java.util.Optional;

/**
 * The events that Elastic Beanstalk sends to EventBridge: those of environments that have a severity of INFO or more. Source: Elastic
 * Beanstalk Developer Guide, "Using Elastic Beanstalk with Amazon EventBridge". Which of an environment's messages AWS counts as of the
 * environment's health is known by their words.
 */
final class EnvironmentEvents {

    private EnvironmentEvents() {}

    /** Tells of all that happens from now on. */
    static void tell(Events events, ServiceEvents told) {
        events.whenTold(row -> {
            boolean quiet = row.severity().equals("TRACE") || row.severity().equals("DEBUG");
            if (!quiet && row.environment().isPresent() && told.isHeard(row.account(), row.region())) {
                told.tell(event(row, row.environment().get()));
            }
        });
    }

    private static ServiceEvents.Told event(EventRow row, String environment) {
        String arn = "arn:aws:elasticbeanstalk:" + row.region() + ":" + row.account() + ":environment/"
                + row.application() + "/" + environment;
        String type = row.message().startsWith("Environment health has transitioned")
                ? "Health status change"
                : "Elastic Beanstalk resource status change";
        return new ServiceEvents.Told(
                row.account(),
                row.region(),
                "aws.elasticbeanstalk",
                type,
                List.of(arn),
                ModelJson.texts(
                        "Status",
                        status(row.message()).orElse("Environment update"),
                        "EventDate",
                        Long.toString(row.at().toEpochMilli()),
                        "ApplicationName",
                        row.application(),
                        "Message",
                        row.message(),
                        "EnvironmentName",
                        environment,
                        "Severity",
                        row.severity()));
    }

    private static Optional<String> status(String message) {
        if (message.startsWith("createEnvironment is starting")) {
            return Optional.of("Environment creation started");
        } else if (message.startsWith("Successfully launched environment")) {
            return Optional.of("Environment creation successful");
        } else if (message.startsWith("Environment update is starting")) {
            return Optional.of("Environment update started");
        } else if (message.startsWith("Environment update completed successfully")) {
            return Optional.of("Environment update successful");
        } else if (message.startsWith("terminateEnvironment is starting")) {
            return Optional.of("Environment termination started");
        } else if (message.startsWith("terminateEnvironment completed successfully")) {
            return Optional.of("Environment termination successful");
        }
        return Optional.empty();
    }
}
