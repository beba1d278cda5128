package dev.penstock.simulator.cloudformation.changes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.simulator.cloudformation.template.ParameterValues;
import dev.penstock.simulator.cloudformation.template.Template;
import dev.penstock.simulator.cloudformation.types.Schemas;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudformation.model.ResourceChange;
import software.amazon.awssdk.services.cloudformation.model.ResourceChangeDetail;

final class ChangeCalculationTest {

    /** The template of User Guide, "Example change sets for CloudFormation stacks". */
    private static final String INSTANCE = """
            Parameters:
              Purpose: {Type: String, Default: testing, AllowedValues: [testing, production]}
              KeyPairName: {Type: 'AWS::EC2::KeyPair::KeyName', Default: MyKeyName}
              InstanceType: {Type: String, Default: t2.micro, AllowedValues: [t2.micro, t2.small, t2.medium]}
            Resources:
              MyEC2Instance:
                Type: AWS::EC2::Instance
                Properties:
                  KeyName: !Ref KeyPairName
                  InstanceType: !Ref InstanceType
                  ImageId: ami-8fcee4e5
                  Tags:
                    - {Key: Purpose, Value: !Ref Purpose}
            """;

    private final RecordedAccount account = new RecordedAccount();

    @Test
    void aParameterThatATagTakesChangesTwiceAsTheUserGuideSays() {
        ResourceChange change = only(update(INSTANCE, Map.of(), INSTANCE, Map.of("Purpose", "production"), false));

        assertThat(change.replacementAsString()).isEqualTo("False");
        assertThat(change.scopeAsStrings()).containsExactly("Tags");
        assertThat(details(change))
                .containsExactlyInAnyOrder(
                        "DirectModification Dynamic - Tags - Never", "ParameterReference Static Purpose Tags - Never");
    }

    @Test
    void theMostIntrusiveOfManyParametersDecidesAsTheUserGuideSays() {
        Map<String, String> all =
                Map.of("Purpose", "production", "KeyPairName", "MyNewKeyName", "InstanceType", "t2.small");

        ResourceChange change = only(update(INSTANCE, Map.of(), INSTANCE, all, false));

        assertThat(change.replacementAsString()).isEqualTo("True");
        assertThat(change.policyActionAsString()).isEqualTo("ReplaceAndDelete");
        assertThat(change.scopeAsStrings()).containsExactlyInAnyOrder("Tags", "Properties");
        assertThat(details(change))
                .containsExactlyInAnyOrder(
                        "DirectModification Dynamic - Properties KeyName Always",
                        "DirectModification Dynamic - Properties InstanceType Conditionally",
                        "DirectModification Dynamic - Tags - Never",
                        "ParameterReference Static KeyPairName Properties KeyName Always",
                        "ParameterReference Static InstanceType Properties InstanceType Conditionally",
                        "ParameterReference Static Purpose Tags - Never");
    }

