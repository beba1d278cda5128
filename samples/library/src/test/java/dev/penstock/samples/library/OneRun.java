package dev.penstock.samples.library;

import dev.penstock.aws.AwsServices;
import dev.penstock.aws.client.AwsSettings;
import dev.penstock.aws.client.Realm;
import dev.penstock.engine.StartRequest;
import dev.penstock.execution.ExecutionId;
import dev.penstock.library.Cloud;
import dev.penstock.library.Machine;
import dev.penstock.library.Penstock;
import dev.penstock.library.RequestRefusedException;
import dev.penstock.library.pipeline.Actions;
import dev.penstock.library.pipeline.PipelineBuilder;
import dev.penstock.local.LocalMachine;
import dev.penstock.pipeline.PipelineDefinition;
import dev.penstock.secret.Masker;
import dev.penstock.secret.SecretMasker;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** What a build or a server does with the library, from its first class to its last close. */
public final class OneRun {

    private OneRun() {}

    /** Runs a pipeline to its end, with everything that comes with Penstock. */
    public static String carryOut(Path folder) throws InterruptedException {
        Masker masker = new SecretMasker();
        var nowhere = AwsSettings.of(new Realm.Simulated(URI.create("http://127.0.0.1:1"), "123456789012"));
        try (Machine machine = LocalMachine.at(folder, masker);
                Cloud cloud = new AwsServices(nowhere, masker, InstantSource.system());
                Penstock penstock = Penstock.builder()
                        .machine(machine)
                        .cloud(cloud)
                        .masker(masker)
                        .providers(List.of(new OwnSource()))
                        .build()) {
            ExecutionId id = penstock.start(pipeline(), StartRequest.by("ann"));
            penstock.follow(id).subscribe(new PrintedFacts());
            approve(penstock, id);
            return penstock.await(id).outcome().orElseThrow().name();
        }
    }

    /** As soon as it asks. */
    private static void approve(Penstock penstock, ExecutionId id) {
        boolean isAnswered = false;
        while (!isAnswered) {
            try {
                penstock.approve(id, Optional.empty(), "bob", "");
                isAnswered = true;
            } catch (RequestRefusedException e) {
                Thread.onSpinWait();
            }
        }
    }

    private static PipelineDefinition pipeline() {
        return PipelineBuilder.named("shop")
                .artifactStore("unused")
                .stage("Source", Actions.s3Source("Fetch", "bucket", "key.zip").outputs("Files"))
                .stage("Then", Actions.approval("Ask"))
                .build();
    }
}
