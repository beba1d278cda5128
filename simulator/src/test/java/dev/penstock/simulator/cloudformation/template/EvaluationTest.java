package dev.penstock.simulator.cloudformation.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.cloudformation.model.Parameter;

final class EvaluationTest {

    private static final String HEAD = """
            Parameters:
              Name: {Type: String, Default: web}
              Zones: {Type: CommaDelimitedList, Default: 'a, b ,c'}
              Count: {Type: Number, Default: 3}
            Mappings:
              Sizes:
                eu-west-1: {small: t3.small, ids: [i-1, i-2]}
            Conditions:
              IsWeb: !Equals [!Ref Name, web]
              IsNot: !Not [!Condition IsWeb]
              Both: !And [!Condition IsWeb, !Equals [!Ref Count, 3]]
              Either: !Or [!Condition IsNot, !Condition Both]
            """;

    private final FakeEnvironment environment = new FakeEnvironment();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            !Ref Name                                              | "web"
            !Ref Zones                                             | ["a","b","c"]
            !Ref Count                                             | "3"
            !Ref AWS::Region                                       | "eu-west-1"
            !Sub '${Name}-${AWS::Region}-${!Literal}'              | "web-eu-west-1-${Literal}"
            !Sub ['${a}/${Name}', {a: !Ref Count}]                 | "3/web"
            !Join ['-', [a, !Ref Name, 3, true]]                   | "a-web-3-true"
            !Join ['-', !Ref Zones]                                | "a-b-c"
            !Join ['-', [!Ref AWS::NoValue]]                       | ""
            !Join ['-', [Sample, !Ref AWS::NoValue]]               | "Sample"
            !Select [1, !Ref Zones]                                | "b"
            !Select ['0', !Split ['-', a-b]]                       | "a"
            !Split ['-', a-b--c]                                   | ["a","b","","c"]
            !FindInMap [Sizes, !Ref AWS::Region, small]            | "t3.small"
            !FindInMap [Sizes, !Ref AWS::Region, ids]              | ["i-1","i-2"]
            !If [IsWeb, yes it is, no]                             | "yes it is"
            !If [IsNot, a, {b: !If [Both, c, d]}]                  | {"b":"c"}
            !If [Either, [1, !Ref AWS::NoValue, 2], x]             | [1,2]
            {a: !Ref AWS::NoValue, b: 1.10, c: true}               | {"b":1.10,"c":true}
            !Base64 Hello                                          | "SGVsbG8="
            !GetAZs ''                                             | ["eu-west-1a","eu-west-1b","eu-west-1c"]
            !Select [0, !GetAZs us-east-1]                         | "us-east-1a"
            !Cidr [10.0.0.0/16, 3, 8]                              | ["10.0.0.0/24","10.0.1.0/24","10.0.2.0/24"]
            !Select [1, !Cidr ['2001:db8::/56', 2, 64]]            | "2001:db8:0:1:0:0:0:0/64"
            !ImportValue shared-vpc                                | "vpc-1"
            """)
    void aFunctionGivesWhatItsPageSays(String value, String expected) {
        environment.exports.put("shared-vpc", "vpc-1");

        assertThat(JsonTexts.of(known(value))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            !Select [bad, [test]]            | Fn::Select requires a list argument with two elements: an integer index and a list
            !Select [0, 2]                   | Fn::Select requires a list argument with two elements: an integer index and a list
            !Select [100, [test]]            | Fn::Select requires a list argument with two elements: an integer index and a list
            !FindInMap [Sizes, C, small]     | Unable to get mapping for Sizes::C::small
            !FindInMap [Sizes, eu-west-1, x] | Unable to get mapping for Sizes::eu-west-1::x
            !FindInMap [Nope, a, b]          | Mapping named 'Nope' is not present in the 'Mappings' section of template.
            !Sub '${Zones}'                  | variable Zones in Fn::Sub expression does not resolve to a string
            """)
    void aFunctionThatCannotBeAppliedSaysWhy(String value, String message) {
        Evaluation evaluation = evaluation(value);

        assertThatThrownBy(evaluation::check).hasMessage("Template error: " + message);
    }

    @Test
    void whatIsNotMadeYetIsUnknownAndNamed() {
        Resolved resolved =
                resolve("{a: !Ref Other, b: !Sub 'x-${Other.Arn}-y', c: !Join ['-', [p, !Ref Other]], d: e}");

        assertThat(resolved).isInstanceOfSatisfying(Resolved.Unknown.class, unknown -> {
            assertThat(unknown.of())
                    .isEqualTo(Set.of(new Reference.Resource("Other"), new Reference.Attribute("Other", "Arn")));
            assertThat(JsonTexts.of(unknown.partly()))
                    .isEqualTo("{\"a\":\"{{changeSet:KNOWN_AFTER_APPLY}}\","
                            + "\"b\":\"x-{{changeSet:KNOWN_AFTER_APPLY}}-y\","
                            + "\"c\":\"{{changeSet:KNOWN_AFTER_APPLY}}\",\"d\":\"e\"}");
            assertThat(unknown.problems()).isEmpty();
        });
    }

    @Test
    void aListThatIsNotKnownYetIsUnknownWithWhatCloudFormationSaysOfIt() {
        Resolved resolved = resolve("!Join ['_', !Split ['-', !GetAtt Other.DisplayName]]");

        assertThat(resolved)
                .isInstanceOfSatisfying(
                        Resolved.Unknown.class,
                        unknown -> assertThat(unknown.problems())
                                .singleElement()
                                .asString()
                                .startsWith("Template error: every Fn::Join object requires two parameters"));
    }

    @Test
    void anExportThatThereIsNoneOfIsUnknownInAChangeSetAndAMistakeWhenItIsNeeded() {
        Evaluation evaluation = evaluation("!ImportValue nowhere");

        evaluation.check();
        assertThat(evaluation.resolve(
                        evaluation.template().resource("A").orElseThrow().properties()))
                .isInstanceOfSatisfying(
                        Resolved.Unknown.class,
                        unknown -> assertThat(unknown.problems()).containsExactly("No export named nowhere"));
        assertThatThrownBy(() -> evaluation.properties("A")).hasMessage("No export named nowhere found.");
    }

    @Test
    void whatIsMadeIsKnown() {
        environment.knows("Other", "other-1").gives("Other.Arn", "arn:other-1");

        assertThat(JsonTexts.of(known("[!Ref Other, !GetAtt Other.Arn, !Sub '${Other}']")))
                .isEqualTo("[\"other-1\",\"arn:other-1\",\"other-1\"]");
    }

    @Test
    void aReferenceToAResourceWhoseConditionDoesNotHoldIsRefused() {
        String resources = """
                Resources:
                  Gone: {Type: 'AWS::SNS::Topic', Condition: IsNot}
                  A: {Type: 'AWS::SNS::Topic', Properties: {X: !If [IsWeb, !Ref Gone, b]}}
                """;

        assertThatThrownBy(() -> of(HEAD + resources).check())
                .hasMessage(
                        "Template format error: Unresolved resource dependencies [Gone] in the Resources block of the"
                                + " template");
        of(HEAD + resources.replace("IsWeb,", "IsNot,")).check();
    }

    @Test
    void anOutputOfAResourceWhoseConditionDoesNotHoldIsRefused() {
        String rest = """
                Resources:
                  Gone: {Type: 'AWS::SNS::Topic', Condition: IsNot}
                  A: {Type: 'AWS::SNS::Topic'}
                Outputs: {O: {Value: !Ref Gone}}
                """;

        assertThatThrownBy(() -> of(HEAD + rest).check())
                .hasMessage("Unresolved resource dependencies [Gone] in the Outputs block of the template");
        of(HEAD + rest.replace("{O: {", "{O: {Condition: IsNot, ")).check();
    }

    @Test
    void resourcesComeAfterWhatTheyDependOn() {
        Evaluation evaluation = of("""
                Resources:
                  C: {Type: 'AWS::SNS::Topic', Properties: {X: !Sub '${B.Arn}'}}
                  B: {Type: 'AWS::SNS::Topic', Properties: {X: [!Ref A]}}
                  A: {Type: 'AWS::SNS::Topic', DependsOn: D}
                  D: {Type: 'AWS::SNS::Topic'}
                """);

        assertThat(evaluation.order()).containsExactly("D", "A", "B", "C");
        assertThat(evaluation.dependencies()).containsEntry("C", Set.of("B")).containsEntry("D", Set.of());
    }

    @Test
    void outputsAreTextsAndExportsHaveNames() {
        environment.knows("A", "a-1");

        assertThat(of(HEAD + """
                Resources: {A: {Type: 'AWS::SNS::Topic'}}
                Outputs:
                  One: {Value: !Ref A, Description: the one, Export: {Name: !Sub '${AWS::StackName}-one'}}
                  Two: {Value: 2, Condition: IsWeb}
                  Three: {Value: 3, Condition: IsNot}
                """).outputs())
                .containsExactly(
                        new Evaluation.Output("One", "a-1", Optional.of("the one"), Optional.of("shop-one")),
                        new Evaluation.Output("Two", "2", Optional.empty(), Optional.empty()));
    }

    @Test
    void anOutputThatIsAListIsRefused() {
        assertThatThrownBy(() -> of(HEAD + """
                Resources: {A: {Type: 'AWS::SNS::Topic'}}
                Outputs: {One: {Value: !Ref Zones}}
                """).outputs())
                .hasMessage(
                        "Template format error: The Value field of every Outputs member must evaluate to a String.");
    }

    @Test
    void dynamicReferencesAreResolvedWhereAResourceIsMadeAndNotBefore() {
        environment.values.put(new DynamicReference.Ssm("/db/name", Optional.of(2L)), "orders");
        environment.values.put(
                new DynamicReference.Secret(
                        "arn:aws:secretsmanager:eu-west-1:111111111111:secret:db-Ab12",
                        Optional.of("password"),
                        Optional.empty(),
                        Optional.empty()),
                "$1geheim");
        String value = "{a: 'x-{{resolve:ssm:/db/name:2}}', b: '{{resolve:secretsmanager:"
                + "arn:aws:secretsmanager:eu-west-1:111111111111:secret:db-Ab12:SecretString:password}}'}";

        assertThat(JsonTexts.of(known(value))).contains("{{resolve:ssm:/db/name:2}}");
        assertThat(JsonTexts.of(evaluation(value).properties("A")))
                .isEqualTo("{\"X\":{\"a\":\"x-orders\",\"b\":\"$1geheim\"}}");
    }

    @Test
    void aSecureParameterStandsOnlyWhereAwsTakesOne() {
        environment.values.put(new DynamicReference.SsmSecure("/db/password", Optional.empty()), "geheim");

        assertThatThrownBy(() ->
                        evaluation("'{{resolve:ssm-secure:/db/password}}'").properties("A"))
                .hasMessage("SSM Secure reference is not supported in: [AWS::SNS::Topic/Properties/X]");
        assertThat(JsonTexts.of(of("""
                Resources:
                  A:
                    Type: AWS::RDS::DBInstance
                    Properties: {MasterUserPassword: '{{resolve:ssm-secure:/db/password}}'}
                """).properties("A"))).isEqualTo("{\"MasterUserPassword\":\"geheim\"}");
    }

    @Test
    void policiesCanDependOnParameters() {
        Evaluation evaluation = of(HEAD + """
                Resources:
                  A: {Type: 'AWS::SNS::Topic', DeletionPolicy: !If [IsWeb, Retain, Delete], UpdateReplacePolicy: Snapshot}
                  B: {Type: 'AWS::RDS::DBInstance'}
                  C: {Type: 'AWS::RDS::DBInstance', Properties: {DBClusterIdentifier: c}}
                """);

        assertThat(evaluation.deletionPolicy("A")).isEqualTo(DeletionPolicy.RETAIN);
        assertThat(evaluation.updateReplacePolicy("A")).isEqualTo(UpdateReplacePolicy.SNAPSHOT);
        assertThat(evaluation.deletionPolicy("B")).isEqualTo(DeletionPolicy.SNAPSHOT);
        assertThat(evaluation.deletionPolicy("C")).isEqualTo(DeletionPolicy.DELETE);
        assertThat(evaluation.updateReplacePolicy("B")).isEqualTo(UpdateReplacePolicy.DELETE);
    }

    @Test
    void rulesAssertWhatParametersAre() {
        String rules = HEAD + """
                Rules:
                  Sizes:
                    RuleCondition: !Equals [!Ref Name, web]
                    Assertions:
                      - Assert: !Contains [['1', '2'], !Ref Count]
                        AssertDescription: A web application has one or two.
                Resources: {A: {Type: 'AWS::SNS::Topic'}}
                """;

        assertThatThrownBy(() -> of(rules).check()).hasMessageContaining("A web application has one or two.");
        of(rules, Map.of("Count", "2")).check();
        of(rules, Map.of("Name", "batch")).check();
    }

    @Test
    void conditionsThatDependOnEachOtherAreRefused() {
        assertThatThrownBy(() -> of("""
                Conditions: {A: !Not [!Condition B], B: !Not [!Condition A]}
                Resources: {A: {Type: 'AWS::SNS::Topic'}}
                """))
                .hasMessage("Template format error: Found circular condition dependency between B and A");
    }

    @Test
    void functionsInsideOfFunctionsDoNotMultiplyWithoutEnd() {
        String empty = "''";
        String doubled = "word";
        for (int i = 0; i < 40; i++) {
            empty = "!Sub ['${x}${x}', {x: " + empty + "}]";
            doubled = "!Sub ['${x}${x}', {x: " + doubled + "}]";
        }
        Evaluation multiplied = evaluation(doubled);

        assertThat(JsonTexts.of(known(empty))).isEqualTo("\"\"");
        assertThatThrownBy(multiplied::check).hasMessage("Template error: a value has more than 2000000 characters");
    }

    private JsonValue known(String value) {
        Resolved resolved = resolve(value);
        assertThat(resolved).isInstanceOf(Resolved.Known.class);
        return ((Resolved.Known) resolved).value();
    }

    private Resolved resolve(String value) {
        Evaluation evaluation = evaluation(value);
        JsonValue written = evaluation
                .template()
                .resource("A")
                .orElseThrow()
                .properties()
                .members()
                .getOrDefault("X", new JsonValue.Null());
        return evaluation.resolve(written);
    }

    private Evaluation evaluation(String value) {
        return of(HEAD + "Resources:\n  Other: {Type: 'AWS::SNS::Topic'}\n  A:\n    Type: AWS::SNS::Topic\n"
                + "    Properties:\n      X: " + value + "\n");
    }

    private Evaluation of(String body) {
        return of(body, Map.of());
    }

    private Evaluation of(String body, Map<String, String> given) {
        Template template = Template.parse(body);
        List<Parameter> parameters = given.entrySet().stream()
                .map(entry -> Parameter.builder()
                        .parameterKey(entry.getKey())
                        .parameterValue(entry.getValue())
                        .build())
                .toList();
        ParameterValues values = ParameterValues.resolve(
                template.parameters(), parameters, ParameterValues.none(), new FakeLookup(Map.of()));
        return new Evaluation(template, values, environment);
    }
}
