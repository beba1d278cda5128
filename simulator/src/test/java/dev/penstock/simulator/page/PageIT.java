package dev.penstock.simulator.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.time.SimulatedTime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ForwardActionConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetTypeEnum;
import software.amazon.awssdk.services.s3.S3Client;

/** The page in a real browser. */
class PageIT {

    private static final String HOSTILE = "<img src=x onerror=\"window.struck=1\"><script>window.struck=1</script>";

    private final SimulatedTime time = SimulatedTime.scaled(Instant.parse("2026-01-01T12:00:00Z"), 60);
    private final SimulatedAws aws = SimulatedAws.builder().time(time).start();
    private Browser browser;

    @BeforeEach
    void open() throws Exception {
        browser = Browser.start();
    }

    @AfterEach
    void close() {
        if (browser != null) {
            browser.close();
        }
        aws.close();
    }

    @Test
    void saysHowToBeginWhereNothingIs() {
        browser.open(aws.endpoint().resolve(ControlPages.ROOT));

        browser.await("document.body.innerText.includes('export AWS_ENDPOINT_URL=" + aws.endpoint() + "')");
        browser.await("document.getElementById('pace').textContent === '60 ×'");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void aRolloutIsSeenToMoveAndTimeIsMovedByTheKeyboard() throws Exception {
        time.pause();
        EcsClient ecs = Clients.of(aws).ecs();
        ecs.createCluster(b -> b.clusterName("shop"));
        release(ecs, "web", 1);
        create(ecs, "web", 4);
        create(ecs, "worker", 2);
        balancer();
        alarm("checkout-errors");
        browser.open(aws.endpoint().resolve(ControlPages.ROOT));
        browser.await(barSays("web:1: 0 of 4 running"));
        browser.await("document.body.innerText.includes('in progress')");

        press("[data-advance=PT10M]");
        browser.await(barSays("web:1: 4 of 4 running"));
        browser.await("document.body.innerText.includes('completed')");

        release(ecs, "web", 2);
        ecs.updateService(b -> b.cluster("shop").service("web").taskDefinition("web:2"));
        aws.time().advance(Duration.ofSeconds(25));
        browser.await("[...document.querySelectorAll('.deployment')].some(d => d.innerText.includes('web:2')"
                + " && d.innerText.includes('in progress'))");
        browser.await(barSays("web:1: 4 of 4 running"));
        browser.await(barSays("blue 90 %, green 10 %"));
        Files.write(Path.of("target", "simulator-page.png"), browser.screenshot());
        browser.prefer("dark");
        Files.write(Path.of("target", "simulator-page-dark.png"), browser.screenshot());

        press("#pause");
        browser.await("document.getElementById('pause').textContent === 'Pause'");
        browser.await(barSays("web:2: 4 of 4 running"));
        assertThat(time.isPaused()).isFalse();
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void namesAreShownAsTheyAreAndRunNothing() throws Exception {
        alarm(HOSTILE);
        S3Client s3 = Clients.of(aws).s3();
        s3.createBucket(b -> b.bucket("releases"));
        s3.putObject(b -> b.bucket("releases").key(HOSTILE), RequestBody.fromString("x"));
        browser.open(aws.endpoint().resolve(ControlPages.ROOT));

        browser.await("[...document.querySelectorAll('h4')].some(h => h.textContent.startsWith('<img src=x'))");
        browser.await("[...document.querySelectorAll('td')].some(c => c.textContent.includes('<img src=x'))");
        assertThat(browser.text("String(window.struck) + document.querySelectorAll('main img, main script').length"))
                .isEqualTo("undefined0");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void aSimulatorThatIsGoneIsSaid() {
        browser.open(aws.endpoint().resolve(ControlPages.ROOT));
        browser.await("document.getElementById('pace').textContent === '60 ×'");

        aws.close();

        browser.await("document.getElementById('trouble').textContent.includes('does not answer')");
    }

    private static String barSays(String label) {
        return "[...document.querySelectorAll('[role=img]')].some(bar => bar.getAttribute('aria-label').startsWith('"
                + label + "'))";
    }

    private void press(String selector) {
        browser.text("document.querySelector('" + selector + "').focus()");
        browser.press("Enter", 13);
    }

    private static void release(EcsClient ecs, String family, int version) {
        ecs.registerTaskDefinition(b -> b.family(family)
                .networkMode(NetworkMode.AWSVPC)
                .requiresCompatibilitiesWithStrings("FARGATE")
                .cpu("256")
                .memory("512")
                .containerDefinitions(ContainerDefinition.builder()
                        .name("web")
                        .image("nginx:1." + version)
                        .build()));
    }

    private static void create(EcsClient ecs, String name, int count) {
        ecs.createService(b -> b.cluster("shop")
                .serviceName(name)
                .taskDefinition("web")
                .desiredCount(count)
                .launchType(LaunchType.FARGATE)
                .networkConfiguration(n -> n.awsvpcConfiguration(v -> v.subnets("subnet-1"))));
    }

    private void alarm(String name) {
        try (CloudWatchClient cloudWatch = Clients.of(aws).with(CloudWatchClient.builder())) {
            cloudWatch.putMetricAlarm(b -> b.alarmName(name)
                    .namespace("Shop")
                    .metricName("Errors")
                    .statistic(Statistic.SUM)
                    .period(60)
                    .evaluationPeriods(1)
                    .threshold(1.0)
                    .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD));
        }
    }

    private void balancer() {
        try (ElasticLoadBalancingV2Client elb = Clients.of(aws).with(ElasticLoadBalancingV2Client.builder())) {
            String balancer = elb.createLoadBalancer(b -> b.name("shop").subnets("subnet-1", "subnet-2"))
                    .loadBalancers()
                    .getFirst()
                    .loadBalancerArn();
            List<TargetGroupTuple> groups = List.of(group(elb, "blue", 90), group(elb, "green", 10));
            elb.createListener(b -> b.loadBalancerArn(balancer)
                    .port(80)
                    .protocol(ProtocolEnum.HTTP)
                    .defaultActions(Action.builder()
                            .type(ActionTypeEnum.FORWARD)
                            .forwardConfig(ForwardActionConfig.builder()
                                    .targetGroups(groups)
                                    .build())
                            .build()));
        }
    }

    private static TargetGroupTuple group(ElasticLoadBalancingV2Client elb, String name, int weight) {
        String arn = elb.createTargetGroup(b -> b.name(name)
                        .port(80)
                        .protocol(ProtocolEnum.HTTP)
                        .vpcId("vpc-1")
                        .targetType(TargetTypeEnum.IP))
                .targetGroups()
                .getFirst()
                .targetGroupArn();
        return TargetGroupTuple.builder().targetGroupArn(arn).weight(weight).build();
    }
}
