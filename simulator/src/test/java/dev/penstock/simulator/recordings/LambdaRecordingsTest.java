package dev.penstock.simulator.recordings;

import static dev.penstock.simulator.recordings.RecordedFunctions.masked;
import static dev.penstock.simulator.recordings.RecordedFunctions.zip;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.lambda.FunctionRuntime.Invocation;
import dev.penstock.simulator.lambda.FunctionRuntime.Result;
import dev.penstock.simulator.time.SimulatedTime;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationResponse;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.PublishVersionResponse;

/** What the functions' own code answers is given here, as the recorded tests have it. */
class LambdaRecordingsTest {

    @RegisterExtension
    static final Recording RECORDING = Recordings.open("lambda_/test_lambda.snapshot.json");

    private static final String NAME = "recorded-function";
    private static final String ALIAS = "recorded-alias";
    private static final String HANDLER_FAILS =
            "  File \"/var/task/lambda_handler_error.py\", line 2, in handler\n    raise Exception(\"Handler fails\")\n";

    private final RecordedFunctions functions = new RecordedFunctions();
    private final LambdaClient lambda = functions.lambda;

    @AfterEach
    void stop() {
        functions.close();
    }

    @Test
    void functionsAndTheirStates() {
        RECORDING.test("test_function_state", s -> {
            s.matches("create-fn-response", functions.create(NAME, c -> {}));
            functions.settle(NAME);
            s.call("get-fn-response", () -> masked(lambda.getFunction(g -> g.functionName(NAME))));
        });
        RECORDING.test("test_lambda_different_iam_keys_environment", s -> {
            s.matches("create-result", functions.make("keys"));
        });
        RECORDING.test("test_recreate_function", s -> {
            s.matches("create_function_response_one", functions.make("again", c -> c.handler("lambda_echo.handler")));
            lambda.deleteFunction(d -> d.functionName("again"));
            s.matches("create_function_response_two", functions.make("again", c -> c.handler("lambda_echo.handler")));
        });
        RECORDING.test("test_mixed_architecture", s -> {
            s.matches("create_function_response", functions.make("mixed", c -> c.architecturesWithStrings("x86_64")));
            s.call(
                    "update_function_code_response",
                    () -> masked(lambda.updateFunctionCode(
                            u -> u.functionName("mixed").zipFile(zip("arm")).architecturesWithStrings("arm64"))));
        });
        RECORDING.test("test_lambda_init_environment", s -> {
            s.matches("create-result", functions.make("init", c -> c.runtime("python3.14")));
        });
    }

    @Test
    void functionsOfEarlierTimes() {
        RECORDING.test("test_basic_invoke", s -> {
            for (String which : List.of("", "_2")) {
                s.matches(
                        "lambda_create_fn" + which,
                        functions.create(
                                "basic" + which, c -> c.runtime("python3.9").handler("index.handler")));
                functions.settle("basic" + which);
            }
            s.call("lambda_get_fn", () -> masked(lambda.getFunction(g -> g.functionName("basic"))));
            s.call("lambda_get_fn_2", () -> masked(lambda.getFunction(g -> g.functionName("basic_2"))));
            s.call("lambda_invoke_result", () -> functions.invoke("basic", ""));
        });
        RECORDING.test("test_invocation_type_event_error", s -> {
            s.matches("creation_response", functions.make("failing", c -> c.runtime("python3.10")));
            s.call(
                    "invocation_response",
                    () -> lambda.invoke(i -> i.functionName("failing").invocationType("Event")));
        });
    }

