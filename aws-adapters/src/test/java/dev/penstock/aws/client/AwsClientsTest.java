package dev.penstock.aws.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.action.RemoteCallException.Kind;
import dev.penstock.aws.client.ScriptedEndpoint.Answer;
import dev.penstock.aws.client.ScriptedEndpoint.Asked;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;

class AwsClientsTest {

    private static final String ACCOUNT = "111122223333";

    private Optional<ScriptedEndpoint> endpoint = Optional.empty();
    private Optional<AwsClients> clients = Optional.empty();

    @AfterEach
    void close() {
        clients.ifPresent(AwsClients::close);
        endpoint.ifPresent(ScriptedEndpoint::close);
    }

    @Test
    void sendsEveryCallOfASimulatedRunToTheSimulatorInTheNameOfItsAccount() throws IOException {
        AwsClients aws = simulated(asked -> Answer.json("{\"clusterArns\":[]}"));
        listClusters(aws, new AwsScope(Optional.of("eu-west-1"), List.of()));

        Asked asked = onlyCall();
        assertThat(asked.target()).endsWith("ListClusters");
        assertThat(asked.authorization()).contains(ACCOUNT + "/").contains("/eu-west-1/ecs/");
        assertThat(asked.userAgent()).contains("penstock");
    }

    @Test
    void takesUsEast1InASimulatedAwsWhateverTheUserHasConfigured() throws IOException {
        AwsClients aws = simulated(asked -> Answer.json("{\"clusterArns\":[]}"));
        listClusters(aws, AwsScope.OWN);
        assertThat(onlyCall().authorization()).contains("/us-east-1/ecs/");
    }

    @Test
    void refusesToLeaveTheSimulator() throws IOException {
        AwsClients aws = simulated(asked -> Answer.json(""));
        // This operation puts a part of the request in front of the host name.
        var failure = catchThrowableOfType(
                RemoteCallException.class,
                () -> aws.call(
                        "s3:WriteGetObjectResponse",
                        "answer",
                        () -> aws.s3(AwsScope.OWN, Use.CHANGE)
                                .writeGetObjectResponse(
                                        answer ->
                                                answer.requestRoute("elsewhere").requestToken("t"),
                                        RequestBody.empty())));
        assertThat(failure).hasMessageContaining("was about to leave the simulated AWS");
        assertThat(failure.kind()).isEqualTo(Kind.INVALID);
        assertThat(script().asked).isEmpty();
    }

    @Test
    void asksOnceInASimulatedAwsAsTimeStandsStillMeanwhile() throws IOException {
        AwsClients aws = simulated(asked -> Answer.error(400, "ThrottlingException", "Rate exceeded"));
        assertThatThrownBy(() -> listClusters(aws, AwsScope.OWN)).isInstanceOf(RemoteCallException.class);
        assertThat(script().asked).hasSize(1);
    }

    @Test
    void saysWhatWasAskedWhatCameBackAndWhatToDo() throws IOException {
        AwsClients aws = simulated(asked -> Answer.error(
                400,
                "AccessDeniedException",
                "User: arn:aws:iam::1:user/x is not authorized to perform: ecs:ListClusters"));
        var failure = catchThrowableOfType(RemoteCallException.class, () -> listClusters(aws, AwsScope.OWN));
        assertThat(failure.kind()).isEqualTo(Kind.DENIED);
        assertThat(failure.code()).isEqualTo("AccessDeniedException");
        assertThat(failure)
                .hasMessage("Could not list the clusters: ecs:ListClusters answered AccessDeniedException, \"User:"
                        + " arn:aws:iam::1:user/x is not authorized to perform: ecs:ListClusters\" (request request-1)."
                        + " Allow the action ecs:ListClusters for the identity that calls.");
    }

    @Test
    void anEndpointThatDoesNotAnswerIsWorthAskingAgain() {
        // Port 1 answers nowhere.
        clients = Optional.of(
                new AwsClients(AwsSettings.of(new Realm.Simulated(URI.create("http://127.0.0.1:1"), ACCOUNT))));
        var failure = catchThrowableOfType(
                RemoteCallException.class, () -> listClusters(clients.orElseThrow(), AwsScope.OWN));
        assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
        assertThat(failure).hasMessageContaining("there was no answer");
    }

