package dev.penstock.aws.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.AwsScope;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.AwsSettings;
import dev.penstock.aws.client.Realm;
import dev.penstock.aws.client.ScriptedEndpoint;
import dev.penstock.aws.client.ScriptedEndpoint.Answer;
import dev.penstock.aws.client.ScriptedEndpoint.Asked;
import dev.penstock.release.ServiceId;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Lists that are longer than a page. */
class PagesTest {

    private static final String ARN = "arn:aws:ecs:us-east-1:111122223333:";

    @Test
    void findsADeploymentThatStandsOnALaterPage() throws IOException {
        try (ScriptedEndpoint endpoint = new ScriptedEndpoint(PagesTest::answer);
                AwsClients clients =
                        new AwsClients(AwsSettings.of(new Realm.Simulated(endpoint.uri(), "111122223333")))) {
            Optional<String> found = new EcsContainerServices(clients)
                    .findDeployment(
                            AwsScope.OWN,
                            new ServiceId("shop", "web"),
                            ARN + "task-definition/web:2",
                            Optional.of(ARN + "service-deployment/shop/web/1"));

            assertThat(found).contains(ARN + "service-deployment/shop/web/3");
            assertThat(endpoint.asked.stream().map(Asked::body).filter(body -> body.contains("maxResults")))
                    .hasSize(3)
                    .last()
                    .asString()
                    .contains("\"nextToken\":\"2\"");
        }
    }

    private static Answer answer(Asked asked) {
        if (asked.target().endsWith("ListServiceDeployments")) {
            int page = asked.body().contains("\"nextToken\":\"2\"")
                    ? 3
                    : asked.body().contains("\"nextToken\":\"1\"") ? 2 : 1;
            String next = page < 3 ? ",\"nextToken\":\"" + page + "\"" : "";
            return Answer.json("{\"serviceDeployments\":[{\"serviceDeploymentArn\":\"" + ARN
                    + "service-deployment/shop/web/" + page + "\",\"createdAt\":" + 1000 * page
                    + ",\"targetServiceRevisionArn\":\"revision-" + page + "\"}]" + next + "}");
        }
        if (asked.target().endsWith("DescribeServiceRevisions")) {
            return Answer.json("{\"serviceRevisions\":[{\"serviceRevisionArn\":\"revision-3\",\"taskDefinition\":\""
                    + ARN + "task-definition/web:2\"},{\"serviceRevisionArn\":\"revision-2\",\"taskDefinition\":\""
                    + ARN + "task-definition/web:1\"}]}");
        }
        return Answer.error(400, "ClientException", "not expected: " + asked.target());
    }
}
