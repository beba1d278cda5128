package dev.penstock.simulator.lambda.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.lambda.ScriptedFunctions;
import dev.penstock.simulator.time.SimulatedTime;
import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;

/** Archives run under AWS's own runtime interface client, in a process each. */
class RuntimeInterfaceClientIT {

    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    private final SimulatedTime time = SimulatedTime.virtual();
    private final FunctionProcesses processes = new FunctionProcesses(
            time,
            new JavaLauncher(JAVA, client(), List.of("--enable-native-access=ALL-UNNAMED")),
            new ScriptedFunctions());
    private final SimulatedAws aws =
            SimulatedAws.builder().time(time).functions(processes).start();
    private final LambdaClient lambda = Clients.of(aws).with(LambdaClient.builder());

    /** The jars of the client, from this test's own class path. */
    private static List<Path> client() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.contains("aws-lambda-java-") || entry.contains("utils-lite"))
                .map(Path::of)
                .toList();
    }

    private static SdkBytes archive() {
        String entry = EchoFunction.class.getName().replace('.', '/') + ".class";
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes);
                InputStream in = Objects.requireNonNull(
                        EchoFunction.class.getClassLoader().getResourceAsStream(entry))) {
            out.putNextEntry(new ZipEntry(entry));
            in.transferTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return SdkBytes.fromByteArray(bytes.toByteArray());
    }

    @BeforeEach
    void makeARole() {
        Clients.of(aws).iam().createRole(r -> r.roleName("function").assumeRolePolicyDocument("""
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow",\
            "Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}\
            """));
    }

    @AfterEach
    void stop() {
        lambda.close();
        aws.close();
        processes.close();
    }

    private void function(Map<String, String> environment, int timeout) {
        lambda.createFunction(f -> f.functionName("echo")
                .runtime("java21")
                .role("arn:aws:iam::" + Clients.ACCOUNT + ":role/function")
                .handler(EchoFunction.class.getName())
                .timeout(timeout)
                .memorySize(256)
                .environment(e -> e.variables(environment))
                .code(c -> c.zipFile(archive())));
        lambda.waiter().waitUntilFunctionActiveV2(g -> g.functionName("echo"));
    }

    private InvokeResponse invoke(String event) {
        return lambda.invoke(i -> i.functionName("echo").payload(SdkBytes.fromUtf8String(event)));
    }

    private static Map<String, JsonValue> answer(InvokeResponse response) {
        return JsonTexts.structure(response.payload().asUtf8String()).members();
    }

    private List<String> log() {
        return Clients.of(aws).logs().filterLogEvents(f -> f.logGroupName("/aws/lambda/echo")).events().stream()
                .map(FilteredLogEvent::message)
                .map(String::strip)
                .toList();
    }

    @Test
    void anArchiveIsToldWhatLambdaTellsItAndItsProcessStaysForTheNextInvocation() {
        function(Map.of("GREETING", "hello"), 20);
        Map<String, JsonValue> first = answer(invoke("{}"));
        assertThat(first)
                .containsEntry("function", new JsonValue.Text("echo"))
                .containsEntry("version", new JsonValue.Text("$LATEST"))
                .containsEntry("inTime", new JsonValue.Truth(true))
                .containsEntry("greeting", new JsonValue.Text("hello"))
                .containsEntry("key", new JsonValue.Text(Clients.ACCOUNT));
        assertThat(JsonTexts.scalar(Objects.requireNonNull(first.get("memory"))))
                .isEqualTo("256");
        assertThat(JsonTexts.scalar(Objects.requireNonNull(first.get("arn")))).endsWith(":function:echo");
        Map<String, JsonValue> second = answer(invoke("{}"));
        assertThat(JsonTexts.scalar(Objects.requireNonNull(second.get("invocations"))))
                .isEqualTo("2");
        assertThat(log()).contains("number 1", "number 2").anyMatch(line -> line.startsWith("REPORT RequestId:"));
    }

    @Test
    void anExceptionIsTheInvocationsErrorWithItsTrace() {
        function(Map.of(), 20);
        InvokeResponse response = invoke("{\"do\":\"throw\"}");
        assertThat(response.functionError()).isEqualTo("Unhandled");
        assertThat(answer(response))
                .containsEntry("errorType", new JsonValue.Text("java.lang.IllegalArgumentException"))
                .containsEntry("errorMessage", new JsonValue.Text("as asked"));
        assertThat(response.payload().asUtf8String()).contains("EchoFunction.handleRequest(EchoFunction.java");
    }

    @Test
    void aFunctionThatCannotBeginSaysWhy() {
        function(Map.of("FAIL_AT_START", "1"), 20);
        InvokeResponse response = invoke("{}");
        assertThat(response.functionError()).isEqualTo("Unhandled");
        assertThat(response.payload().asUtf8String()).contains("cannot begin");
    }

    @Test
    void aProcessThatEndsIsReplacedForTheNextInvocation() {
        function(Map.of(), 20);
        InvokeResponse response = invoke("{\"do\":\"exit\"}");
        assertThat(response.payload().asUtf8String())
                .contains("Runtime.ExitError")
                .contains("exit status 3");
        assertThat(answer(invoke("{}"))).containsKey("invocations");
    }

    @Test
    void aFunctionThatHangsIsEndedAtItsTimeout() {
        function(Map.of(), 1);
        InvokeResponse response = invoke("{\"do\":\"hang\"}");
        assertThat(response.payload().asUtf8String()).contains("Task timed out after 1.00 seconds");
        assertThat(answer(invoke("{}"))).containsEntry("function", new JsonValue.Text("echo"));
    }

    @Test
    void anEventThatIsLeftIsExecutedLater() {
        function(Map.of(), 20);
        lambda.invoke(i -> i.functionName("echo").invocationType(InvocationType.EVENT));
        assertThat(time.awaitStill(Duration.ofSeconds(30))).isTrue();
        assertThat(log()).contains("number 1");
    }
}
