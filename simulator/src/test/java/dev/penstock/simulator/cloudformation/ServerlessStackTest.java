package dev.penstock.simulator.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.GetAliasResponse;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Stacks of templates of AWS SAM, as {@code sam deploy} makes them. */
class ServerlessStackTest {

    private final StackWorld world = new StackWorld();
    private final LambdaClient lambda = world.clients.with(LambdaClient.builder());
    private final SqsClient sqs = world.clients.with(SqsClient.builder());

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aFunctionsNewVersionGetsItsTrafficAsThePreferenceSays() {
        world.created(template("1"));
        assertThat(world.events("shop").toString()).contains("shop CREATE_COMPLETE");
        assertThat(alias().functionVersion()).isEqualTo("1");

        world.update(template("2"), u -> {});
        world.aws.time().advance(Duration.ofMinutes(3));
        assertThat(alias().routingConfig().additionalVersionWeights()).containsEntry("2", 0.1);

        world.settle();
        assertThat(world.status()).isEqualTo("UPDATE_COMPLETE");
        assertThat(alias().functionVersion()).isEqualTo("2");
        assertThat(world.events("shop")).anyMatch(event -> event.matches("HelloVersion\\w+ DELETE_SKIPPED"));
    }

    @ParameterizedTest
    @CsvSource({"'', UPDATE_COMPLETE, 2", "Failed, UPDATE_ROLLBACK_COMPLETE, 1"})
    void aHookThatIsOnlyScriptedReportsWhatItsAnswerSays(String status, String stack, String version) {
        String hook = "{Type: AllAtOnce, Hooks: {PreTraffic: !Ref Check}}";
        String answer = status.isEmpty() ? "" : "PENSTOCK_SIMULATE_ANSWER: '{\"status\": \"" + status + "\"}'";
        String check = """
                  Check:
                    Type: AWS::Serverless::Function
                    Properties:
                      FunctionName: CodeDeployHook_check
                      InlineCode: "exports.handler = async () => {}"
                      Environment: {Variables: {%s}}
                """.formatted(answer);
        String canary = "{Type: Canary10Percent5Minutes}";
        world.created(template("1").replace(canary, hook) + check);
        world.update(template("2").replace(canary, hook) + check, u -> {});
        world.aws.time().advance(Duration.ofMinutes(10));

        assertThat(world.status()).isEqualTo(stack);
        assertThat(alias().functionVersion()).isEqualTo(version);
    }

    @Test
    void theAliasIsWhatItsQueueCalls() {
        world.created(template("1"));

        assertThat(lambda.listEventSourceMappings().eventSourceMappings())
                .singleElement()
                .satisfies(mapping -> {
                    assertThat(mapping.functionArn()).endsWith(":live");
                    assertThat(mapping.eventSourceArn()).isEqualTo(queue());
                    assertThat(mapping.state()).isEqualTo("Enabled");
                });
    }

    private String queue() {
        String url = world.physicalId("Work");
        return sqs.getQueueAttributes(q -> q.queueUrl(url).attributeNamesWithStrings("QueueArn"))
                .attributesAsStrings()
                .getOrDefault("QueueArn", "");
    }

    private GetAliasResponse alias() {
        return lambda.getAlias(a -> a.functionName(world.physicalId("Hello")).name("live"));
    }

    private static String template(String release) {
        return """
                Transform: AWS::Serverless-2016-10-31
                Globals: {Function: {Runtime: nodejs22.x, Handler: index.handler}}
                Resources:
                  Work: {Type: AWS::SQS::Queue}
                  Hello:
                    Type: AWS::Serverless::Function
                    Properties:
                      InlineCode: "exports.handler = async () => '%s'"
                      AutoPublishAlias: live
                      DeploymentPreference: {Type: Canary10Percent5Minutes}
                      Events:
                        Queue: {Type: SQS, Properties: {Queue: !GetAtt Work.Arn}}
                        Api: {Type: Api, Properties: {Path: /, Method: get}}
                """.formatted(release);
    }
}
