package dev.penstock.aws.rollout;

import dev.penstock.action.AwsScope;
import dev.penstock.aws.AwsServices;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.AwsSettings;
import dev.penstock.aws.client.Realm;
import dev.penstock.aws.client.RoleSession;
import dev.penstock.aws.client.Use;
import dev.penstock.aws.metric.AwsEvidence;
import dev.penstock.aws.simulated.SimulatedAccount;
import dev.penstock.execution.ExecutionState;
import dev.penstock.metric.EvidenceCollector;
import dev.penstock.rollout.EitherWay;
import dev.penstock.rollout.MeasuredJudge;
import dev.penstock.rollout.ReleaseAction;
import dev.penstock.rollout.Strategies;
import dev.penstock.secret.SecretMasker;
import dev.penstock.settings.DeploymentSetting;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.service.Effect;
import dev.penstock.simulator.service.Fault;
import dev.penstock.simulator.service.FaultPlan.Moment;
import dev.penstock.simulator.service.RateLimits;
import dev.penstock.simulator.time.SimulatedTime;
import dev.penstock.stack.ChangeSetGate;
import dev.penstock.stack.CloudFormationAction;
import dev.penstock.stack.StackExperience;
import dev.penstock.stack.StackFixture;
import dev.penstock.stack.StackListener;
import dev.penstock.stack.StackReleaseTarget;
import dev.penstock.testing.InMemoryArtifactStore;
import dev.penstock.testing.InMemoryJournal;
import dev.penstock.time.EngineClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;

/**
 * Fifty accounts in five Regions with a stack {@code shop} each, in five waves, and an account from which they are deployed to. AWS
 * limits how fast it is called, and refuses some calls that it need not.
 */
final class FiftyAccounts implements AutoCloseable {

    static final int ACCOUNTS = 50;

    /** How many accounts a wave has. */
    static final List<Integer> WAVES = List.of(1, 4, 10, 15, 20);

    private static final List<String> REGIONS =
            List.of("us-east-1", "us-west-2", "eu-west-1", "eu-central-1", "ap-southeast-2");
    private static final String TRUST = """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::%s:root"},\
            "Action":"sts:AssumeRole"}]}""".formatted(SimulatedAccount.ID);

    /** One call of so many is refused as one that comes too fast. Clients of a simulated account do not ask again by themselves. */
    private static final int THROTTLED = 400;

    /** Calls by which is deployed, and by which is looked how it went. */
    private static final Pattern DEPLOYING =
            Pattern.compile("(Create|Execute|Describe)(ChangeSet|Stacks|StackEvents|Alarms)");

    /** Who calls by the clock of the machine takes no session for one that is over, and asks for one once. */
    private static final Instant START = Instant.parse("2100-01-02T12:00:00Z");

    private static final double REQUESTS = 2000;
    private static final double USUAL = 0.005;

    /** What a version with errors fails. */
    private static final double BAD = 0.05;

    final AtomicInteger throttled = new AtomicInteger();
    final List<String> log = new CopyOnWriteArrayList<>();
    private final SimulatedAccount hub = new SimulatedAccount(SimulatedAws.builder()
            .seed(50)
            .time(SimulatedTime.virtual(START))
            .rateLimits(RateLimits.published())
            .start());
    private final AwsServices services = new AwsServices(
            AwsSettings.of(hub.realm()),
            new SecretMasker(),
            () -> hub.aws.time().now());
    private final List<AwsClients> themselves = new ArrayList<>();
    private final Path folder;
    private int releases;

    FiftyAccounts(Path folder) {
        this.folder = folder;
        for (int account = 0; account < ACCOUNTS; account++) {
            var realm = new Realm.Simulated(hub.aws.endpoint(), id(account));
            String region = region(account);
            AwsClients clients =
                    new AwsClients(new AwsSettings(realm, Optional.of(region), Set.of(), RoleSession.DEFAULT));
            clients.iam(AwsScope.OWN, Use.CHANGE)
                    .createRole(role -> role.roleName("deployer").assumeRolePolicyDocument(TRUST));
            themselves.add(clients);
        }
    }

    static String id(int account) {
        return String.valueOf(200_000_000_000L + account);
    }

    /** The wave of an account, from 1. */
    static int wave(int account) {
        int wave = 0;
        int before = 0;
        while (account >= before) {
            before += WAVES.get(wave++);
        }
        return wave;
    }

    private static String region(int account) {
        return REGIONS.get(account % REGIONS.size());
    }

    /** The waves, as settings have them. */
    static String waves(String more) {
        StringBuilder text = new StringBuilder("      waves:\n");
        int account = 0;
        for (int size : WAVES) {
            text.append("        - atOnce: 20\n          alarms: [shop-errors]\n")
                    .append(more)
                    .append("          targets:\n");
            for (int end = account + size; account < end; account++) {
                text.append("            a%d: {region: %s, roleArn: %s}\n"
                        .formatted(account, region(account), "arn:aws:iam::" + id(account) + ":role/deployer"));
            }
        }
        return text.toString();
    }

