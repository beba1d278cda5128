package dev.penstock.aws.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.AwsScope;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.AwsSettings;
import dev.penstock.aws.client.Realm;
import dev.penstock.aws.client.ScriptedEndpoint;
import dev.penstock.aws.client.ScriptedEndpoint.Answer;
import dev.penstock.aws.client.ScriptedEndpoint.Asked;
import dev.penstock.observe.Observation;
import dev.penstock.observe.Reading;
import dev.penstock.observe.ResourceId;
import dev.penstock.stack.StackEvent;
import dev.penstock.stack.StackSnapshot;
import dev.penstock.stack.StackStatus;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How often CloudFormation is asked, and what is made of its answers. */
final class StackReaderTest {

    private static final String ARN = "arn:aws:cloudformation:us-east-1:123456789012:stack/";
    private static final Pattern MEMBER = Pattern.compile("(?:^|&)([A-Za-z]+)=([^&]*)");

    private final Map<String, String> statuses = new LinkedHashMap<>();
    private final Map<String, List<String>> events = new LinkedHashMap<>();
    private boolean mayList = true;
    private Instant now = Instant.parse("2026-01-02T12:00:00Z");
    private ScriptedEndpoint endpoint;
    private AwsClients clients;
    private StackReader reader;

    @BeforeEach
    void open() throws IOException {
        endpoint = new ScriptedEndpoint(this::answer);
        clients = new AwsClients(AwsSettings.of(new Realm.Simulated(endpoint.uri(), "123456789012")));
        reader = new StackReader(clients, () -> now);
    }

    @AfterEach
    void close() {
        clients.close();
        endpoint.close();
    }

    private static Map<String, String> members(Asked asked) {
        Map<String, String> members = new LinkedHashMap<>();
        Matcher matcher = MEMBER.matcher(asked.body());
        while (matcher.find()) {
            members.put(matcher.group(1), URLDecoder.decode(matcher.group(2), StandardCharsets.UTF_8));
        }
        return members;
    }

    private Answer answer(Asked asked) {
        Map<String, String> members = members(asked);
        String name = members.getOrDefault("StackName", "");
        return switch (members.getOrDefault("Action", "")) {
            case "DescribeStacks" -> name.isEmpty() ? listing(members.getOrDefault("NextToken", "0")) : one(name);
            case "DescribeStackEvents" ->
                result(
                        "DescribeStackEvents",
                        "<StackEvents>"
                                + String.join(
                                        "", events.getOrDefault(name, List.of()).reversed()) + "</StackEvents>");
            default -> error(400, "InvalidAction", "not expected");
        };
    }

    /** Three stacks a page. */
    private Answer listing(String token) {
        if (!mayList) {
            return error(403, "AccessDenied", "is not authorized to perform: cloudformation:DescribeStacks");
        }
        int from = Integer.parseInt(token);
        List<String> existing = statuses.entrySet().stream()
                .filter(stack -> !stack.getValue().equals("DELETE_COMPLETE"))
                .map(Map.Entry::getKey)
                .toList();
        var page = new StringBuilder("<Stacks>");
        existing.subList(from, Math.min(from + 3, existing.size())).forEach(id -> page.append(stack(id)));
        page.append("</Stacks>");
        if (from + 3 < existing.size()) {
            page.append("<NextToken>").append(from + 3).append("</NextToken>");
        }
        return result("DescribeStacks", page.toString());
    }

    private Answer one(String id) {
        return statuses.containsKey(id)
                ? result("DescribeStacks", "<Stacks>" + stack(id) + "</Stacks>")
                : error(400, "ValidationError", "Stack with id " + id + " does not exist");
    }

    private String stack(String id) {
        return "<member><StackId>" + id + "</StackId><StackName>" + id.split("/", -1)[1] + "</StackName><StackStatus>"
                + statuses.get(id)
                + "</StackStatus><CreationTime>2026-01-02T11:00:00Z</CreationTime></member>";
    }

