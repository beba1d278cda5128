package dev.penstock.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.SourceRevisionOverride;
import dev.penstock.execution.Trigger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class StartOrderTest {

    private static final StartOrder ORDER = new StartOrder(
            "shop",
            "github/ab12",
            Map.of("env", "prod \"1\""),
            List.of(
                    new SourceRevisionOverride("Checkout", "0123456789abcdef", Optional.of("main")),
                    new SourceRevisionOverride("Other", "fedcba9876543210", Optional.empty())),
            new Trigger("WebhookV2", "push"));

    @Test
    void whatIsWrittenIsRead() {
        assertThat(StartOrder.of(JsonMapper.shared().readTree(ORDER.document())))
                .contains(ORDER);
    }

    @Test
    void oneReasonStartsOneExecutionOfEachPipeline() {
        assertThat(ORDER.execution()).isEqualTo(order("shop", "github/ab12").execution());
        assertThat(ORDER.execution()).isNotEqualTo(order("shop", "github/ab13").execution());
        assertThat(ORDER.execution()).isNotEqualTo(order("web", "github/ab12").execution());
        assertThat(ORDER.execution().value().version()).isEqualTo(8);
        assertThat(ORDER.execution().value().variant()).isEqualTo(2);
    }

    @Test
    void whatNamesNoReasonIsNoOrderAsItMightStartTwice() {
        for (String document : List.of(
                "{}",
                "7",
                "{\"startPipelineExecution\": {\"name\": \"shop\"}}",
                "{\"startPipelineExecution\": {\"clientRequestToken\": \"x\"}}",
                "{\"startPipelineExecution\": []}")) {
            assertThat(StartOrder.of(JsonMapper.shared().readTree(document)))
                    .as(document)
                    .isEmpty();
        }
    }

    @Test
    void whatASchedulePassesIsEnough() {
        String document = """
            {"startPipelineExecution": {"name": "shop",
              "clientRequestToken": "arn:aws:scheduler:eu-west-1:111122223333:schedule/default/nightly 2026-01-02T03:00:00Z"}}\
            """;
        StartOrder order = StartOrder.of(JsonMapper.shared().readTree(document)).orElseThrow();
        assertThat(order.trigger().type()).isEqualTo("CloudWatchEvent");
        assertThat(order.variables()).isEmpty();
    }

    private static StartOrder order(String name, String token) {
        return new StartOrder(name, token, Map.of(), List.of(), Trigger.startedBy("ann"));
    }
}
