package dev.penstock.aws.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.ActionProvider;
import dev.penstock.action.AwsScope;
import dev.penstock.artifact.BundleWriter;
import dev.penstock.aws.beanstalk.S3Bundles;
import dev.penstock.aws.client.Use;
import dev.penstock.aws.cloudwatch.CloudWatchAlarms;
import dev.penstock.aws.ecr.EcrImageRegistry;
import dev.penstock.aws.ecr.RegistryEndpoint;
import dev.penstock.aws.lambda.FunctionSetup;
import dev.penstock.aws.lambda.LambdaFunctionTimings;
import dev.penstock.aws.lambda.LambdaFunctions;
import dev.penstock.fixture.PackAction;
import dev.penstock.function.FunctionAlias;
import dev.penstock.function.FunctionFixture;
import dev.penstock.function.FunctionName;
import dev.penstock.function.FunctionReaders;
import dev.penstock.function.FunctionTarget;
import dev.penstock.function.FunctionTimes;
import dev.penstock.function.Functions;
import dev.penstock.observe.ResourceReader;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.rollout.BakeJudge;
import dev.penstock.rollout.ReleaseAction;
import dev.penstock.rollout.ReleaseSettings;
import dev.penstock.rollout.Strategies;
import dev.penstock.rollout.duration.TimedTarget;
import dev.penstock.secret.SecretMasker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** Functions of a simulated Lambda, each with an alias. */
final class LambdaWorld extends AccountWorld {

    private static final String CODE = "index.py";
    private static final String OLD = "1";
    private static final String THEIRS = "2";

    private final LambdaClient lambda = account.clients.lambda(AwsScope.OWN, Use.CHANGE);
    private final Functions functions = new LambdaFunctions(account.clients);
    private final FunctionSetup setup = new FunctionSetup(account.clients);
    private final Path old;
    private final Path theirs;

    LambdaWorld(Path folder) throws IOException {
        this.old = zip(folder, "old");
        this.theirs = zip(folder, "theirs");
    }

    private static Path zip(Path folder, String code) throws IOException {
        Path file = folder.resolve(code + ".zip");
        new BundleWriter().file(CODE, code).write(file);
        return file;
    }

    @Override
    public TimedCell cell(int number, String strategy) {
        String name = "orders-" + number;
        setup.archive(name, old, Map.of());
        settle();
        setup.publish(name, FunctionFixture.ALIAS);
        lambda.updateFunctionCode(update -> update.functionName(name).zipFile(bytes(theirs)));
        settle();
        lambda.publishVersion(publish -> publish.functionName(name));
        return new Cell(name);
    }

    private static SdkBytes bytes(Path file) {
        try {
            return SdkBytes.fromByteArray(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private final class Cell implements TimedCell {

        private final FunctionName function;
        private boolean failing;

        Cell(String name) {
            this.function = new FunctionName(name);
        }

        private FunctionTarget target() {
            return new FunctionTarget(
                    functions,
                    new CloudWatchAlarms(account.clients),
                    new S3Bundles(account.clients),
                    Optional.empty(),
                    new EcrImageRegistry(
                            account.clients, RegistryEndpoint.of(account.realm()), new SecretMasker(), clock()),
                    action -> failing ? Optional.of("{\"order\":7}") : Optional.empty());
        }

        @Override
        public TimedTarget<?> times() {
            return new FunctionTimes(target(), new LambdaFunctionTimings(account.clients));
        }

        @Override
        public List<ActionProvider<?, ?>> providers(ReleaseSettings settings, BakeJudge judge) {
            return List.of(
                    new PackAction(),
                    new ReleaseAction<>(target(), action -> Optional.of(settings), Strategies.builtIn(), judge));
        }

        @Override
        public List<ResourceReader> readers() {
            return FunctionReaders.of(functions);
        }

        @Override
        public Pipeline pipeline() {
            return FunctionFixture.pipeline(
                    Map.of(CODE, "new"),
                    Map.of("FunctionName", function.text(), "FunctionAlias", FunctionFixture.ALIAS));
        }

        /** What is published from now on ends before it answers. */
        @Override
        public void failHealth() {
            failing = true;
            lambda.updateFunctionConfiguration(update -> update.functionName(function.text())
                    .environment(own -> own.variables(Map.of("PENSTOCK_SIMULATE", "exit:1"))));
        }

        @Override
        public void interfere() {
            lambda.updateAlias(update -> update.functionName(function.text())
                    .name(FunctionFixture.ALIAS)
                    .functionVersion(THEIRS)
                    .routingConfig(none -> none.additionalVersionWeights(Map.of())));
        }

        @Override
        public Course.Runs runs() {
            FunctionAlias alias = functions.alias(AwsScope.OWN, function, FunctionFixture.ALIAS);
            assertThat(alias.routing().isSingle()).as("%s", alias.routing()).isTrue();
            return switch (alias.routing().version()) {
                case OLD -> Course.Runs.OLD;
                case THEIRS -> Course.Runs.THEIRS;
                default -> Course.Runs.NEW;
            };
        }
    }
}