    private static Answer result(String operation, String content) {
        return new Answer(
                200,
                "<" + operation + "Response xmlns=\"http://cloudformation.amazonaws.com/doc/2010-05-15/\"><" + operation
                        + "Result>" + content + "</" + operation + "Result></" + operation + "Response>");
    }

    private static Answer error(int status, String code, String message) {
        return new Answer(
                status,
                "<ErrorResponse><Error><Type>Sender</Type><Code>" + code + "</Code><Message>" + message
                        + "</Message></Error><RequestId>1</RequestId></ErrorResponse>");
    }

    private void event(String id, String resource, String type, String physicalId, String status, String token) {
        List<String> all = events.computeIfAbsent(id, stack -> new ArrayList<>());
        now = now.plusSeconds(1);
        all.add("<member><EventId>" + id + "-" + all.size() + "</EventId><StackId>" + id + "</StackId><StackName>"
                + id.split("/", -1)[1] + "</StackName><LogicalResourceId>" + resource
                + "</LogicalResourceId><PhysicalResourceId>" + physicalId + "</PhysicalResourceId><ResourceType>" + type
                + "</ResourceType><Timestamp>" + now + "</Timestamp><ResourceStatus>" + status
                + "</ResourceStatus><ClientRequestToken>" + token + "</ClientRequestToken></member>");
    }

    private void own(String id, String status, String token) {
        statuses.put(id, status);
        event(id, id.split("/", -1)[1], StackEvent.STACK_TYPE, id, status, token);
    }

    private static String id(String name) {
        return ARN + name + "/1";
    }

    private static ResourceId resource(String id) {
        return new ResourceId(StackSnapshot.KIND, AwsScope.OWN, id);
    }

    private Reading read(String... ids) {
        return reader.read(List.of(ids).stream().map(StackReaderTest::resource).toList());
    }

    private static StackSnapshot snapshot(Reading reading, String id) {
        Observation seen = reading.seen().get(resource(id));
        return (StackSnapshot) Optional.ofNullable(seen).orElseThrow();
    }

    private List<String> operations() {
        return endpoint.asked.stream()
                .map(asked -> members(asked).getOrDefault("Action", ""))
                .toList();
    }

    @Test
    void onlyTheLatestOperationsEventsAreTold() {
        own(id("shop"), "UPDATE_IN_PROGRESS", "first");
        own(id("shop"), "UPDATE_COMPLETE", "first");
        own(id("shop"), "UPDATE_IN_PROGRESS", "second");
        event(id("shop"), "Web", "AWS::ECS::Service", "web", "UPDATE_IN_PROGRESS", "second");

        StackSnapshot seen = snapshot(read(id("shop")), id("shop"));
        assertThat(seen.stack().status()).isEqualTo(StackStatus.UPDATE_IN_PROGRESS);
        assertThat(seen.events()).extracting(StackEvent::logicalId).containsExactly("shop", "Web");
        assertThat(seen.events()).extracting(StackEvent::token).containsOnly("second");
    }

    @Test
    void eventsAreReadWhenTheStatusHasChangedOrSomeTimeHasPassed() {
        own(id("shop"), "UPDATE_IN_PROGRESS", "first");
        read(id("shop"));
        event(id("shop"), "Web", "AWS::ECS::Service", "web", "UPDATE_IN_PROGRESS", "first");
        assertThat(snapshot(read(id("shop")), id("shop")).events()).hasSize(1);
        now = now.plusSeconds(5);
        assertThat(snapshot(read(id("shop")), id("shop")).events()).hasSize(2);
        own(id("shop"), "UPDATE_COMPLETE", "first");
        assertThat(snapshot(read(id("shop")), id("shop")).events()).hasSize(3);
        now = now.plusSeconds(600);
        read(id("shop"));
        assertThat(operations())
                .filteredOn("DescribeStackEvents"::equals)
                .as("nothing is new after the end")
                .hasSize(3);
    }

