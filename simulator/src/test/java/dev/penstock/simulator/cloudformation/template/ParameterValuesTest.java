package dev.penstock.simulator.cloudformation.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.simulator.wire.JsonTexts;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.cloudformation.model.Parameter;

final class ParameterValuesTest {

    private final FakeLookup lookup = new FakeLookup(Map.of("/image", "ami-1", "/subnets", "a, b"));

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {Type: Number}                                                | abc    | Parameter 'P' must be a number.
            {Type: Number, MinValue: 3}                                   | 2      | Parameter 'P' must be a number not less than 3
            {Type: Number, MaxValue: 3}                                   | 4      | Parameter 'P' must be a number not greater than 3
            {Type: List<Number>}                                          | 1,b    | Parameter 'P' must be a number.
            {Type: String, AllowedValues: [dev, prod]}                    | test   | Parameter 'P' must be one of AllowedValues
            {Type: CommaDelimitedList, AllowedValues: [a, b]}             | a,c    | Parameter 'P' must be one of AllowedValues
            {Type: String, AllowedPattern: '[a-z]+'}                      | A1     | Parameter 'P' must match pattern [a-z]+
            {Type: String, MinLength: 3}                                  | ab     | Parameter 'P' must contain at least 3 characters
            {Type: String, MaxLength: 1}                                  | ab     | Parameter 'P' must contain at most 1 characters
            {Type: String, MaxLength: 1, ConstraintDescription: be brief} | ab     | Parameter P failed to satisfy constraint: be brief
            {Type: 'AWS::EC2::VPC::Id'}                                   | no-vpc | Parameter validation failed: parameter value no-vpc for parameter name P does not exist
            {Type: 'AWS::SSM::Parameter::Value<String>'}                  | /none  | Unable to fetch parameters [/none] from parameter store for this account.
            """)
    void aValueThatDoesNotFitIsRefused(String declaration, String value, String message) {
        assertThatThrownBy(() -> resolve(declaration, given("P", value), ParameterValues.none()))
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {Type: Number, MinValue: 1, MaxValue: 10}               | 5       | "5"
            {Type: String, AllowedValues: [true, 1.5]}              | 1.5     | "1.5"
            {Type: CommaDelimitedList}                              | a, b    | ["a","b"]
            {Type: 'List<AWS::EC2::Subnet::Id>'}                    | s-1,s-2 | ["s-1","s-2"]
            {Type: 'AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>'} | /image | "ami-1"
            {Type: 'AWS::SSM::Parameter::Value<List<String>>'}      | /subnets | ["a","b"]
            """)
    void aValueIsWhatARefGives(String declaration, String value, String reference) {
        ParameterValue resolved = resolve(declaration, given("P", value), ParameterValues.none())
                .of("P")
                .orElseThrow();

        assertThat(JsonTexts.of(resolved.reference())).isEqualTo(reference);
    }

    @Test
    void whatIsGivenWinsOverThePreviousAndThatOverNothing() {
        ParameterValues previous = new ParameterValues(Map.of("P", new ParameterValue("String", "old", "old", false)));
        String declared = "{Type: String, Default: default}";

        assertThat(value(declared, List.of(), previous)).isEqualTo("default");
        assertThat(value(declared, given("P", "new"), previous)).isEqualTo("new");
        assertThat(value(declared, keep("P"), previous)).isEqualTo("old");
        assertThat(value("{Type: String, Default: ''}", List.of(), previous)).isEmpty();
    }

    private String value(String declaration, List<Parameter> given, ParameterValues previous) {
        return resolve(declaration, given, previous).of("P").orElseThrow().value();
    }

    @Test
    void whatIsMissingOrUnknownIsNamed() {
        assertThatThrownBy(() -> resolve("{Type: String}", List.of(), ParameterValues.none()))
                .hasMessage("Parameters: [P] must have values");
        assertThatThrownBy(() -> resolve("{Type: String}", given("Q", "a"), ParameterValues.none()))
                .hasMessage("Parameters: [Q] do not exist in the template");
        assertThatThrownBy(() ->
                        resolve("{Type: 'AWS::SSM::Parameter::Value<String>'}", List.of(), ParameterValues.none()))
                .hasMessage("Parameter P should either have input value or default value");
        assertThatThrownBy(() -> resolve("{Type: String}", keep("P"), ParameterValues.none()))
                .hasMessage(
                        "Invalid input for parameter key P. Cannot specify usePreviousValue as true for a parameter key"
                                + " not in the previous template");
    }

    @Test
    void secretsAreHiddenAndStoredValuesShown() {
        assertThat(resolve("{Type: String, NoEcho: true}", given("P", "geheim"), ParameterValues.none())
                        .shown())
                .containsExactly(Parameter.builder()
                        .parameterKey("P")
                        .parameterValue("****")
                        .build());
        assertThat(resolve("{Type: 'AWS::SSM::Parameter::Value<String>'}", given("P", "/image"), ParameterValues.none())
                        .shown())
                .containsExactly(Parameter.builder()
                        .parameterKey("P")
                        .parameterValue("/image")
                        .resolvedValue("ami-1")
                        .build());
    }

    @Test
    void aPatternThatExplodesRefusesTheValueAndNothingElse() {
        String declaration = "{Type: String, AllowedPattern: '(a|b)*c'}";

        assertThatThrownBy(() -> resolve(declaration, given("P", "a".repeat(60_000)), ParameterValues.none()))
                .hasMessage("Parameter 'P' must match pattern (a|b)*c");
    }

    private ParameterValues resolve(String declaration, List<Parameter> given, ParameterValues previous) {
        Template template =
                Template.parse("Parameters: {P: " + declaration + "}\nResources: {A: {Type: 'AWS::SNS::Topic'}}");
        return ParameterValues.resolve(template.parameters(), given, previous, lookup);
    }

    private static List<Parameter> given(String name, String value) {
        return List.of(
                Parameter.builder().parameterKey(name).parameterValue(value).build());
    }

    private static List<Parameter> keep(String name) {
        return List.of(
                Parameter.builder().parameterKey(name).usePreviousValue(true).build());
    }
}
