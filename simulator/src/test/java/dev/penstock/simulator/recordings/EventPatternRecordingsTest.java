package dev.penstock.simulator.recordings;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;

/** Event patterns that AWS refused. The recordings hold the refused patterns themselves, in the words of the refusals. */
class EventPatternRecordingsTest {

    @RegisterExtension
    static final Recording RECORDING = Recordings.open("events/test_events_patterns.snapshot.json");

    private static final String TYPE = "<class 'botocore.errorfactory.InvalidEventPatternException'>";

    private final SimulatedAws aws = SimulatedAws.builder().start();
    private final EventBridgeClient events = Clients.of(aws).with(EventBridgeClient.builder());

    @AfterEach
    void stop() {
        events.close();
        aws.close();
    }

    @Test
    void patternsThatAreRefused() {
        for (String name : List.of(
                "int_nolist_EXC",
                "string_nolist_EXC",
                "arrays_empty_EXC",
                "operator_case_sensitive_EXC",
                "content_numeric_EXC",
                "content_numeric_operatorcasing_EXC",
                "content_numeric_syntax_EXC",
                "content_numeric_number_EXC",
                "content_ignorecase_EXC",
                "content_ignorecase_list_EXC",
                "content_anything_but_ignorecase_EXC",
                "content_anything_but_string_null_type_EXC",
                "content_anything_prefix_empty_EXC",
                "content_anything_prefix_ignorecase_EXC",
                "content_anything_prefix_int_EXC",
                "content_anything_suffix_empty_EXC",
                "content_anything_suffix_int_EXC",
                "content_anything_wildcard_type_EXC",
                "content_ip_address_type_EXC",
                "content_prefix_int_EXC",
                "content_prefix_list_EXC",
                "content_suffix_int_EXC",
                "content_suffix_list_EXC",
                "content_wildcard_int_EXC")) {
            RECORDING.test("test_event_pattern[" + name + "]", s -> s.matches(name, refusal(pattern(s, name))));
        }
    }

    /** The pattern that stands in a refusal: {@code … at [Source: (String)"PATTERN"; line: …}. */
    private static String pattern(Session session, String label) {
        String said = session.recorded(label).orElseThrow().toString();
        int from = said.indexOf("(String)\"") + "(String)\"".length();
        return said.substring(from, said.indexOf("\"; line: ", from));
    }

    private Map<String, Object> refusal(String pattern) {
        try {
            events.putRule(r -> r.name("rule").eventPattern(pattern));
            return Map.of();
        } catch (AwsServiceException e) {
            String raw = e.awsErrorDetails().errorMessage();
            int end = raw.indexOf("\n at [Source");
            Map<String, Object> error = Map.of(
                    "Code", e.awsErrorDetails().errorCode(), "Message", raw.substring(0, end), "MessageRaw", raw);
            Map<String, Object> metadata = Map.of("HTTPHeaders", Map.of(), "HTTPStatusCode", e.statusCode());
            return Map.of(
                    "exception_message", Map.of("Error", error, "ResponseMetadata", metadata), "exception_type", TYPE);
        }
    }
}
