package dev.penstock.simulator.cloudformation.serverless;

import dev.penstock.simulator.wire.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code DeploymentPreference}: an alias that CodeDeploy moves from version to version. Source: AWS SAM Developer Guide,
 * "Deploying serverless applications gradually with AWS SAM".
 */
final class DeploymentPreferences {

    private static final String APPLICATION = "ServerlessDeploymentApplication";
    private static final String ROLE = "CodeDeployServiceRole";

    /** The configurations that CodeDeploy has, as AWS SAM abbreviates them. */
    private static final Set<String> PREDEFINED = Set.of(
            "AllAtOnce",
            "Canary10Percent5Minutes",
            "Canary10Percent10Minutes",
            "Canary10Percent15Minutes",
            "Canary10Percent30Minutes",
            "Linear10PercentEvery1Minute",
            "Linear10PercentEvery2Minutes",
            "Linear10PercentEvery3Minutes",
            "Linear10PercentEvery10Minutes");

    private final Written written;

    DeploymentPreferences(Written written) {
        this.written = written;
    }

    /** The alias's update policy; empty when the preference is not enabled. */
    Optional<JsonValue> write(Declared function, Map<String, JsonValue> preference) {
        if (text(preference, "Enabled").filter("false"::equalsIgnoreCase).isPresent()) {
            return Optional.empty();
        }
        String type = text(preference, "Type")
                .orElseThrow(() -> function.invalid("'DeploymentPreference' is missing required Property 'Type'"));
        shared(preference.containsKey("Role"));
        String group = function.logicalId() + "DeploymentGroup";
        Members properties = new Members()
                .with("ApplicationName", Members.ref(APPLICATION))
                .with(
                        "AutoRollbackConfiguration",
                        new Members()
                                .with("Enabled", Members.truth(true))
                                .with(
                                        "Events",
                                        Members.texts(
                                                "DEPLOYMENT_FAILURE",
                                                "DEPLOYMENT_STOP_ON_ALARM",
                                                "DEPLOYMENT_STOP_ON_REQUEST"))
                                .built())
                .with("DeploymentConfigName", PREDEFINED.contains(type) ? "CodeDeployDefault.Lambda" + type : type)
                .with(
                        "DeploymentStyle",
                        new Members()
                                .with("DeploymentType", "BLUE_GREEN")
                                .with("DeploymentOption", "WITH_TRAFFIC_CONTROL")
                                .built())
                .with("ServiceRoleArn", preference.getOrDefault("Role", Members.getAtt(ROLE, "Arn")))
                .from(preference, List.of("TriggerConfigurations"));
        List<JsonValue> alarms = Members.elements(Optional.ofNullable(preference.get("Alarms"))).stream()
                .map(alarm -> (JsonValue) new Members().with("Name", alarm).built())
                .toList();
        if (!alarms.isEmpty()) {
            properties.with(
                    "AlarmConfiguration",
                    new Members()
                            .with("Enabled", Members.truth(true))
                            .with("Alarms", Members.list(alarms))
                            .built());
        }
        written.add(group, "AWS::CodeDeploy::DeploymentGroup", properties.built(), function);
        Map<String, JsonValue> hooks = Members.of(Optional.ofNullable(preference.get("Hooks")));
        return Optional.of(new Members()
                .with(
                        "CodeDeployLambdaAliasUpdate",
                        new Members()
                                .with("ApplicationName", Members.ref(APPLICATION))
                                .with("DeploymentGroupName", Members.ref(group))
                                .with("BeforeAllowTrafficHook", Optional.ofNullable(hooks.get("PreTraffic")))
                                .with("AfterAllowTrafficHook", Optional.ofNullable(hooks.get("PostTraffic")))
                                .built())
                .built());
    }

    private Optional<String> text(Map<String, JsonValue> preference, String name) {
        return written.knownText(Optional.ofNullable(preference.get(name)));
    }

    /** What all deployments of the template have in common. */
    private void shared(boolean ownRole) {
        if (!written.has(APPLICATION)) {
            written.add(
                    APPLICATION,
                    "AWS::CodeDeploy::Application",
                    new Members().with("ComputePlatform", "Lambda").built(),
                    new Members());
        }
        if (!ownRole && !written.has(ROLE)) {
            written.add(
                    ROLE,
                    "AWS::IAM::Role",
                    new Members()
                            .with("AssumeRolePolicyDocument", FunctionRole.trust("codedeploy.amazonaws.com"))
                            .with(
                                    "ManagedPolicyArns",
                                    Members.list(List.of(Members.sub("arn:${AWS::Partition}:iam::aws:policy/"
                                            + "service-role/AWSCodeDeployRoleForLambda"))))
                            .built(),
                    new Members());
        }
    }
}
