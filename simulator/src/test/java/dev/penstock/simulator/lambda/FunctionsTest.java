package dev.penstock.simulator.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.time.SimulatedTime;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.lambda.model.AliasConfiguration;
import software.amazon.awssdk.services.lambda.model.CreateFunctionResponse;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.GetFunctionResponse;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.lambda.model.LastUpdateStatus;
import software.amazon.awssdk.services.lambda.model.PublishVersionResponse;
import software.amazon.awssdk.services.lambda.model.Runtime;
import software.amazon.awssdk.services.lambda.model.State;

class FunctionsTest {

    private final LambdaWorld world = new LambdaWorld();

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void aNewFunctionCannotBeInvokedOrChangedUntilItIsReady() {
        try (SimulatedTime.Busy still = world.aws.time().busy()) {
            CreateFunctionResponse made = world.lambda.createFunction(c -> c.functionName("web")
                    .runtime(Runtime.JAVA21)
                    .handler("Web")
                    .role(world.role())
                    .code(code -> code.zipFile(LambdaWorld.zip("one"))));

            assertThat(made.state()).isEqualTo(State.PENDING);
            assertThat(made.lastUpdateStatus()).isNull();
            assertThatThrownBy(() -> world.invoke("web", "{}"))
                    .hasMessageContaining("The function is currently in the following state: Pending");
            assertThatThrownBy(() -> world.lambda.updateFunctionConfiguration(
                            u -> u.functionName("web").timeout(9)))
                    .hasMessageContaining("The function is currently in the following state: Pending");
        }
        world.settle("web");
        assertThat(world.state("web")).isEqualTo(State.ACTIVE);
    }

    @Test
    void oneChangeIsCarriedOutAtATimeAndEachStepHasARevisionOfItsOwn() {
        world.function("web", Map.of());
        String first = configuration("web").revisionId();
        String second;
        try (SimulatedTime.Busy still = world.aws.time().busy()) {
            second = world.lambda
                    .updateFunctionCode(u -> u.functionName("web").zipFile(LambdaWorld.zip("two")))
                    .revisionId();

            assertThat(configuration("web").lastUpdateStatus()).isEqualTo(LastUpdateStatus.IN_PROGRESS);
            assertThatThrownBy(() -> world.lambda.updateFunctionConfiguration(
                            u -> u.functionName("web").timeout(9)))
                    .hasMessageContaining("An update is in progress for resource: " + arn("web"));
        }
        world.settle("web");

        assertThat(configuration("web").revisionId()).isNotIn(first, second);
        assertThatThrownBy(() -> world.lambda.updateFunctionConfiguration(
                        u -> u.functionName("web").timeout(9).revisionId(first)))
                .isInstanceOfSatisfying(
                        LambdaException.class, e -> assertThat(e.statusCode()).isEqualTo(412));
    }

    @Test
    void theArchiveIsKnownByItsDigestAndCanBeDownloaded() throws Exception {
        SdkBytes zip = LambdaWorld.zip("contents");
        world.function("web", Map.of(), c -> c.code(code -> code.zipFile(zip)));

        GetFunctionResponse found = world.lambda.getFunction(g -> g.functionName("web"));

        assertThat(found.configuration().codeSha256()).isEqualTo(sha256(zip));
        assertThat(found.configuration().codeSize()).isEqualTo(zip.asByteArray().length);
        try (InputStream in = URI.create(found.code().location()).toURL().openStream()) {
            assertThat(in.readAllBytes()).isEqualTo(zip.asByteArray());
        }
    }

    @Test
    void codeIsTakenFromTheSimulatedS3() throws Exception {
        SdkBytes zip = LambdaWorld.zip("from s3");
        try (var s3 = Clients.of(world.aws).s3()) {
            s3.createBucket(b -> b.bucket("code"));
            s3.putObject(p -> p.bucket("code").key("web.zip"), RequestBody.fromBytes(zip.asByteArray()));
        }
        world.function(
                "web", Map.of(), c -> c.code(code -> code.s3Bucket("code").s3Key("web.zip")));

        assertThat(configuration("web").codeSha256()).isEqualTo(sha256(zip));
        assertThatThrownBy(() -> world.lambda.updateFunctionCode(
                        u -> u.functionName("web").s3Bucket("code").s3Key("none")))
                .hasMessageContaining("Error occurred while GetObject. S3 Error Code: NoSuchKey.");
    }

