package dev.penstock.simulator.cloudformation.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.penstock.simulator.recordings.Recordings;
import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.ServiceError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.cloudformation.model.Parameter;

final class TransformsTest {

    private static final Map<String, String> SNIPPETS = Map.of(
            "s3://snippets/data.yaml", "Value: from_transformation\n",
            "s3://snippets/resource.json", "{\"Type\":\"AWS::SNS::Topic\"}",
            "s3://snippets/outputs.yaml", "Outputs: {O: {Value: !Ref A}}");

    @ParameterizedTest
    @MethodSource("recorded")
    void languageExtensionsMakeOfATemplateWhatAwsMadeOfIt(String test, String file, Map<String, String> parameters)
            throws IOException {
        assumeTrue(Recordings.directory().isPresent(), "left out: there are no recordings beside this repository");
        Path recordings = Recordings.directory().orElseThrow();
        String body = Files.readString(recordings.resolveSibling("templates").resolve(file));
        String snapshot = Files.readString(recordings.resolve("cloudformation/api/test_transformers.snapshot.json"))
                .replaceAll("<topic-name-([0-9])>", "topic$1");
        JsonValue expected = member(
                member(member(JsonValue.parse(snapshot).orElseThrow(), test), "recorded-content"), "transformed");

        JsonValue processed = JsonValue.parse(
                        transformed(body, parameters).processedBody().replace("\"shop_api\"", "\"<stack-name>_api\""))
                .orElseThrow();

        assertThat(sorted(processed)).isEqualTo(sorted(expected));
    }

    static Stream<Arguments> recorded() {
        String names = "topic0,topic1,topic2";
        return Stream.of(
                Arguments.of(
                        "test_transform_length", "cfn_languageextensions_length.yml", Map.of("QueueList", "a,b,c")),
                Arguments.of(
                        "test_transform_foreach", "cfn_languageextensions_foreach.yml", Map.of("pRepoARNs", names)),
                Arguments.of(
                        "test_transform_foreach_multiple_resources",
                        "cfn_languageextensions_foreach_multiple_resources.yml",
                        Map.of()));
    }

    private static JsonValue member(JsonValue value, String name) {
        return ((JsonValue.Structure) value)
                .members().entrySet().stream()
                        .filter(entry ->
                                entry.getKey().equals(name) || entry.getKey().endsWith("::" + name))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElseThrow();
    }

    /** In a template's sections the order of members means nothing. */
    private static String sorted(JsonValue value) {
        return switch (value) {
            case JsonValue.Structure structure ->
                structure.members().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(entry -> entry.getKey() + "=" + sorted(entry.getValue()))
                        .toList()
                        .toString();
            case JsonValue.Array array ->
                array.elements().stream().map(TransformsTest::sorted).toList().toString();
            default -> JsonTexts.scalar(value);
        };
    }

    @Test
    void anObjectBecomesJsonAndWhatIsNotKnownStaysAFunction() {
        Template template = transformed("""
                Transform: AWS::LanguageExtensions
                Resources:
                  A: {Type: 'AWS::SNS::Topic'}
                  B:
                    Type: AWS::SSM::Parameter
                    DeletionPolicy: !Ref Policy
                    Properties:
                      Value: {'Fn::ToJsonString': {a: foo, b: !Ref Policy}}
                      Description: {'Fn::ToJsonString': {topic: !Ref A}}
                      Size: !FindInMap [Sizes, !Ref AWS::Region, small, {DefaultValue: t3.micro}]
                Mappings: {Sizes: {us-east-1: {small: t3.small}}}
                Parameters: {Policy: {Type: String, Default: Retain}}
                """, Map.of());
        FakeEnvironment made = new FakeEnvironment().knows("A", "arn:a");

        Evaluation evaluation = new Evaluation(template, values(template, Map.of()), made);

        assertThat(JsonTexts.of(evaluation.properties("B")))
                .isEqualTo("{\"Value\":\"{\\\"a\\\":\\\"foo\\\",\\\"b\\\":\\\"Retain\\\"}\","
                        + "\"Description\":\"{\\\"topic\\\":\\\"arn:a\\\"}\",\"Size\":\"t3.micro\"}");
        assertThat(evaluation.deletionPolicy("B")).isEqualTo(DeletionPolicy.RETAIN);
    }

