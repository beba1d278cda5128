package dev.penstock.aws.emulators;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.AliasConfiguration;
import software.amazon.awssdk.services.lambda.model.CreateFunctionResponse;
import software.amazon.awssdk.services.lambda.model.CreateFunctionUrlConfigResponse;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.FunctionUrlAuthType;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationResponse;
import software.amazon.awssdk.services.lambda.model.LastUpdateStatus;
import software.amazon.awssdk.services.lambda.model.State;

/** Functions of Lambda, their versions and aliases, who may call them, and what calls them. Nothing is invoked. */
abstract class LambdaContract extends ServiceContract {

    private static final String TRUST = """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow",\
            "Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}""";
    private static final String QUEUES = """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sqs:*","Resource":"*"}]}""";
    private static final String NOT_FOUND = "ResourceNotFoundException";
    private static final String CONFLICT = "ResourceConflictException";

    private LambdaClient lambda;
    private String role;

    @BeforeEach
    void client() {
        lambda = account.client(LambdaClient.builder());
        IamClient iam = account.client(IamClient.builder());
        role = iam.createRole(make -> make.roleName("function").assumeRolePolicyDocument(TRUST))
                .role()
                .arn();
        iam.putRolePolicy(put -> put.roleName("function").policyName("queues").policyDocument(QUEUES));
    }

    private String arn(String of) {
        return "arn:aws:lambda:us-east-1:" + account.id + ":function:" + of;
    }

