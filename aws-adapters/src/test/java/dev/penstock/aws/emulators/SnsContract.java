package dev.penstock.aws.emulators;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.Topic;

/** SNS. */
abstract class SnsContract extends ServiceContract {

    private SnsClient sns;

    @BeforeEach
    void client() {
        sns = account.client(SnsClient.builder());
    }

    private String arn(String topic) {
        return "arn:aws:sns:us-east-1:" + account.id + ":" + topic;
    }

    @Test
    void aTopicIsMadeOnce() {
        assertThat(sns.createTopic(request -> request.name("news")).topicArn()).isEqualTo(arn("news"));
        assertThat(sns.createTopic(request -> request.name("news")).topicArn()).isEqualTo(arn("news"));
        assertThat(sns.listTopics().topics()).extracting(Topic::topicArn).containsExactly(arn("news"));
    }

    @Test
    void takesAMessageForATopicThatIsThere() {
        sns.createTopic(request -> request.name("news"));
        assertThat(sns.publish(request ->
                                request.topicArn(arn("news")).subject("s").message("m"))
                        .messageId())
                .isNotEmpty();
        refused(() -> sns.publish(request -> request.topicArn(arn("none")).message("m")), 404, "NotFound");
    }

    @Test
    void saysThatThereIsNoSuchTopic() {
        refused(() -> sns.getTopicAttributes(request -> request.topicArn(arn("none"))), 404, "NotFound");
    }

    @Test
    void deletesATopicAndAgain() {
        sns.createTopic(request -> request.name("news"));
        sns.deleteTopic(request -> request.topicArn(arn("news")));
        sns.deleteTopic(request -> request.topicArn(arn("news")));
        assertThat(sns.listTopics().topics()).isEmpty();
    }

    @Test
    void refusesANameThatNoTopicMayHave() {
        refused(() -> sns.createTopic(request -> request.name("two words")), 400, "InvalidParameter");
    }
}
