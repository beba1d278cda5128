package dev.penstock.simulator.codedeploy;

import dev.penstock.simulator.service.Caller;
import dev.penstock.simulator.service.ServiceCalls;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.lambda.model.GetAliasRequest;
import software.amazon.awssdk.services.lambda.model.GetAliasResponse;
import software.amazon.awssdk.services.lambda.model.UpdateAliasRequest;
import software.amazon.awssdk.services.lambda.model.UpdateAliasResponse;

/** Deployments to Lambda functions: the weights of an alias. Source: CodeDeploy User Guide, "AppSpec 'resources' section". */
final class LambdaTarget implements TrafficTarget {

    private static final String LAMBDA = "lambda";
    private static final double ALL = 100.0;

    private final ServiceCalls calls;

    LambdaTarget(ServiceCalls calls) {
        this.calls = calls;
    }

    @Override
    public String type() {
        return "AWS::Lambda::Function";
    }

    @Override
    public List<String> events() {
        return List.of("BeforeAllowTraffic", "AllowTraffic", "AfterAllowTraffic");
    }

    @Override
    public DeploymentRow begin(Caller role, DeploymentRow row, AppSpec spec) throws DeploymentFailure {
        String function = spec.required("Name");
        String alias = spec.required("Alias");
        String current = spec.required("CurrentVersion");
        String target = spec.required("TargetVersion");
        String now = calls.call(
                        role,
                        LAMBDA,
                        GetAliasRequest.builder()
                                .functionName(function)
                                .name(alias)
                                .build(),
                        GetAliasResponse.class)
                .functionVersion();
        if (!now.equals(current)) {
            throw new DeploymentFailure(
                    "INVALID_LAMBDA_CONFIGURATION",
                    "The alias " + alias + " of the function " + function + " points to version " + now
                            + ", but the AppSpec file names " + current + " as the current version.");
        }
        if (current.equals(target)) {
            throw new DeploymentFailure(
                    "INVALID_LAMBDA_CONFIGURATION",
                    "The current version and the target version are both " + target + ".");
        }
        return row.noting("function", function)
                .noting("alias", alias)
                .noting("current", current)
                .noting("target", target);
    }

    @Override
    public DeploymentRow enter(Caller role, DeploymentRow row, AppSpec spec) {
        return row;
    }

    @Override
    public boolean isDone(Caller role, DeploymentRow row) {
        return true;
    }

    @Override
    public void shift(Caller role, DeploymentRow row, int percent) {
        boolean all = percent == ALL;
        point(
                role,
                row,
                all ? row.note("target") : row.note("current"),
                all || percent == 0 ? Map.of() : Map.of(row.note("target"), percent / ALL));
    }

    @Override
    public void finish(Caller role, DeploymentRow row) {
        // The version before stays, as it was published.
    }

    @Override
    public void restore(Caller role, DeploymentRow row) {
        point(role, row, row.note("current"), Map.of());
    }

    private void point(Caller role, DeploymentRow row, String version, Map<String, Double> weights) {
        calls.call(
                role,
                LAMBDA,
                UpdateAliasRequest.builder()
                        .functionName(row.note("function"))
                        .name(row.note("alias"))
                        .functionVersion(version)
                        .routingConfig(r -> r.additionalVersionWeights(weights))
                        .build(),
                UpdateAliasResponse.class);
    }
}
