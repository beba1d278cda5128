package dev.penstock.aws.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.action.RemoteCallException.Kind;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.AwsSettings;
import dev.penstock.aws.client.Realm;
import dev.penstock.aws.client.ScriptedEndpoint;
import dev.penstock.aws.client.ScriptedEndpoint.Answer;
import dev.penstock.aws.client.ScriptedEndpoint.Asked;
import dev.penstock.aws.client.Use;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class TaskDefinitionsTest {

    private static final String FAMILY_ARN = "arn:aws:ecs:us-east-1:111122223333:task-definition/web:";
    private static final JsonMapper JSON = JsonMapper.shared();

    private ScriptedEndpoint endpoint;
    private AwsClients clients;
    private TaskDefinitions taskDefinitions;
    private ObjectNode described = JSON.createObjectNode();
    private String listed = "[]";

    @BeforeEach
    void open() throws IOException {
        endpoint = new ScriptedEndpoint(this::answer);
        clients = new AwsClients(AwsSettings.of(new Realm.Simulated(endpoint.uri(), "111122223333")));
        taskDefinitions = new TaskDefinitions(clients);
    }

    @AfterEach
    void close() {
        clients.close();
        endpoint.close();
    }

    private Answer answer(Asked asked) {
        String operation = asked.target().substring(asked.target().lastIndexOf('.') + 1);
        return switch (operation) {
            case "DescribeTaskDefinition" -> Answer.json(describedAs(asked));
            case "ListTaskDefinitions" -> Answer.json("{\"taskDefinitionArns\":" + listed + "}");
            case "RegisterTaskDefinition" ->
                Answer.json("{\"taskDefinition\":{\"taskDefinitionArn\":\"" + FAMILY_ARN + "9\"}}");
            default -> Answer.error(400, "ClientException", operation + " was not expected");
        };
    }

    private String describedAs(Asked asked) {
        String arn = JSON.readTree(asked.body()).path("taskDefinition").stringValue();
        ObjectNode answer = described.deepCopy();
        ((ObjectNode) answer.get("taskDefinition"))
                .put("taskDefinitionArn", arn)
                .put("status", "ACTIVE")
                .put("revision", 1)
                .put("registeredAt", 1_700_000_000.5);
        return answer.toString();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void copiesEveryFieldThatTheModelKnows(long seed) {
        ObjectNode original = describeRandom(seed);
        String container =
                original.path("containerDefinitions").path(0).path("name").stringValue();

        taskDefinitions.register(AwsScope.OWN, FAMILY_ARN + "1", Map.of(container, "image@sha256:new"), "token-1");

        ObjectNode expected = original.deepCopy();
        ((ObjectNode) expected.path("containerDefinitions").path(0)).put("image", "image@sha256:new");
        JsonNode registered =
                JSON.readTree(asked("RegisterTaskDefinition").getLast().body());
        assertThat(withoutTags(registered)).isEqualTo(expected);
        assertThat(registered.propertyNames().size()).as("fields registered").isGreaterThan(17);
    }

    @Test
    void keepsTheTagsAndAddsTheToken() {
        describeRandom(1);
        String tags =
                "[{\"key\":\"team\",\"value\":\"shop\"},{\"key\":\"aws:cloudformation:stack-name\",\"value\":\"s\"},"
                        + "{\"key\":\"penstock:token\",\"value\":\"before\"}]";
        described.set("tags", JSON.readTree(tags));
        taskDefinitions.register(AwsScope.OWN, FAMILY_ARN + "1", images("new"), "token-1");
        assertThat(JSON.readTree(asked("RegisterTaskDefinition").getLast().body())
                        .path("tags")
                        .toString())
                .isEqualTo(
                        "[{\"key\":\"team\",\"value\":\"shop\"},{\"key\":\"penstock:token\",\"value\":\"token-1\"}]");
    }

    @Test
    void registersNothingWhenTheBaseHasTheImagesAlready() {
        ObjectNode original = describeRandom(1);
        String image =
                original.path("containerDefinitions").path(0).path("image").stringValue();
        assertThat(taskDefinitions.register(AwsScope.OWN, FAMILY_ARN + "1", images(image), "token-1"))
                .isEqualTo(FAMILY_ARN + "1");
        assertThat(asked("RegisterTaskDefinition")).hasSize(1); // the test's own
    }

    @Test
    void findsWhatItRegisteredBeforeByTheToken() {
        describeRandom(1);
        described.set("tags", JSON.readTree("[{\"key\":\"penstock:token\",\"value\":\"token-1\"}]"));
        listed = "[\"" + FAMILY_ARN + "7\"]";
        assertThat(taskDefinitions.register(AwsScope.OWN, FAMILY_ARN + "1", images("new"), "token-1"))
                .isEqualTo(FAMILY_ARN + "7");
        assertThat(taskDefinitions.register(AwsScope.OWN, FAMILY_ARN + "1", images("new"), "token-2"))
                .isEqualTo(FAMILY_ARN + "9");
    }

    @Test
    void refusesAContainerThatIsNotThere() {
        describeRandom(1);
        var failure = catchThrowableOfType(
                RemoteCallException.class,
                () -> taskDefinitions.register(AwsScope.OWN, FAMILY_ARN + "1", Map.of("nobody", "x"), "token-1"));
        assertThat(failure.kind()).isEqualTo(Kind.INVALID);
        assertThat(failure).hasMessageContaining("'nobody'");
    }

    private Map<String, String> images(String image) {
        JsonNode container =
                described.path("taskDefinition").path("containerDefinitions").path(0);
        return Map.of(container.path("name").stringValue(), image);
    }

    /** Lets the SDK write a task definition with every field, and answers descriptions with it. */
    private ObjectNode describeRandom(long seed) {
        var request = new RandomShapes(seed).fill(RegisterTaskDefinitionRequest.builder(), Set.of("tags"));
        clients.ecs(AwsScope.OWN, Use.CHANGE).registerTaskDefinition(request.build());
        ObjectNode written = (ObjectNode) JSON.readTree(endpoint.asked.getLast().body());
        described = JSON.createObjectNode();
        described.set("taskDefinition", written.deepCopy());
        return written;
    }

    private static ObjectNode withoutTags(JsonNode registered) {
        ObjectNode copy = (ObjectNode) registered.deepCopy();
        copy.remove("tags");
        return copy;
    }

    private List<Asked> asked(String operation) {
        return endpoint.asked.stream()
                .filter(asked -> asked.target().endsWith(operation))
                .toList();
    }
}
