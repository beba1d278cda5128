package dev.penstock.simulator.recordings;

import static dev.penstock.simulator.recordings.RecordedFunctions.masked;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.lambda.model.CreateFunctionResponse;

/**
 * Functions of every runtime. What a runtime tells its functions of themselves, and how it words their errors, is the runtime's
 * affair and not replayed.
 */
class LambdaRuntimeRecordingsTest {

    @RegisterExtension
    static final Recording COMMON = Recordings.open("lambda_/test_lambda_common.snapshot.json");

    @RegisterExtension
    static final Recording RUNTIMES = Recordings.open("lambda_/test_lambda_runtimes.snapshot.json");

    /** What the recorder made of a digest. */
    private static final String DIGEST = "<<code-sha-256>:1>";

    private static final String WRAPPER = "/var/task/environment_wrapper";

    /** Runtimes, and how the recorded functions are entered that are made for them. */
    private static final Map<String, String> HANDLERS = Map.ofEntries(
            Map.entry("dotnet10", "dotnet::Dotnet.Function::FunctionHandler"),
            Map.entry("dotnet6", "dotnet::Dotnet.Function::FunctionHandler"),
            Map.entry("dotnet8", "dotnet::Dotnet.Function::FunctionHandler"),
            Map.entry("java11", "echo.Handler"),
            Map.entry("java17", "echo.Handler"),
            Map.entry("java21", "echo.Handler"),
            Map.entry("java25", "echo.Handler"),
            Map.entry("java8.al2", "echo.Handler"),
            Map.entry("nodejs16.x", "index.handler"),
            Map.entry("nodejs18.x", "index.handler"),
            Map.entry("nodejs20.x", "index.handler"),
            Map.entry("nodejs22.x", "index.handler"),
            Map.entry("nodejs24.x", "index.handler"),
            Map.entry("provided.al2", "function.handler"),
            Map.entry("provided.al2023", "function.handler"),
            Map.entry("python3.10", "handler.handler"),
            Map.entry("python3.11", "handler.handler"),
            Map.entry("python3.12", "handler.handler"),
            Map.entry("python3.13", "handler.handler"),
            Map.entry("python3.14", "handler.handler"),
            Map.entry("python3.8", "handler.handler"),
            Map.entry("python3.9", "handler.handler"),
            Map.entry("ruby3.2", "function.handler"),
            Map.entry("ruby3.3", "function.handler"),
            Map.entry("ruby3.4", "function.handler"));

    private final RecordedFunctions functions = new RecordedFunctions();

    @AfterEach
    void stop() {
        functions.close();
    }

    @Test
    void functionsOfAllRuntimes() {
        for (Map.Entry<String, String> runtime : HANDLERS.entrySet()) {
            COMMON.test("test_introspection_invoke[" + runtime.getKey() + "]", s -> {
                s.matches("create_function_result", create("introspection", runtime, Map.of("TEST_KEY", "TEST_VAL")));
            });
            COMMON.test("test_uncaught_exception_invoke[" + runtime.getKey() + "]", s -> {
                s.matches("create_function_result", create("uncaught", runtime, Map.of()));
            });
            if (!runtime.getKey().startsWith("provided")) {
                COMMON.test("test_runtime_wrapper_invoke[" + runtime.getKey() + "]", s -> {
                    s.matches(
                            "create_function_result",
                            create("wrapper", runtime, Map.of("AWS_LAMBDA_EXEC_WRAPPER", WRAPPER)));
                });
            }
        }
    }

