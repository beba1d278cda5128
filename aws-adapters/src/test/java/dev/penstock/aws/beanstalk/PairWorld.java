package dev.penstock.aws.beanstalk;

import dev.penstock.action.ActionProvider;
import dev.penstock.action.AwsScope;
import dev.penstock.artifact.BundleWriter;
import dev.penstock.artifact.Digest;
import dev.penstock.aws.simulated.SimulatedAccount;
import dev.penstock.aws.traffic.ElbListenerRules;
import dev.penstock.aws.traffic.HttpClientProbe;
import dev.penstock.beanstalk.BeanstalkDeployAction;
import dev.penstock.beanstalk.BeanstalkPlatform;
import dev.penstock.beanstalk.DeploymentOptions;
import dev.penstock.beanstalk.DeploymentOptions.BlueGreen;
import dev.penstock.beanstalk.Environment;
import dev.penstock.beanstalk.OptionName;
import dev.penstock.beanstalk.OptionValue;
import dev.penstock.beanstalk.VersionRetention;
import dev.penstock.beanstalk.bundle.BundleChoice;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/** A simulated account in which pairs of environments are deployed to by the whole of the engine and the adapters. */
final class PairWorld implements AutoCloseable {

    static final OptionName SCRIPT = new OptionName(OptionName.VARIABLES, "PENSTOCK_SIMULATE");

    final SimulatedAccount account;
    final EngineClock clock;
    final BeanstalkEnvironments environments;
    private final InMemoryArtifactStore artifacts = new InMemoryArtifactStore();
    private final Path folder;
    private final Function<String, Map<String, String>> files;
    private List<String> log = List.of();

    PairWorld(Path folder) {
        this(folder, new SimulatedAccount(), SimulatedBeanstalk::files);
    }

    /** @param files of a bundle with some content */
    PairWorld(Path folder, SimulatedAccount account, Function<String, Map<String, String>> files) {
        this.files = files;
        this.folder = folder;
        this.account = account;
        this.clock = account.clock();
        this.environments = new BeanstalkEnvironments(account.clients);
        SimulatedBeanstalk.prepare(account);
    }

    Optional<Environment> environment(String name) {
        return environments.find(AwsScope.OWN, name);
    }

    List<String> log() {
        return log;
    }

    int effects(String operation) {
        return account.aws.effects().of("elasticbeanstalk", operation).size();
    }

    /** When an operation had its last effect. */
    Instant last(String operation) {
        return account.aws.effects().of("elasticbeanstalk", operation).getLast().at();
    }

    ExecutionState deploy(String content, DeploymentOptions options) throws Exception {
        return deploy(content, options, fixture -> {});
    }

    ExecutionState deploy(String content, DeploymentOptions options, Consumer<StackFixture> prepare) throws Exception {
        try (StackFixture fixture = fixture(new InMemoryJournal(), "one", options)) {
            prepare.accept(fixture);
            ExecutionId id = fixture.engine.start(pipeline(content), StartRequest.by("ann"));
            ExecutionState state = fixture.engine.whenEnded(id).get(60, TimeUnit.SECONDS);
            log = List.copyOf(fixture.log);
            return state;
        }
    }

    /** Deploys by another action. */
    ExecutionState deploy(String content, ActionProvider<?, ?> action) throws Exception {
        try (StackFixture fixture = fixture(new InMemoryJournal(), "one", action)) {
            ExecutionId id = fixture.engine.start(pipeline(content), StartRequest.by("ann"));
            ExecutionState state = fixture.engine.whenEnded(id).get(60, TimeUnit.SECONDS);
            log = List.copyOf(fixture.log);
            return state;
        }
    }

    String told(ExecutionState state) {
        return StackFixture.deployed(state) + "\n" + String.join("\n", log);
    }

    static ActionFailure failure(ExecutionState state) {
        return ((ActionPhase.Failed) StackFixture.deployed(state)).failure();
    }

    String label(String content) throws Exception {
        Path zip = folder.resolve("label.zip");
        BundleWriter bundle = new BundleWriter();
        for (Map.Entry<String, String> file : files.apply(content).entrySet()) {
            bundle.file(file.getKey(), file.getValue());
        }
        bundle.write(zip);
        return "shop-" + Digest.of(Files.readAllBytes(zip)).abbreviated();
    }

    Pipeline pipeline(String content) {
        return StackFixture.pipelineOf(
                "ElasticBeanstalk",
                files.apply(content),
                Map.of("ApplicationName", "shop", "EnvironmentName", "shop-web"));
    }

    static DeploymentOptions options(BlueGreen blueGreen, Map<OptionName, String> more) {
        Map<OptionName, OptionValue> values = new HashMap<>();
        SimulatedBeanstalk.OPTIONS.forEach((name, value) -> values.put(name, new OptionValue.Text(value)));
        more.forEach((name, value) -> values.put(name, new OptionValue.Text(value)));
        DeploymentOptions usual = DeploymentOptions.DEFAULT;
        return new DeploymentOptions(
                BundleChoice.WHOLE,
                usual.place(),
                Optional.empty(),
                Optional.of(new DeploymentOptions.Creation(
                        "64bit Amazon Linux 2023 * running Docker", false, Optional.empty(), Map.of())),
                values,
                usual.acceptance(),
                usual.patience(),
                usual.whenItFails(),
                usual.whenStopped(),
                Optional.of(blueGreen),
                VersionRetention.ALL);
    }

    /** The same without a pair. */
    static DeploymentOptions options(Map<OptionName, String> more) {
        DeploymentOptions pair = options(new BlueGreen("shop-web", BlueGreen.USUAL_KEEP), more);
        return new DeploymentOptions(
                pair.bundle(),
                pair.place(),
                pair.labelPrefix(),
                pair.creation(),
                pair.options(),
                pair.acceptance(),
                pair.patience(),
                pair.whenItFails(),
                pair.whenStopped(),
                Optional.empty(),
                pair.keptVersions());
    }

    StackFixture fixture(Journal journal, String runner, DeploymentOptions options) {
        return fixture(journal, runner, new BeanstalkDeployAction(platform(), action -> options));
    }

    StackFixture fixture(Journal journal, String runner, ActionProvider<?, ?> action) {
        return new StackFixture(
                journal,
                clock,
                folder,
                artifacts,
                runner,
                List.of(action),
                List.of(new EnvironmentReader(account.clients, clock)));
    }

    BeanstalkPlatform platform() {
        return new BeanstalkPlatform(
                environments,
                new S3Bundles(account.clients),
                new FakeImageRegistry(),
                new FakeStacks(),
                new ElbListenerRules(account.clients),
                HttpClientProbe.of(account.realm()));
    }

    @Override
    public void close() {
        account.close();
    }
}
