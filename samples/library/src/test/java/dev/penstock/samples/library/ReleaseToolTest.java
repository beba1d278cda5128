package dev.penstock.samples.library;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import dev.penstock.action.AwsScope;
import dev.penstock.aws.AwsServices;
import dev.penstock.aws.client.AwsSettings;
import dev.penstock.aws.client.Realm;
import dev.penstock.aws.client.RoleSession;
import dev.penstock.aws.standin.ServiceStandIn;
import dev.penstock.aws.standin.StandIns;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.journal.Journal;
import dev.penstock.library.Machine;
import dev.penstock.library.PipelineFile;
import dev.penstock.local.LocalMachine;
import dev.penstock.local.image.BaseImages;
import dev.penstock.secret.Masker;
import dev.penstock.secret.SecretMasker;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.testing.InMemoryJournal;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ReleaseToolTest {

    private static final Path HELLO = Path.of("..", "hello", "pipeline.yml");

    @TempDir
    Path folder;

    @Test
    void aPipelineIsReleasedFromJavaAndThenUpdatedThroughGuice() throws Exception {
        PipelineFile file = PipelineFile.read(HELLO);
        Masker masker = new SecretMasker();
        try (SimulatedAws aws = SimulatedAws.builder().seed(7).start();
                AwsServices cloud = cloud(aws, masker);
                Machine machine = machine(masker)) {
            StandIns standIns = new StandIns(cloud.clients());
            standIns.repository(AwsScope.OWN, "hello");
            standIns.cluster(AwsScope.OWN, "hello");
            standIns.service(AwsScope.OWN, new ServiceStandIn("hello", "hello", "hello", 80, 2));

            ExecutionState first = ReleaseTool.release(file, machine, cloud, masker);
            assertThat(first.outcome()).as(first.toString()).contains(Outcome.SUCCEEDED);

            var journal = new InMemoryJournal();
            ExecutionState second =
                    ReleaseTool.releaseWithGuice(file, folder.resolve("guice"), new Simulated(aws, journal));
            assertThat(second.outcome()).as(second.toString()).contains(Outcome.SUCCEEDED);
            assertThat(journal.read(second.id()))
                    .as("it is in the journal that was bound")
                    .isPresent();
        }
    }

    /** What a test binds in place of AWS, of base images that cannot be pulled, and of a journal on this machine. */
    private final class Simulated extends AbstractModule {

        private final SimulatedAws aws;
        private final Journal journal;

        Simulated(SimulatedAws aws, Journal journal) {
            this.aws = aws;
            this.journal = journal;
        }

        @Override
        protected void configure() {
            bind(AwsSettings.class).toInstance(settings(aws));
            bind(Journal.class).toInstance(journal);
        }

        @Provides
        @Singleton
        LocalMachine machineOfTheTest(Masker masker) {
            return machine(masker);
        }
    }

    private static AwsServices cloud(SimulatedAws aws, Masker masker) {
        return new AwsServices(settings(aws), masker, InstantSource.system());
    }

    private static AwsSettings settings(SimulatedAws aws) {
        return new AwsSettings(
                new Realm.Simulated(aws.endpoint(), "123456789012"),
                Optional.of("us-east-1"),
                Set.of(),
                RoleSession.DEFAULT);
    }

    private LocalMachine machine(Masker masker) {
        return new LocalMachine(
                folder.resolve("state"),
                folder.resolve("cache"),
                folder.resolve("artifacts"),
                Map.of("PATH", System.getenv("PATH")),
                masker,
                BaseImages.STAND_INS);
    }
}
