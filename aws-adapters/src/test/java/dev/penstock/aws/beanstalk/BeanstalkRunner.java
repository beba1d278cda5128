package dev.penstock.aws.beanstalk;

import dev.penstock.aws.simulated.SimulatedAccount;
import dev.penstock.aws.traffic.ElbListenerRules;
import dev.penstock.aws.traffic.HttpClientProbe;
import dev.penstock.beanstalk.BeanstalkDeployAction;
import dev.penstock.beanstalk.BeanstalkPlatform;
import dev.penstock.beanstalk.DeploymentOptions;
import dev.penstock.engine.StartRequest;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionPhase;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.journal.Journal;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.stack.StackFixture;
import dev.penstock.testing.FakeImageRegistry;
import dev.penstock.testing.FakeStacks;
import dev.penstock.testing.InMemoryArtifactStore;
import dev.penstock.testing.InMemoryJournal;
import dev.penstock.time.EngineClock;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Deploys to the environments of a simulated account by the whole of the engine and the adapters. */
final class BeanstalkRunner {

    private final SimulatedAccount account;
    private final Path folder;
    private final InMemoryArtifactStore artifacts;
    private List<String> log = List.of();

    BeanstalkRunner(SimulatedAccount account, Path folder) {
        this(account, folder, new InMemoryArtifactStore());
    }

    BeanstalkRunner(SimulatedAccount account, Path folder, InMemoryArtifactStore artifacts) {
        this.account = account;
        this.folder = folder;
        this.artifacts = artifacts;
    }

    static Pipeline pipeline(Map<String, String> files, String application, String environment) {
        return StackFixture.pipelineOf(
                "ElasticBeanstalk", files, Map.of("ApplicationName", application, "EnvironmentName", environment));
    }

    StackFixture fixture(Journal journal, String runner, DeploymentOptions options) {
        return new StackFixture(
                journal,
                account.clock(),
                folder,
                artifacts,
                runner,
                List.of(new BeanstalkDeployAction(
                        new BeanstalkPlatform(
                                new BeanstalkEnvironments(account.clients),
                                new S3Bundles(account.clients),
                                new FakeImageRegistry(),
                                new FakeStacks(),
                                new ElbListenerRules(account.clients),
                                HttpClientProbe.of(account.realm())),
                        action -> options)),
                List.of(new EnvironmentReader(account.clients, account.clock())));
    }

    /** Deploys, and says how it ended. */
    ExecutionState deploy(Pipeline pipeline, DeploymentOptions options) throws Exception {
        return deployAfter(() -> {}, pipeline, options);
    }

    /** Deploys at the very moment at which something else has happened. */
    ExecutionState deployAfter(Runnable something, Pipeline pipeline, DeploymentOptions options) throws Exception {
        try (var fixture = fixture(new InMemoryJournal(), "one", options)) {
            ExecutionId id;
            try (EngineClock.Busy timeStandsStill = account.clock().busy()) {
                something.run();
                id = fixture.engine.start(pipeline, StartRequest.by("ann"));
            }
            ExecutionState end = fixture.engine.whenEnded(id).get(60, TimeUnit.SECONDS);
            log = List.copyOf(fixture.log);
            return end;
        }
    }

    /** What the last deployment has logged. */
    List<String> log() {
        return log;
    }

    /** Why a deployment failed. */
    static ActionFailure failure(ExecutionState end) {
        if (StackFixture.deployed(end) instanceof ActionPhase.Failed failed) {
            return failed.failure();
        }
        throw new AssertionError("it did not fail: " + StackFixture.deployed(end));
    }
}