    @Test
    void anInstanceOfAnotherTypeIsPerhapsReplacedAndWhatReferencesItPerhapsChanges() {
        String both = INSTANCE + """
                  Address:
                    Type: AWS::EC2::EIPAssociation
                    Properties: {InstanceId: !Ref MyEC2Instance, EIP: 192.0.2.1}
                """;

        Changes changes = update(both, Map.of(), both, Map.of("InstanceType", "t2.small"), false);

        assertThat(changes.resources())
                .extracting(ResourceChange::logicalResourceId, ResourceChange::replacementAsString)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("Address", "Conditional"),
                        org.assertj.core.groups.Tuple.tuple("MyEC2Instance", "Conditional"));
        assertThat(details(changes.resources().getFirst()))
                .containsExactly("ResourceReference Dynamic MyEC2Instance Properties InstanceId Always");
    }

    @Test
    void tagsAndPropertiesAreToldApartElementByElementAsTheUserGuideSays() {
        String before = networkInterface("Description: '', Ipv4Prefixes: [], Tags: []");
        String after = networkInterface("Description: Description, Tags: [{Key: Test, Value: Test}]");

        ResourceChange change = only(update(before, Map.of(), after, Map.of(), true));

        assertThat(change.scopeAsStrings()).containsExactly("Properties", "Tags");
        assertThat(change.details().stream()
                        .map(detail -> detail.target().path() + " "
                                + detail.target().attributeChangeTypeAsString() + " "
                                + detail.target().beforeValue() + " -> "
                                + detail.target().afterValue()))
                .containsExactlyInAnyOrder(
                        "/Properties/Ipv4Prefixes Remove [] -> null",
                        "/Properties/Description Modify  -> Description",
                        "/Properties/Tags/0 Add null -> {\"Value\":\"Test\",\"Key\":\"Test\"}");
        assertThat(change.beforeContext())
                .endsWith("},\"UpdateReplacePolicy\":\"Retain\",\"DeletionPolicy\":\"Retain\"}");
    }

    private static String networkInterface(String properties) {
        return "Resources: {Eni: {Type: 'AWS::EC2::NetworkInterface', DeletionPolicy: Retain, UpdateReplacePolicy: Retain,"
                + " Properties: {SubnetId: subnet-455e8969, " + properties + "}}}";
    }

    @Test
    void aResourceThatGoesIsKeptOrSnapshottedAsItsPolicySays() {
        String before = """
                Resources:
                  Kept: {Type: 'AWS::S3::Bucket', DeletionPolicy: Retain}
                  Saved: {Type: 'AWS::RDS::DBInstance', Properties: {DBInstanceClass: db.t3.micro}}
                  Lost: {Type: 'AWS::S3::Bucket'}
                  Stays: {Type: 'AWS::SNS::Topic'}
                """;

        Changes changes = update(before, Map.of(), "Resources: {Stays: {Type: 'AWS::SNS::Topic'}}", Map.of(), false);

        assertThat(changes.resources())
                .extracting(change -> change.logicalResourceId() + " " + change.policyActionAsString())
                .containsExactly("Kept Retain", "Lost Delete", "Saved Snapshot");
    }

    @Test
    void aReplacedResourceIsKeptAsItsPolicySays() {
        String before = """
                Resources:
                  Bucket: {Type: 'AWS::S3::Bucket', UpdateReplacePolicy: Retain, Properties: {BucketName: one}}
                """;

        ResourceChange change = only(update(before, Map.of(), before.replace("one", "two"), Map.of(), false));

        assertThat(change.policyActionAsString()).isEqualTo("ReplaceAndRetain");
    }

    @Test
    void aSecretParameterIsNotShown() {
        String template = """
                Parameters: {Password: {Type: String, NoEcho: true}}
                Resources:
                  Bucket:
                    Type: AWS::S3::Bucket
                    Metadata: {Note: !Sub 'with ${Password}'}
                    Properties: {Tags: [{Key: password, Value: !Ref Password}]}
                """;

        ResourceChange change =
                only(update(template, Map.of("Password", "geheim1"), template, Map.of("Password", "geheim2"), true));

        assertThat(change.toString()).doesNotContain("geheim").contains("with ****");
        assertThat(change.scopeAsStrings()).containsExactly("Metadata", "Properties");
        assertThat(details(change))
                .containsExactlyInAnyOrder(
                        "DirectModification Dynamic - Metadata - Never",
                        "ParameterReference Static Password Metadata - Never",
                        "DirectModification Dynamic - Properties Tags Never",
                        "ParameterReference Static Password Properties Tags Never");
    }

    /** As recorded in test_change_sets::test_dynamic_ssm_parameter_lookup. */
    @Test
    void anotherValueInParameterStoreIsADirectModification() {
        String template = """
                Parameters: {InputValue: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /value}}
                Resources: {P: {Type: 'AWS::SSM::Parameter', Properties: {Type: String, Value: !Ref InputValue}}}
                """;
        account.stored.put("/value", "one");
        DeployedStack stack = deployed(template, Map.of());
        account.stored.put("/value", "two");

        Changes changes = between(stack, template, Map.of(), ChangeOptions.overview(Map.of()));

        assertThat(details(only(changes))).containsExactly("DirectModification Static - Properties Value Never");
    }

    @Test
    void aPolicyOfAResourceChangesByItself() {
        String template = "Resources: {B: {Type: 'AWS::S3::Bucket', DeletionPolicy: Delete}}";

        ResourceChange change =
                only(update(template, Map.of(), template.replace("Policy: Delete", "Policy: Retain"), Map.of(), true));

        assertThat(change.scopeAsStrings()).containsExactly("DeletionPolicy");
        assertThat(details(change)).containsExactly("DirectModification Static - DeletionPolicy - Never");
        assertThat(change.details().getFirst().target().path()).isEqualTo("/DeletionPolicy");
        assertThat(change.afterContext()).isEqualTo("{\"Properties\":{},\"DeletionPolicy\":\"Retain\"}");
    }

    /** As recorded in test_change_set_exports_imports::test_describe_change_set_import_non_existent_export. */
    @Test
    void anExportThatThereIsNoneOfIsToldWithTheValues() {
        Template template = Template.parse(
                "Resources: {MyFoo: {Type: 'AWS::SSM::Parameter', Properties: {Value: !ImportValue nowhere, Type: String}}}");

        Changes changes = ChangeCalculation.between(
                Optional.empty(),
                template,
                ParameterValues.none(),
                account,
                Schemas.published(),
                ChangeOptions.overview(Map.of()).withPropertyValues(true));

        assertThat(only(changes).afterContext())
                .isEqualTo("{\"Properties\":{\"Value\":\"{{changeSet:KNOWN_AFTER_APPLY}}\",\"Type\":\"String\"}}");
        assertThat(changes.problems())
                .containsExactly("[WARN] --include-property-values option can return incomplete ChangeSet data because:"
                        + " ChangeSet creation failed for resource [MyFoo] because: No export named nowhere");
    }

    @Test
    void fiveHundredResourcesAreHeldAgainstEachOther() {
        StringBuilder body = new StringBuilder("Parameters: {P: {Type: String}}\nResources:\n");
        for (int i = 0; i < 500; i++) {
            String reference = i == 0 ? "!Ref P" : "!Sub '${R" + (i - 1) + "}-${P}'";
            body.append("  R")
                    .append(i)
                    .append(": {Type: 'AWS::SSM::Parameter', Properties: {Type: String, Value: ")
                    .append(reference)
                    .append("}}\n");
        }

        assertThat(update(body.toString(), Map.of("P", "a"), body.toString(), Map.of("P", "b"), true)
                        .resources())
                .hasSize(500);
    }

    @Test
    void theStacksTagsGoToWhatCanHaveTags() {
        String template = """
                Resources:
                  Topic: {Type: 'AWS::SNS::Topic'}
                  Policy: {Type: 'AWS::SNS::TopicPolicy', Properties: {PolicyDocument: {}, Topics: [!Ref Topic]}}
                """;
        ChangeOptions tagged = ChangeOptions.overview(Map.of("team", "shop"));

        Changes changes = update(template, Map.of(), template, Map.of(), tagged);

        ResourceChange change = only(changes);
        assertThat(change.logicalResourceId()).isEqualTo("Topic");
        assertThat(details(change)).containsExactly("DirectModification Static - Tags - Never");
    }

    @Test
    void aNestedStackMayChangeUnlessItWasLookedInto() {
        String template = """
                Resources:
                  Network: {Type: 'AWS::CloudFormation::Stack', Properties: {TemplateURL: 'https://b.s3.amazonaws.com/t'}}
                """;

        ResourceChange unseen = only(update(template, Map.of(), template, Map.of(), false));
        ChangeOptions.NestedChangeSet seen = new ChangeOptions.NestedChangeSet("arn:nested", true);
        ChangeOptions into = new ChangeOptions(
                false,
                Map.of(),
                Optional.of((name, there, properties) -> Optional.of(seen)),
                Map.of(),
                Optional.empty());
        ChangeOptions unchanged = new ChangeOptions(
                false,
                Map.of(),
                Optional.of((name, there, properties) ->
                        Optional.of(new ChangeOptions.NestedChangeSet("arn:nested", false))),
                Map.of(),
                Optional.empty());

        assertThat(details(unseen)).containsExactly("Automatic Dynamic - Properties - Never");
        assertThat(only(update(template, Map.of(), template, Map.of(), into)).changeSetId())
                .isEqualTo("arn:nested");
        assertThat(update(template, Map.of(), template, Map.of(), unchanged).isEmpty())
                .isTrue();
    }

    @Test
    void anOutputIsAChangeWithoutAResource() {
        String template = "Resources: {Topic: {Type: 'AWS::SNS::Topic'}}\n";

        Changes changes = update(template, Map.of(), template + "Outputs: {O: {Value: !Ref Topic}}", Map.of(), false);

        assertThat(changes.resources()).isEmpty();
        assertThat(changes.isEmpty()).isFalse();
    }

    @Test
    void aParameterThatNothingTakesChangesNothing() {
        String template = "Parameters: {P: {Type: String}}\nResources: {Topic: {Type: 'AWS::SNS::Topic'}}\n";

        assertThat(update(template, Map.of("P", "a"), template, Map.of("P", "b"), false)
                        .isEmpty())
                .isTrue();
    }

    @Test
    void aResourceCannotBecomeOfAnotherType() {
        assertThatThrownBy(() -> update(
                        "Resources: {A: {Type: 'AWS::SNS::Topic'}}",
                        Map.of(),
                        "Resources: {A: {Type: 'AWS::SQS::Queue'}}",
                        Map.of(),
                        false))
                .hasMessage("Update of resource type is not permitted. The new template modifies resource type of the"
                        + " following resources: [A]");
    }

    private Changes update(
            String before, Map<String, String> given, String after, Map<String, String> changed, boolean values) {
        return update(
                before, given, after, changed, ChangeOptions.overview(Map.of()).withPropertyValues(values));
    }

    private Changes update(
            String before,
            Map<String, String> given,
            String after,
            Map<String, String> changed,
            ChangeOptions options) {
        return between(deployed(before, given), after, changed, options);
    }

    private DeployedStack deployed(String body, Map<String, String> given) {
        Template template = Template.parse(body);
        ParameterValues values = account.values(template, given);
        return new DeployedStack(template, values, account.deploy(template, values, Map.of()), Map.of());
    }

    private Changes between(DeployedStack stack, String after, Map<String, String> changed, ChangeOptions options) {
        Template second = Template.parse(after);
        return ChangeCalculation.between(
                Optional.of(stack), second, account.values(second, changed), account, Schemas.published(), options);
    }

    private static ResourceChange only(Changes changes) {
        assertThat(changes.resources()).hasSize(1);
        return changes.resources().getFirst();
    }

    private static List<String> details(ResourceChange change) {
        return change.details().stream().map(ChangeCalculationTest::text).collect(Collectors.toList());
    }

    private static String text(ResourceChangeDetail detail) {
        return String.join(
                " ",
                detail.changeSourceAsString(),
                detail.evaluationAsString(),
                Optional.ofNullable(detail.causingEntity()).orElse("-"),
                detail.target().attributeAsString(),
                Optional.ofNullable(detail.target().name()).orElse("-"),
                detail.target().requiresRecreationAsString());
    }
}