    @Test
    void codeKeepsWhatItKnowsBetweenInvocations() {
        functions.make(NAME);
        for (String language : List.of("nodejs", "python")) {
            RECORDING.test("test_lambda_cache_local[" + language + "]", s -> {
                functions.answering("{\"counter\":0}");
                s.call("first_invoke_result", () -> functions.invoke(NAME, ""));
                functions.answering("{\"counter\":1}");
                s.call("second_invoke_result", () -> functions.invoke(NAME, ""));
            });
        }
        RECORDING.test("test_lambda_invoke_timed_out_environment_reuse", s -> {
            s.matches("create-result", functions.make("reused", c -> c.timeout(1)));
            functions.answering("null");
            s.call("invoke-result-file-write", () -> functions.invoke("reused", "{\"write-file\":\"some-content\"}"));
            s.call("invoke-result-set-number", () -> functions.invoke("reused", "{\"set-number\":42}"));
            functions.answering("{\"content\":\"some-content\"}");
            s.call("invoke-result-file-read", () -> functions.invoke("reused", "{\"read-file\":true}"));
            s.call("invoke-result-file-read-after-timeout", () -> functions.invoke("reused", "{\"read-file\":true}"));
            functions.answering("{\"number\":42}");
            s.call("invoke-result-read-number", () -> functions.invoke("reused", "{\"read-number\":true}"));
            functions.answering("{\"number\":0}");
            s.call("invoke-result-read-number-after-timeout", () -> functions.invoke("reused", "{}"));
            functions.code(invocation -> new Result.TimedOut());
            s.call("invoke-result-timed-out", () -> functions.invoke("reused", "{\"sleep\":2}"));
        });
        RECORDING.test("test_request_id_invoke", s -> {
            functions.code(invocation -> new Result.Answered("\"" + invocation.requestId() + "\""));
            s.call("invoke_result", () -> functions.invoke(NAME, ""));
        });
        RECORDING.test("test_request_id_async_invoke_with_retry", s -> {
            s.call("invoke_result", () -> invokeAs("Event"));
        });
    }

    @Test
    void handlersAreUpdated() {
        functions.code(invocation -> new Result.Answered("{\"handler\":\""
                + invocation.handler().substring(invocation.handler().indexOf('.') + 1) + "\"}"));
        functions.make(NAME);
        RECORDING.test("test_lambda_handler_update", s -> {
            s.call("invoke_result_handler_one", () -> functions.invoke(NAME, ""));
            s.call(
                    "update_function_configuration_result",
                    () -> masked(lambda.updateFunctionConfiguration(
                            u -> u.functionName(NAME).handler("handler.handler_two"))));
            functions.settle(NAME);
            s.call("get_function_result", () -> masked(lambda.getFunction(g -> g.functionName(NAME))));
            s.call("invoke_result_handler_two", () -> functions.invoke(NAME, ""));
            lambda.publishVersion(p -> p.functionName(NAME));
            s.call("invoke_result_handler_two_postpublish", () -> functions.invoke(NAME, ""));
        });
    }

    @Test
    void invocations() {
        functions.make(NAME);
        for (String runtime : List.of("python3.9", "python3.10", "nodejs16.x")) {
            RECORDING.test("test_invocation_type_request_response[" + runtime + "]", s -> {
                s.call("invoke-result", () -> functions.invoke(NAME, "{}"));
            });
            RECORDING.test("test_invocation_type_event[" + runtime + "]", s -> {
                s.call("invoke-result", () -> invokeAs("Event"));
            });
            RECORDING.test("test_invocation_type_dry_run[" + runtime + "]", s -> {
                s.call("invoke-result", () -> payload(invokeAs("DryRun")));
            });
        }
        functions.answering("null");
        for (String language : List.of("python", "nodejs")) {
            RECORDING.test("test_invocation_type_no_return_payload[" + language + "-Event]", s -> {
                s.call("invoke-result", () -> invokeAs("Event"));
            });
            RECORDING.test("test_invocation_type_no_return_payload[" + language + "-RequestResponse]", s -> {
                s.call("invoke-result", () -> functions.invoke(NAME, "{}"));
            });
        }
        RECORDING.test("test_lambda_environment", s -> {
            functions.answering("{\"Hello\":\"World\"}");
            s.matches(
                    "creation-result",
                    functions.make(
                            "environment",
                            c -> c.runtime("python3.9").environment(e -> e.variables(Map.of("Hello", "World")))));
            s.call("invocation-result", () -> functions.invoke("environment", "{}"));
            s.call(
                    "get-configuration-result",
                    () -> masked(lambda.getFunctionConfiguration(g -> g.functionName("environment"))));
        });
        RECORDING.test("TestLambdaBehavior::test_lambda_invoke_no_timeout", s -> {
            functions.answering("null");
            s.matches("create-result", functions.make("patient", c -> c.timeout(2)));
            s.call("invoke-result", () -> functions.invoke("patient", "{}"));
        });
    }