    @Test
    void aDryRunTellsWhatWouldBeAndChangesNothing() {
        world.function("web", Map.of());
        String before = configuration("web").codeSha256();

        assertThat(world.lambda
                        .updateFunctionCode(u -> u.functionName("web")
                                .zipFile(LambdaWorld.zip("two"))
                                .dryRun(true))
                        .codeSha256())
                .isNotEqualTo(before);
        assertThat(configuration("web").codeSha256()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cobol|128|3|Value cobol at 'runtime' failed to satisfy constraint",
                "java8|128|3|The runtime parameter of java8 is no longer supported",
                "java21|64|3|Value '64' at 'memorySize' failed to satisfy constraint: Member must have value greater",
                "java21|128|901|Value '901' at 'timeout' failed to satisfy constraint: Member must have value less",
            })
    void whatAwsDoesNotTakeIsRefused(String runtime, int memory, int timeout, String message) {
        assertThatThrownBy(() -> world.function(
                        "web",
                        Map.of(),
                        c -> c.runtime(runtime).memorySize(memory).timeout(timeout)))
                .hasMessageContaining(message);
        assertThat(world.lambda.listFunctions().functions()).isEmpty();
    }

    @Test
    void aRoleThatLambdaCannotAssumeIsRefused() {
        assertThatThrownBy(() ->
                        world.function("web", Map.of(), c -> c.role("arn:aws:iam::" + Clients.ACCOUNT + ":role/none")))
                .hasMessageContaining("The role defined for the function cannot be assumed by Lambda.");
    }

    @Test
    void aVersionIsPublishedOnlyWhenSomethingHasChangedAndStaysAsItIs() {
        world.function("web", Map.of("COLOR", "blue"));
        PublishVersionResponse first = world.lambda.publishVersion(p -> p.functionName("web"));

        assertThat(world.lambda.publishVersion(p -> p.functionName("web")).version())
                .isEqualTo(first.version())
                .isEqualTo("1");
        assertThat(world.publish("web", Map.of("COLOR", "green"))).isEqualTo("2");
        assertThat(configuration("web:1").environment().variables()).containsEntry("COLOR", "blue");
        assertThat(configuration("web:1").functionArn()).isEqualTo(arn("web") + ":1");
        assertThat(world.lambda
                        .listVersionsByFunction(l -> l.functionName("web"))
                        .versions())
                .extracting(FunctionConfiguration::version)
                .containsExactly("$LATEST", "1", "2");
    }

    @Test
    void aVersionIsPublishedOnlyOfTheCodeThatWasMeant() {
        world.function("web", Map.of());

        assertThatThrownBy(() ->
                        world.lambda.publishVersion(p -> p.functionName("web").codeSha256("other")))
                .hasMessageContaining("CodeSHA256 (other) is different from current CodeSHA256 in $LATEST");
        assertThatThrownBy(() ->
                        world.lambda.publishVersion(p -> p.functionName("web").revisionId("other")))
                .hasMessageContaining("The Revision Id provided does not match the latest Revision Id.");
    }

    @Test
    void aNumberIsNeverGivenToAVersionTwice() {
        world.function("web", Map.of());
        world.publish("web", Map.of("COLOR", "blue"));
        world.lambda.deleteFunction(d -> d.functionName("web").qualifier("1"));

        assertThat(world.publish("web", Map.of("COLOR", "green"))).isEqualTo("2");
    }

