package dev.penstock.simulator.beanstalk;

import static dev.penstock.simulator.beanstalk.BeanstalkWorld.option;
import static dev.penstock.simulator.beanstalk.BeanstalkWorld.property;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.simulator.Clients;
import dev.penstock.simulator.beanstalk.bundle.Zip;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.elasticbeanstalk.model.ConfigurationOptionSetting;
import software.amazon.awssdk.services.elasticbeanstalk.model.Queue;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** The daemon of the worker tier. */
class WorkerEnvironmentTest {

    private final BeanstalkWorld world = new BeanstalkWorld();
    private final SqsClient sqs = Clients.of(world.aws).with(SqsClient.builder());

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void messagesThatTheApplicationIsDoneWithAreGone() {
        worker();

        for (int i = 0; i < 25; i++) {
            sqs.sendMessage(s -> s.queueUrl(queues().get("WorkerQueue")).messageBody("{}"));
        }
        world.time.advance(Duration.ofSeconds(30));

        assertThat(waiting("WorkerQueue")).isZero();
        assertThat(waiting("WorkerDeadLetterQueue")).isZero();
    }

    @Test
    void aMessageThatTheApplicationDoesNotGetDoneWithEndsAmongTheDeadLetters() {
        worker(property("PENSTOCK_SIMULATE", "failing:100"), option("aws:elasticbeanstalk:sqsd", "MaxRetries", "3"));

        sqs.sendMessage(s -> s.queueUrl(queues().get("WorkerQueue")).messageBody("{}"));
        world.time.advance(Duration.ofMinutes(2));

        assertThat(waiting("WorkerQueue")).isZero();
        assertThat(waiting("WorkerDeadLetterQueue")).isEqualTo(1);
    }

    @Test
    void aMessageThatComesLaterIsTakenWhenItIsVisible() {
        worker();

        sqs.sendMessage(
                s -> s.queueUrl(queues().get("WorkerQueue")).messageBody("{}").delaySeconds(60));
        world.time.advance(Duration.ofMinutes(2));

        assertThat(sqs.getQueueAttributes(
                                g -> g.queueUrl(queues().get("WorkerQueue")).attributeNames(QueueAttributeName.ALL))
                        .attributes())
                .containsEntry(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES, "0")
                .containsEntry(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED, "0");
    }

    @Test
    void bothQueuesGoWithTheEnvironment() {
        worker();

        world.beanstalk.terminateEnvironment(t -> t.environmentName("jobs"));
        world.untilReady("jobs");

        assertThat(sqs.listQueues().queueUrls()).isEmpty();
    }

    @Test
    void aJobOfTheBundleComesIntoTheQueueOnceWhenItIsDue() {
        worker(
                Zip.of(
                        "Dockerfile",
                        "FROM nginx\nEXPOSE 80\n",
                        "cron.yaml",
                        "version: 1\ncron:\n - name: nightly\n   url: /nightly\n   schedule: '30 23 * * MON-FRI'\n"),
                property("PENSTOCK_SIMULATE", "failing:100"),
                option("aws:elasticbeanstalk:sqsd", "MaxRetries", "1"));

        world.time.advance(Duration.ofHours(12));
        assertThat(waiting("WorkerDeadLetterQueue")).isZero();
        world.time.advance(Duration.ofHours(2));

        assertThat(sqs.receiveMessage(r -> r.queueUrl(queues().get("WorkerDeadLetterQueue"))
                                .messageAttributeNames("All"))
                        .messages())
                .singleElement()
                .satisfies(message -> assertThat(message.messageAttributes())
                        .hasEntrySatisfying(
                                "beanstalk.sqsd.scheduled_time",
                                value -> assertThat(value.stringValue()).isEqualTo("2026-05-04T23:30:00Z")));
    }

    private void worker(ConfigurationOptionSetting... more) {
        worker(Zip.of("Dockerfile", "FROM nginx\nEXPOSE 80\n"), more);
    }

    private void worker(byte[] bundle, ConfigurationOptionSetting... more) {
        world.version("v1", bundle);
        world.beanstalk.createEnvironment(e -> e.applicationName("shop")
                .environmentName("jobs")
                .versionLabel("v1")
                .solutionStackName(BeanstalkWorld.DOCKER)
                .tier(t -> t.name("Worker").type("SQS/HTTP"))
                .optionSettings(BeanstalkWorld.options(more)));
        world.untilReady("jobs");
    }

    private Map<String, String> queues() {
        return world
                .beanstalk
                .describeEnvironmentResources(r -> r.environmentName("jobs"))
                .environmentResources()
                .queues()
                .stream()
                .collect(Collectors.toMap(Queue::name, Queue::url));
    }

    private int waiting(String queue) {
        return Integer.parseInt(sqs.getQueueAttributes(g -> g.queueUrl(queues().get(queue))
                        .attributeNames(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
                .attributes()
                .get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES));
    }
}
