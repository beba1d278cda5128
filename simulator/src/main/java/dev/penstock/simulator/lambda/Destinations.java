package dev.penstock.simulator.lambda;

import dev.penstock.simulator.wire.Json;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import software.amazon.awssdk.services.lambda.model.DestinationConfig;
import software.amazon.awssdk.services.lambda.model.FunctionEventInvokeConfig;

/**
 * Where the results of asynchronous invocations go. Source of the record's form: Lambda Developer Guide, "Retaining records of
 * asynchronous invocations".
 */
final class Destinations {

    private final BiConsumer<String, String> deliver;
    private final Supplier<Instant> clock;

    /** @param deliver hands a message to what an ARN names */
    Destinations(BiConsumer<String, String> deliver, Supplier<Instant> clock) {
        this.deliver = deliver;
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
                .ifPresent(arn -> deliver.accept(arn, text(event, "Success", Optional.of(executed))));
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
                .ifPresent(arn -> deliver.accept(arn, text(event, condition, executed)));
        Optional.ofNullable(target.version().configuration().deadLetterConfig())
                .map(letters -> letters.targetArn())
                .filter(arn -> !arn.isEmpty())
                .ifPresent(arn -> deliver.accept(arn, event.payload()));
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
