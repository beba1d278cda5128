package dev.penstock.simulator.cloudformation.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.simulator.wire.ServiceError;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** CloudFormation's words for what is wrong with a template. */
final class TemplateErrorsTest {

    private static final String TOPIC = "{Type: 'AWS::SNS::Topic'}";

    @ParameterizedTest
    @MethodSource("recorded")
    void aMistakeIsNamedAsAwsWasRecordedToNameIt(String body, String message) {
        refuses(body, message);
    }

    static Stream<Arguments> recorded() {
        return Stream.of(
                mistake("{}", "Template format error: At least one Resources member must be defined."),
                mistake(
                        "{\"this is invalid JSON\"=\"bobbins\"}",
                        "Template format error: JSON not well-formed. (line 1, column 25)"),
                mistake("https://example.com/x", "Template format error: unsupported structure."),
                mistake("Resources: [a]", "Template format error: Resources section must be an object."),
                mistake("Resources: {A: b}", "Template format error: Any Resources member must be an object."),
                mistake(
                        "Resources: {A: {Properties: {}}}",
                        "Template format error: [/Resources/A] Every Resources object must contain a Type member."),
                mistake(
                        "Resources: {A: {Type: 'AWS::SNS::Topic', Invalid: 10}}",
                        "Invalid template resource property 'Invalid'"),
                mistake(
                        "Resources: {my-bad-resource-id: " + TOPIC + "}",
                        "Template format error: Resource name my-bad-resource-id is non alphanumeric."),
                mistake(
                        with("Parameters: {'AWS::NoValue': {Type: String}}"),
                        "Template format error: Parameter name AWS::NoValue is non alphanumeric."),
                mistake(
                        with("Outputs: {MyOutput: {Value: null}}"),
                        "[/Outputs/MyOutput/Value] 'null' values are not allowed in templates"),
                mistake(
                        with("Outputs: {MyOutput: {}}"),
                        "Template format error: Every Outputs member must contain a Value object"),
                mistake(
                        with("Mappings: {M: {A: suffix-a}}"),
                        "Template format error: Every Mappings member A must be a map"),
                mistake(
                        with("Mappings: {M: {A: {B: {C: d}}}}"),
                        "Template format error: Every Mappings attribute must be a String or a List."),
                mistake(
                        "Resources: {A: {Type: 'AWS::SNS::Topic', DependsOn: NonExistingResource}}",
                        "Template format error: Unresolved resource dependencies [NonExistingResource] in the Resources"
                                + " block of the template"),
                mistake(
                        property("!Ref InvalidRef"),
                        "Template format error: Unresolved resource dependencies [InvalidRef] in the Resources block of"
                                + " the template"),
                mistake(
                        property("!If [MissingCondition, a, b]"),
                        "Template error: unresolved condition dependency MissingCondition in Fn::If"),
                mistake(
                        property("!GetAtt [!Ref B]"),
                        "Template error: every Fn::GetAtt object requires two non-empty parameters, the resource name and"
                                + " the resource attribute"),
                mistake(
                        property("!Split ['-']"),
                        "Template error: every Fn::Split object requires two parameters, (1) a string delimiter and (2) a"
                                + " string to be split or a function that returns a string to be split."),
                mistake(
                        with("Conditions: {C: !Equals [a]}"),
                        "Template error: every Fn::Equals object requires a list of 2 string parameters."),
                mistake(
                        "Transform: {Name: !Ref X}\nResources: {A: " + TOPIC + "}",
                        "Key Name of transform definition must be a string."));
    }

    @ParameterizedTest
    @MethodSource("reported")
    void aMistakeIsNamedAsAwsIsReportedToNameIt(String body, String message) {
        refuses(body, message);
    }

