package dev.penstock.simulator.cloudformation.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the transform of AWS SAM writes out. Names and properties are those that AWS's own translator makes of the same. */
final class ServerlessTemplateTest {

    private static final String FUNCTION = """
            Transform: AWS::Serverless-2016-10-31
            Parameters: {Alias: {Type: String, Default: live}}
            Resources:
              Hello:
                Type: AWS::Serverless::Function
                Properties:
                  Handler: index.handler
                  Runtime: nodejs22.x
                  CodeUri: s3://bucket/%s
                  AutoPublishAlias: !Ref Alias
            """;

    @Test
    void resourcesHaveTheNamesThatUsersOfAwsSamKnow() throws IOException {
        Template template = transformed(application());

        assertThat(template.resources().keySet().stream()
                        .map(name -> name.replaceAll("[0-9a-f]{10}$", "#"))
                        .toList())
                .containsExactlyInAnyOrder(
                        "Bucket",
                        "CodeDeployServiceRole",
                        "Common#",
                        "Errors",
                        "Hello",
                        "HelloAliaslive",
                        "HelloApi2Permissionv1",
                        "HelloApiPermissionProd",
                        "HelloBus",
                        "HelloBusPermission",
                        "HelloDeploymentGroup",
                        "HelloEventInvokeConfig",
                        "HelloFilesPermission",
                        "HelloHttpAllPermission",
                        "HelloHttpPermission",
                        "HelloQueue",
                        "HelloRole",
                        "HelloTick",
                        "HelloTickPermission",
                        "HelloTopic",
                        "HelloTopicPermission",
                        "HelloTwo",
                        "HelloTwoRole",
                        "HelloURLInvokeAllowPublicAccess",
                        "HelloUrl",
                        "HelloUrlPublicPermissions",
                        "HelloVersion#",
                        "News",
                        "Own",
                        "OwnDeployment#",
                        "Ownv1Stage",
                        "PreTraffic",
                        "PreTrafficRole",
                        "ServerlessDeploymentApplication",
                        "ServerlessHttpApi",
                        "ServerlessHttpApiApiGatewayDefaultStage",
                        "ServerlessRestApi",
                        "ServerlessRestApiDeployment#",
                        "ServerlessRestApiProdStage",
                        "Table",
                        "Work");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "HelloDeploymentGroup | DeploymentConfigName  | CodeDeployDefault.LambdaLinear10PercentEvery1Minute",
                "HelloDeploymentGroup | AlarmConfiguration    | {'Enabled':true,'Alarms':[{'Name':{'Ref':'Errors'}}]}",
                "HelloAliaslive       | FunctionName          | {'Ref':'Hello'}",
                "HelloQueue           | FunctionName          | {'Ref':'HelloAliaslive'}",
                "HelloTick            | State                 | DISABLED",
                "HelloUrl             | TargetFunctionArn     | {'Ref':'HelloAliaslive'}",
                "Hello                | Timeout               | 10",
                "Hello                | Environment           | {'Variables':{'A':'b','RELEASE':{'Ref':'Release'}}}",
                "Hello                | TracingConfig         | {'Mode':'Active'}",
                "PreTraffic           | Code                  | {'ZipFile':'exports.handler=async()=>1'}",
                "Table                | AttributeDefinitions  | [{'AttributeName':'k','AttributeType':'N'}]",
                "Ownv1Stage           | TracingEnabled        | true"
            })
    void propertiesAreThoseOfTheResourcesThatTheyBecome(String resource, String property, String value)
            throws IOException {
        JsonValue written = transformed(application())
                .resource(resource)
                .orElseThrow()
                .properties()
                .members()
                .get(property);

        assertThat(JsonTexts.scalar(Objects.requireNonNull(written))).isEqualTo(value.replace('\'', '"'));
    }

    @Test
    void anAliasIsMovedByCodeDeployWithTheHooksOfThePreference() throws IOException {
        JsonValue.Structure resources = (JsonValue.Structure) Objects.requireNonNull(
                transformed(application()).document().members().get("Resources"));
        JsonValue.Structure alias =
                (JsonValue.Structure) Objects.requireNonNull(resources.members().get("HelloAliaslive"));

        assertThat(JsonTexts.of(Objects.requireNonNull(alias.members().get("UpdatePolicy"))))
                .isEqualTo("{\"CodeDeployLambdaAliasUpdate\":{"
                        + "\"ApplicationName\":{\"Ref\":\"ServerlessDeploymentApplication\"},"
                        + "\"DeploymentGroupName\":{\"Ref\":\"HelloDeploymentGroup\"},"
                        + "\"BeforeAllowTrafficHook\":{\"Ref\":\"PreTraffic\"}}}");
    }

    @Test
    void namesOfWhatTheTransformMakesLeadToIt() throws IOException {
        Template template = transformed(application());
        String version = template.resources().keySet().stream()
                .filter(name -> name.startsWith("HelloVersion"))
                .findFirst()
                .orElseThrow();

        assertThat(JsonTexts.of(
                        Objects.requireNonNull(template.document().members().get("Outputs"))))
                .isEqualTo("{\"Alias\":{\"Value\":{\"Ref\":\"HelloAliaslive\"}},"
                        + "\"Version\":{\"Value\":{\"Fn::GetAtt\":[\"" + version + "\",\"Version\"]}},"
                        + "\"Stage\":{\"Value\":{\"Fn::Sub\":\"${Ownv1Stage} ${HelloAliaslive} ${" + version
                        + "}\"}}}");
    }

    @Test
    void aVersionIsAnotherOneAsSoonAsTheCodeIs() {
        Set<String> first = transformed(FUNCTION.formatted("one")).resources().keySet();

        assertThat(transformed(FUNCTION.formatted("one")).resources().keySet()).isEqualTo(first);
        assertThat(transformed(FUNCTION.formatted("two")).resources().keySet())
                .hasSameSizeAs(first)
                .isNotEqualTo(first);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Handler: index.handler|Hanlder: x|property Hanlder not defined for resource of type"
                        + " AWS::Serverless::Function",
                "CodeUri: s3://bucket/%s|CodeUri: src/|'CodeUri' is not a valid S3 Uri of the form 's3://bucket/key' with"
                        + " optional versionId query parameter.",
                "CodeUri: s3://bucket/%s|Timeout: 3|Missing required property 'CodeUri'.",
                "Handler: index.handler|DeploymentPreference: {Enabled: true}|'DeploymentPreference' is missing required"
                        + " Property 'Type'",
                "Handler: index.handler|Events: {E: {Type: SQS, Properties: {BatchSize: 1}}}|Event with id [E] is invalid."
                        + " Missing required property 'Queue'.",
                "Handler: index.handler|Events: {E: {Type: AlexaSkill}}|Event with id [E] is invalid. Events of type"
                        + " 'AlexaSkill' are not simulated."
            })
    void whatIsWrongIsToldByTheResource(String instead, String given, String why) {
        String body = FUNCTION.replace(instead, given);

        assertThatThrownBy(() -> transformed(body))
                .hasMessageContaining("Transform AWS::Serverless-2016-10-31 failed with: Invalid Serverless Application"
                        + " Specification document. Number of errors found: 1. Resource with id [Hello] is invalid. "
                        + why);
    }

    private static String application() throws IOException {
        try (InputStream in = Objects.requireNonNull(ServerlessTemplateTest.class.getResourceAsStream(
                "/dev/penstock/simulator/cloudformation/serverless/application.yaml"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Template transformed(String body) {
        Template template = Template.parse(body);
        ParameterValues values = ParameterValues.resolve(
                template.parameters(), List.of(), ParameterValues.none(), new FakeLookup(Map.of()));
        return template.transformed(values, new FakeEnvironment(), location -> "");
    }
}
