package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.service.Effect;
import dev.penstock.simulator.time.SimulatedTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.GetAliasResponse;
import software.amazon.awssdk.services.lambda.model.State;

/** A simulated account whose time goes on by itself, with what a target needs, and what its users have. */
final class KilledAccount implements AutoCloseable {

    private static final Duration MOMENT = Duration.ofSeconds(5);

    private final KilledTarget target;
    final SimulatedAws aws;
    private final CloudFormationClient stacks;
    private final EcsClient ecs;
    private final ElasticLoadBalancingV2Client balancers;
    private final LambdaClient functions;
    private final Map<String, String> outputs;

    KilledAccount(KilledTarget target, Path files) throws IOException {
        this.target = target;
        this.aws = SimulatedAws.builder()
                .seed(7)
                .time(SimulatedTime.scaled(Instant.now(), target.faster()))
                .start();
        this.stacks = SimulatedBalancer.client(aws, CloudFormationClient.builder());
        this.ecs = SimulatedBalancer.client(aws, EcsClient.builder());
        this.balancers = SimulatedBalancer.client(aws, ElasticLoadBalancingV2Client.builder());
        this.functions = SimulatedBalancer.client(aws, LambdaClient.builder());
        this.outputs = made(Files.readString(files.resolve("account.yml")));
        if (target == KilledTarget.TASK_SETS) {
            primary();
        }
        // A stack is made before the tasks of some services run.
        while (!weights().keySet().stream().allMatch(this::isHealthy)) {
            moment();
        }
    }

    private Map<String, String> made(String template) {
        stacks.createStack(stack ->
                stack.stackName("account").templateBody(template).capabilities(Capability.CAPABILITY_NAMED_IAM));
        Stack stack = stack();
        while (stack.stackStatusAsString().endsWith("_IN_PROGRESS")) {
            moment();
            stack = stack();
        }
        assertThat(stack.stackStatusAsString()).isEqualTo("CREATE_COMPLETE");
        return stack.outputs().stream()
                .collect(Collectors.toMap(output -> output.outputKey(), output -> output.outputValue()));
    }

    private Stack stack() {
        return stacks.describeStacks(request -> request.stackName("account"))
                .stacks()
                .getFirst();
    }

    /** No stack makes a task set the primary one here. */
    private void primary() {
        String set = ecs.describeServices(request -> request.cluster("shop").services("web"))
                .services()
                .getFirst()
                .taskSets()
                .getFirst()
                .taskSetArn();
        ecs.updateServicePrimaryTaskSet(
                request -> request.cluster("shop").service("web").primaryTaskSet(set));
    }

    /** Waits until some simulated seconds have passed, so that who looks again and again leaves others their time. */
    void moment() {
        var passed = new CompletableFuture<Boolean>();
        SimulatedTime.Scheduled unused = aws.time().passing(aws.time().now().plus(MOMENT), () -> passed.complete(true));
        passed.join();
    }

    /** Fills in what the account's resources are called. */
    String filled(String text) {
        String filled = text;
        for (Map.Entry<String, String> output : outputs.entrySet()) {
            filled = filled.replace("${" + output.getKey() + "}", output.getValue());
        }
        return filled;
    }

    List<String> operationsAfter(int number) {
        List<Effect> all = aws.effects().all();
        return all.subList(number, all.size()).stream().map(Effect::operation).toList();
    }

    int effects() {
        return aws.effects().all().size();
    }

    /** What gets users' requests, with its weight: target groups, or versions of the function. */
    Map<String, Integer> weights() {
        if (target == KilledTarget.FUNCTION) {
            return versions();
        }
        List<Action> actions = target == KilledTarget.CODE_DEPLOY
                ? balancers
                        .describeListeners(request -> request.listenerArns(outputs.get("Listener")))
                        .listeners()
                        .getFirst()
                        .defaultActions()
                : balancers
                        .describeRules(request -> request.ruleArns(outputs.get("Rule")))
                        .rules()
                        .getFirst()
                        .actions();
        Map<String, Integer> weights = new TreeMap<>();
        Action action = actions.getLast();
        if (action.forwardConfig() != null) {
            action.forwardConfig().targetGroups().stream()
                    .filter(group -> group.weight() > 0)
                    .forEach(group -> weights.put(group.targetGroupArn(), group.weight()));
        }
        return weights;
    }

    private Map<String, Integer> versions() {
        GetAliasResponse alias =
                functions.getAlias(request -> request.functionName("orders").name("live"));
        Map<String, Integer> weights = new TreeMap<>();
        weights.put(alias.functionVersion(), 1);
        if (alias.routingConfig() != null) {
            alias.routingConfig().additionalVersionWeights().keySet().forEach(version -> weights.put(version, 1));
        }
        return weights;
    }

    /** Whether who gets requests can answer one. */
    boolean isHealthy(String receiver) {
        if (target == KilledTarget.FUNCTION) {
            return functions
                            .getFunctionConfiguration(
                                    request -> request.functionName("orders").qualifier(receiver))
                            .state()
                    == State.ACTIVE;
        }
        return balancers
                .describeTargetHealth(request -> request.targetGroupArn(receiver))
                .targetHealthDescriptions()
                .stream()
                .anyMatch(described -> described.targetHealth().state() == TargetHealthStateEnum.HEALTHY);
    }

    @Override
    public void close() {
        stacks.close();
        ecs.close();
        balancers.close();
        functions.close();
        aws.close();
    }
}
