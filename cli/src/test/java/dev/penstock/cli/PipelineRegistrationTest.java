package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.simulator.SimulatedAws;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;

/** Pipelines are registered where the functions look for them, and nothing that is wrong is. */
class PipelineRegistrationTest {

    private static final String BUCKET = "penstock-bucket";

    @TempDir
    private Path folder;

    private final SimulatedAws aws = SimulatedAws.builder().start();
    private Console console = new Console();

    @BeforeEach
    void begin() throws IOException {
        SampleProject.copy("hello", folder);
        console = new Console(folder);
        try (S3Client s3 = SimulatedBalancer.client(aws, S3Client.builder().forcePathStyle(true))) {
            s3.createBucket(bucket -> bucket.bucket(BUCKET));
        }
    }

    @AfterEach
    void end() {
        aws.close();
    }

    @Test
    void arePutListedReplacedAndDeleted() {
        assertThat(call("put", "pipeline.yml")).as(console.err()).isZero();
        assertThat(console.out()).isEqualTo("Registered hello.\n");
        assertThat(call("put", "pipeline.yml")).isZero();
        assertThat(call("list")).isZero();
        assertThat(console.out()).isEqualTo("hello\n");
        assertThat(call("delete", "hello")).isZero();
        assertThat(call("list")).isZero();
        assertThat(console.out()).isEmpty();
        assertThat(call("delete", "hello")).isEqualTo(ExitCode.USAGE.number());
        assertThat(console.err()).contains("No pipeline 'hello' is registered.");
    }

    @Test
    void theBucketIsThatOfTheJournalWhereNoneIsNamed() {
        console.environment("PENSTOCK_JOURNAL", "dynamodb://penstock?region=us-east-1&bucket=" + BUCKET);
        assertThat(console.run(
                        "pipeline",
                        "put",
                        "pipeline.yml",
                        "--simulator",
                        aws.endpoint().toString()))
                .as(console.err())
                .isZero();
        assertThat(call("list")).isZero();
        assertThat(console.out()).isEqualTo("hello\n");
    }

    @Test
    void whatIsWrongIsToldAndNothingIsRegistered() throws IOException {
        Path definition = folder.resolve("pipeline.yml");
        Files.writeString(definition, Files.readString(definition).replaceFirst("category: Source", "category: Sauce"));
        assertThat(call("put", "pipeline.yml")).isEqualTo(ExitCode.INVALID.number());
        assertThat(console.err()).contains("pipeline.yml:", "Sauce", "Nothing was registered.");
        assertThat(call("list")).isZero();
        assertThat(console.out()).isEmpty();

        assertThat(console.run("pipeline", "list")).isEqualTo(ExitCode.USAGE.number());
        assertThat(console.err()).contains("It is not said in which bucket pipelines are registered.");
        assertThat(call("put", "absent.yml")).isEqualTo(ExitCode.USAGE.number());
        assertThat(console.err()).contains("There is no file absent.yml.");
    }

    private int call(String... words) {
        List<String> line = new ArrayList<>(List.of("pipeline"));
        line.addAll(List.of(words));
        line.addAll(List.of("--bucket", BUCKET, "--simulator", aws.endpoint().toString()));
        return console.run(line.toArray(String[]::new));
    }
}