    @Test
    void anAliasMovesUnderTheLockOfItsRevision() {
        twoVersions();
        String revision = world.lambda
                .createAlias(a -> a.functionName("web").name("live").functionVersion("1"))
                .revisionId();
        AliasConfiguration moved = alias(world.lambda
                .updateAlias(a -> a.functionName("web")
                        .name("live")
                        .revisionId(revision)
                        .routingConfig(r -> r.additionalVersionWeights(Map.of("2", 0.1))))
                .revisionId());

        assertThat(moved.routingConfig().additionalVersionWeights()).containsEntry("2", 0.1);
        assertThatThrownBy(() -> world.lambda.updateAlias(a ->
                        a.functionName("web").name("live").functionVersion("2").revisionId(revision)))
                .isInstanceOfSatisfying(
                        LambdaException.class, e -> assertThat(e.statusCode()).isEqualTo(412));
        assertThat(world.lambda
                        .updateAlias(a -> a.functionName("web")
                                .name("live")
                                .functionVersion("2")
                                .routingConfig(r -> r.additionalVersionWeights(Map.of())))
                        .routingConfig())
                .isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1|1|0.1|Function version 1 is already included in routing configuration.",
                "1|2|1.1|Member must have value less than or equal to 1.0",
                "1|2|-0.1|Member must have value greater than or equal to 0.0",
                "1|9|0.1|Function not found:",
                "9|1|0.1|Function not found:",
                "$LATEST|1|0.1|$LATEST is not supported for an alias pointing to more than 1 version",
                "1|$LATEST|0.1|Member must satisfy regular expression pattern: [0-9]+",
            })
    void weightsThatMakeNoSenseAreRefused(String version, String other, double weight, String message) {
        twoVersions();

        assertThatThrownBy(() -> world.lambda.createAlias(a -> a.functionName("web")
                        .name("live")
                        .functionVersion(version)
                        .routingConfig(r -> r.additionalVersionWeights(Map.of(other, weight)))))
                .hasMessageContaining(message);
    }

    @Test
    void aVersionThatAnAliasPointsToStays() {
        twoVersions();
        world.lambda.createAlias(a -> a.functionName("web").name("live").functionVersion("1"));

        assertThatThrownBy(() ->
                        world.lambda.deleteFunction(d -> d.functionName("web").qualifier("1")))
                .hasMessageContaining("Version 1");
    }

    @Test
    void nothingIsLeftOfAFunctionThatIsMadeAgain() {
        twoVersions();
        world.lambda.createAlias(a -> a.functionName("web").name("live").functionVersion("1"));
        world.lambda.addPermission(p -> p.functionName("web")
                .statementId("s3")
                .action("lambda:InvokeFunction")
                .principal("s3.amazonaws.com"));
        world.lambda.deleteFunction(d -> d.functionName("web"));
        world.function("web", Map.of());

        assertThat(world.lambda
                        .listVersionsByFunction(l -> l.functionName("web"))
                        .versions())
                .hasSize(1);
        assertThat(world.lambda.listAliases(l -> l.functionName("web")).aliases())
                .isEmpty();
        assertThatThrownBy(() -> world.lambda.getPolicy(p -> p.functionName("web")))
                .hasMessageContaining("The resource you requested does not exist.");
        assertThat(world.lambda.publishVersion(p -> p.functionName("web")).version())
                .isEqualTo("1");
    }

    @Test
    void aRoleOfAnotherAccountIsNotPassed() {
        assertThatThrownBy(
                        () -> world.function("web", Map.of(), c -> c.role("arn:aws:iam::999999999999:role/function")))
                .isInstanceOf(LambdaException.class)
                .hasMessageContaining("Cross-account pass role is not allowed.")
                .extracting(e -> ((LambdaException) e).statusCode())
                .isEqualTo(403);
    }

    @Test
    void listingsShowNoDescriptionOfLayersThatHaveNone() {
        world.lambda.publishLayerVersion(l -> l.layerName("shared").content(c -> c.zipFile(LambdaWorld.zip("one"))));

        assertThat(world.lambda
                        .listLayerVersions(l -> l.layerName("shared"))
                        .layerVersions()
                        .getFirst()
                        .description())
                .isNull();
        assertThat(world.lambda
                        .getLayerVersion(g -> g.layerName("shared").versionNumber(1L))
                        .description())
                .isEmpty();
    }

    @Test
    void aRequestThatIsTooLargeIsToldOfWhichOperation() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(world.aws.endpoint().resolve("/2015-03-31/functions"))
                .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=" + Clients.ACCOUNT
                                + "/20260101/us-east-1/lambda/aws4_request, SignedHeaders=host, Signature=0")
                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[70_167_212]))
                .build();

        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> refused = http.send(request, HttpResponse.BodyHandlers.ofString());

            assertThat(refused.statusCode()).isEqualTo(413);
            assertThat(refused.body())
                    .contains("Request must be smaller than 70167211 bytes for the CreateFunction operation");
        }
    }

    @Test
    void anArchiveOfTheLargestSizeIsTooLargeAlready() throws Exception {
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(archive)) {
            out.setLevel(Deflater.BEST_SPEED);
            out.putNextEntry(new ZipEntry("handler.py"));
            byte[] million = new byte[1_000_000];
            for (int i = 0; i < 262; i++) {
                out.write(million);
            }
            out.write(million, 0, 144_000);
        }

        assertThatThrownBy(() -> world.function(
                        "web",
                        Map.of(),
                        c -> c.code(code -> code.zipFile(SdkBytes.fromByteArray(archive.toByteArray())))))
                .hasMessageContaining("Unzipped size must be smaller than 262144000 bytes");
    }

    private void twoVersions() {
        world.function("web", Map.of());
        world.publish("web", Map.of("COLOR", "blue"));
        world.publish("web", Map.of("COLOR", "green"));
    }

    private AliasConfiguration alias(String revision) {
        return world.lambda.listAliases(l -> l.functionName("web")).aliases().stream()
                .filter(alias -> alias.revisionId().equals(revision))
                .findFirst()
                .orElseThrow();
    }

    private software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationResponse configuration(String name) {
        return world.lambda.getFunctionConfiguration(g -> g.functionName(name));
    }

    private static String arn(String name) {
        return "arn:aws:lambda:us-east-1:" + Clients.ACCOUNT + ":function:" + name;
    }

    private static String sha256(SdkBytes zip) throws Exception {
        return java.util.Base64.getEncoder()
                .encodeToString(
                        java.security.MessageDigest.getInstance("SHA-256").digest(zip.asByteArray()));
    }
}
