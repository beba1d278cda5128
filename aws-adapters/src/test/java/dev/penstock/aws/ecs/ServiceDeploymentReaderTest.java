package dev.penstock.aws.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.AwsScope;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.AwsSettings;
import dev.penstock.aws.client.Realm;
import dev.penstock.aws.client.ScriptedEndpoint;
import dev.penstock.aws.client.ScriptedEndpoint.Answer;
import dev.penstock.aws.client.ScriptedEndpoint.Asked;
import dev.penstock.observe.Course;
import dev.penstock.observe.Reading;
import dev.penstock.observe.ResourceId;
import dev.penstock.release.DeploymentPause;
import dev.penstock.release.ServiceDeployment;
import dev.penstock.release.ServiceDeployment.Status;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ServiceDeploymentReaderTest {

    private static final String ARN = "arn:aws:ecs:us-east-1:111122223333:";
    private static final String OURS = ARN + "service-deployment/shop/web/ours";
    private static final String THEIRS = ARN + "service-deployment/shop/web/theirs";

    private final Map<String, String> deployments = new HashMap<>();
    private String service = "";
    private Instant now = Instant.ofEpochSecond(2000);
    private ScriptedEndpoint endpoint;
    private AwsClients clients;
    private ServiceDeploymentReader reader;

    @BeforeEach
    void open() throws IOException {
        endpoint = new ScriptedEndpoint(this::answer);
        clients = new AwsClients(AwsSettings.of(new Realm.Simulated(endpoint.uri(), "111122223333")));
        reader = new ServiceDeploymentReader(clients, () -> now);
    }

    @AfterEach
    void close() {
        clients.close();
        endpoint.close();
    }

    private Answer answer(Asked asked) {
        JsonNode body = JsonMapper.shared().readTree(asked.body());
        return switch (operation(asked)) {
            case "DescribeServiceDeployments" -> {
                String found = body.path("serviceDeploymentArns")
                        .valueStream()
                        .map(JsonNode::stringValue)
                        .filter(deployments::containsKey)
                        .map(deployments::get)
                        .collect(Collectors.joining(","));
                yield Answer.json("{\"serviceDeployments\":[" + found + "],\"failures\":[]}");
            }
            case "DescribeServiceRevisions" -> {
                String found = body.path("serviceRevisionArns")
                        .valueStream()
                        .map(JsonNode::stringValue)
                        .map(arn -> "{\"serviceRevisionArn\":\"" + arn + "\",\"taskDefinition\":\"" + ARN
                                + "task-definition/web:2\"}")
                        .collect(Collectors.joining(","));
                yield Answer.json("{\"serviceRevisions\":[" + found + "]}");
            }
            case "DescribeServices" -> Answer.json("{\"services\":[" + service + "]}");
            default -> Answer.error(400, "ClientException", "not expected");
        };
    }

    @Test
    void readsAHealthyDeploymentWithoutItsService() {
        deployments.put(OURS, deployment(OURS, "IN_PROGRESS", 1000, "MONITORING", 0));

        ServiceDeployment seen = read(OURS);

        assertThat(seen.status()).isEqualTo(Status.IN_PROGRESS);
        assertThat(seen.taskDefinition()).isEqualTo(ARN + "task-definition/web:2");
        assertThat(List.of(seen.requestedCount(), seen.runningCount(), seen.pendingCount(), seen.oldRunningCount()))
                .containsExactly(4, 3, 1, 2);
        assertThat(operations()).containsExactly("DescribeServiceDeployments", "DescribeServiceRevisions");
        read(OURS);
        assertThat(operations()).as("a revision is read once").hasSize(3);
    }

    @Test
    void countsFailuresAndTakesEventsFromTheServiceWhenNoBreakerDoes() {
        deployments.put(OURS, deployment(OURS, "IN_PROGRESS", 1000, "DISABLED", 0));
        service = service(OURS, 5);

        ServiceDeployment seen = read(OURS);

        assertThat(seen.failedCount()).isEqualTo(5);
        assertThat(seen.events()).containsExactly("first", "second");
        assertThat(seen.supersededBy()).isEmpty();
    }

    @Test
    void namesTheDeploymentThatTookOver() {
        deployments.put(OURS, deployment(OURS, "STOPPED", 1000, "MONITORING_COMPLETE", 0));
        deployments.put(THEIRS, deployment(THEIRS, "IN_PROGRESS", 2000, "MONITORING", 0));
        service = service(THEIRS, 0);
        assertThat(read(OURS).supersededBy()).isEqualTo(THEIRS);
    }

    @Test
    void anOlderDeploymentThatTheServiceStillNamesHasNotTakenOver() {
        deployments.put(OURS, deployment(OURS, "PENDING", 1000, "DISABLED", 0));
        deployments.put(THEIRS, deployment(THEIRS, "SUCCESSFUL", 500, "MONITORING_COMPLETE", 0));
        service = service(THEIRS, 0);
        assertThat(read(OURS).supersededBy()).isEmpty();
    }

    @Test
    void concludesNothingFromAStatusThatIsNewerThanItself() {
        deployments.put(OURS, deployment(OURS, "PAUSED_FOR_LUNCH", 1000, "ASLEEP", 0));
        service = service(OURS, 0);
        assertThat(read(OURS).status()).isEqualTo(Status.UNKNOWN);
    }

    @Test
    void leavesOutWhatIsNotVisible() {
        assertThat(reader.read(List.of(resource(OURS))).seen()).isEmpty();
    }

    @Test
    void readsTwentyDeploymentsWithTwoCallsAndThenOne() {
        List<ResourceId> all = twenty("DISABLED");
        now = Instant.ofEpochSecond(1010);

        Reading first = reader.read(all);
        assertThat(first.seen()).hasSize(20);
        assertThat(first.calls()).isEqualTo(2);
        assertThat(first.courses())
                .hasSize(20)
                .containsEntry(all.getFirst(), new Course.Running(Instant.ofEpochSecond(1000)));
        assertThat(reader.read(all).calls()).isEqualTo(1);
        assertThat(operations())
                .containsExactly(
                        "DescribeServiceDeployments", "DescribeServiceRevisions", "DescribeServiceDeployments");
    }

    @Test
    void ofManyLooksAtTheServiceOfTheOneThatLostATask() {
        List<ResourceId> all = twenty("DISABLED");
        now = Instant.ofEpochSecond(1010);
        reader.read(all);
        String losing = all.get(7).id();
        deployments.put(
                losing,
                deployment(losing, "IN_PROGRESS", 1000, "DISABLED", 0)
                        .replace("\"runningTaskCount\":3", "\"runningTaskCount\":2"));
        service = service(losing, 5);

        Reading reading = reader.read(all);

        assertThat(reading.calls()).isEqualTo(2);
        assertThat(((ServiceDeployment) Objects.requireNonNull(reading.seen().get(all.get(7)))).failedCount())
                .isEqualTo(5);
        assertThat(endpoint.asked.getLast().body()).contains("[\"web7\"]");
        assertThat(((ServiceDeployment)
                                Objects.requireNonNull(reader.read(all).seen().get(all.get(7))))
                        .failedCount())
                .as("what the service told is kept")
                .isEqualTo(5);
    }

    @Test
    void ofManyLooksAtTheServicesWhereNothingMovesEveryTwoMinutes() {
        List<ResourceId> all = twenty("DISABLED");
        now = Instant.ofEpochSecond(1010);
        reader.read(all);
        now = Instant.ofEpochSecond(1129);
        assertThat(reader.read(all).calls()).isEqualTo(1);
        now = Instant.ofEpochSecond(1130);
        assertThat(reader.read(all).calls())
                .as("ten of the services, which one call takes")
                .isEqualTo(2);
        assertThat(reader.read(all).calls()).as("and the other ten").isEqualTo(2);
        now = Instant.ofEpochSecond(1135);
        assertThat(reader.read(all).calls()).isEqualTo(1);
    }

    @Test
    void ofManyLooksAtTheServicesInTurnWhenThereAreCallsToSpare() {
        List<ResourceId> all = twenty("DISABLED");
        now = Instant.ofEpochSecond(1010);
        reader.read(all);
        assertThat(reader.read(all, 5).calls()).as("they have just begun").isEqualTo(1);
        now = Instant.ofEpochSecond(1030);
        assertThat(reader.read(all, 1).calls()).as("ten of the services").isEqualTo(2);
        assertThat(reader.read(all, 1).calls()).as("and the other ten").isEqualTo(2);
        assertThat(reader.read(all, 5).calls()).as("none is due").isEqualTo(1);
        now = Instant.ofEpochSecond(1042);
        assertThat(reader.read(all, 0).calls()).as("nothing to spare").isEqualTo(1);
        assertThat(reader.read(all, 5).calls()).as("all of them").isEqualTo(3);
    }

    @Test
    void saysWhereADeploymentWaitsForSomebody() {
        deployments.put(
                OURS, deployment(OURS, "IN_PROGRESS", 1000, "MONITORING", 0).replace("\"createdAt\":1000", """
                        "createdAt":1000,"lifecycleStage":"POST_TEST_TRAFFIC_SHIFT","lifecycleHookDetails":[
                        {"hookId":"done","targetType":"AWS_LAMBDA","status":"SUCCEEDED"},
                        {"hookId":"hook-1","targetType":"PAUSE","status":"AWAITING_ACTION",
                        "expiresAt":1778094409,"timeoutAction":"ROLLBACK"}]"""));
        assertThat(read(OURS).pause())
                .contains(new DeploymentPause(
                        "POST_TEST_TRAFFIC_SHIFT",
                        "hook-1",
                        Optional.of(Instant.ofEpochSecond(1778094409)),
                        Optional.of(DeploymentPause.HookAction.ROLLBACK)));
    }

    @Test
    void tellsHowLongASuccessTook() {
        deployments.put(
                OURS,
                deployment(OURS, "SUCCESSFUL", 1000, "DISABLED", 0)
                        .replace("\"createdAt\":1000", "\"createdAt\":1000,\"finishedAt\":1090"));
        assertThat(reader.read(List.of(resource(OURS))).courses())
                .containsEntry(
                        resource(OURS), new Course.Ended(Instant.ofEpochSecond(1000), Instant.ofEpochSecond(1090)));
    }

    private List<ResourceId> twenty(String breaker) {
        return IntStream.range(0, reader.batchSize())
                .mapToObj(i -> ARN + "service-deployment/shop/web" + i + "/x")
                .peek(arn -> deployments.put(arn, deployment(arn, "IN_PROGRESS", 1000, breaker, 0)))
                .map(ServiceDeploymentReaderTest::resource)
                .toList();
    }

    private ServiceDeployment read(String arn) {
        return (ServiceDeployment) Objects.requireNonNull(
                reader.read(List.of(resource(arn))).seen().get(resource(arn)));
    }

    private static ResourceId resource(String arn) {
        return new ResourceId(ServiceDeployment.KIND, AwsScope.OWN, arn);
    }

    private List<String> operations() {
        return endpoint.asked.stream()
                .map(ServiceDeploymentReaderTest::operation)
                .toList();
    }

    private static String operation(Asked asked) {
        return asked.target().substring(asked.target().lastIndexOf('.') + 1);
    }

    private static String deployment(String arn, String status, int createdAt, String breaker, int failures) {
        return """
                {"serviceDeploymentArn":"%s","status":"%s","createdAt":%d,
                "targetServiceRevision":{"arn":"%s","requestedTaskCount":4,"runningTaskCount":3,"pendingTaskCount":1},
                "sourceServiceRevisions":[{"arn":"old","runningTaskCount":2}],
                "deploymentCircuitBreaker":{"status":"%s","failureCount":%d,"threshold":3}}""".formatted(arn, status, createdAt, arn + "-revision", breaker, failures);
    }

    private static String service(String current, int failedTasks) {
        return """
                {"serviceName":"%s","status":"ACTIVE","currentServiceDeployment":"%s",
                "deployments":[{"id":"ecs-svc/1","status":"PRIMARY","taskDefinition":"%stask-definition/web:2",
                "createdAt":1000,"failedTasks":%d}],
                "events":[{"id":"2","createdAt":1200,"message":"second"},{"id":"1","createdAt":1100,"message":"first"},
                {"id":"0","createdAt":900,"message":"before"}]}""".formatted(ServiceDeploymentArn.service(current).service(), current, ARN, failedTasks);
    }
}
