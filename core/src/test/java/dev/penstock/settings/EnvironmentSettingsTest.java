package dev.penstock.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.beanstalk.Bundles.BundlePlace;
import dev.penstock.beanstalk.DeploymentOptions;
import dev.penstock.beanstalk.DeploymentOptions.BlueGreen;
import dev.penstock.beanstalk.HealthStatus;
import dev.penstock.beanstalk.OptionName;
import dev.penstock.beanstalk.OptionValue;
import dev.penstock.beanstalk.RampStep;
import dev.penstock.beanstalk.VersionRetention;
import dev.penstock.document.SourceText;
import dev.penstock.problem.Problem;
import dev.penstock.traffic.WarmCheck;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentSettingsTest {

    private static SettingsReading read(String text) {
        return SettingsReader.read(
                SourceText.of("penstock.yml", text), Path.of("/work/project").toAbsolutePath());
    }

    private static DeploymentOptions options(String environment) {
        SettingsReading reading = read("deployments: {Web: {environment: " + environment + "}}");
        assertThat(reading).isInstanceOf(SettingsReading.Accepted.class);
        return ((SettingsReading.Accepted) reading)
                .settings()
                .deploymentOf("Web")
                .environment()
                .deploymentOptions();
    }

    @Test
    void nothingSaidMeansTheDefaults() {
        assertThat(RunSettings.none().deploymentOf("Web").environment().deploymentOptions())
                .isEqualTo(DeploymentOptions.DEFAULT);
    }

    @Test
    void theShortNamesAreOptionsOfBeanstalkAndOptionsGoBeforeThem() {
        DeploymentOptions options = options("""
                {policy: Rolling, batch: {size: 25, type: Percentage}, commandTimeout: 900,
                 trafficSplitting: {newVersionPercent: 15, evaluationMinutes: 10},
                 network: {vpc: vpc-1, subnets: [s-1, s-2], loadBalancerScheme: internal, publicIpAddress: false},
                 instances: {types: [t3.small], profile: web, securityGroups: [sg-1], minimum: 2, maximum: 4},
                 loadBalancer: application, serviceRole: eb,
                 options: {'aws:autoscaling:asg': {MaxSize: 6}}}""");
        assertThat(options.options())
                .containsEntry(option("aws:elasticbeanstalk:command", "DeploymentPolicy"), text("Rolling"))
                .containsEntry(option("aws:elasticbeanstalk:command", "BatchSize"), text("25"))
                .containsEntry(option("aws:elasticbeanstalk:command", "BatchSizeType"), text("Percentage"))
                .containsEntry(option("aws:elasticbeanstalk:command", "Timeout"), text("900"))
                .containsEntry(option("aws:elasticbeanstalk:trafficsplitting", "NewVersionPercent"), text("15"))
                .containsEntry(option("aws:elasticbeanstalk:trafficsplitting", "EvaluationTime"), text("10"))
                .containsEntry(option("aws:ec2:vpc", "Subnets"), text("s-1,s-2"))
                .containsEntry(option("aws:ec2:vpc", "AssociatePublicIpAddress"), text("false"))
                .containsEntry(option("aws:ec2:instances", "InstanceTypes"), text("t3.small"))
                .containsEntry(option("aws:autoscaling:launchconfiguration", "IamInstanceProfile"), text("web"))
                .containsEntry(option("aws:elasticbeanstalk:environment", "EnvironmentType"), text("LoadBalanced"))
                .containsEntry(option("aws:elasticbeanstalk:environment", "LoadBalancerType"), text("application"))
                .containsEntry(option("aws:autoscaling:asg", "MinSize"), text("2"))
                .containsEntry(option("aws:autoscaling:asg", "MaxSize"), text("6"));
    }

    @Test
    void variablesAreTextsOutputsOfStacksAndSecretsByTheirArn() {
        DeploymentOptions options = options("""
                {variables: {MODE: production, PORT: 8080, HOST: {stack: db, output: Endpoint},
                 PASSWORD: {secret: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:db'}}}""");
        assertThat(options.options())
                .containsEntry(option(OptionName.VARIABLES, "MODE"), text("production"))
                .containsEntry(option(OptionName.VARIABLES, "PORT"), text("8080"))
                .containsEntry(option(OptionName.VARIABLES, "HOST"), new OptionValue.OfStack("db", "Endpoint"))
                .containsEntry(
                        option(OptionName.SECRETS, "PASSWORD"),
                        text("arn:aws:secretsmanager:us-east-1:123456789012:secret:db"));
    }

    @Test
    void whatIsSetForAnActionGoesBeforeWhatIsSetForAllAndOptionsAreJoined() {
        SettingsReading reading = read("""
                deployments:
                  default:
                    environment:
                      policy: Immutable
                      health: {accept: warning, refreshes: 3, patienceMinutes: 9}
                      bucket: {name: shop-bundles}
                      keepVersions: 20
                      keepDays: 90
                  Web:
                    environment:
                      variables: {A: b}
                      waitMinutes: 5
                      create: {platform: '*Docker', tier: Worker, tags: {Team: shop}}
                      blueGreen: {cname: shop, keepMinutes: 3, warm: {path: /health, attempts: 9}}
                      whenItFails: leave
                      whenStopped: leave
                """);
        DeploymentOptions options = ((SettingsReading.Accepted) reading)
                .settings()
                .deploymentOf("Web")
                .environment()
                .deploymentOptions();
        assertThat(options.options()).hasSize(2);
        assertThat(options.acceptance())
                .isEqualTo(new DeploymentOptions.Acceptance(HealthStatus.WARNING, 3, Duration.ofMinutes(9)));
        assertThat(options.place()).isEqualTo(new BundlePlace("shop-bundles", "penstock"));
        assertThat(options.keptVersions())
                .isEqualTo(new VersionRetention(OptionalInt.of(20), Optional.of(Duration.ofDays(90))));
        assertThat(options.patience()).isEqualTo(Duration.ofMinutes(5));
        assertThat(options.creation().orElseThrow().worker()).isTrue();
        assertThat(options.blueGreen())
                .contains(new DeploymentOptions.BlueGreen(
                        "shop", Duration.ofMinutes(3), Optional.of(new WarmCheck("/health", 200, 9))));
        assertThat(options.whenItFails()).isEqualTo(DeploymentOptions.WhenItFails.LEAVE);
        assertThat(options.whenStopped()).isEqualTo(DeploymentOptions.WhenStopped.LEAVE);
    }

    @Test
    void whatIsWrongIsToldAllAtOnce() {
        SettingsReading reading = read("""
                deployments:
                  Web:
                    environment:
                      policy: Rollin
                      labelPrefix: a/b
                      create: {tier: WebServer}
                      variables: {SECRET: {secret: plain}, LIST: [a]}
                      options: {'aws:autoscaling:asg': 4}
                      health: {refreshes: 31}
                      blueGreen: {cname: x, warm: {path: '//elsewhere/?token=abc', status: 42, attempts: 0}}
                      polcy: Rolling
                """);
        List<String> messages = ((SettingsReading.Refused) reading)
                .problems().stream().map(Problem::message).toList();
        assertThat(messages)
                .anyMatch(message -> message.startsWith("'Rollin' is none of the words"))
                .anyMatch(message -> message.equals("'a/b' cannot be a labelPrefix."))
                .anyMatch(message -> message.contains("platform"))
                .anyMatch(message -> message.equals("'plain' is not an ARN."))
                .anyMatch(message -> message.startsWith("The variable 'LIST' is"))
                .anyMatch(message -> message.startsWith("The options of 'aws:autoscaling:asg' are"))
                .anyMatch(message -> message.equals("refreshes is 31."))
                .anyMatch(message -> message.equals("'x' cannot be a cname."))
                .anyMatch(message -> message.equals("This is not the path of a page."))
                .anyMatch(message -> message.equals("status is 42."))
                .anyMatch(message -> message.equals("attempts is 0."))
                .anyMatch(message -> message.contains("polcy"));
    }

    private static final String RULE =
            "arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener-rule/app/front/50dc6c495c0c9188/f2f7dc8efc522ab2/9683b2d02a6cabee";

    @Test
    void requestsAreMovedInStepsAtASharedLoadBalancer() {
        SettingsReading reading = read("""
                deployments:
                  Web:
                    environment:
                      blueGreen:
                        listenerRule: %s
                        steps: [{weight: 10, bakeMinutes: 5}, {weight: 50}]
                """.formatted(RULE));
        assertThat(((SettingsReading.Accepted) reading)
                        .settings()
                        .deploymentOf("Web")
                        .environment()
                        .deploymentOptions()
                        .blueGreen()
                        .orElseThrow()
                        .route())
                .isEqualTo(new BlueGreen.Weights(
                        text(RULE), List.of(new RampStep(10, Duration.ofMinutes(5)), new RampStep(50, Duration.ZERO))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            loadBalancer: network; a load balancer of type 'network'; 'cname'
            loadBalancer: none; a single instance; 'cname'
            options: {'aws:elasticbeanstalk:environment': {LoadBalancerIsShared: false}}; a load balancer of its own; TrafficSplitting
            create: {platform: '*Docker', tier: Worker}; a worker; in place
            """)
    void whatCannotShareALoadBalancerIsToldWithWhatWorks(String setting, String why, String instead) {
        List<Problem> problems = ((SettingsReading.Refused) read("""
                        deployments:
                          Web:
                            environment:
                              %s
                              blueGreen: {listenerRule: %s}
                        """.formatted(setting, RULE))).problems();
        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.message())
                    .contains("cannot share a load balancer")
                    .contains(why);
            assertThat(problem.hint() + problem.message()).contains(instead);
        });
    }

    @Test
    void rulesAndStepsThatCannotBeAreTold() {
        List<String> messages = ((SettingsReading.Refused) read("""
                        deployments:
                          A: {environment: {blueGreen: {listenerRule: %1$s, cname: shop}}}
                          B: {environment: {blueGreen: {keepMinutes: 1}}}
                          C: {environment: {blueGreen: {listenerRule: %2$s}}}
                          D: {environment: {blueGreen: {listenerRule: %1$s, steps: [{weight: 50}, {weight: 20}, {weight: 100}]}}}
                        """.formatted(RULE, RULE.replace("/app/", "/net/"))))
                .problems().stream().map(Problem::message).toList();
        assertThat(messages)
                .anyMatch(message -> message.startsWith("A pair of environments either"))
                .anyMatch(message -> message.contains("of a Network Load Balancer"))
                .anyMatch(message -> message.equals("The weights of 'steps' do not rise: 50, then 20."))
                .anyMatch(message -> message.equals("weight is 100."));
    }

    private static OptionName option(String namespace, String name) {
        return new OptionName(namespace, name);
    }

    private static OptionValue text(String text) {
        return new OptionValue.Text(text);
    }
}
