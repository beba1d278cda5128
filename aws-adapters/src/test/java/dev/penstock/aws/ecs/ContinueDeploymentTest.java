package dev.penstock.aws.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.action.RemoteCallException.Kind;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.AwsSettings;
import dev.penstock.aws.client.Realm;
import dev.penstock.aws.client.ScriptedEndpoint;
import dev.penstock.aws.client.ScriptedEndpoint.Answer;
import dev.penstock.release.DeploymentPause.HookAction;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** How a paused deployment is let go on, at an endpoint that answers as ECS documents it. */
class ContinueDeploymentTest {

    private static final String ARN = "arn:aws:ecs:us-east-1:111122223333:service-deployment/shop/web/abc";

    /** What ContinueServiceDeployment answers, and whether the deployment waits at each look. */
    private final Deque<Answer> answers = new ArrayDeque<>();

    private final Deque<Boolean> waits = new ArrayDeque<>();
    private final ScriptedEndpoint endpoint;
    private final AwsClients clients;
    private final EcsContainerServices services;

    ContinueDeploymentTest() throws IOException {
        endpoint = new ScriptedEndpoint(asked -> asked.target().endsWith(".DescribeServiceDeployments")
                ? Answer.json(described(waits.remove()))
                : answers.remove());
        clients = new AwsClients(AwsSettings.of(new Realm.Simulated(endpoint.uri(), "111122223333")));
        services = new EcsContainerServices(clients);
    }

    @AfterEach
    void close() {
        clients.close();
        endpoint.close();
    }

    @Test
    void answersTheHookThatTheDeploymentWaitsAt() {
        waits.add(true);
        answers.add(Answer.json("{\"serviceDeploymentArn\":\"" + ARN + "\"}"));

        services.continueDeployment(AwsScope.OWN, ARN, "hook-1", HookAction.ROLLBACK);

        assertThat(endpoint.asked.getLast().target()).endsWith(".ContinueServiceDeployment");
        assertThat(JsonMapper.shared().readTree(endpoint.asked.getLast().body()))
                .isEqualTo(JsonMapper.shared()
                        .readTree("{\"serviceDeploymentArn\":\"" + ARN
                                + "\",\"hookId\":\"hook-1\",\"action\":\"ROLLBACK\"}"));
    }

    @Test
    void doesNotAskWhenTheHookWasAnsweredBefore() {
        waits.add(false);

        services.continueDeployment(AwsScope.OWN, ARN, "hook-1", HookAction.CONTINUE);

        assertThat(endpoint.asked).hasSize(1);
    }

    @Test
    void itIsNoFailureWhenSomebodyElseWasFaster() {
        waits.addAll(List.of(true, false));
        answers.add(Answer.error(400, "InvalidParameterException", "The hook is not awaiting an action."));

        services.continueDeployment(AwsScope.OWN, ARN, "hook-1", HookAction.CONTINUE);

        assertThat(endpoint.asked).hasSize(3);
    }

    @Test
    void classifiesWhatEcsRefuses() {
        assertThat(kindOf(400, "InvalidParameterException")).isEqualTo(Kind.INVALID);
        assertThat(kindOf(400, "ServiceDeploymentNotFoundException")).isEqualTo(Kind.NOT_FOUND);
        assertThat(kindOf(400, "AccessDeniedException")).isEqualTo(Kind.DENIED);
        assertThat(kindOf(400, "UnsupportedFeatureException")).isEqualTo(Kind.INVALID);
        assertThat(kindOf(400, "ThrottlingException")).isEqualTo(Kind.THROTTLED);
        assertThat(kindOf(500, "ServerException")).isEqualTo(Kind.TRANSIENT);
    }

    private Kind kindOf(int status, String code) {
        waits.clear();
        waits.addAll(List.of(true, true));
        answers.add(Answer.error(status, code, "no"));
        Kind[] kind = new Kind[1];
        assertThatThrownBy(() -> services.continueDeployment(AwsScope.OWN, ARN, "hook-1", HookAction.CONTINUE))
                .isInstanceOfSatisfying(RemoteCallException.class, e -> {
                    assertThat(e.operation()).isEqualTo("ecs:ContinueServiceDeployment");
                    kind[0] = e.kind();
                });
        return kind[0];
    }

    private static String described(boolean waits) {
        return "{\"serviceDeployments\":[{\"serviceDeploymentArn\":\"" + ARN + "\",\"status\":\"IN_PROGRESS\","
                + "\"lifecycleStage\":\"POST_SCALE_UP\",\"lifecycleHookDetails\":[{\"hookId\":\"hook-1\","
                + "\"targetType\":\"PAUSE\",\"status\":\"" + (waits ? "AWAITING_ACTION" : "SUCCEEDED") + "\"}]}]}";
    }
}