    @Test
    void errorsOfFunctions() {
        functions.make(NAME, c -> c.timeout(1));
        RECORDING.test("test_lambda_invoke_with_timeout", s -> {
            functions.code(invocation -> new Result.TimedOut());
            s.matches("create-result", functions.make("late", c -> c.timeout(1)));
            s.call("invoke-result", () -> functions.invoke("late", "{\"sleep\":2}"));
        });
        RECORDING.test("test_lambda_runtime_wrapper_not_found", s -> {
            functions.code(invocation -> new Result.Exited(127));
            s.call("invocation_error", () -> functions.invoke(NAME, "{}"));
        });
        for (String test : List.of("test_lambda_runtime_exit", "test_lambda_handler_exit")) {
            RECORDING.test("TestLambdaErrors::" + test, s -> {
                functions.code(invocation -> new Result.Exited(0));
                s.call("invocation_error", () -> functions.invoke(NAME, "{}"));
            });
        }
        RECORDING.test("test_lambda_handler_error", s -> {
            functions.code(invocation -> new Result.Failed("Exception", "Handler fails", List.of(HANDLER_FAILS)));
            s.call("invocation_error", () -> functions.invoke(NAME, "{}"));
        });
        RECORDING.test("test_lambda_too_large_response", s -> {
            functions.answering("\"" + "x".repeat(6_291_556) + "\"");
            s.call("invoke_result", () -> functions.invoke(NAME, "{}"));
            s.call("invoke_result_2", () -> functions.invoke(NAME, "{}"));
        });
    }

    @Test
    void requestsThatAreRefused() {
        functions.make(NAME);
        RECORDING.test("tests/aws/services/lambda_/test_lambda.py::TestLambdaFeatures::test_invoke_exceptions", s -> {
            s.fails("invoke_function_doesnotexist", () -> functions.invoke("doesnotexist", "{}"));
        });
        Map<String, String> wrong = Map.of(
                "body-n\\x87r\\x9e\\xe9\\xb5\\xd7I\\xee\\x9bmt",
                "invoke_function_invalid_payload_body",
                "message-\\x99\\xeb,j\\x07\\xa1zYh",
                "invoke_function_invalid_payload_message");
        wrong.forEach((parameters, label) -> RECORDING.test(
                "test_lambda_invoke_payload_encoding_error[" + parameters + "]",
                s -> s.fails(
                        label,
                        () -> lambda.invoke(i -> i.functionName(NAME)
                                .payload(SdkBytes.fromByteArray(
                                        bytes(parameters.substring(parameters.indexOf('-') + 1))))))));
        RECORDING.test("test_lambda_url_invalid_invoke_mode", s -> {
            s.fails(
                    "invoke_function_invalid_invoke_type",
                    () -> lambda.createFunctionUrlConfig(
                            c -> c.functionName(NAME).authType("NONE").invokeMode("UNKNOWN")));
        });
    }