    @Test
    void manyStacksAreReadByTheirListingAndTheirEventsAFewAtATime() {
        List<String> ids = IntStream.range(0, 8).mapToObj(i -> id("stack" + i)).toList();
        ids.forEach(id -> own(id, "UPDATE_IN_PROGRESS", "token"));
        String[] all = ids.toArray(String[]::new);
        Reading first = read(all);
        assertThat(first.seen()).as("what is told has its events").hasSize(4);
        assertThat(first.calls()).as("three pages, and the events of four").isEqualTo(3 + 4);
        assertThat(read(all).seen()).hasSize(8);
        assertThat(read(all).calls()).isEqualTo(3);
    }

    @Test
    void theEventsOfStacksThatEndedAreReadFirst() {
        List<String> ids = IntStream.range(0, 8).mapToObj(i -> id("stack" + i)).toList();
        String[] all = ids.toArray(String[]::new);
        ids.forEach(id -> own(id, "UPDATE_IN_PROGRESS", "token"));
        read(all);
        read(all);
        now = now.plusSeconds(600);
        own(ids.get(6), "UPDATE_ROLLBACK_IN_PROGRESS", "token");
        own(ids.get(7), "UPDATE_COMPLETE", "token");
        int before = endpoint.asked.size();
        read(all);
        assertThat(endpoint.asked.stream()
                        .skip(before)
                        .map(StackReaderTest::members)
                        .filter(asked -> asked.getOrDefault("Action", "").equals("DescribeStackEvents"))
                        .map(asked -> asked.getOrDefault("StackName", "")))
                .startsWith(ids.get(7), ids.get(6))
                .hasSize(4);
    }

    @Test
    void aDeletedStackIsAskedForByItsArn() {
        List<String> ids = IntStream.range(0, 5).mapToObj(i -> id("stack" + i)).toList();
        ids.forEach(id -> own(id, "DELETE_IN_PROGRESS", "token"));
        own(ids.getFirst(), "DELETE_COMPLETE", "token");
        Reading reading = read(ids.toArray(String[]::new));
        assertThat(snapshot(reading, ids.getFirst()).stack().status()).isEqualTo(StackStatus.DELETE_COMPLETE);
        assertThat(read(id("never")).seen()).isEmpty();
    }

    @Test
    void whoMayNotListAsksOneByOneInTurn() {
        mayList = false;
        List<String> ids = IntStream.range(0, 6).mapToObj(i -> id("stack" + i)).toList();
        ids.forEach(id -> own(id, "CREATE_COMPLETE", "token"));
        String[] all = ids.toArray(String[]::new);
        Set<ResourceId> seen = new HashSet<>(read(all).seen().keySet());
        assertThat(seen).hasSize(4);
        seen.addAll(read(all).seen().keySet());
        assertThat(seen).hasSize(6);
        assertThat(endpoint.asked.stream()
                        .filter(asked ->
                                members(asked).getOrDefault("Action", "").equals("DescribeStacks"))
                        .filter(asked -> !members(asked).containsKey("StackName")))
                .as("asked for once, and not again")
                .hasSize(1);
    }

    @Test
    void nestedStacksTellTheirEventsInOrder() {
        String nested = id("shop-Network");
        own(id("shop"), "CREATE_IN_PROGRESS", "first");
        event(id("shop"), "Network", StackEvent.STACK_TYPE, nested, "CREATE_IN_PROGRESS", "first");
        own(nested, "CREATE_IN_PROGRESS", "first");
        event(nested, "Vpc", "AWS::EC2::VPC", "vpc-1", "CREATE_IN_PROGRESS", "first");
        event(id("shop"), "Web", "AWS::ECS::Service", "web", "CREATE_IN_PROGRESS", "first");
        assertThat(snapshot(read(id("shop")), id("shop")).events())
                .extracting(StackEvent::logicalId)
                .containsExactly("shop", "Network", "shop-Network", "Vpc", "Web");
    }

    @Test
    void aStatusThatIsNewerThanThisProgramIsNoError() {
        own(id("shop"), "DREAMING_IN_PROGRESS", "first");
        assertThat(snapshot(read(id("shop")), id("shop")).stack().status()).isEqualTo(StackStatus.UNKNOWN);
    }
}
