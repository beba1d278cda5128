package dev.penstock.simulator.recordings;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.CreateEventSourceMappingResponse;

/** Event source mappings as they are made and changed. What they deliver is not replayed: nothing is read from their sources. */
@SuppressWarnings("unchecked") // the SDK takes several builders as generic varargs
class EventSourceRecordingsTest {

    @RegisterExtension
    static final Recording QUEUES =
            Recordings.open("lambda_/event_source_mapping/test_lambda_integration_sqs.snapshot.json");

    @RegisterExtension
    static final Recording STREAMS =
            Recordings.open("lambda_/event_source_mapping/test_lambda_integration_dynamodbstreams.snapshot.json");

    private static final String NAME = "consumer";
    private static final String STREAM =
            "arn:aws:dynamodb:us-east-1:111122223333:table/table-0/stream/2026-01-01T00:00:00.000";

    /** What tests of filters of queues filter by. */
    private static final List<Map.Entry<String, String>> QUEUE_FILTERS = List.of(
            Map.entry("filter0-item_matching0-item_not_matching0", "{\"body\":{\"testItem\":[\"test24\"]}}"),
            Map.entry("filter1-item_matching1-item_not_matching1", "{\"body\":{\"testItem\":[\"test24\",\"test45\"]}}"),
            Map.entry(
                    "filter2-item_matching2-item_not_matching2",
                    "{\"body\":{\"testItem\":[\"test24\",\"test45\"],\"test2\":[\"go\"]}}"),
            Map.entry("filter3-item_matching3-item_not_matching3", "{\"body\":{\"test2\":[{\"exists\":true}]}}"),
            Map.entry(
                    "filter4-item_matching4-this is a test string",
                    "{\"body\":{\"test2\":[{\"numeric\":[\">\",100]}]}}"),
            Map.entry(
                    "filter5-item_matching5-item_not_matching5", "{\"body\":{\"test2\":[{\"numeric\":[\"<\",100]}]}}"),
            Map.entry(
                    "filter6-item_matching6-item_not_matching6",
                    "{\"body\":{\"test2\":[{\"numeric\":[\">=\",100,\"<\",200]}]}}"),
            Map.entry("filter7-item_matching7-item_not_matching7", "{\"body\":{\"test2\":[{\"prefix\":\"us-1\"}]}}"),
            Map.entry("single-filter", "{\"body\":{\"testItem\":[\"test24\"]}}"),
            Map.entry("or-filter", "{\"body\":{\"testItem\":[\"test24\",\"test45\"]}}"),
            Map.entry("and-filter", "{\"body\":{\"testItem\":[\"test24\",\"test45\"],\"test2\":[\"go\"]}}"),
            Map.entry("exists-filter", "{\"body\":{\"test2\":[{\"exists\":true}]}}"),
            Map.entry("numeric-bigger", "{\"body\":{\"my-number\":[{\"numeric\":[\">\",100]}]}}"),
            Map.entry("numeric-smaller", "{\"body\":{\"my-number\":[{\"numeric\":[\"<\",100]}]}}"),
            Map.entry("numeric-range", "{\"body\":{\"my-number\":[{\"numeric\":[\">=\",100,\"<\",200]}]}}"),
            Map.entry("numeric-prefix", "{\"body\":{\"test2\":[{\"prefix\":\"us-1\"}]}}"),
            Map.entry("single", "{\"body\":{\"my-key\":[\"my-value\"]}}"),
            Map.entry("or", "{\"body\":{\"my-key\":[\"my-value-one\",\"my-value-two\"]}}"),
            Map.entry(
                    "and",
                    "{\"body\":{\"my-key-one\":[\"other-filter\",\"my-value-one\"],\"my-key-two\":[\"my-value-two\"]}}"),
            Map.entry("exists", "{\"body\":{\"my-key\":[{\"exists\":true}]}}"),
            Map.entry("valid-json-filter", "{\"body\":{\"my-key\":[\"my-value\"]}}"),
            Map.entry("prefix", "{\"body\":{\"my-key\":[{\"prefix\":\"yes\"}]}}"));

