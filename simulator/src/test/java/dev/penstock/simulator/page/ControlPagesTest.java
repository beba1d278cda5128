package dev.penstock.simulator.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.time.SimulatedTime;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.elasticbeanstalk.ElasticBeanstalkClient;
import software.amazon.awssdk.services.elasticbeanstalk.model.ConfigurationOptionSetting;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;

class ControlPagesTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final HttpClient http = HttpClient.newHttpClient();
    private SimulatedAws aws =
            SimulatedAws.builder().time(SimulatedTime.stepped(START)).start();

    @AfterEach
    void stop() {
        aws.close();
        http.close();
    }

    @Test
    void timeIsReadSetAndMovedOn() throws Exception {
        assertThat(get("time")).contains("\"now\":\"2026-01-01T00:00:00Z\"").contains("\"mode\":\"stepped\"");

        assertThat(post("time/advance", "{\"by\":\"PT90S\"}")).contains("2026-01-01T00:01:30Z");
        assertThat(post("time", "{\"now\":\"2026-01-02T00:00:00Z\"}")).contains("2026-01-02T00:00:00Z");

        assertThat(aws.time().now()).isEqualTo(START.plus(Duration.ofDays(1)));
    }

    @Test
    void requestsComeWithoutClientsAndStop() throws Exception {
        var elb = Clients.of(aws).elb();
        String balancer = elb.createLoadBalancer(b -> b.name("front").subnets("subnet-a", "subnet-b"))
                .loadBalancers()
                .getFirst()
                .loadBalancerArn();
        Action gone = Action.builder()
                .type("fixed-response")
                .fixedResponseConfig(f -> f.statusCode("410"))
                .build();
        elb.createListener(
                l -> l.loadBalancerArn(balancer).port(80).protocol("HTTP").defaultActions(gone));
        post("time/advance", "{\"by\":\"PT5M\"}");

        post("traffic", "{\"target\":\"" + balancer + "\",\"perSecond\":5}");
        post("time/advance", "{\"by\":\"PT10S\"}");
        assertThat(get("traffic")).contains("\"requests\":50").contains("\"byStatus\":{\"410\":50}");
        post("traffic", "{\"target\":\"" + balancer + "\",\"perSecond\":0}");
        post("time/advance", "{\"by\":\"PT10S\"}");
        assertThat(get("traffic")).contains("\"requests\":50");
        for (String target : new String[] {"arn:none", "arn:aws:lambda:us-east-1:1:function:x:live"}) {
            HttpResponse<String> refused = send(request("traffic", "{\"target\":\"" + target + "\",\"perSecond\":5}"));
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(refused.body()).contains("This traffic is not possible: there is no");
        }
    }

    @Test
    void aClockThatRunsByItselfHasAPaceAndCanBeStopped() throws Exception {
        aws.close();
        aws = SimulatedAws.builder().time(SimulatedTime.scaled(START, 60)).start();

        assertThat(post("time/pause", "{}")).contains("\"paused\":true").contains("\"factor\":60");
        Instant stopped = aws.time().now();
        assertThat(post("time/advance", "{\"by\":\"PT1H\"}"))
                .contains("\"now\":\"" + stopped.plus(Duration.ofHours(1)) + "\"");
        assertThat(post("time/scale", "{\"factor\":0.5}")).contains("\"factor\":0.5");
        assertThat(post("time/continue", "")).contains("\"paused\":false");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "time|{\"now\":\"2025-12-31T00:00:00Z\"}|409|time does not go back",
                "time|{\"now\":\"soon\"}|400|an instant like",
                "time|{}|400|'now' is missing",
                "time/advance|{\"by\":\"1h\"}|400|a duration like",
                "time/advance|{\"by\":\"-PT1S\"}|400|not be negative",
                "time/advance|{\"by\":\"P1000D\"}|400|at most 366 days",
                "time/advance|{\"by\":{}}|400|a text or a number",
                "time/advance|{\"for\":\"PT1S\"}|400|There is no member 'for'",
                "time/advance|[|400|must be a JSON object",
                "time/advance|{|400|no JSON",
                "time/scale|{\"factor\":2}|409|does not move by itself",
                "time/pause|{}|409|does not move by itself",
                "nothing|{}|404|There is nothing at /_penstock/nothing",
            })
    void whatCannotBeIsSaid(String what, String body, int status, String why) throws Exception {
        HttpResponse<String> answer = send(request(what, body));

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).contains(why);
        assertThat(aws.time().now()).isEqualTo(START);
    }

    @Test
    void effectsAreReadFromWhereOneStopped() throws Exception {
        Clients.of(aws).s3().createBucket(b -> b.bucket("first"));
        Clients.of(aws).s3().createBucket(b -> b.bucket("second"));

        assertThat(get("effects"))
                .contains("\"resource\":\"arn:aws:s3:::first\"")
                .contains("\"count\":2");
        assertThat(get("effects?after=1")).doesNotContain("first").contains("CreateBucket");
        assertThat(get("effects?limit=1")).contains("first").doesNotContain("second");
        assertThat(send(request("effects?after=x")).statusCode()).isEqualTo(400);
    }

    @Test
    void environmentsAreShownWithTheirVersionsHealthAndEvents() throws Exception {
        Clients.of(aws).iam().createInstanceProfile(p -> p.instanceProfileName("web"));
        ElasticBeanstalkClient beanstalk = Clients.of(aws).with(ElasticBeanstalkClient.builder());
        beanstalk.createApplication(a -> a.applicationName("shop"));
        beanstalk.createEnvironment(e -> e.applicationName("shop")
                .environmentName("shop-web")
                .solutionStackName("64bit Amazon Linux 2023 v4.8.0 running Docker")
                .optionSettings(
                        option("aws:autoscaling:launchconfiguration", "IamInstanceProfile", "web"),
                        option("aws:elasticbeanstalk:healthreporting:system", "SystemType", "enhanced")));
        aws.time().advance(Duration.ofMinutes(10));

        assertThat(get("state"))
                .contains("\"name\":\"shop-web\"", "\"health\":\"Ok\"", "\"colour\":\"Green\"")
                .contains("{\"label\":\"Sample Application\",\"instances\":1}")
                .contains("Successfully launched environment: shop-web");
    }

    private static ConfigurationOptionSetting option(String namespace, String name, String value) {
        return ConfigurationOptionSetting.builder()
                .namespace(namespace)
                .optionName(name)
                .value(value)
                .build();
    }

    @Test
    void aResetForgetsAllButTheTime(@TempDir Path kept) throws Exception {
        aws.close();
        SimulatedAws.Builder builder = SimulatedAws.builder().directory(kept).time(SimulatedTime.stepped(START));
        aws = builder.start();
        Clients.of(aws).s3().createBucket(b -> b.bucket("first"));
        Clients.of(aws).ecs().createCluster(b -> b.clusterName("main"));
        aws.time().advance(Duration.ofMinutes(5));

        assertThat(post("reset", "{}")).contains("2026-01-01T00:05:00Z");

        assertThat(Clients.of(aws).s3().listBuckets().buckets()).isEmpty();
        assertThat(Clients.of(aws).ecs().listClusters().clusterArns()).isEmpty();
        assertThat(aws.effects().all()).isEmpty();
        Clients.of(aws).s3().createBucket(b -> b.bucket("third"));
        aws.close();
        aws = SimulatedAws.builder().directory(kept).start();
        assertThat(Clients.of(aws).s3().listBuckets().buckets())
                .extracting(bucket -> bucket.name())
                .containsExactly("third");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Host|evil.example",
                "Host|127.0.0.1.evil.example",
                "Origin|http://evil.example",
                "Origin|null",
                "Sec-Fetch-Site|cross-site",
                "Sec-Fetch-Site|same-site",
            })
    void pagesOfOthersDriveNothing(String name, String value) throws Exception {
        String headers = name + ": " + value + "\r\nSec-Fetch-Mode: navigate\r\n";
        String host = name.equals("Host") ? "" : "Host: " + aws.endpoint().getAuthority() + "\r\n";

        String answer = Raw.send(
                aws.endpoint(),
                "POST /_penstock/time/advance HTTP/1.1\r\n" + host + headers
                        + "Content-Type: application/json\r\nConnection: close\r\nContent-Length: 13\r\n\r\n"
                        + "{\"by\":\"PT1S\"}");

        assertThat(answer).startsWith("HTTP/1.1 403");
        assertThat(aws.time().now()).isEqualTo(START);
    }

    @Test
    void aFormOfAnotherSiteIsNotTakenForJson() throws Exception {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(uri("time/advance"))
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString("{\"by\":\"PT1S\"}"))
                .build());

        assertThat(answer.statusCode()).isEqualTo(415);
    }

    @Test
    void aPageOfAnotherOriginCannotCallSimulatedServicesEither() throws Exception {
        String answer = Raw.send(aws.endpoint(), """
                POST / HTTP/1.1
                Host: 127.0.0.1
                Origin: http://evil.example
                Connection: close
                Content-Type: application/x-www-form-urlencoded
                Content-Length: 43

                Action=GetCallerIdentity&Version=2011-06-15""".replace("\n", "\r\n"));

        assertThat(answer).startsWith("HTTP/1.1 403").contains("origin");
    }

    private String get(String what) throws Exception {
        HttpResponse<String> answer = send(request(what));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        return answer.body();
    }

    private String post(String what, String body) throws Exception {
        HttpResponse<String> answer = send(request(what, body));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    private HttpRequest request(String what) {
        return HttpRequest.newBuilder(uri(what)).build();
    }

    private HttpRequest request(String what, String body) {
        return HttpRequest.newBuilder(uri(what))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8))
                .build();
    }

    private URI uri(String what) {
        return aws.endpoint().resolve(ControlPages.ROOT + what);
    }

    private HttpResponse<String> send(HttpRequest request) throws Exception {
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