    @Test
    void concurrency() {
        functions.make(NAME);
        RECORDING.test("test_lambda_concurrency_crud", s -> {
            s.call("get_function_concurrency_default", this::concurrencyOf);
            s.call("put_function_concurrency", () -> reserve(0));
            s.call("get_function_concurrency_updated", this::concurrencyOf);
            lambda.deleteFunctionConcurrency(d -> d.functionName(NAME));
            s.call("get_function_concurrency_deleted", this::concurrencyOf);
        });
        RECORDING.test("test_lambda_concurrency_update", s -> {
            s.call("put_function_concurrency", () -> reserve(3));
            s.call("get_function_concurrency_updated", this::concurrencyOf);
            s.call("get_function_concurrency_info", () -> masked(lambda.getFunction(g -> g.functionName(NAME))));
            lambda.deleteFunctionConcurrency(d -> d.functionName(NAME));
            s.call("get_function_concurrency_deleted", this::concurrencyOf);
        });
        RECORDING.test("test_reserved_concurrency_async_queue", s -> {
            s.call("fn", () -> latest());
            s.call("put_fn_concurrency", () -> reserve(1));
            lambda.deleteFunctionConcurrency(d -> d.functionName(NAME));
        });
    }

    @Test
    void concurrencyThatIsUsedUp() {
        RECORDING.test("test_reserved_concurrency", s -> {
            RecordedQueues queues = new RecordedQueues(functions.aws);
            queues.create("queue");
            functions.make("blocked", c -> c.timeout(20));
            s.call(
                    "fn",
                    () -> masked(lambda.getFunctionConfiguration(
                            g -> g.functionName("blocked").qualifier("$LATEST"))));
            s.call(
                    "put_reserved",
                    () -> lambda.putFunctionConcurrency(
                            p -> p.functionName("blocked").reservedConcurrentExecutions(0)));
            s.fails("exc_no_cap_requestresponse", () -> functions.invoke("blocked", "$LATEST", "{}"));
            s.call(
                    "put_event_invoke_conf",
                    () -> lambda.putFunctionEventInvokeConfig(p -> p.functionName("blocked")
                            .maximumRetryAttempts(0)
                            .destinationConfig(d -> d.onFailure(
                                    f -> f.destination("arn:aws:sqs:us-east-1:" + Clients.ACCOUNT + ":queue")))));
            s.call(
                    "invoke_result",
                    () -> lambda.invoke(i -> i.functionName("blocked").invocationType("Event")));
            functions.aws.time().advance(java.time.Duration.ofMinutes(1));
            s.call("msg", () -> queues.received("queue"));
        });
        RECORDING.test("test_lambda_concurrency_block", s -> {
            functions.make(NAME);
            s.call("v1_result", () -> publish(NAME));
            s.call("reserved_concurrency_result", () -> reserve(1));
            String hello = "{\"hello\":\"world\"}";
            s.call("invoke_latest_before_block", () -> functions.invoke(NAME, "$LATEST", hello));
            s.call("provisioned_concurrency_result", () -> provision("1", 1));
            provisioned("1");
            s.fails("invoke_latest_first_exc", () -> functions.invoke(NAME, "$LATEST", hello));
            s.call("invoke_v1_after_block", () -> functions.invoke(NAME, "1", hello));
            s.fails("invoke_latest_second_exc", () -> functions.invoke(NAME, "$LATEST", hello));
        });
    }

    @Test
    void provisionedConcurrency() {
        functions.make(NAME);
        lambda.publishVersion(p -> p.functionName(NAME));
        lambda.createAlias(a -> a.functionName(NAME).name(ALIAS).functionVersion("1"));
        RECORDING.test("TestLambdaConcurrency::test_provisioned_concurrency", s -> provisioning(s, "1", 5));
        lambda.deleteProvisionedConcurrencyConfig(d -> d.functionName(NAME).qualifier("1"));
        RECORDING.test("TestLambdaConcurrency::test_provisioned_concurrency_on_alias", s -> provisioning(s, ALIAS, 5));
        RECORDING.test("test_lambda_provisioned_concurrency_scheduling", s -> {
            provision(ALIAS, 1);
            s.call("get_provisioned_postwait", () -> provisioned(ALIAS));
        });
    }