    /** What tests of filters of streams filter by. */
    private static final List<Map.Entry<String, String>> STREAM_FILTERS = List.of(
            Map.entry("insert_same_entry_twice", "{\"eventName\":[\"INSERT\"]}"),
            Map.entry("content_or_filter", "{\"eventName\":[\"INSERT\",\"MODIFY\"]}"),
            Map.entry("content_multiple_filters", "{\"eventName\":[\"INSERT\"],\"eventSource\":[\"aws:dynamodb\"]}"),
            Map.entry(
                    "content_filter_type", "{\"dynamodb\":{\"NewImage\":{\"presentKey\":{\"S\":[\"presentValue\"]}}}}"),
            Map.entry(
                    "exists_filter_type", "{\"dynamodb\":{\"NewImage\":{\"presentKey\":{\"S\":[{\"exists\":true}]}}}}"),
            Map.entry("exists_false_filter", "{\"dynamodb\":{\"NewImage\":{\"presentKey\":[{\"exists\":false}]}}}"),
            Map.entry(
                    "numeric_filter",
                    "{\"dynamodb\":{\"NewImage\":{\"numericFilter\":{\"N\":[{\"numeric\":[\">\",100]},{\"anything-but\":\"101\"}]}}}}"),
            Map.entry("prefix_filter", "{\"dynamodb\":{\"NewImage\":{\"prefix\":{\"S\":[{\"prefix\":\"us-1\"}]}}}}"));

    private final RecordedFunctions functions = new RecordedFunctions();
    private final LambdaClient lambda = functions.lambda;
    private final RecordedQueues queues = new RecordedQueues(functions.aws);

    @AfterEach
    void stop() {
        functions.close();
    }

    @Test
    void mappingsOfQueues() {
        functions.make(NAME);
        String queue = queues.create("queue");
        QUEUES.test("test_event_source_mapping_default_batch_size", s -> {
            String id = s.call(
                            "create-event-source-mapping",
                            () -> lambda.createEventSourceMapping(
                                    c -> c.functionName(NAME).eventSourceArn(queue)))
                    .uuid();
            s.fails(
                    "invalid-update-event-source-mapping",
                    () -> lambda.updateEventSourceMapping(
                            u -> u.uuid(id).functionName(NAME).batchSize(11)));
            String other = queues.create("other");
            s.fails(
                    "invalid-create-event-source-mapping",
                    () -> lambda.createEventSourceMapping(
                            c -> c.functionName(NAME).eventSourceArn(other).batchSize(11)));
        });
        QUEUES.test("TestSQSEventSourceMapping::test_duplicate_event_source_mappings", s -> {
            String twice = queues.create("twice");
            s.call(
                    "create",
                    () -> lambda.createEventSourceMapping(
                            c -> c.functionName(NAME).eventSourceArn(twice)));
            s.fails(
                    "error",
                    () -> lambda.createEventSourceMapping(
                            c -> c.functionName(NAME).eventSourceArn(twice)));
        });
        QUEUES.test("test_esm_with_not_existing_sqs_queue", s -> {
            s.fails(
                    "error",
                    () -> lambda.createEventSourceMapping(c -> c.functionName(NAME)
                            .eventSourceArn("arn:aws:sqs:us-east-1:111122223333:not-existing-queue")));
        });
        QUEUES.test("test_sqs_event_source_mapping", s -> {
            s.call("create-event-source-mapping-response", () -> ofQueue("mapped", 1));
        });
        QUEUES.test("test_report_batch_item_failures", s -> {
            String reported = queues.create("reported");
            s.call(
                    "create_event_source_mapping",
                    () -> lambda.createEventSourceMapping(c -> c.functionName(NAME)
                            .eventSourceArn(reported)
                            .batchSize(10)
                            .maximumBatchingWindowInSeconds(0)
                            .functionResponseTypesWithStrings("ReportBatchItemFailures")));
        });
        QUEUES.test("test_sqs_event_source_mapping_batching_reserved_concurrency", s -> {
            s.call(
                    "put_concurrency_resp",
                    () -> lambda.putFunctionConcurrency(
                            p -> p.functionName(NAME).reservedConcurrentExecutions(2)));
            String scaled = queues.create("scaled");
            s.call(
                    "create-event-source-mapping-response",
                    () -> lambda.createEventSourceMapping(c -> c.functionName(NAME)
                            .eventSourceArn(scaled)
                            .maximumBatchingWindowInSeconds(1)
                            .batchSize(20)
                            .scalingConfig(g -> g.maximumConcurrency(2))));
        });
    }

