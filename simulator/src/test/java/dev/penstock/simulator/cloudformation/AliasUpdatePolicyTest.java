package dev.penstock.simulator.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.simulator.lambda.FunctionRuntime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.codedeploy.CodeDeployClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.GetAliasResponse;

/** Aliases that CodeDeploy moves for their stacks, and the stack's way back when that fails. */
class AliasUpdatePolicyTest {

    /** The events that functions got. */
    private final List<String> events = new CopyOnWriteArrayList<>();

    private final StackWorld world = new StackWorld(
            null,
            builder -> builder.functions(invocation -> {
                events.add(invocation.event());
                return CompletableFuture.completedFuture(new FunctionRuntime.Outcome(
                        new FunctionRuntime.Result.Answered("null"), Duration.ofMillis(5), List.of(), 128));
            }));
    private final LambdaClient lambda = world.clients.with(LambdaClient.builder());
    private final CodeDeployClient codeDeploy = world.clients.with(CodeDeployClient.builder());

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void anotherVersionGetsItsTrafficInTheStepsOfTheDeploymentGroup() {
        world.created(template("1", "", ""));
        world.update(template("2", "", ""), u -> {});
        world.aws.time().advance(Duration.ofMinutes(3));

        assertThat(world.status()).isEqualTo("UPDATE_IN_PROGRESS");
        assertThat(alias().functionVersion()).isEqualTo("1");
        assertThat(alias().routingConfig().additionalVersionWeights()).containsEntry("2", 0.1);

        world.settle();
        assertThat(world.status()).isEqualTo("UPDATE_COMPLETE");
        assertThat(alias().functionVersion()).isEqualTo("2");
        assertThat(alias().routingConfig()).isNull();
    }

    @Test
    void aHookThatRefusesTheVersionTakesTheStackBack() {
        String hook = "BeforeAllowTrafficHook: !Ref Check";
        world.created(template("1", hook, ""));
        world.update(template("2", hook, ""), u -> {});
        world.aws.time().advance(Duration.ofMinutes(2));
        String execution = events.getLast().replaceAll(".*\"LifecycleEventHookExecutionId\":\"([^\"]+)\".*", "$1");
        String deployment = events.getLast().replaceAll(".*\"DeploymentId\":\"([^\"]+)\".*", "$1");

        codeDeploy.putLifecycleEventHookExecutionStatus(p -> p.deploymentId(deployment)
                .lifecycleEventHookExecutionId(execution)
                .status("Failed"));
        world.settle();

        assertThat(world.status()).isEqualTo("UPDATE_ROLLBACK_COMPLETE");
        assertThat(alias().functionVersion()).isEqualTo("1");
        assertThat(world.events("shop")).contains("Live UPDATE_FAILED Rollback successful");
    }

    @Test
    void anUpdateThatFailsElsewhereMovesTheAliasBackTheSameWay() {
        world.created(template("1", "", ""));
        world.update(template("2", "", BROKEN), u -> {});
        world.settle();

        assertThat(world.status()).isEqualTo("UPDATE_ROLLBACK_COMPLETE");
        assertThat(alias().functionVersion()).isEqualTo("1");
        assertThat(codeDeploy
                        .listDeployments(l -> l.applicationName("shop").deploymentGroupName("web"))
                        .deployments())
                .hasSize(2);
    }

    @Test
    void anUpdateThatIsCancelledStopsTheDeployment() {
        world.created(template("1", "", ""));
        world.update(template("2", "", ""), u -> {});
        world.aws.time().advance(Duration.ofMinutes(3));
        world.cloudFormation.cancelUpdateStack(c -> c.stackName("shop"));
        world.settle();

        assertThat(world.status()).isEqualTo("UPDATE_ROLLBACK_COMPLETE");
        assertThat(alias().functionVersion()).isEqualTo("1");
        assertThat(alias().routingConfig()).isNull();
    }

    private static final String BROKEN = """
              Late:
                Type: AWS::SQS::Queue
                DependsOn: Live
                Properties: {QueueName: "not a name!"}
            """;

    private GetAliasResponse alias() {
        return lambda.getAlias(g -> g.functionName("web").name("live"));
    }

    private static String template(String version, String hook, String more) {
        return """
            Resources:
              Role:
                Type: AWS::IAM::Role
                Properties:
                  RoleName: deploy
                  AssumeRolePolicyDocument:
                    Version: "2012-10-17"
                    Statement: [{Effect: Allow, Action: "sts:AssumeRole", Principal: {Service: [lambda.amazonaws.com, codedeploy.amazonaws.com]}}]
              Web:
                Type: AWS::Lambda::Function
                Properties: {FunctionName: web, Role: !GetAtt Role.Arn, Runtime: python3.13, Handler: index.handler, Code: {ZipFile: "v = %1$s"}}
              Check:
                Type: AWS::Lambda::Function
                Properties: {FunctionName: CodeDeployHook_check, Role: !GetAtt Role.Arn, Runtime: python3.13, Handler: index.handler, Code: {ZipFile: "c"}}
              V1:
                Type: AWS::Lambda::Version
                DeletionPolicy: Retain
                Properties: {FunctionName: !Ref Web, Description: one}
            %2$s
              Application:
                Type: AWS::CodeDeploy::Application
                Properties: {ApplicationName: shop, ComputePlatform: Lambda}
              Group:
                Type: AWS::CodeDeploy::DeploymentGroup
                Properties:
                  ApplicationName: !Ref Application
                  DeploymentGroupName: web
                  DeploymentConfigName: CodeDeployDefault.LambdaCanary10Percent5Minutes
                  ServiceRoleArn: !GetAtt Role.Arn
                  DeploymentStyle: {DeploymentType: BLUE_GREEN, DeploymentOption: WITH_TRAFFIC_CONTROL}
                  AutoRollbackConfiguration: {Enabled: true, Events: [DEPLOYMENT_FAILURE]}
              Live:
                Type: AWS::Lambda::Alias
                Properties: {FunctionName: !Ref Web, Name: live, FunctionVersion: !GetAtt V%1$s.Version}
                UpdatePolicy:
                  CodeDeployLambdaAliasUpdate: {ApplicationName: !Ref Application, DeploymentGroupName: !Ref Group%3$s}
            %4$s""".formatted(
                        version,
                        version.equals("2")
                                ? "  V2: {Type: AWS::Lambda::Version, DeletionPolicy: Retain, Properties: {FunctionName: !Ref Web, Description: two}}"
                                : "",
                        hook.isEmpty() ? "" : ", " + hook,
                        more);
    }
}
