package dev.penstock.aws.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.AwsScope;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionPhase;
import dev.penstock.execution.ExecutionState;
import dev.penstock.simulator.service.Fault;
import dev.penstock.stack.StackFixture;
import dev.penstock.stack.StackOptions;
import dev.penstock.stack.StackStatus;
import dev.penstock.testing.InMemoryJournal;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with the inputs is a clear error, before anything is changed where that is possible, at the simulated AWS. */
@Timeout(120)
class BadInputIT {

    private static final String TEMPLATE = """
            Parameters:
              Size: {Type: Number, Default: 1, MaxValue: 9}
            Resources:
              Setting:
                Type: AWS::SSM::Parameter
                Properties: {Name: /shop/setting, Type: String, Value: !Sub 'size ${Size}'}
            Outputs:
              Setting:
                Value: !Ref Setting
                Export: {Name: shop-setting}
            """;

    private static final String ROLE = """
              Role:
                Type: AWS::IAM::Role
                Properties:
                  RoleName: deployer
                  AssumeRolePolicyDocument:
                    Version: "2012-10-17"
                    Statement: [{Effect: Allow, Principal: {Service: ecs.amazonaws.com}, Action: sts:AssumeRole}]
            """;

    @TempDir
    Path folder;

    private StackLab lab;

