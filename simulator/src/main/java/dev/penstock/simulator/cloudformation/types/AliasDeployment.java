package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonTexts;
import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.ServiceError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.codedeploy.model.AppSpecContent;
import software.amazon.awssdk.services.codedeploy.model.CreateDeploymentRequest;
import software.amazon.awssdk.services.codedeploy.model.CreateDeploymentResponse;
import software.amazon.awssdk.services.codedeploy.model.DeploymentInfo;
import software.amazon.awssdk.services.codedeploy.model.GetDeploymentRequest;
import software.amazon.awssdk.services.codedeploy.model.GetDeploymentResponse;
import software.amazon.awssdk.services.codedeploy.model.RevisionLocation;
import software.amazon.awssdk.services.codedeploy.model.StopDeploymentRequest;
import software.amazon.awssdk.services.codedeploy.model.StopDeploymentResponse;

/**
 * An alias that CodeDeploy moves to another version. Source: Template Reference, "UpdatePolicy attribute",
 * {@code CodeDeployLambdaAliasUpdate}. The words of failures are those of stack events that users have published.
 */
final class AliasDeployment {

    /** What an alias remembers while one is under way. */
    static final String DEPLOYMENT = "(deployment)";

    private static final String STOPPED = "(stopped)";
    private static final String POLICY = "CodeDeployLambdaAliasUpdate";
    private static final String SERVICE = "codedeploy";
    private static final int LOOK_AGAIN = 10;

    private AliasDeployment() {}

    /** Whether the template asks for one where the version changes. */
    static boolean isWanted(ResourceContext context, Properties before, Properties asked) {
        return context.policies().policy(POLICY).has("ApplicationName") && asked.changed(before, "FunctionVersion");
    }

    /** Begins one. */
    static Progress begin(ResourceContext context, Deployed alias, Properties asked, String current) {
        Properties policy = context.policies().policy(POLICY);
        CreateDeploymentRequest request = CreateDeploymentRequest.builder()
                .applicationName(policy.require("ApplicationName"))
                .deploymentGroupName(policy.require("DeploymentGroupName"))
                .revision(RevisionLocation.builder()
                        .revisionType("AppSpecContent")
                        .appSpecContent(AppSpecContent.builder()
                                .content(appSpec(context, policy, asked, current))
                                .build())
                        .build())
                .build();
        String id;
        try {
            id = context.calls()
                    .call(context.caller(), SERVICE, request, CreateDeploymentResponse.class)
                    .deploymentId();
        } catch (ServiceError e) {
            if (e.code().equals("DeploymentLimitExceededException")) {
                return new Progress.Failed(
                        Policies.FAILURE, "A conflicting deployment is in progress", alias.physicalId());
            }
            throw e;
        }
        return ServiceHandler.working(alias.physicalId(), remembering(alias, id), LOOK_AGAIN);
    }

    private static JsonValue.Structure remembering(Deployed alias, String deployment) {
        return Properties.of(alias.attributes()).with(DEPLOYMENT, deployment).structure();
    }

    private static String appSpec(ResourceContext context, Properties policy, Properties asked, String current) {
        JsonValue.Structure resource = Properties.none()
                .with("Type", "AWS::Lambda::Function")
                .with(
                        "Properties",
                        Properties.none()
                                .with("Name", asked.require("FunctionName"))
                                .with("Alias", asked.require("Name"))
                                .with("CurrentVersion", current)
                                .with("TargetVersion", asked.require("FunctionVersion"))
                                .structure())
                .structure();
        List<JsonValue> hooks = new ArrayList<>();
        policy.text("BeforeAllowTrafficHook").ifPresent(function -> hooks.add(named("BeforeAllowTraffic", function)));
        policy.text("AfterAllowTrafficHook").ifPresent(function -> hooks.add(named("AfterAllowTraffic", function)));
        Map<String, JsonValue> spec = new LinkedHashMap<>();
        spec.put("version", new JsonValue.Text("0.0"));
        spec.put(
                "Resources",
                new JsonValue.Array(List.of(new JsonValue.Structure(Map.of(context.logicalId(), resource)))));
        if (!hooks.isEmpty()) {
            spec.put("Hooks", new JsonValue.Array(hooks));
        }
        return JsonTexts.of(new JsonValue.Structure(spec));
    }

    private static JsonValue named(String name, String value) {
        return new JsonValue.Structure(Map.of(name, new JsonValue.Text(value)));
    }

    /** The deployment that was left under way when an update was broken off; empty when there is none. */
    static Optional<String> leftOver(ResourceContext context, Deployed alias) {
        String id = ServiceHandler.attribute(alias, DEPLOYMENT);
        return id.isEmpty() || isOver(context, deployment(context, id)) ? Optional.empty() : Optional.of(id);
    }

    /** Ends what is under way, with the alias as it was before; what is asked for is done after that. */
    static Progress stop(ResourceContext context, Deployed alias, String id) {
        StopDeploymentRequest request = StopDeploymentRequest.builder()
                .deploymentId(id)
                .autoRollbackEnabled(true)
                .build();
        context.calls().call(context.caller(), SERVICE, request, StopDeploymentResponse.class);
        JsonValue.Structure remembered =
                Properties.of(remembering(alias, id)).with(STOPPED, "true").structure();
        return ServiceHandler.working(alias.physicalId(), remembered, LOOK_AGAIN);
    }

    /** How far the one is that the alias remembers; empty when the alias can be given what is still missing. */
    static Optional<Progress> look(ResourceContext context, Deployed alias) {
        DeploymentInfo info = deployment(context, ServiceHandler.attribute(alias, DEPLOYMENT));
        if (!isOver(context, info)) {
            return Optional.of(ServiceHandler.working(alias.physicalId(), alias.attributes(), LOOK_AGAIN));
        }
        if ("Succeeded".equals(info.statusAsString())
                || !ServiceHandler.attribute(alias, STOPPED).isEmpty()) {
            return Optional.empty();
        }
        String why = info.errorInformation() == null
                ? "The deployment " + info.deploymentId() + " was stopped."
                : info.errorInformation().message();
        return Optional.of(new Progress.Failed(
                Policies.FAILURE, rollback(info).isPresent() ? "Rollback successful" : why, alias.physicalId()));
    }

    private static DeploymentInfo deployment(ResourceContext context, String id) {
        return context.calls()
                .call(
                        context.caller(),
                        SERVICE,
                        GetDeploymentRequest.builder().deploymentId(id).build(),
                        GetDeploymentResponse.class)
                .deploymentInfo();
    }

    private static Optional<String> rollback(DeploymentInfo info) {
        return Optional.ofNullable(info.rollbackInfo())
                .flatMap(back -> Optional.ofNullable(back.rollbackDeploymentId()));
    }

    /** One that has failed is over once the one that takes it back is. */
    private static boolean isOver(ResourceContext context, DeploymentInfo info) {
        return info.completeTime() != null
                && rollback(info)
                        .map(id -> deployment(context, id).completeTime() != null)
                        .orElse(true);
    }
}