    @Test
    void reservedAndProvisionedConcurrencyTogether() {
        functions.make(NAME);
        lambda.publishVersion(p -> p.functionName(NAME));
        RECORDING.test("test_reserved_provisioned_overlap", s -> {
            provisioning(s, "1", 2);
            s.fails("reserved_lower_than_provisioned_exc", () -> reserve(1));
            reserve(2);
            s.call("get_concurrency", this::concurrencyOf);
            s.fails("reserved_equals_provisioned_latest_invoke_exc", () -> functions.invoke(NAME, ""));
            s.call(
                    "update_func_config",
                    () -> masked(lambda.updateFunctionConfiguration(
                            u -> u.functionName(NAME).timeout(15))));
            functions.settle(NAME);
            lambda.publishVersion(p -> p.functionName(NAME));
            s.fails("reserved_equals_provisioned_another_provisioned_exc", () -> provision("2", 1));
            s.fails("reserved_equals_provisioned_increase_provisioned_exc", () -> provision("1", 3));
        });
    }

    @Test
    void provisionedConcurrencyMovesWithItsAlias() {
        RECORDING.test("test_lambda_provisioned_concurrency_moves_with_alias", s -> {
            s.give("<alias-name>", ALIAS);
            s.matches(
                    "create-result",
                    functions.make(NAME, c -> c.runtime("python3.8").timeout(2)));
            String revision = s.call("get-function-configuration", this::latest).revisionId();
            s.call(
                    "publish_version_1",
                    () -> masked(lambda.publishVersion(
                            p -> p.functionName(NAME).revisionId(revision).description("my-first-version"))));
            s.call(
                    "get_function_configuration_version_1",
                    () -> masked(lambda.getFunctionConfiguration(
                            g -> g.functionName(NAME).qualifier("1"))));
            s.call(
                    "create_alias",
                    () -> lambda.createAlias(
                            a -> a.functionName(NAME).name(ALIAS).functionVersion("1")));
            s.call(
                    "get_function_before_provisioned",
                    () -> masked(lambda.getFunction(g -> g.functionName(NAME).qualifier("1"))));
            provision(ALIAS, 1);
            provisioned(ALIAS);
            s.call(
                    "get_function_after_provisioned",
                    () -> masked(lambda.getFunction(g -> g.functionName(NAME).qualifier(ALIAS))));
            lambda.updateFunctionConfiguration(u -> u.functionName(NAME).timeout(10));
            functions.settle(NAME);
            s.call(
                    "get_function_after_update",
                    () -> masked(lambda.getFunctionConfiguration(g -> g.functionName(NAME))));
            s.call("publish_version_2", () -> publish(NAME));
            try (SimulatedTime.Busy still = functions.aws.time().busy()) {
                s.call(
                        "update_alias",
                        () -> lambda.updateAlias(
                                u -> u.functionName(NAME).name(ALIAS).functionVersion("2")));
                s.call(
                        "get_provisioned_config_after_alias_move",
                        () -> lambda.getProvisionedConcurrencyConfig(
                                g -> g.functionName(NAME).qualifier(ALIAS)));
            }
            s.fails(
                    "provisioned_concurrency_notfound",
                    () -> lambda.getProvisionedConcurrencyConfig(
                            g -> g.functionName(NAME).qualifier("1")));
        });
    }

    @Test
    void versions() {
        RECORDING.test("test_lambda_versions_with_code_changes", s -> {
            functions.code(LambdaRecordingsTest::versioned);
            s.matches(
                    "create_response",
                    functions.create(
                            NAME, c -> c.description("No version :(").code(code -> code.zipFile(zip("version1")))));
            functions.settle(NAME);
            s.call("first_publish_response", () -> publish(NAME, "First version description :)"));
            s.call("update_lambda_response", () -> updated(NAME, "version2", false));
            functions.settle(NAME);
            s.call("invocation_result_latest", () -> functions.invoke(NAME, "{}"));
            s.call("invocation_result_v1", () -> functions.invoke(NAME, "1", "{}"));
            s.call("second_publish_response", () -> publish(NAME, "Second version description :)"));
            s.call("invocation_result_v2", () -> functions.invoke(NAME, "2", "{}"));
            s.call("update_lambda_response_with_publish", () -> updated(NAME, "version3", true));
            functions.settle(NAME);
            lambda.waiter().waitUntilFunctionActiveV2(g -> g.functionName(NAME).qualifier("3"));
            s.call("invocation_result_v3", () -> functions.invoke(NAME, "3", "{}"));
            s.call("invocation_result_latest_end", () -> functions.invoke(NAME, "{}"));
            s.call("invocation_result_v2_end", () -> functions.invoke(NAME, "2", "{}"));
            s.call("invocation_result_v1_end", () -> functions.invoke(NAME, "1", "{}"));
        });
    }