    @Test
    void filtersOfQueues() {
        functions.make(NAME);
        for (Map.Entry<String, String> filter : QUEUE_FILTERS) {
            QUEUES.test("TestSQSEventSourceMapping::test_sqs_event_filter[" + filter.getKey() + "]", s -> {
                String queue = queues.create(
                        "filtered-" + Integer.toUnsignedString(filter.getKey().hashCode()));
                s.call(
                        "create_event_source_mapping_response",
                        () -> lambda.createEventSourceMapping(c -> c.functionName(NAME)
                                .eventSourceArn(queue)
                                .maximumBatchingWindowInSeconds(1)
                                .filterCriteria(f -> f.filters(p -> p.pattern(filter.getValue())))));
            });
        }
        String queue = queues.create("misfiltered");
        for (Map.Entry<String, String> wrong : Map.of(
                        "None", "null",
                        "simple string", "simple string",
                        "invalid_filter2", "{\"eventSource\": \"aws:sqs\"}",
                        "invalid_filter3", "{\"eventSource\": {\"a\": 1}}")
                .entrySet()) {
            QUEUES.test("test_sqs_invalid_event_filter[" + wrong.getKey() + "]", s -> {
                s.fails(
                        "create_event_source_mapping_exception",
                        () -> lambda.createEventSourceMapping(c -> c.functionName(NAME)
                                .eventSourceArn(queue)
                                .filterCriteria(f -> f.filters(p -> p.pattern(wrong.getValue())))));
            });
        }
    }

    @Test
    void mappingsThatChange() {
        functions.make(NAME);
        functions.make("successor");
        QUEUES.test("test_sqs_event_source_mapping_update", s -> {
            String id = s.call("create-event-source-mapping-response", () -> ofQueue("updated", 1))
                    .uuid();
            settled();
            s.call(
                    "updated_esm",
                    () -> lambda.updateEventSourceMapping(
                            u -> u.uuid(id).functionName("successor").maximumBatchingWindowInSeconds(1)));
            settled();
            s.call("updated_event_source_mapping", () -> lambda.getEventSourceMapping(g -> g.uuid(id)));
        });
        QUEUES.test("test_fifo_message_group_parallelism", s -> {
            String queue = queues.create("ordered");
            String id = s.call(
                            "create_esm_disabled",
                            () -> lambda.createEventSourceMapping(c -> c.functionName(NAME)
                                    .eventSourceArn(queue)
                                    .enabled(false)
                                    .batchSize(1)))
                    .uuid();
            settled();
            s.call(
                    "update_esm_enabling",
                    () -> lambda.updateEventSourceMapping(u -> u.uuid(id).enabled(true)));
            settled();
            s.call("get_esm_enabled", () -> lambda.getEventSourceMapping(g -> g.uuid(id)));
        });
        QUEUES.test("test_failing_lambda_retries_after_visibility_timeout", s -> {
            String queue = queues.create("retried");
            String id = lambda.createEventSourceMapping(
                            c -> c.functionName(NAME).eventSourceArn(queue).batchSize(1))
                    .uuid();
            settled();
            s.call("event_source_mapping", () -> lambda.getEventSourceMapping(g -> g.uuid(id)));
        });
    }

