package dev.penstock.simulator.cloudformation.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.simulator.cloudformation.types.Schemas;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.GetTemplateSummaryResponse;
import software.amazon.awssdk.services.cloudformation.model.ValidateTemplateResponse;

final class TemplateSummariesTest {

    private static final String ROLE =
            "Resources: {R: {Type: 'AWS::IAM::Role', Properties: {AssumeRolePolicyDocument: {}}}}";

    @Test
    void aValidTemplateIsAnsweredWithItsParameters() {
        ValidateTemplateResponse response = TemplateSummaries.validated(Template.parse("""
                Description: A web application.
                Parameters:
                  KeyExample: {Type: 'AWS::EC2::KeyPair::KeyName', Description: The key, NoEcho: true, Default: mine}
                """ + ROLE));

        assertThat(response.description()).isEqualTo("A web application.");
        assertThat(response.parameters()).singleElement().satisfies(parameter -> {
            assertThat(parameter.parameterKey()).isEqualTo("KeyExample");
            assertThat(parameter.defaultValue()).isEqualTo("mine");
            assertThat(parameter.noEcho()).isTrue();
            assertThat(parameter.description()).isEqualTo("The key");
        });
        assertThat(response.capabilities()).containsExactly(Capability.CAPABILITY_IAM);
        assertThat(response.capabilitiesReason())
                .isEqualTo("The following resource(s) require capabilities: [AWS::IAM::Role]");
    }

    @Test
    void aSummaryNamesTypesAndWhatIdentifiesTheirResources() {
        GetTemplateSummaryResponse response = TemplateSummaries.summary(Template.parse("""
                        Metadata: {TopicName: sns-topic-simple}
                        Parameters: {Size: {Type: Number, AllowedValues: [1, 2], Default: 1}}
                        Resources:
                          topic123: {Type: 'AWS::SNS::Topic'}
                          MyParameter: {Type: 'AWS::SSM::Parameter', Properties: {Type: String, Value: a}}
                        """), Schemas.published());

        assertThat(response.resourceTypes()).containsExactly("AWS::SNS::Topic", "AWS::SSM::Parameter");
        assertThat(response.resourceIdentifierSummaries().get(0).hasResourceIdentifiers())
                .isFalse();
        assertThat(response.resourceIdentifierSummaries().get(1).resourceIdentifiers())
                .containsExactly("Name");
        assertThat(response.version()).isEqualTo("2010-09-09");
        assertThat(response.metadata()).isEqualTo("{\"TopicName\":\"sns-topic-simple\"}");
        assertThat(response.parameters().getFirst().parameterConstraints().allowedValues())
                .containsExactly("1", "2");
        assertThat(response.hasCapabilities()).isFalse();
    }

    @Test
    void aRoleWithANameOfItsOwnNeedsMore() {
        Capabilities plain = Template.parse(ROLE).capabilities();
        Capabilities named = Template.parse(ROLE.replace("Properties: {", "Properties: {RoleName: admin, "))
                .capabilities();

        assertThatThrownBy(() -> plain.check(List.of(), false)).hasMessage("Requires capabilities : [CAPABILITY_IAM]");
        assertThatCode(() -> plain.check(List.of(Capability.CAPABILITY_NAMED_IAM), false))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> named.check(List.of(Capability.CAPABILITY_IAM), false))
                .hasMessage("Requires capabilities : [CAPABILITY_NAMED_IAM]");
    }

    @Test
    void transformsNeedToBeAcknowledgedWhereNoChangeSetShowsWhatTheyDo() {
        Capabilities capabilities = Template.parse(
                        "Transform: AWS::LanguageExtensions\nResources: {A: {Type: 'AWS::SNS::Topic'}}")
                .capabilities();

        assertThatThrownBy(() -> capabilities.check(List.of(), false))
                .hasMessage("Requires capabilities : [CAPABILITY_AUTO_EXPAND]");
        assertThatCode(() -> capabilities.check(List.of(), true)).doesNotThrowAnyException();
    }
}