    @Test
    void aliases() {
        functions.code(LambdaRecordingsTest::versioned);
        RECORDING.test("test_lambda_alias_moving", s -> {
            s.matches(
                    "create_response",
                    functions.create(
                            NAME, c -> c.description("No version :(").code(code -> code.zipFile(zip("version1")))));
            functions.settle(NAME);
            publish(NAME, "First version description :)");
            s.call(
                    "create_alias_response",
                    () -> lambda.createAlias(
                            a -> a.functionName(NAME).name("alias1").functionVersion("1")));
            s.call("invocation_result_qualifier_v1", () -> functions.invoke(NAME, "alias1", "{}"));
            String arn = "arn:aws:lambda:us-east-1:" + Clients.ACCOUNT + ":function:" + NAME + ":alias1";
            s.call("invocation_result_qualifier_v1_arn", () -> functions.invoke(arn, "{}"));
            s.call("update_lambda_response", () -> updated(NAME, "version2", false));
            functions.settle(NAME);
            s.call("invocation_result_qualifier_v1_after_update", () -> functions.invoke(NAME, "alias1", "{}"));
            s.call("second_publish_response", () -> publish(NAME, "Second version description :)"));
            s.call("invocation_result_qualifier_v1_after_publish", () -> functions.invoke(NAME, "alias1", "{}"));
            s.call(
                    "update_alias_response",
                    () -> lambda.updateAlias(
                            u -> u.functionName(NAME).name("alias1").functionVersion("2")));
            s.call("invocation_result_qualifier_v2", () -> functions.invoke(NAME, "alias1", "{}"));
            s.fails("invocation_exc_not_existent", () -> functions.invoke(NAME, "non-existent-alias", "{}"));
        });
        RECORDING.test("test_alias_routingconfig", s -> {
            lambda.deleteAlias(d -> d.functionName(NAME).name("alias1"));
            s.call(
                    "create_alias_response",
                    () -> lambda.createAlias(a -> a.functionName(NAME)
                            .name("alias1")
                            .functionVersion("1")
                            .routingConfig(r -> r.additionalVersionWeights(Map.of("2", 0.5)))));
        });
    }

    @Test
    void qualifiersAndCodeInS3() {
        RECORDING.test("test_invocation_with_qualifier", s -> {
            s.matches(
                    "creation-response",
                    functions.create(NAME, c -> c.publish(true).timeout(10)));
            functions.settle(NAME);
            lambda.waiter().waitUntilFunctionActiveV2(g -> g.functionName(NAME).qualifier("1"));
            functions.code(LambdaRecordingsTest::introspected);
            s.call(
                    "invocation-response",
                    () -> lambda.invoke(i -> i.functionName(NAME)
                            .qualifier("1")
                            .logType("Tail")
                            .payload(SdkBytes.fromUtf8String("{\"foo\":\"bar with 'quotes\\\"\"}"))));
        });
        RECORDING.test("test_upload_lambda_from_s3", s -> {
            try (var s3 = Clients.of(functions.aws).s3()) {
                s3.createBucket(b -> b.bucket("code"));
                s3.putObject(
                        p -> p.bucket("code").key("test_lambda.zip"),
                        RequestBody.fromBytes(zip("s3").asByteArray()));
            }
            s.matches(
                    "creation-response",
                    functions.create(
                            "from-s3",
                            c -> c.timeout(10)
                                    .code(code -> code.s3Bucket("code").s3Key("test_lambda.zip"))));
        });
        RECORDING.test("test_lambda_with_context", s -> {
            s.matches(
                    "creation",
                    functions.make("context", c -> c.runtime("nodejs16.x").handler("lambda_integration.handler")));
        });
    }