    @Test
    void callsOnlyAccountsThatAreAllowed() throws IOException {
        AwsClients aws = open(
                asked -> asked.target().isEmpty()
                        ? Answer.identity("999988887777")
                        : Answer.json("{\"clusterArns\":[]}"),
                Set.of(ACCOUNT),
                RoleSession.DEFAULT);
        var failure = catchThrowableOfType(RemoteCallException.class, () -> listClusters(aws, AwsScope.OWN));
        assertThat(failure.kind()).isEqualTo(Kind.DENIED);
        assertThat(failure).hasMessageContaining("999988887777").hasMessageContaining(ACCOUNT);
        assertThat(script().asked).extracting(Asked::target).containsOnly("");
    }

    @Test
    void asksWhoCallsOncePerScope() throws IOException {
        AwsClients aws = open(
                asked -> asked.target().isEmpty() ? Answer.identity(ACCOUNT) : Answer.json("{\"clusterArns\":[]}"),
                Set.of(ACCOUNT),
                RoleSession.DEFAULT);
        listClusters(aws, AwsScope.OWN);
        listClusters(aws, AwsScope.OWN);
        assertThat(script().asked).hasSize(3);
        assertThat(aws.identity(AwsScope.OWN))
                .isEqualTo(new Identity(ACCOUNT, "arn:aws:iam::" + ACCOUNT + ":user/someone"));
        assertThat(script().asked).hasSize(3);
    }

    @Test
    void assumesTheRolesOfAChainOneAfterTheOther() throws IOException {
        String first = "arn:aws:iam::" + ACCOUNT + ":role/hub";
        String second = "arn:aws:iam::444455556666:role/deploy";
        AwsClients aws = open(
                asked -> {
                    if (asked.body().contains("hub")) {
                        return Answer.assumedRole("KEYOFHUB");
                    }
                    return asked.body().contains("AssumeRole")
                            ? Answer.assumedRole("KEYOFDEPLOY")
                            : Answer.json("{\"clusterArns\":[]}");
                },
                Set.of(),
                new RoleSession("penstock-web", Map.of("pipeline", "web"), Map.of(second, "secret-handshake")));
        listClusters(aws, new AwsScope(Optional.empty(), List.of(first, second)));

        List<Asked> asked = script().asked;
        assertThat(asked).hasSize(3);
        assertThat(asked.get(0).authorization()).contains(ACCOUNT + "/");
        assertThat(asked.get(0).body())
                .contains("RoleSessionName=penstock-web", "Tags.member.1.Key=pipeline")
                .doesNotContain("ExternalId");
        assertThat(asked.get(1).authorization()).contains("KEYOFHUB/");
        assertThat(asked.get(1).body()).contains("ExternalId=secret-handshake");
        assertThat(asked.get(2).authorization()).contains("KEYOFDEPLOY/");
    }

    @Test
    void makesNoClientAfterItWasClosed() throws IOException {
        AwsClients aws = simulated(asked -> Answer.json("{}"));
        aws.close();
        assertThatThrownBy(() -> aws.ecs(AwsScope.OWN, Use.READ)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aSimulatedAwsIsOnThisMachineOnly() {
        URI elsewhere = URI.create("https://ecs.us-east-1.amazonaws.com");
        assertThatThrownBy(() -> new Realm.Simulated(elsewhere, ACCOUNT)).isInstanceOf(IllegalArgumentException.class);
    }

    private static void listClusters(AwsClients aws, AwsScope scope) {
        aws.call(
                "ecs:ListClusters",
                "list the clusters",
                () -> aws.ecs(scope, Use.READ).listClusters());
    }

    private AwsClients simulated(Function<Asked, Answer> script) throws IOException {
        return open(script, Set.of(), RoleSession.DEFAULT);
    }

    private AwsClients open(Function<Asked, Answer> script, Set<String> accounts, RoleSession roles)
            throws IOException {
        ScriptedEndpoint server = new ScriptedEndpoint(script);
        endpoint = Optional.of(server);
        var realm = new Realm.Simulated(server.uri(), ACCOUNT);
        AwsClients opened = new AwsClients(new AwsSettings(realm, Optional.empty(), accounts, roles));
        clients = Optional.of(opened);
        return opened;
    }

    private ScriptedEndpoint script() {
        return endpoint.orElseThrow();
    }

    private Asked onlyCall() {
        assertThat(script().asked).hasSize(1);
        return script().asked.getFirst();
    }
}