    @Test
    void loopsNestAndMakeNamesOfWhatTheyGoThrough() {
        Template template = transformed("""
                Transform: AWS::LanguageExtensions
                Resources:
                  'Fn::ForEach::Outer':
                    - Env
                    - [dev, prod]
                    - 'Fn::ForEach::Inner':
                        - Ip
                        - ['10.0.0.1', '10.0.0.2']
                        - '${Env}Topic&{Ip}':
                            Type: AWS::SNS::Topic
                            Properties:
                              DisplayName: !Sub '${Env} at ${Ip}'
                              'Fn::ForEach::Properties':
                                - Name
                                - [TopicName]
                                - '${Name}': !Ref Env
                Outputs:
                  'Fn::ForEach::Out': [Env, [dev], {'Name${Env}': {Value: !GetAtt ['${Env}Topic10001', TopicName]}}]
                """, Map.of());

        assertThat(template.resources().keySet())
                .containsExactly("devTopic10001", "devTopic10002", "prodTopic10001", "prodTopic10002");
        assertThat(JsonTexts.of(
                        template.resource("prodTopic10002").orElseThrow().properties()))
                .isEqualTo("{\"DisplayName\":\"prod at 10.0.0.2\",\"TopicName\":\"prod\"}");
        assertThat(template.outputs().keySet()).containsExactly("Namedev");
    }

    @Test
    void aLoopThatNeverEndsIsEnded() {
        StringBuilder body = new StringBuilder("Transform: AWS::LanguageExtensions\nResources:\n");
        String items = "[a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p]";
        String indent = "  ";
        for (int i = 0; i < 8; i++) {
            body.append(indent).append("Fn::ForEach::L").append(i).append(":\n");
            body.append(indent).append("- X").append(i).append('\n');
            body.append(indent).append("- ").append(items).append("\n");
            body.append(indent).append("-\n");
            indent += "  ";
        }
        body.append(indent).append("A: {Type: 'AWS::SNS::Topic'}\n");

        assertThatThrownBy(() -> transformed(body.toString(), Map.of()))
                .isInstanceOf(ServiceError.class)
                .hasMessageContaining("too large");
    }

    @Test
    void aSnippetIsPutWhereItIsIncluded() {
        Template template = transformed("""
                Parameters: {BucketName: {Type: String}}
                Transform: {Name: 'AWS::Include', Parameters: {Location: 's3://snippets/outputs.yaml'}}
                Resources:
                  MyParameter:
                    Type: AWS::SSM::Parameter
                    Properties:
                      Type: String
                      'Fn::Transform':
                        Name: AWS::Include
                        Parameters: {Location: !Sub 's3://${BucketName}/data.yaml'}
                  A:
                    'Fn::Transform': {Name: 'AWS::Include', Parameters: {Location: 's3://snippets/resource.json'}}
                """, Map.of("BucketName", "snippets"));

        assertThat(JsonTexts.of(template.resource("MyParameter").orElseThrow().properties()))
                .isEqualTo("{\"Type\":\"String\",\"Value\":\"from_transformation\"}");
        assertThat(template.resource("A").orElseThrow().type()).isEqualTo("AWS::SNS::Topic");
        assertThat(template.outputs()).containsKey("O");
        assertThat(template.transforms()).containsExactly("AWS::Include");
        assertThat(template.processedBody()).startsWith("{\"Parameters\"").doesNotContain("Transform");
    }

    @Test
    void aSnippetThatCannotBeHadFailsAsAwsSaysIt() {
        assertThatThrownBy(() -> transformed("""
                        Transform: {Name: 'AWS::Include', Parameters: {Location: 's3://doesnotexist/x'}}
                        Resources: {A: {Type: 'AWS::SNS::Topic'}}
                        """, Map.of()))
                .hasMessage("Transform AWS::Include failed with: S3 bucket [doesnotexist] does not exist.");
    }

    @Test
    void anotherMacroIsRefusedTruthfully() {
        assertThatThrownBy(() -> transformed(
                        "Transform: AWS::CodeDeployBlueGreen\nResources: {A: {Type: 'AWS::SNS::Topic'}}", Map.of()))
                .hasMessage("The transform AWS::CodeDeployBlueGreen is not simulated. Simulated are: AWS::Include,"
                        + " AWS::LanguageExtensions, AWS::Serverless-2016-10-31");
    }

    private static Template transformed(String body, Map<String, String> given) {
        Template template = Template.parse(body);
        return template.transformed(values(template, given), new FakeEnvironment(), TransformsTest::snippet);
    }

    private static ParameterValues values(Template template, Map<String, String> given) {
        List<Parameter> parameters = given.entrySet().stream()
                .map(entry -> Parameter.builder()
                        .parameterKey(entry.getKey())
                        .parameterValue(entry.getValue())
                        .build())
                .toList();
        return ParameterValues.resolve(
                template.parameters(), parameters, ParameterValues.none(), new FakeLookup(Map.of()));
    }

    private static final Pattern LOCATION = Pattern.compile("s3://([^/]+)/.*");

    private static String snippet(String location) {
        String text = SNIPPETS.get(location);
        if (text != null) {
            return text;
        }
        Matcher bucket = LOCATION.matcher(location);
        throw ServiceError.client(
                "ValidationError",
                "S3 bucket [" + (bucket.matches() ? bucket.group(1) : location) + "] does not exist.");
    }
}
