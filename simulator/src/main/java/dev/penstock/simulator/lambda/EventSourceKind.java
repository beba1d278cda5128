package dev.penstock.simulator.lambda;

import dev.penstock.simulator.wire.JsonValue;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.CreateEventSourceMappingRequest;
import software.amazon.awssdk.services.lambda.model.DestinationConfig;
import software.amazon.awssdk.services.lambda.model.EventSourceMappingConfiguration;
import software.amazon.awssdk.services.lambda.model.Filter;
import software.amazon.awssdk.services.lambda.model.FilterCriteria;
import software.amazon.awssdk.services.lambda.model.OnFailure;

/** What events come from, and what follows from it for a mapping. */
enum EventSourceKind {
    QUEUE,
    STREAM,
    TABLE_STREAM,
    BROKER;

    private static final List<String> POSITIONS = List.of("LATEST", "AT_TIMESTAMP", "TRIM_HORIZON");
    private static final int QUEUE_BATCH = 10;
    private static final int OTHER_BATCH = 100;

    /** @throws dev.penstock.simulator.wire.ServiceError when a request names no source that Lambda knows */
    static EventSourceKind of(CreateEventSourceMappingRequest request) {
        if (request.eventSourceArn() == null && request.selfManagedEventSource() != null) {
            if (!request.hasSourceAccessConfigurations()) {
                throw LambdaErrors.invalid("Required 'sourceAccessConfigurations' parameter is missing.");
            }
            return BROKER;
        }
        return of(request.eventSourceArn());
    }

    static EventSourceKind of(@Nullable String arn) {
        String[] parts = arn == null ? new String[0] : arn.split(":", -1);
        return switch (parts.length > 2 ? parts[2] : "") {
            case "sqs" -> QUEUE;
            case "kinesis" -> STREAM;
            case "dynamodb" -> TABLE_STREAM;
            case "kafka", "mq", "rds" -> BROKER;
            default -> {
                if (arn != null) {
                    yield BROKER;
                }
                throw LambdaErrors.invalid("Unrecognized event source.");
            }
        };
    }

    boolean isStream() {
        return this == STREAM || this == TABLE_STREAM;
    }

    /** Why a mapping is in its state when somebody asked for it. */
    String reason() {
        return isStream() ? "User action" : "USER_INITIATED";
    }

    /** What a mapping is when its request does not say otherwise. */
    EventSourceMappingConfiguration.Builder defaults(String id) {
        EventSourceMappingConfiguration.Builder defaults = EventSourceMappingConfiguration.builder();
        return switch (this) {
            case QUEUE ->
                defaults.batchSize(QUEUE_BATCH)
                        .maximumBatchingWindowInSeconds(0)
                        .functionResponseTypesWithStrings(List.of());
            case STREAM, TABLE_STREAM ->
                defaults.batchSize(OTHER_BATCH)
                        .maximumBatchingWindowInSeconds(0)
                        .functionResponseTypesWithStrings(List.of())
                        .bisectBatchOnFunctionError(false)
                        .lastProcessingResult("No records processed")
                        .maximumRecordAgeInSeconds(-1)
                        .maximumRetryAttempts(-1)
                        .parallelizationFactor(1)
                        .tumblingWindowInSeconds(0);
            case BROKER ->
                defaults.batchSize(OTHER_BATCH)
                        .lastProcessingResult("No records processed")
                        .startingPosition("TRIM_HORIZON")
                        .selfManagedKafkaEventSourceConfig(c -> c.consumerGroupId(id));
        };
    }

    void check(CreateEventSourceMappingRequest request) {
        boolean toFailure = request.destinationConfig() != null
                && request.destinationConfig().onSuccess() != null
                && request.destinationConfig().onSuccess().destination() != null;
        if (toFailure || (this == QUEUE && request.destinationConfig() != null)) {
            throw LambdaErrors.invalid("Unsupported DestinationConfig parameter for given event source mapping type.");
        }
        if (isStream()) {
            String position = request.startingPositionAsString();
            if (position == null) {
                throw LambdaErrors.invalid(
                        "1 validation error detected: Value null at 'startingPosition' failed to satisfy"
                                + " constraint: Member must not be null.");
            }
            new Constraints().oneOf(POSITIONS, "startingPosition", position).check();
            if (this == TABLE_STREAM && position.equals("AT_TIMESTAMP")) {
                throw LambdaErrors.invalid("Unsupported starting position for arn type: " + request.eventSourceArn());
            }
        }
        checkBatch(request.batchSize(), request.maximumBatchingWindowInSeconds());
    }

    void checkBatch(@Nullable Integer size, @Nullable Integer window) {
        if (this == QUEUE && size != null && size > QUEUE_BATCH && (window == null || window < 1)) {
            throw LambdaErrors.invalid(
                    "Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10");
        }
    }

    /** Patterns are JSON objects whose leaves are lists. */
    static void checkFilters(@Nullable FilterCriteria criteria) {
        boolean sound = criteria == null
                || criteria.filters().stream()
                        .map(Filter::pattern)
                        .allMatch(pattern -> pattern != null
                                && JsonValue.parse(pattern)
                                        .filter(EventSourceKind::isPattern)
                                        .isPresent());
        if (!sound) {
            throw LambdaErrors.invalid("Invalid filter pattern definition.");
        }
    }

    private static boolean isPattern(JsonValue value) {
        return value instanceof JsonValue.Structure structure
                && structure.members().values().stream()
                        .allMatch(member -> member instanceof JsonValue.Array || isPattern(member));
    }

    /** What is said when a function has a mapping for a source already. */
    String secondOf(String source, String function, String id) {
        String known = ") already exists. Please update or delete the existing mapping with UUID " + id;
        return this == QUEUE
                ? "An event source mapping with SQS arn (\" " + source + " \") and function (\" " + function + " \""
                        + known
                : "The event source arn (\" " + source + " \") and function (\" " + function
                        + " \") provided mapping already exists. Please update or delete the existing mapping with UUID "
                        + id;
    }

    /** With a place for failures, also where none is named. */
    static DestinationConfig whole(@Nullable DestinationConfig destinations) {
        OnFailure failure = Optional.ofNullable(destinations)
                .map(DestinationConfig::onFailure)
                .orElseGet(() -> OnFailure.builder().build());
        return DestinationConfig.builder().onFailure(failure).build();
    }
}