    @BeforeEach
    void open() {
        lab = new StackLab(folder);
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private ActionFailure refused(String template, Map<String, String> more) throws Exception {
        ActionFailure failure = failure("CREATE_UPDATE", template, more);
        assertThat(failure.message()).endsWith("Nothing was changed.");
        assertThat(lab.account.aws.effects().of("cloudformation", "ExecuteChangeSet"))
                .isEmpty();
        lab.settle();
        assertThat(lab.stacks.find(AwsScope.OWN, "shop")).isEmpty();
        return failure;
    }

    private ActionFailure failure(String mode, String template, Map<String, String> more) throws Exception {
        ExecutionState end = run(mode, template, more);
        assertThat(StackFixture.deployed(end)).isInstanceOf(ActionPhase.Failed.class);
        return ((ActionPhase.Failed) StackFixture.deployed(end)).failure();
    }

    private ExecutionState run(String mode, String template, Map<String, String> more) throws Exception {
        Map<String, String> configuration = new HashMap<>(more);
        configuration.put("TemplatePath", "app::template.yml");
        Map<String, String> files = new HashMap<>(Map.of("template.yml", template));
        String parameters = configuration.remove("parameters");
        if (parameters != null) {
            files.put("config.json", parameters);
            configuration.put("TemplateConfiguration", "app::config.json");
        }
        try (var fixture = lab.fixture(new InMemoryJournal(), "one", StackOptions.DEFAULT)) {
            return fixture.run(StackFixture.pipeline(mode, files, configuration));
        }
    }

    @Test
    void aTemplateThatDoesNotParseIsToldWithLineAndColumn() throws Exception {
        ActionFailure failure = refused(TEMPLATE.replace("Type: AWS::SSM::Parameter", "Type: [AWS::SSM"), Map.of());
        assertThat(failure.code()).isEqualTo("PEN-STACK-002");
        assertThat(failure.message()).containsPattern("template\\.yml:[0-9]+:[0-9]+");
    }

    @Test
    void aTemplateThatCloudFormationRefusesIsToldInItsWords() throws Exception {
        ActionFailure failure = refused(TEMPLATE.replace("!Ref Setting", "!Ref Settings"), Map.of());
        assertThat(failure.code()).isEqualTo("PEN-STACK-007");
        assertThat(failure.message()).contains("Settings");
    }

    @Test
    void aTemplateOfMoreThanAMegabyteIsRefused() throws Exception {
        ActionFailure failure = refused(TEMPLATE + "#" + "x".repeat(1_100_000), Map.of());
        assertThat(failure.code()).isEqualTo("PEN-STACK-002");
        assertThat(failure.message()).contains("1048576").contains("nested stacks");
    }

    @Test
    void aParameterThatIsUnknownOrOfTheWrongTypeIsToldWithItsPlace() throws Exception {
        ActionFailure failure =
                refused(TEMPLATE, Map.of("parameters", "{\n \"Parameters\": {\"Sise\": \"1\", \"Size\": \"ten\"}\n}"));
        assertThat(failure.code()).isEqualTo("PEN-STACK-005");
        assertThat(failure.details())
                .satisfiesExactlyInAnyOrder(
                        unknown -> assertThat(unknown)
                                .contains("config.json:2:25", "no parameter 'Sise'", "Did you mean 'Size'?"),
                        wrong -> assertThat(wrong)
                                .contains("config.json:2", "'ten' is not a number", "declared at template.yml:2:3"));
    }

    @Test
    void aMissingCapabilityIsNamedWithItsReason() throws Exception {
        ActionFailure failure = refused(TEMPLATE.replace("Outputs:", ROLE + "Outputs:"), Map.of());
        assertThat(failure.code()).isEqualTo("PEN-STACK-006");
        assertThat(failure.message()).contains("CAPABILITY_NAMED_IAM").contains("[AWS::IAM::Role]");
    }

    @Test
    void aQuotaIsTold() throws Exception {
        lab.account
                .aws
                .faults()
                .before(
                        "cloudformation",
                        "CreateChangeSet",
                        1,
                        new Fault.Refuse(400, "LimitExceededException", "Limit for stack has been exceeded"));
        ActionFailure failure = refused(TEMPLATE, Map.of());
        assertThat(failure.code()).isEqualTo("PEN-STACK-009");
        assertThat(failure.message()).contains("Have the quota raised");
    }

    @Test
    void aRoleThatMayNotBePassedIsNamed() throws Exception {
        String role = "arn:aws:iam::111122223333:role/stacks";
        lab.account
                .aws
                .faults()
                .before(
                        "cloudformation",
                        "CreateChangeSet",
                        1,
                        new Fault.Refuse(
                                403,
                                "AccessDenied",
                                "User: arn:aws:iam::111122223333:user/ann is not authorized to perform: iam:PassRole on"
                                        + " resource: " + role));
        ActionFailure failure = refused(TEMPLATE, Map.of("RoleArn", role));
        assertThat(failure.code()).isEqualTo("PEN-STACK-008");
        assertThat(failure.message()).contains(role).contains("iam:PassRole");
    }

    @Test
    void aNameThatIsTakenIsToldWithItsLineBeforeAnythingIsChanged() throws Exception {
        lab.deployed(TEMPLATE);
        ActionFailure failure = failure(
                "CREATE_UPDATE", TEMPLATE.replace("Name: shop-setting", "Name: other"), Map.of("StackName", "other"));
        assertThat(failure.code()).isEqualTo("PEN-STACK-010");
        assertThat(failure.message())
                .contains("template.yml:4:3: Setting (AWS::SSM::Parameter): ", "already exists")
                .endsWith("Nothing was changed.");
        lab.settle();
        assertThat(lab.stacks.find(AwsScope.OWN, "other")).isEmpty();
    }

    @Test
    void aPropertyThatItsTypeDoesNotHaveIsToldWithItsLine() throws Exception {
        ActionFailure failure = refused(TEMPLATE.replace("Value: !Sub", "Valeu: x, Value: !Sub"), Map.of());
        assertThat(failure.code()).isEqualTo("PEN-STACK-007");
        assertThat(failure.message()).contains("template.yml:4:3: Setting (AWS::SSM::Parameter): ", "Valeu");
    }

    private void exportInUse() throws Exception {
        lab.deployed(TEMPLATE);
        String importing = """
                Resources:
                  Copy:
                    Type: AWS::SSM::Parameter
                    Properties: {Name: /other/copy, Type: String, Value: !ImportValue shop-setting}
                """;
        assertThat(StackLab.succeeded(run("CREATE_UPDATE", importing, Map.of("StackName", "other")))
                        .summary())
                .isEqualTo("created");
    }

    private static final String WITHOUT_EXPORT = TEMPLATE.substring(0, TEMPLATE.indexOf("Outputs:"));

    @Test
    void anExportThatIsInUseIsToldWithWhoUsesItBeforeAnythingIsChanged() throws Exception {
        exportInUse();

        ActionFailure update = failure("CREATE_UPDATE", WITHOUT_EXPORT, Map.of());
        ActionFailure deletion = failure("DELETE_ONLY", TEMPLATE, Map.of());

        for (ActionFailure failure : List.of(update, deletion)) {
            assertThat(failure.code()).isEqualTo("PEN-STACK-033");
            assertThat(failure.message()).contains("'shop-setting' of stack shop", "in use by other");
        }
        assertThat(lab.stack().status()).isEqualTo(StackStatus.CREATE_COMPLETE);
    }

    @Test
    void whoMayNotSeeWhoImportsIsToldByCloudFormation() throws Exception {
        exportInUse();
        lab.account
                .aws
                .faults()
                .before("cloudformation", "ListImports", 9, new Fault.Refuse(403, "AccessDenied", "Not allowed."));

        ActionFailure update = failure("CREATE_UPDATE", WITHOUT_EXPORT, Map.of());
        ActionFailure deletion = failure("DELETE_ONLY", TEMPLATE, Map.of());

        assertThat(update.code()).isEqualTo("PEN-STACK-011");
        assertThat(deletion.code()).isEqualTo("PEN-STACK-012");
        for (ActionFailure failure : List.of(update, deletion)) {
            assertThat(failure.message()).contains("shop-setting").contains("in use by other");
        }
        assertThat(lab.value("/shop/setting")).isEqualTo("size 1");
    }

    @Test
    void aChangeSetThatWasSupersededBeforeItsExecutionIsRefused() throws Exception {
        lab.deployed(TEMPLATE);
        StackLab.succeeded(
                run("CHANGE_SET_REPLACE", TEMPLATE.replace("size", "measure"), Map.of("ChangeSetName", "release")));
        lab.deployed(TEMPLATE.replace("size", "extent"));

        ActionFailure failure = failure("CHANGE_SET_EXECUTE", TEMPLATE, Map.of("ChangeSetName", "release"));

        assertThat(failure.code()).isEqualTo("PEN-STACK-015");
        assertThat(lab.value("/shop/setting")).isEqualTo("extent 1");
    }
}
