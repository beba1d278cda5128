package dev.penstock.aws.lambda;

import dev.penstock.action.AwsScope;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.Use;
import dev.penstock.function.FunctionName;
import dev.penstock.function.FunctionTiming;
import dev.penstock.function.FunctionTimings;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.PackageType;
import software.amazon.awssdk.services.lambda.model.SnapStartApplyOn;

/** What decides how long a new version of a Lambda function takes to be ready. */
public final class LambdaFunctionTimings implements FunctionTimings {

    private final AwsClients clients;

    /** Over clients that are not made before the first call. */
    public LambdaFunctionTimings(AwsClients clients) {
        this.clients = clients;
    }

    @Override
    public FunctionTiming of(AwsScope scope, FunctionName function) {
        FunctionConfiguration now = clients.call(
                "lambda:GetFunction",
                "look at function '" + function + "'",
                () -> clients.lambda(scope, Use.READ)
                        .getFunction(get -> get.functionName(function.text()))
                        .configuration());
        return new FunctionTiming(
                now.packageType() == PackageType.IMAGE,
                now.snapStart() != null && now.snapStart().applyOn() == SnapStartApplyOn.PUBLISHED_VERSIONS,
                now.vpcConfig() != null && !now.vpcConfig().subnetIds().isEmpty());
    }
}
