package dev.penstock.benchmarks;

import dev.penstock.aws.AwsServices;
import dev.penstock.aws.client.AwsSettings;
import dev.penstock.aws.client.Realm;
import dev.penstock.aws.client.RoleSession;
import dev.penstock.engine.StartRequest;
import dev.penstock.execution.ExecutionId;
import dev.penstock.library.Cloud;
import dev.penstock.library.Machine;
import dev.penstock.library.Penstock;
import dev.penstock.library.PipelineFile;
import dev.penstock.local.LocalMachine;
import dev.penstock.secret.Masker;
import dev.penstock.secret.SecretMasker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/**
 * How long a program that embeds Penstock takes from its {@code main} until its first execution is durable: a definition read,
 * everything that comes with Penstock put together, a SQLite journal made. One run for each JVM. Argument: a definition.
 */
final class EmbeddedStart {

    private EmbeddedStart() {}

    public static void main(String[] arguments) throws Exception {
        long begun = System.nanoTime();
        Path folder = Files.createTempDirectory("embedded");
        Masker masker = new SecretMasker();
        Machine machine = LocalMachine.at(folder, masker).openAhead();
        PipelineFile file = PipelineFile.read(Path.of(arguments[0]));
        Cloud cloud = new AwsServices(
                new AwsSettings(
                        new Realm.Aws(Optional.empty(), Optional.empty()),
                        Optional.of("us-east-1"),
                        Set.of(),
                        RoleSession.DEFAULT),
                masker,
                InstantSource.system());
        Penstock penstock = Penstock.builder()
                .machine(machine)
                .cloud(cloud)
                .masker(masker)
                .settings(file.settings())
                .build();
        ExecutionId id = penstock.start(file, StartRequest.by("benchmark"));
        double millis = (System.nanoTime() - begun) / 1e6;
        System.out.printf(
                "{\"engine\":\"penstock\",\"bench\":\"embedded\",\"id\":\"%s\",\"millis\":%.1f}%n", id, millis);
        System.out.flush();
        // What the execution does next is not measured.
        Runtime.getRuntime().halt(0);
    }
}
