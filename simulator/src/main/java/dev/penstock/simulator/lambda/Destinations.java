package dev.penstock.simulator.lambda;

import dev.penstock.simulator.wire.Json;
import dev.penstock.simulator.wire.ServiceError;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.lambda.model.DestinationConfig;
import software.amazon.awssdk.services.lambda.model.FunctionEventInvokeConfig;

/**
 * Where the results of asynchronous invocations go. Source of the record's form: Lambda Developer Guide, "Retaining records of
 * asynchronous invocations".
 */
final class Destinations {

    /** Hands a message to what an ARN names, or throws a {@link ServiceError}. */
    interface Delivery {

        /**
         * Hands a message over.
         *
         * @param attributes that go with the message where it can have some
         */
        void deliver(String arn, String message, Map<String, String> attributes);
    }

    private final Delivery deliver;
    private final ExecutionRecords records;
    private final Supplier<Instant> clock;

    Destinations(Delivery deliver, ExecutionRecords records, Supplier<Instant> clock) {
        this.deliver = deliver;
        this.records = records;
        this.clock = clock;
    }

    void succeeded(
            EventQueue.Event event,
            LambdaStore.Target target,
            Optional<FunctionEventInvokeConfig> config,
            Executions.Executed executed) {
        config.map(FunctionEventInvokeConfig::destinationConfig)
                .map(DestinationConfig::onSuccess)
                .map(success -> success.destination())
                .filter(arn -> !arn.isEmpty())
                .ifPresent(arn -> deliver(
                        target,
                        arn,
                        text(event, "Success", Optional.of(executed)),
                        Map.of(),
                        "DestinationDeliveryFailures"));
    }

    /** A message that cannot be delivered is lost and counted, as in AWS. */
    private void deliver(
            LambdaStore.Target target, String arn, String message, Map<String, String> attributes, String otherwise) {
        try {
            deliver.deliver(arn, message, attributes);
        } catch (ServiceError e) {
            records.failed(target, otherwise, clock.get());
        }
    }

    /** @param condition why no further attempt is made */
    void failed(
            EventQueue.Event event,
            LambdaStore.Target target,
            Optional<FunctionEventInvokeConfig> config,
            String condition,
            Optional<Executions.Executed> executed) {
        config.map(FunctionEventInvokeConfig::destinationConfig)
                .map(DestinationConfig::onFailure)
                .map(failure -> failure.destination())
                .filter(arn -> !arn.isEmpty())
                .ifPresent(arn -> deliver(
                        target, arn, text(event, condition, executed), Map.of(), "DestinationDeliveryFailures"));
        Optional.ofNullable(target.version().configuration().deadLetterConfig())
                .map(letters -> letters.targetArn())
                .filter(arn -> !arn.isEmpty())
                .ifPresent(arn -> deadLetter(event, target, arn, executed));
    }

    /** A dead letter is the event itself; what went wrong stands in the message's attributes. */
    private void deadLetter(
            EventQueue.Event event, LambdaStore.Target target, String arn, Optional<Executions.Executed> executed) {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("RequestID", event.requestId());
        attributes.put("ErrorCode", executed.isPresent() ? "200" : "429");
        attributes.put(
                "ErrorMessage",
                executed.map(Executions.Executed::payload)
                        .map(Payloads::errorMessage)
                        .orElse("Rate Exceeded."));
        deliver(target, arn, event.payload(), attributes, "DeadLetterErrors");
    }

    private String text(EventQueue.Event event, String condition, Optional<Executions.Executed> executed) {
        Map<String, Object> context = new LinkedHashMap<>();
        context.put("requestId", event.requestId());
        context.put("functionArn", event.name().arn(event.name().meant()));
        context.put("condition", condition);
        context.put("approximateInvokeCount", event.executed());
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("version", "1.0");
        record.put("timestamp", clock.get().truncatedTo(ChronoUnit.MILLIS).toString());
        record.put("requestContext", context);
        StringBuilder text = new StringBuilder(Json.treeText(record));
        text.setLength(text.length() - 1);
        text.append(",\"requestPayload\":").append(event.payload());
        executed.ifPresent(result -> {
            Map<String, Object> response = new LinkedHashMap<>();
            response.put("statusCode", 200);
            response.put("executedVersion", result.version());
            if (result.failed()) {
                response.put("functionError", "Unhandled");
            }
            text.append(",\"responseContext\":").append(Json.treeText(response));
            text.append(",\"responsePayload\":").append(result.payload());
        });
        return text.append('}').toString();
    }
}