    @Test
    void codeOfSeveralLanguages() {
        for (String runtime : List.of("nodejs16.x", "nodejs18.x", "nodejs20.x", "nodejs22.x", "nodejs24.x")) {
            RUNTIMES.test("test_invoke_nodejs_es6_lambda[" + runtime + "]", s -> {
                String name = "es6-" + runtime.replace('.', '-');
                functions.answering("{\"statusCode\":200,\"body\":\"\\\"response from localstack lambda:"
                        + " {\\\\\\\"event_type\\\\\\\":\\\\\\\"test_lambda\\\\\\\"}\\\"\"}");
                s.matches(
                        "creation-result",
                        functions.make(name, DIGEST, c -> c.runtime(runtime).handler("lambda_handler_es6.handler")));
                s.call("invocation-result", () -> functions.invoke(name, "{\"event_type\":\"test_lambda\"}"));
            });
        }
        for (String runtime : List.of("java8.al2", "java11", "java17", "java21", "java25")) {
            String name = "java-" + runtime.replace('.', '-');
            RUNTIMES.test("test_serializable_input_object[" + runtime + "]", s -> {
                functions.answering("{\"bucket\":\"test_bucket\",\"key\":\"test_key\",\"validated\":true}");
                s.matches(
                        "create-result",
                        functions.make(
                                name,
                                DIGEST,
                                c -> c.runtime(runtime)
                                        .handler("cloud.localstack.awssdkv1.sample.SerializedInputLambdaHandler")));
                s.call("invoke-result", () -> functions.invoke(name, "{}"));
            });
            RUNTIMES.test("test_stream_handler[" + runtime + "]", s -> {
                functions.answering("{}");
                s.call("invoke_result", () -> functions.invoke(name, "{\"echo\":\"echo\"}"));
            });
        }
    }

    @Test
    void handlersOfJava() {
        RUNTIMES.test("test_java_runtime_with_lib", s -> {
            for (String archive : List.of("jar-with-lib", "zip-with-lib", "zip-with-lib-gradle")) {
                functions.answering("\"{\\\"echo\\\":\\\"echo\\\"}\"");
                s.matches(
                        "create-result-" + archive,
                        functions.make(
                                "java-" + archive,
                                mask(archive),
                                c -> c.runtime("java11").handler("cloud.localstack.sample.LambdaHandlerWithLib")));
                s.call("invoke-result-" + archive, () -> functions.invoke("java-" + archive, "{\"echo\":\"echo\"}"));
            }
        });
        String handler = "cloud.localstack.sample.LambdaHandlerWithInterfaceAndCustom";
        Map<String, String> answers =
                Map.of("", "INTERFACE", "::handleRequest", "INTERFACE", "::handleRequestCustom", "CUSTOM");
        answers.forEach((method, answer) -> RUNTIMES.test(
                "test_java_custom_handler_method_specification[" + handler + method + "-" + answer + "]", s -> {
                    String name = "custom-" + method.replace(":", "");
                    functions.answering("\"" + answer + "\"");
                    s.matches(
                            "create-result",
                            functions.make(
                                    name, DIGEST, c -> c.runtime("java11").handler(handler + method)));
                    s.call("invoke-result", () -> functions.invoke(name, "{}"));
                }));
        RUNTIMES.test("test_java_lambda_subscribe_sns_topic", s -> {
            functions.make("subscriber", c -> c.runtime("java11").handler("cloud.localstack.sample.LambdaHandler"));
            s.call(
                    "get-function",
                    () -> masked(functions.lambda.getFunction(g -> g.functionName("subscriber")), DIGEST));
            s.call(
                    "add-permission",
                    () -> functions.lambda.addPermission(p -> p.functionName("subscriber")
                            .statementId("test-statement")
                            .action("lambda:InvokeFunction")
                            .principal("sns.amazonaws.com")
                            .sourceArn("arn:aws:sns:us-east-1:111122223333:topic")));
        });
        for (String runtime : List.of("provided.al2", "provided.al2023")) {
            RUNTIMES.test("TestGoProvidedRuntimes::test_uncaught_exception_invoke[" + runtime + "]", s -> {
                s.matches("create_function_result", created("go", Map.entry(runtime, "function.handler"), Map.of()));
            });
        }
    }

    private Object created(String scenario, Map.Entry<String, String> runtime, Map<String, String> environment) {
        return masked(create(scenario, runtime, environment), DIGEST);
    }

    private static String mask(String archive) {
        int number =
                List.of("jar-with-lib", "zip-with-lib", "zip-with-lib-gradle").indexOf(archive) + 1;
        return DIGEST.replace("1", Integer.toString(number));
    }

    private CreateFunctionResponse create(
            String scenario, Map.Entry<String, String> runtime, Map<String, String> environment) {
        String name = scenario + "-" + runtime.getKey().replace('.', '-');
        return functions.create(name, c -> {
            c.runtime(runtime.getKey()).handler(runtime.getValue()).memorySize(1024);
            if (!environment.isEmpty()) {
                c.environment(e -> e.variables(environment));
            }
        });
    }
}