    private static byte[] code(String says) {
        try (ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
            try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
                ZipEntry entry = new ZipEntry("index.py");
                entry.setTime(0);
                zip.putNextEntry(entry);
                zip.write(("def handler(e, c):\n    return '" + says + "'\n").getBytes(StandardCharsets.UTF_8));
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private CreateFunctionResponse make(String name) {
        CreateFunctionResponse made = lambda.createFunction(make -> make.functionName(name)
                .role(role)
                .runtime("python3.12")
                .handler("index.handler")
                .code(code -> code.zipFile(SdkBytes.fromByteArray(code("one")))));
        settle(name);
        return made;
    }

    private void settle(String name) {
        account.await(name + " is ready", () -> {
            GetFunctionConfigurationResponse now = lambda.getFunctionConfiguration(get -> get.functionName(name));
            return now.state() == State.ACTIVE && now.lastUpdateStatus() == LastUpdateStatus.SUCCESSFUL;
        });
    }

    private void change(String name, String says) {
        lambda.updateFunctionCode(update -> update.functionName(name).zipFile(SdkBytes.fromByteArray(code(says))));
        settle(name);
    }

    private String publish(String name) {
        return lambda.publishVersion(publish -> publish.functionName(name)).version();
    }

    private AliasConfiguration alias(String name, String alias) {
        return lambda.listAliases(list -> list.functionName(name)).aliases().stream()
                .filter(one -> one.name().equals(alias))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aFunctionIsItsLatestVersionWithTheDigestOfItsCode() throws NoSuchAlgorithmException {
        CreateFunctionResponse made = make("orders");
        String digest = Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(code("one")));
        assertThat(made.functionArn()).isEqualTo(arn("orders"));
        assertThat(made.version()).isEqualTo("$LATEST");
        assertThat(made.codeSha256()).isEqualTo(digest);
        assertThat(made.codeSize()).isEqualTo(code("one").length);
        assertThat(made.memorySize()).isEqualTo(128);
        assertThat(made.timeout()).isEqualTo(3);
        assertThat(lambda.getFunction(get -> get.functionName(arn("orders")))
                        .configuration()
                        .functionName())
                .isEqualTo("orders");
    }

    @Test
    void aFunctionHasItsNameOnce() {
        make("orders");
        refused(() -> make("orders"), 409, CONFLICT);
    }

    @Test
    void saysThatThereIsNoSuchFunction() {
        refused(() -> lambda.getFunction(get -> get.functionName("none")), 404, NOT_FOUND);
        refused(() -> change("none", "two"), 404, NOT_FOUND);
        refused(() -> publish("none"), 404, NOT_FOUND);
        refused(() -> lambda.deleteFunction(delete -> delete.functionName("none")), 404, NOT_FOUND);
        refused(() -> lambda.invoke(invoke -> invoke.functionName("none")), 404, NOT_FOUND);
    }

    @Test
    void refusesASettingOutOfItsRange() {
        make("orders");
        refused(
                () -> lambda.updateFunctionConfiguration(
                        update -> update.functionName("orders").timeout(901)),
                400,
                "ValidationException");
        refused(
                () -> lambda.updateFunctionConfiguration(
                        update -> update.functionName("orders").memorySize(64)),
                400,
                "ValidationException");
    }

    @Test
    void publishesWhatHasChanged() {
        make("orders");
        assertThat(publish("orders")).isEqualTo("1");
        assertThat(publish("orders")).isEqualTo("1");
        change("orders", "two");
        assertThat(publish("orders")).isEqualTo("2");
        assertThat(lambda.listVersionsByFunction(list -> list.functionName("orders"))
                        .versions())
                .extracting(FunctionConfiguration::version)
                .containsExactly("$LATEST", "1", "2");
        assertThat(lambda.getFunctionConfiguration(
                                get -> get.functionName("orders").qualifier("1"))
                        .functionArn())
                .isEqualTo(arn("orders:1"));
    }

    @Test
    void aVersionKeepsItsSettings() {
        make("orders");
        publish("orders");
        lambda.updateFunctionConfiguration(
                update -> update.functionName("orders").environment(set -> set.variables(Map.of("COLOUR", "blue"))));
        settle("orders");
        assertThat(lambda.getFunctionConfiguration(
                                get -> get.functionName("orders").qualifier("1"))
                        .environment())
                .isNull();
    }

    @Test
    void anAliasPointsToAVersionAndMoves() {
        make("orders");
        publish("orders");
        change("orders", "two");
        publish("orders");
        assertThat(lambda.createAlias(
                                make -> make.functionName("orders").name("live").functionVersion("1"))
                        .aliasArn())
                .isEqualTo(arn("orders:live"));
        refused(
                () -> lambda.createAlias(
                        make -> make.functionName("orders").name("live").functionVersion("2")),
                409,
                CONFLICT);
        lambda.updateAlias(update -> update.functionName("orders")
                .name("live")
                .routingConfig(route -> route.additionalVersionWeights(Map.of("2", 0.1))));
        assertThat(alias("orders", "live").routingConfig().additionalVersionWeights())
                .containsExactly(Map.entry("2", 0.1));
        lambda.updateAlias(update -> update.functionName("orders")
                .name("live")
                .functionVersion("2")
                .routingConfig(route -> route.additionalVersionWeights(Map.of())));
        assertThat(alias("orders", "live").functionVersion()).isEqualTo("2");
        assertThat(Optional.ofNullable(alias("orders", "live").routingConfig()))
                .map(route -> route.additionalVersionWeights().isEmpty())
                .isNotEqualTo(Optional.of(false));
        lambda.deleteAlias(delete -> delete.functionName("orders").name("live"));
        refused(() -> lambda.getAlias(get -> get.functionName("orders").name("live")), 404, NOT_FOUND);
    }

    @Test
    void anAliasNeedsAVersionThatIsThere() {
        make("orders");
        refused(
                () -> lambda.createAlias(
                        make -> make.functionName("orders").name("live").functionVersion("7")),
                404,
                NOT_FOUND);
    }

    @Test
    void aChangeOfWhatHasChangedSinceIsRefused() {
        make("orders");
        publish("orders");
        String seen = lambda.createAlias(
                        make -> make.functionName("orders").name("live").functionVersion("1"))
                .revisionId();
        lambda.updateAlias(update -> update.functionName("orders").name("live").description("d"));
        refused(
                () -> lambda.updateAlias(update -> update.functionName("orders")
                        .name("live")
                        .description("e")
                        .revisionId(seen)),
                412,
                "PreconditionFailedException");
    }

    @Test
    void aFunctionIsDeletedWithItsVersionsAndAliases() {
        make("orders");
        publish("orders");
        lambda.deleteFunction(delete -> delete.functionName("orders"));
        refused(() -> lambda.getFunction(get -> get.functionName("orders").qualifier("1")), 404, NOT_FOUND);
        assertThat(lambda.listFunctions().functions()).isEmpty();
    }

    @Test
    void aPermissionStandsInThePolicyOfTheFunction() {
        make("orders");
        refused(() -> lambda.getPolicy(get -> get.functionName("orders")), 404, NOT_FOUND);
        allow("events");
        assertThat(lambda.getPolicy(get -> get.functionName("orders")).policy().replace(" ", ""))
                .contains("\"Sid\":\"events\"")
                .contains("events.amazonaws.com");
        refused(() -> allow("events"), 409, CONFLICT);
        lambda.removePermission(remove -> remove.functionName("orders").statementId("events"));
        refused(
                () -> lambda.removePermission(
                        remove -> remove.functionName("orders").statementId("events")),
                404,
                NOT_FOUND);
    }

    private void allow(String statement) {
        lambda.addPermission(add -> add.functionName("orders")
                .statementId(statement)
                .action("lambda:InvokeFunction")
                .principal("events.amazonaws.com"));
    }

    @Test
    void aFunctionHasOneAddress() {
        make("orders");
        refused(() -> lambda.getFunctionUrlConfig(get -> get.functionName("orders")), 404, NOT_FOUND);
        assertThat(url().functionUrl()).matches("https?://[^/]+/");
        refused(this::url, 409, CONFLICT);
        lambda.updateFunctionUrlConfig(update -> update.functionName("orders").authType(FunctionUrlAuthType.AWS_IAM));
        assertThat(lambda.getFunctionUrlConfig(get -> get.functionName("orders"))
                        .authType())
                .isEqualTo(FunctionUrlAuthType.AWS_IAM);
        lambda.deleteFunctionUrlConfig(delete -> delete.functionName("orders"));
        refused(() -> lambda.getFunctionUrlConfig(get -> get.functionName("orders")), 404, NOT_FOUND);
    }

    private CreateFunctionUrlConfigResponse url() {
        return lambda.createFunctionUrlConfig(
                make -> make.functionName("orders").authType(FunctionUrlAuthType.NONE));
    }

    @Test
    void aQueueCallsAFunctionByOneMapping() {
        make("orders");
        QueueAt queue = QueueAt.make(account, "calls", Map.of());
        String id = lambda.createEventSourceMapping(make ->
                        make.functionName("orders").eventSourceArn(queue.arn()).batchSize(5))
                .uuid();
        refused(
                () -> lambda.createEventSourceMapping(
                        make -> make.functionName("orders").eventSourceArn(queue.arn())),
                409,
                CONFLICT);
        account.await(
                "the mapping is enabled",
                () -> lambda.getEventSourceMapping(get -> get.uuid(id)).state().equals("Enabled"));
        assertThat(lambda.listEventSourceMappings(list -> list.functionName("orders"))
                        .eventSourceMappings())
                .singleElement()
                .satisfies(mapping -> {
                    assertThat(mapping.batchSize()).isEqualTo(5);
                    assertThat(mapping.functionArn()).isEqualTo(arn("orders"));
                });
        lambda.deleteEventSourceMapping(delete -> delete.uuid(id));
        account.await(
                "the mapping is gone",
                () -> lambda.listEventSourceMappings().eventSourceMappings().isEmpty());
        refused(() -> lambda.getEventSourceMapping(get -> get.uuid(id)), 404, NOT_FOUND);
    }

    @Test
    void keepsCallsForAFunction() {
        make("orders");
        lambda.putFunctionConcurrency(put -> put.functionName("orders").reservedConcurrentExecutions(5));
        assertThat(lambda.getFunctionConcurrency(get -> get.functionName("orders"))
                        .reservedConcurrentExecutions())
                .isEqualTo(5);
        lambda.deleteFunctionConcurrency(delete -> delete.functionName("orders"));
        assertThat(lambda.getFunctionConcurrency(get -> get.functionName("orders"))
                        .reservedConcurrentExecutions())
                .isNull();
    }

    @Test
    void listsFunctionsInPages() {
        List.of("a", "b", "c").forEach(this::make);
        var first = lambda.listFunctions(list -> list.maxItems(2));
        assertThat(first.functions()).hasSize(2);
        assertThat(first.nextMarker()).isNotEmpty();
        assertThat(lambda.listFunctionsPaginator(list -> list.maxItems(2)).functions())
                .extracting(FunctionConfiguration::functionName)
                .containsExactlyInAnyOrder("a", "b", "c");
    }
}
