package dev.penstock.benchmarks.spring;

import dev.penstock.action.AwsScope;
import dev.penstock.aws.AwsServices;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.AwsSettings;
import dev.penstock.aws.client.Realm;
import dev.penstock.aws.journal.DynamoDbJournals;
import dev.penstock.aws.s3.S3ArtifactStore;
import dev.penstock.aws.s3.S3PipelineRegistry;
import dev.penstock.aws.scheduler.ScheduledWakeUps;
import dev.penstock.engine.ExecutionListener;
import dev.penstock.journal.Journal;
import dev.penstock.journal.RunnerId;
import dev.penstock.lambda.runner.FunctionMachine;
import dev.penstock.lambda.runner.Runner;
import dev.penstock.lambda.runner.RunnerLog;
import dev.penstock.lambda.runner.RunnerParts;
import dev.penstock.lambda.source.GitHubArchives;
import dev.penstock.library.Engines;
import dev.penstock.registry.PipelineRegistry;
import dev.penstock.secret.SecretMasker;
import dev.penstock.settings.JournalLocation;
import dev.penstock.time.EngineClock;
import dev.penstock.time.ScheduledClock;
import dev.penstock.time.WakeUps;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import tools.jackson.databind.json.JsonMapper;

/**
 * The runner's function as somebody would write it who wires programs by Spring: the same parts as beans, its own variables as
 * properties, called through Spring Cloud Function's adapter of AWS Lambda.
 */
@SpringBootApplication
public class SpringRunner {

    private static final Path FOLDER = Path.of("/tmp/penstock");

    public static void main(String[] arguments) {
        SpringApplication.run(SpringRunner.class, arguments);
    }

    @Bean(destroyMethod = "close")
    AwsClients clients() {
        return new AwsClients(AwsSettings.of(new Realm.Aws(Optional.empty(), Optional.empty())));
    }

    @Bean(destroyMethod = "close")
    Journal journal(@Value("${PENSTOCK_TABLE}") String table, @Value("${PENSTOCK_TABLE_ENDPOINT}") URI endpoint) {
        return DynamoDbJournals.open(
                new AwsClients(AwsSettings.of(new Realm.Aws(Optional.empty(), Optional.of(endpoint)))),
                new JournalLocation.DynamoDb(table, Optional.empty(), Optional.empty(), "", Optional.of(endpoint)),
                Optional.empty());
    }

    @Bean
    SecretMasker masker() {
        return new SecretMasker();
    }

    @Bean
    EngineClock clock() {
        return new ScheduledClock(InstantSource.system());
    }

    @Bean
    PipelineRegistry registry(AwsClients clients, @Value("${PENSTOCK_BUCKET}") String bucket) {
        return new S3PipelineRegistry(clients, AwsScope.OWN, bucket, "");
    }

    @Bean
    WakeUps wakeUps(
            AwsClients clients,
            EngineClock clock,
            @Value("${PENSTOCK_SCHEDULE_GROUP}") String group,
            @Value("${PENSTOCK_RUNNER_ARN}") String runner,
            @Value("${PENSTOCK_SCHEDULER_ROLE}") String role) {
        return new ScheduledWakeUps(clients, new ScheduledWakeUps.Target(group, runner, role), clock);
    }

    @Bean
    RunnerLog log() {
        Logger logger = LoggerFactory.getLogger(SpringRunner.class);
        return new RunnerLog() {
            @Override
            public void said(String line) {
                logger.info("{}", line);
            }

            @Override
            public void failed(String id, String line) {
                logger.error("{} {}", id, line);
            }
        };
    }

    @Bean
    Runner runner(
            Journal journal,
            EngineClock clock,
            WakeUps wakeUps,
            PipelineRegistry registry,
            AwsClients clients,
            SecretMasker masker,
            RunnerLog log,
            @Value("${PENSTOCK_BUCKET}") String bucket) {
        return new Runner(new RunnerParts(
                journal,
                clock,
                wakeUps,
                registry,
                settings -> Engines.builder(
                        settings,
                        new FunctionMachine(
                                journal,
                                new S3ArtifactStore(clients, AwsScope.OWN, bucket, "", FOLDER.resolve("artifacts")),
                                new GitHubArchives(URI.create("https://api.github.com"), Optional::empty),
                                FOLDER.resolve("work")),
                        new AwsServices(clients.settings(), masker, clock),
                        masker),
                FOLDER,
                ExecutionListener.NONE,
                log));
    }

    @Bean
    Function<String, String> tick(Runner runner) {
        return event -> {
            try {
                RunnerId call = new RunnerId("penstock-runner/" + UUID.randomUUID());
                return runner.call(
                        JsonMapper.shared().readTree(event), call, Instant.now().plusSeconds(60));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("the call was interrupted", e);
            }
        };
    }
}
