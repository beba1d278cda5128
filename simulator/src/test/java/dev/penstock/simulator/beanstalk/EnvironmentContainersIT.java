package dev.penstock.simulator.beanstalk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.beanstalk.bundle.Zip;
import dev.penstock.simulator.containers.Docker;
import dev.penstock.simulator.containers.DockerContainers;
import dev.penstock.simulator.time.SimulatedTime;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.elasticbeanstalk.ElasticBeanstalkClient;
import software.amazon.awssdk.services.elasticbeanstalk.model.EnvironmentDescription;
import software.amazon.awssdk.services.elasticbeanstalk.model.EnvironmentStatus;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;

/** An environment whose instances are real containers behind the simulated load balancer. */
@Tag("container")
class EnvironmentContainersIT {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private SimulatedAws aws;
    private ElasticBeanstalkClient beanstalk;
    private S3Client s3;
    private String bucket;

    @BeforeEach
    void start() throws IOException {
        Docker.required();
        aws = SimulatedAws.builder()
                .time(SimulatedTime.scaled(Instant.parse("2026-05-04T10:00:00Z"), 60))
                .containers(DockerContainers.connect())
                .start();
        beanstalk = Clients.of(aws).with(ElasticBeanstalkClient.builder());
        s3 = Clients.of(aws).with(S3Client.builder());
        bucket = beanstalk.createStorageLocation().s3Bucket();
        beanstalk.createApplication(a -> a.applicationName("shop"));
        Clients.of(aws)
                .with(IamClient.builder())
                .createInstanceProfile(p -> p.instanceProfileName("aws-elasticbeanstalk-ec2-role"));
    }

    @AfterEach
    void close() {
        if (aws != null) {
            aws.close();
        }
    }

    @TempDir
    Path folder;

    @Test
    void anImageThatADockerfileBeginsWithMayBeInTheAccountsRepositories() throws Exception {
        String base = new Docker(folder)
                .push(
                        aws,
                        Clients.of(aws),
                        "base",
                        "1",
                        Map.of(
                                "Dockerfile",
                                "FROM nginx:1.27-alpine\nRUN echo based > /usr/share/nginx/html/index.html\n"));
        byte[] bundle = Zip.of("Dockerfile", "FROM " + base + "\nEXPOSE 80\n");
        s3.putObject(o -> o.bucket(bucket).key("v1.zip"), RequestBody.fromBytes(bundle));
        beanstalk.createApplicationVersion(v -> v.applicationName("shop")
                .versionLabel("v1")
                .sourceBundle(s -> s.s3Bucket(bucket).s3Key("v1.zip")));
        beanstalk.createEnvironment(e -> e.applicationName("shop")
                .environmentName("shop-web")
                .versionLabel("v1")
                .solutionStackName(BeanstalkWorld.DOCKER)
                .optionSettings(BeanstalkWorld.options(
                        BeanstalkWorld.option("aws:autoscaling:asg", "MinSize", "1"),
                        BeanstalkWorld.option("aws:autoscaling:asg", "MaxSize", "1"))));

        assertThat(ready().versionLabel()).isEqualTo("v1");
        assertThat(page("based")).isEqualTo("based\n");
    }

    @Test
    void aVersionsPageIsServedThroughTheLoadBalancerAndABrokenOneLeavesItThere() throws Exception {
        version("v1", "RUN true", "version one");
        beanstalk.createEnvironment(e -> e.applicationName("shop")
                .environmentName("shop-web")
                .versionLabel("v1")
                .solutionStackName(BeanstalkWorld.DOCKER)
                .optionSettings(BeanstalkWorld.options(
                        BeanstalkWorld.option("aws:autoscaling:asg", "MinSize", "1"),
                        BeanstalkWorld.option("aws:autoscaling:asg", "MaxSize", "1"))));
        assertThat(ready().versionLabel()).isEqualTo("v1");
        assertThat(page("version one")).isEqualTo("version one\n");

        version("v2", "RUN true", "version two");
        beanstalk.updateEnvironment(u -> u.environmentName("shop-web").versionLabel("v2"));
        assertThat(ready().versionLabel()).isEqualTo("v2");
        assertThat(page("version two")).isEqualTo("version two\n");

        version("v3", "RUN false", "version three");
        beanstalk.updateEnvironment(u -> u.environmentName("shop-web").versionLabel("v3"));
        assertThat(ready().versionLabel()).isEqualTo("v2");
        assertThat(page("version two")).isEqualTo("version two\n");
        assertThat(beanstalk.describeEvents(d -> d.environmentName("shop-web")).events())
                .anyMatch(event -> event.message()
                        .equals("Instance deployment failed to build the Docker image. The deployment failed."));
    }

    private void version(String label, String instruction, String page) {
        byte[] bundle = Zip.of(
                "Dockerfile",
                "FROM nginx:1.27-alpine\n" + instruction + "\nCOPY index.html /usr/share/nginx/html/\nEXPOSE 80\n",
                "index.html",
                page + "\n");
        s3.putObject(o -> o.bucket(bucket).key(label + ".zip"), RequestBody.fromBytes(bundle));
        beanstalk.createApplicationVersion(v -> v.applicationName("shop")
                .versionLabel(label)
                .sourceBundle(s -> s.s3Bucket(bucket).s3Key(label + ".zip")));
    }

    private EnvironmentDescription ready() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            EnvironmentDescription now = beanstalk
                    .describeEnvironments(d -> d.environmentNames("shop-web"))
                    .environments()
                    .getFirst();
            if (now.status() == EnvironmentStatus.READY) {
                return now;
            }
            Thread.onSpinWait();
        }
        throw new AssertionError("not ready: "
                + beanstalk.describeEvents(d -> d.environmentName("shop-web")).events());
    }

    private String page(String expected) throws Exception {
        String listener =
                Clients.of(aws)
                        .with(ElasticLoadBalancingV2Client.builder())
                        .describeLoadBalancers()
                        .loadBalancers()
                        .stream()
                        .map(balancer -> balancer.loadBalancerArn())
                        .flatMap(arn -> Clients.of(aws)
                                .with(ElasticLoadBalancingV2Client.builder())
                                .describeListeners(l -> l.loadBalancerArn(arn))
                                .listeners()
                                .stream())
                        .map(one -> one.listenerArn())
                        .findFirst()
                        .orElseThrow();
        URI uri = aws.listenerAddress(listener);
        try (HttpClient client = HttpClient.newHttpClient()) {
            long end = System.nanoTime() + PATIENCE.toNanos();
            String body = "";
            while (System.nanoTime() < end && !body.contains(expected)) {
                body = client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                        .body();
            }
            return body;
        }
    }
}