    @Test
    void mappingsOfStreams() {
        functions.make(NAME);
        for (String test : List.of(
                "test_dynamodb_event_source_mapping",
                "test_dynamodb_event_source_mapping_with_on_failure_destination_config",
                "test_dynamodb_event_source_mapping_with_sns_on_failure_destination_config",
                "test_dynamodb_event_source_mapping_with_s3_on_failure_destination")) {
            String destination = test.contains("sns")
                    ? "arn:aws:sns:us-east-1:111122223333:topic"
                    : test.contains("s3")
                            ? "arn:aws:s3:::bucket"
                            : test.contains("failure") ? "arn:aws:sqs:us-east-1:111122223333:queue" : null;
            STREAMS.test("TestDynamoDBEventSourceMapping::" + test, s -> {
                s.call(
                        "create_event_source_mapping_response",
                        () -> lambda.createEventSourceMapping(c -> c.functionName(NAME)
                                .eventSourceArn(stream(test))
                                .batchSize(1)
                                .maximumBatchingWindowInSeconds(1)
                                .maximumRetryAttempts(1)
                                .startingPosition("TRIM_HORIZON")
                                .destinationConfig(
                                        destination == null
                                                ? null
                                                : software.amazon.awssdk.services.lambda.model.DestinationConfig
                                                        .builder()
                                                        .onFailure(f -> f.destination(destination))
                                                        .build())));
            });
        }
        STREAMS.test("test_dynamodb_report_batch_item_failures", s -> {
            s.call(
                    "create_event_source_mapping_response",
                    () -> lambda.createEventSourceMapping(c -> c.functionName(NAME)
                            .eventSourceArn(stream("reported"))
                            .batchSize(3)
                            .maximumBatchingWindowInSeconds(1)
                            .maximumRetryAttempts(3)
                            .startingPosition("TRIM_HORIZON")
                            .functionResponseTypesWithStrings("ReportBatchItemFailures")
                            .destinationConfig(
                                    d -> d.onFailure(f -> f.destination("arn:aws:sqs:us-east-1:111122223333:queue")))));
        });
        STREAMS.test("TestDynamoDBEventSourceMapping::test_duplicate_event_source_mappings", s -> {
            for (String label : List.of("create", "error")) {
                s.fails(
                        label,
                        () -> lambda.createEventSourceMapping(c -> c.functionName(NAME)
                                .eventSourceArn(stream("twice"))
                                .maximumBatchingWindowInSeconds(1)
                                .maximumRetryAttempts(1)
                                .startingPosition("TRIM_HORIZON")));
            }
        });
        STREAMS.test("test_disabled_dynamodb_event_source_mapping", s -> {
            String id = s.call(
                            "create_event_source_mapping_result",
                            () -> lambda.createEventSourceMapping(c -> c.functionName(NAME)
                                    .eventSourceArn(stream("disabled"))
                                    .maximumBatchingWindowInSeconds(1)
                                    .startingPosition("TRIM_HORIZON")))
                    .uuid();
            settled();
            s.call(
                    "update_event_source_mapping_result",
                    () -> lambda.updateEventSourceMapping(u -> u.uuid(id).enabled(false)));
        });
        STREAMS.test("test_deletion_event_source_mapping_with_dynamodb", s -> {
            String source = stream("deleted");
            s.call(
                    "create_event_source_mapping_result",
                    () -> lambda.createEventSourceMapping(
                            c -> c.functionName(NAME).eventSourceArn(source).startingPosition("TRIM_HORIZON")));
        });
    }

    @Test
    void filtersOfStreams() {
        functions.make(NAME);
        for (Map.Entry<String, String> filter : STREAM_FILTERS) {
            STREAMS.test("TestDynamoDBEventSourceMapping::test_dynamodb_event_filter[" + filter.getKey() + "]", s -> {
                s.call(
                        "create_event_source_mapping_response",
                        () -> lambda.createEventSourceMapping(c -> c.functionName(NAME)
                                .eventSourceArn(stream(filter.getKey()))
                                .batchSize(1)
                                .maximumBatchingWindowInSeconds(1)
                                .maximumRetryAttempts(1)
                                .startingPosition("TRIM_HORIZON")
                                .filterCriteria(f -> f.filters(p -> p.pattern(filter.getValue())))));
            });
        }
        for (String wrong : List.of("single-string", "[{\"eventName\": [\"INSERT\"=123}]")) {
            STREAMS.test("test_dynamodb_invalid_event_filter[" + wrong + "]", s -> {
                s.fails(
                        "exception_event_source_creation",
                        () -> lambda.createEventSourceMapping(c -> c.functionName(NAME)
                                .eventSourceArn(stream("misfiltered"))
                                .startingPosition("TRIM_HORIZON")
                                .filterCriteria(f -> f.filters(p -> p.pattern(wrong)))));
            });
        }
    }

    private static String stream(String of) {
        return STREAM.replace("table-0", "table-" + Integer.toUnsignedString(of.hashCode()));
    }

    private CreateEventSourceMappingResponse ofQueue(String name, int window) {
        String queue = queues.create(name);
        return lambda.createEventSourceMapping(
                c -> c.functionName(NAME).eventSourceArn(queue).maximumBatchingWindowInSeconds(window));
    }

    /** Lets the time pass that a change of a mapping takes. */
    private void settled() {
        functions.aws.time().advance(java.time.Duration.ofMinutes(2));
    }
}
