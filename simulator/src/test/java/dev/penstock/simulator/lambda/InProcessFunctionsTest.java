package dev.penstock.simulator.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.time.SimulatedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.TooManyRequestsException;
import software.amazon.awssdk.services.sts.StsClient;

class InProcessFunctionsTest {

    private final SimulatedTime time = SimulatedTime.virtual(Instant.parse("2026-03-01T12:00:00Z"));
    private final InProcessFunctions functions = new InProcessFunctions(time);
    private final LambdaWorld world =
            new LambdaWorld(SimulatedAws.builder().time(time).functions(functions));

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void aHandlerGetsTheEventAndItsAnswerIsTheInvocations() {
        functions.function("tick", (event, context) -> {
            context.log("seen " + event);
            return "{\"left\":" + context.remaining().toSeconds() + "}";
        });
        world.function("tick", Map.of(), f -> f.timeout(60));
        InvokeResponse answer = world.invoke("tick", "{\"a\":1}");
        assertThat(answer.payload().asUtf8String()).isEqualTo("{\"left\":60}");
        assertThat(answer.functionError()).isNull();
    }

    @Test
    void whatAHandlerThrowsIsTheInvocationsError() {
        functions.function("tick", (event, context) -> {
            throw new IllegalStateException("no such execution");
        });
        world.function("tick", Map.of());
        InvokeResponse answer = world.invoke("tick", "{}");
        assertThat(answer.functionError()).isEqualTo("Unhandled");
        assertThat(answer.payload().asUtf8String())
                .contains("\"errorType\":\"java.lang.IllegalStateException\"")
                .contains("\"errorMessage\":\"no such execution\"");
    }

    @Test
    void aHandlerThatSpendsMoreThanItsTimeIsInterruptedAndTimesOut() {
        List<String> lines = new CopyOnWriteArrayList<>();
        functions.function("slow", (event, context) -> {
            try {
                context.spend(Duration.ofMinutes(10));
                lines.add("went on");
            } catch (InterruptedException e) {
                lines.add("interrupted");
                throw e;
            }
            return "{}";
        });
        world.function("slow", Map.of(), f -> f.timeout(3));
        Instant before = time.now();
        InvokeResponse answer = world.invoke("slow", "{}");
        assertThat(answer.payload().asUtf8String())
                .contains("Sandbox.Timedout")
                .contains("Task timed out after 3.00 seconds");
        assertThat(Duration.between(before, time.now())).isBetween(Duration.ofSeconds(3), Duration.ofSeconds(4));
        time.awaitStill(Duration.ofSeconds(10));
        assertThat(lines).containsExactly("interrupted");
    }

    @Test
    void anEventThatFailsIsHandledThreeTimesInThreeMinutes() {
        List<Instant> at = new CopyOnWriteArrayList<>();
        functions.function("tick", (event, context) -> {
            at.add(time.now());
            throw new IllegalStateException("again");
        });
        world.function("tick", Map.of());
        world.lambda.invoke(i -> i.functionName("tick").invocationType(InvocationType.EVENT));
        assertThat(time.awaitStill(Duration.ofSeconds(10))).isTrue();
        assertThat(at).hasSize(3);
        assertThat(Duration.between(at.getFirst(), at.getLast())).isEqualTo(Duration.ofMinutes(3));
    }

    @Test
    void noMoreExecutionsGoOnThanAreReserved() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        functions.function("one", (event, context) -> {
            entered.countDown();
            released.await();
            return "{}";
        });
        world.function("one", Map.of());
        world.lambda.putFunctionConcurrency(c -> c.functionName("one").reservedConcurrentExecutions(1));
        Thread first = Thread.ofVirtual().start(() -> world.invoke("one", "{}"));
        entered.await();
        assertThatThrownBy(() -> world.invoke("one", "{}")).isInstanceOf(TooManyRequestsException.class);
        released.countDown();
        first.join();
        assertThat(world.invoke("one", "{}").functionError()).isNull();
    }

    @Test
    void aHandlersCallsAreItsAccountsOwn() {
        functions.function("who", (event, context) -> {
            try (StsClient sts = Clients.of(world.aws)
                    .as(AwsBasicCredentials.create(context.invocation().accessKeyId(), "any"))
                    .with(StsClient.builder())) {
                return "\"" + sts.getCallerIdentity().account() + "\"";
            }
        });
        world.function("who", Map.of());
        assertThat(world.lambda
                        .invoke(i -> i.functionName("who").payload(SdkBytes.fromUtf8String("{}")))
                        .payload()
                        .asUtf8String())
                .isEqualTo("\"" + world.role().split(":", -1)[4] + "\"");
    }

    @Test
    void functionsWithoutAHandlerDoWhatTheirScriptSays() {
        world.function("scripted", Map.of(ScriptedFunctions.ANSWER, "{\"scripted\":true}"));
        assertThat(world.invoke("scripted", "{}").payload().asUtf8String()).isEqualTo("{\"scripted\":true}");
    }
}
