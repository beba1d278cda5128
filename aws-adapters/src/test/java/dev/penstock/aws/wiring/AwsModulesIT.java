package dev.penstock.aws.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.Guice;
import com.google.inject.Injector;
import dev.penstock.action.AwsScope;
import dev.penstock.artifact.ArtifactReference;
import dev.penstock.artifact.ArtifactStore;
import dev.penstock.aws.AwsServices;
import dev.penstock.aws.client.AwsSettings;
import dev.penstock.aws.client.Realm;
import dev.penstock.aws.client.Use;
import dev.penstock.aws.journal.DynamoDbJournal;
import dev.penstock.engine.StartRequest;
import dev.penstock.execution.ExecutionId;
import dev.penstock.journal.Journal;
import dev.penstock.library.Cloud;
import dev.penstock.library.Penstock;
import dev.penstock.settings.BucketSetting;
import dev.penstock.settings.JournalLocation;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.dynamodb.LocalTables;
import dev.penstock.testing.OneApproval;
import dev.penstock.wiring.PenstockModule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class AwsModulesIT {

    private static final String BUCKET = "shop-artifacts";

    @TempDir
    Path folder;

    /** As a user of Guice puts it together who keeps journal and artifacts in AWS. */
    @Test
    void journalAndArtifactsAreWhereTheModulesSay() throws Exception {
        var location = new JournalLocation.DynamoDb(
                LocalTables.newName(), Optional.empty(), Optional.empty(), "", Optional.empty());
        try (SimulatedAws aws =
                SimulatedAws.builder().seed(3).tables(LocalTables.engine()).start()) {
            Injector injector = Guice.createInjector(
                    new PenstockModule(),
                    new AwsAdaptersModule(),
                    new DynamoDbJournalModule(location, Optional.empty()),
                    new S3ArtifactsModule(new BucketSetting(BUCKET, "", true), folder.resolve("opened")),
                    binder -> binder.bind(AwsSettings.class)
                            .toInstance(AwsSettings.of(new Realm.Simulated(aws.endpoint(), "123456789012"))));
            try (Cloud cloud = injector.getInstance(Cloud.class);
                    Journal journal = injector.getInstance(Journal.class)) {
                var services = injector.getInstance(AwsServices.class);
                assertThat(cloud).as("one cloud of the injector").isSameAs(services);
                services.clients()
                        .dynamoDb(AwsScope.OWN, Use.CHANGE)
                        .createTable(DynamoDbJournal.table(location.table()));
                services.clients().s3(AwsScope.OWN, Use.CHANGE).createBucket(bucket -> bucket.bucket(BUCKET));
                ArtifactStore artifacts = injector.getInstance(ArtifactStore.class);

                ExecutionId id = started(journal, artifacts);
                ArtifactReference kept = artifacts.put(Files.writeString(folder.resolve("bundle.zip"), "any bundle"));

                assertThat(services.clients()
                                .dynamoDb(AwsScope.OWN, Use.CHANGE)
                                .scan(scan -> scan.tableName(location.table()))
                                .items()
                                .toString())
                        .contains(id.toString());
                assertThat(services.clients()
                                .s3(AwsScope.OWN, Use.CHANGE)
                                .listObjectsV2(list -> list.bucket(BUCKET).prefix("artifacts/"))
                                .contents())
                        .as(kept.toString())
                        .hasSize(1);
            }
        }
    }

    private ExecutionId started(Journal journal, ArtifactStore artifacts) {
        try (Penstock penstock = Penstock.builder()
                .journal(journal)
                .artifacts(artifacts)
                .workFolder(folder.resolve("work"))
                .build()) {
            return penstock.start(OneApproval.definition(), StartRequest.by("ann"));
        }
    }
}