    @Test
    void functionUrls() {
        functions.make(NAME);
        for (String answer : List.of(
                "dict", "http-response", "http-response-json", "list-mixed", "string", "integer", "float", "boolean")) {
            RECORDING.test("TestLambdaURL::test_lambda_url_invocation[" + answer + "]", this::addressed);
        }
        RECORDING.test("TestRequestIdHandling::test_request_id_invoke_url", this::addressed);
        RECORDING.test("test_lambda_url_invocation_exception", s -> {
            s.call("get_fn_result", () -> masked(lambda.getFunction(g -> g.functionName(NAME))));
            addressed(s);
        });
        for (String mode : List.of("RESPONSE_STREAM", "BUFFERED", "None")) {
            RECORDING.test("TestLambdaURL::test_lambda_url_echo_invoke[" + mode + "]", s -> {
                s.call(
                        "create_lambda_url_config",
                        () -> lambda.createFunctionUrlConfig(c ->
                                c.functionName(NAME).authType("NONE").invokeMode(mode.equals("None") ? null : mode)));
                addPermission(s);
            });
        }
        RECORDING.test("test_lambda_update_function_url_config", s -> {
            s.call(
                    "create_lambda_url_config",
                    () -> lambda.createFunctionUrlConfig(
                            c -> c.functionName(NAME).authType("NONE").invokeMode("BUFFERED")));
            s.call("get_url_config", this::address);
            s.call(
                    "modify_lambda_url_config",
                    () -> lambda.updateFunctionUrlConfig(
                            u -> u.functionName(NAME).authType("NONE").invokeMode("RESPONSE_STREAM")));
            s.call("get_url_config_2", this::address);
            s.call(
                    "modify_lambda_url_config_none",
                    () -> lambda.updateFunctionUrlConfig(
                            u -> u.functionName(NAME).authType("NONE")));
            s.call("get_url_config_3", this::address);
            lambda.deleteFunctionUrlConfig(d -> d.functionName(NAME));
        });
        RECORDING.test("test_lambda_url_persists_after_alias_delete", s -> {
            lambda.publishVersion(p -> p.functionName(NAME));
            lambda.createAlias(a -> a.functionName(NAME).name(ALIAS).functionVersion("1"));
            s.call(
                    "create_lambda_url_config",
                    () -> lambda.createFunctionUrlConfig(c -> c.functionName(NAME)
                            .authType("NONE")
                            .invokeMode("BUFFERED")
                            .qualifier(ALIAS)));
            s.call(
                    "delete_alias_resp",
                    () -> lambda.deleteAlias(d -> d.functionName(NAME).name(ALIAS)));
        });
    }

    private void addressed(Session s) {
        s.call(
                "create_lambda_url_config",
                () -> lambda.createFunctionUrlConfig(c -> c.functionName(NAME).authType("NONE")));
        addPermission(s);
    }

    private void addPermission(Session s) {
        s.call(
                "add_permission",
                () -> lambda.addPermission(p -> p.functionName(NAME)
                        .statementId("urlPermission")
                        .action("lambda:InvokeFunctionUrl")
                        .principal("*")
                        .functionUrlAuthType("NONE")));
        lambda.removePermission(r -> r.functionName(NAME).statementId("urlPermission"));
        lambda.deleteFunctionUrlConfig(d -> d.functionName(NAME));
    }

    private Object address() {
        return lambda.getFunctionUrlConfig(g -> g.functionName(NAME));
    }

    private InvokeResponse invokeAs(String type) {
        return lambda.invoke(i -> i.functionName(NAME).invocationType(type).payload(SdkBytes.fromUtf8String("{}")));
    }