    private static String template(String version) {
        String made = version.equals("old") ? "" : """
                  Feature:
                    Type: AWS::SSM::Parameter
                    Properties: {Name: /shop/feature, Type: String, Value: "on"}
                """;
        return """
                Resources:
                  Version:
                    Type: AWS::SSM::Parameter
                    Properties: {Name: /shop/version, Type: String, Value: %s}
                  Errors:
                    Type: AWS::CloudWatch::Alarm
                    Properties:
                      AlarmName: shop-errors
                      Namespace: Shop
                      MetricName: Outage
                      Statistic: Sum
                      Period: 60
                      EvaluationPeriods: 1
                      Threshold: 1
                      ComparisonOperator: GreaterThanOrEqualToThreshold
                      TreatMissingData: notBreaching
                %s""".formatted(version, made);
    }

    /** Releases a version as settings say, while its users send requests. */
    ExecutionState release(String version, DeploymentSetting settings) throws Exception {
        CloudFormationAction plain = new CloudFormationAction(
                services.stacks(),
                services.stackFiles(),
                ChangeSetGate.OPEN,
                type -> false,
                action -> settings.stack().options(),
                Optional::of,
                StackExperience.NONE,
                services.alarms(),
                action -> settings.stack().waves(),
                StackListener.NONE);
        var target = new StackReleaseTarget(
                plain, services.listenerRules(), action -> Optional.empty(), type -> false, action -> false);
        var judge = new MeasuredJudge(
                new EvidenceCollector(AwsEvidence.ports(services.clients())), action -> settings.verdict());
        var either = new EitherWay<>(
                plain,
                new ReleaseAction<>(target, action -> settings.release(), Strategies.builtIn(), judge),
                action -> settings.release().isPresent());
        try (StackFixture fixture = new StackFixture(
                new InMemoryJournal(),
                hub.clock(),
                folder,
                new InMemoryArtifactStore(),
                "runner-" + releases++,
                List.of(either),
                services.resourceReaders())) {
            fixture.whenLogged = line -> log.add(hub.aws.time().now() + " " + line);
            return fixture.run(StackFixture.pipeline(
                    "CREATE_UPDATE",
                    Map.of("template.yml", template(version)),
                    Map.of("TemplatePath", "app::template.yml")));
        }
    }

    /** From now on AWS refuses some calls for their number. */
    void throttle() {
        Random chance = new Random(50);
        hub.aws.faults().add((moment, call) -> {
            boolean isIt = moment == Moment.BEFORE
                    && DEPLOYING.matcher(call.operation()).matches()
                    && chance.nextInt(THROTTLED) == 0;
            if (isIt) {
                throttled.incrementAndGet();
            }
            return isIt ? Optional.of(Fault.throttled()) : Optional.empty();
        });
    }

    /** Somebody has made in an account what the new version brings: its stack cannot be updated. */
    void occupy(int account) {
        themselves
                .get(account)
                .ssm(AwsScope.OWN, Use.CHANGE)
                .putParameter(put -> put.name("/shop/feature").type("String").value("by hand"));
    }

    /** Once an account has the new version, its alarm tells of an outage. */
    void breakDownAfterUpdate(int account) {
        everyMinute(() -> {
            if (!version(account).equals("old")) {
                put(account, Map.of("Outage", 5.0));
            }
        });
    }

    /** Users send requests to all stacks; some versions fail more of them. */
    void send() {
        everyMinute(() -> IntStream.range(0, ACCOUNTS)
                .forEach(account -> put(
                        account,
                        Map.of(
                                "Requests",
                                REQUESTS,
                                "Bad",
                                REQUESTS * (version(account).equals("bad") ? BAD : USUAL)))));
    }

    private void everyMinute(Runnable act) {
        hub.aws.time().passing(hub.aws.time().now().plus(Duration.ofMinutes(1)), () -> {
            act.run();
            everyMinute(act);
        });
    }

    private void put(int account, Map<String, Double> values) {
        CloudWatchClient cloudWatch = themselves.get(account).cloudWatch(AwsScope.OWN, Use.CHANGE);
        List<MetricDatum> data = values.entrySet().stream()
                .map(value -> MetricDatum.builder()
                        .metricName(value.getKey())
                        .value(value.getValue())
                        .timestamp(hub.aws.time().now().minusSeconds(60))
                        .dimensions(
                                value.getKey().equals("Outage")
                                        ? List.of()
                                        : List.of(Dimension.builder()
                                                .name("Stack")
                                                .value("shop")
                                                .build()))
                        .build())
                .toList();
        cloudWatch.putMetricData(request -> request.namespace("Shop").metricData(data));
    }

    /** What users of an account have. */
    String version(int account) {
        return themselves
                .get(account)
                .ssm(AwsScope.OWN, Use.READ)
                .getParameter(request -> request.name("/shop/version"))
                .parameter()
                .value();
    }

    /** How many accounts have which version. */
    Map<String, Long> versions() {
        try (EngineClock.Busy still = hub.clock().busy()) {
            return IntStream.range(0, ACCOUNTS)
                    .mapToObj(this::version)
                    .collect(Collectors.groupingBy(version -> version, Collectors.counting()));
        }
    }

    /** Changes of stacks by the deployer, in order. */
    List<Effect> changes() {
        return hub.aws.effects().of("cloudformation", "ExecuteChangeSet");
    }

    static int account(Effect effect) {
        return (int) (Long.parseLong(effect.account()) - 200_000_000_000L);
    }

    @Override
    public void close() {
        themselves.forEach(AwsClients::close);
        services.close();
        hub.close();
    }
}