    static Stream<Arguments> reported() {
        return Stream.of(
                mistake("Resources:\n  A: b: c", "Template format error: YAML not well-formed. (line 2, column 7)"),
                mistake(
                        "a: &x {b: c}\nd: *x",
                        "Template error: YAML aliases are not allowed in CloudFormation templates"),
                mistake(with("Foo: {}"), "Invalid template property or properties [Foo]"),
                mistake(
                        with("AWSTemplateFormatVersion: 2011-09-09"),
                        "Template format error: 2011-09-09 is not a supported value for AWSTemplateFormatVersion."),
                mistake(
                        with("Parameters: {P: {}}"),
                        "Template format error: Every Parameters object must contain a Type member."),
                mistake(
                        with("Parameters: {P: {Type: Strong}}"),
                        "Template format error: Unrecognized parameter type: Strong"),
                mistake(
                        with("Parameters: {P: {Type: String, Default: [a]}}"),
                        "Template format error: Every Default member must be a string."),
                mistake(
                        with("Parameters: {P: {Type: String, Pattern: a}}"),
                        "Invalid template parameter property 'Pattern'"),
                mistake(
                        "Resources: {A: {Type: 'AWS::SNS::Topic', DeletionPolicy: Keep}}",
                        "Template format error: Unrecognized DeletionPolicy Keep for resource A"),
                mistake(
                        "Resources: {A: {Type: 'AWS::SNS::Topic', Condition: C}}",
                        "Template format error: Unresolved condition dependency C in the Resources block of the template"),
                mistake(
                        with("Conditions: {C: !Equals [!Ref A, b]}"),
                        "Template format error: Unresolved dependencies [A]. Cannot reference resources in the Conditions"
                                + " block of the template"),
                mistake(
                        property("!GetAtt B.Arn"),
                        "Template error: instance of Fn::GetAtt references undefined resource B"),
                mistake(
                        property("!Sub '${B.Arn}'"),
                        "Template error: instance of Fn::Sub references invalid resource attribute B.Arn"),
                mistake(
                        property("!Sub '${a-b}'"),
                        "Template error: variable names in Fn::Sub syntax must contain only alphanumeric characters,"
                                + " underscores, periods, and colons"),
                mistake(
                        with("Outputs: {O: {Value: !Ref Nothing}}"),
                        "Template format error: Unresolved resource dependencies [Nothing] in the Outputs block of the"
                                + " template"),
                mistake(
                        "Resources: {A: {Type: 'AWS::SNS::Topic', Properties: {X: !Ref B}},"
                                + " B: {Type: 'AWS::SNS::Topic', DependsOn: A}, C: {Type: 'AWS::SNS::Topic', DependsOn: A}}",
                        "Circular dependency between resources: [A, B]"));
    }

    @Test
    void moreThanFiveHundredResourcesAreTooMany() {
        StringBuilder body = new StringBuilder("Resources:\n");
        IntStream.rangeClosed(1, 501)
                .forEach(i ->
                        body.append("  R").append(i).append(": ").append(TOPIC).append('\n'));

        refuses(
                body.toString(),
                "Template format error: Number of resources, 501, is greater than maximum allowed, 500");
    }

    @Test
    void aFunctionThatThereIsNoneOfIsNamedWithThoseThatThereAre() {
        assertThatThrownBy(() -> Template.parse("{\"Resources\":{\"A\":{\"Type\":\"AWS::SNS::Topic\",\"Properties\":"
                        + "{\"X\":{\"Fn::Ref\":\"A\"}}}}}"))
                .hasMessageStartingWith(
                        "Template Error: Encountered unsupported function: Fn::Ref Supported functions are:"
                                + " [Fn::Base64, Fn::GetAtt,");
    }

    private static void refuses(String body, String message) {
        assertThatThrownBy(() -> Template.parse(body))
                .isInstanceOfSatisfying(
                        ServiceError.class, error -> assertThat(error.code()).isEqualTo("ValidationError"))
                .hasMessage(message);
    }

    private static Arguments mistake(String body, String message) {
        return Arguments.of(body, message);
    }

    private static String with(String section) {
        return section + "\nResources: {A: " + TOPIC + "}";
    }

    private static String property(String value) {
        return "Resources: {A: {Type: 'AWS::SNS::Topic', Properties: {DisplayName: " + value + "}}}";
    }
}