    /** A response with the empty payload that clients which read streams always have. */
    private static InvokeResponse payload(InvokeResponse response) {
        return response.toBuilder().payload(SdkBytes.fromUtf8String("")).build();
    }

    private Object concurrencyOf() {
        return lambda.getFunctionConcurrency(g -> g.functionName(NAME));
    }

    private Object reserve(int executions) {
        return lambda.putFunctionConcurrency(p -> p.functionName(NAME).reservedConcurrentExecutions(executions));
    }

    private Object provision(String qualifier, int executions) {
        return lambda.putProvisionedConcurrencyConfig(
                p -> p.functionName(NAME).qualifier(qualifier).provisionedConcurrentExecutions(executions));
    }

    private void provisioning(Session s, String qualifier, int executions) {
        try (SimulatedTime.Busy still = functions.aws.time().busy()) {
            s.call("put_provisioned_5", () -> provision(qualifier, executions));
            s.call(
                    "get_provisioned_prewait",
                    () -> lambda.getProvisionedConcurrencyConfig(
                            g -> g.functionName(NAME).qualifier(qualifier)));
        }
        s.call("get_provisioned_postwait", () -> provisioned(qualifier));
    }

    /** Lets the time pass that the allocation takes. */
    private Object provisioned(String qualifier) {
        functions.aws.time().advance(java.time.Duration.ofMinutes(5));
        return lambda.getProvisionedConcurrencyConfig(g -> g.functionName(NAME).qualifier(qualifier));
    }

    private GetFunctionConfigurationResponse latest() {
        return masked(lambda.getFunctionConfiguration(g -> g.functionName(NAME).qualifier("$LATEST")));
    }

    private PublishVersionResponse publish(String name) {
        return masked(lambda.publishVersion(p -> p.functionName(name)));
    }

    private PublishVersionResponse publish(String name, String description) {
        return masked(lambda.publishVersion(p -> p.functionName(name).description(description)));
    }

    private Object updated(String name, String contents, boolean publish) {
        return masked(lambda.updateFunctionCode(
                u -> u.functionName(name).zipFile(zip(contents)).publish(publish)));
    }

    /** The code of the recorded tests of versions: what of it was uploaded, and how it was invoked. */
    private static Result versioned(Invocation invocation) {
        String contents = List.of("version1", "version2", "version3").stream()
                .filter(text -> invocation.codeSha256().equals(digest(zip(text))))
                .findFirst()
                .orElse("");
        return new Result.Answered("{\"version_id\":\"" + contents + "\",\"invoked_arn\":\"" + invocation.functionArn()
                + "\",\"version_from_ctx\":\"" + invocation.version() + "\"}");
    }

    /** The code that shows its event and its context, which log stream it writes to is the runtime's affair. */
    static Result introspected(Invocation invocation) {
        String name = invocation.functionName();
        return new Result.Answered("{\"event\":" + invocation.event() + ",\"context\":{\"invoked_function_arn\":\""
                + invocation.functionArn() + "\",\"function_version\":\"" + invocation.version()
                + "\",\"function_name\":\"" + name + "\",\"memory_limit_in_mb\":\"" + invocation.memory()
                + "\",\"aws_request_id\":\"" + invocation.requestId() + "\",\"log_group_name\":\"/aws/lambda/" + name
                + "\",\"log_stream_name\":\"stream\",\"client_context\":null}}");
    }

    private static String digest(SdkBytes zip) {
        try {
            return java.util.HexFormat.of()
                    .formatHex(
                            java.security.MessageDigest.getInstance("SHA-256").digest(zip.asByteArray()));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Bytes as a name of Python's writes them. */
    private static byte[] bytes(String escaped) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < escaped.length(); i++) {
            if (escaped.startsWith("\\x", i)) {
                text.append((char) Integer.parseInt(escaped.substring(i + 2, i + 4), 16));
                i += 3;
            } else {
                text.append(escaped.charAt(i));
            }
        }
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
