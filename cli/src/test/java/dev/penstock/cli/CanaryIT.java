package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.time.SimulatedTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sample of a canary: its versions are judged by what users' requests are answered in the simulated account. */
class CanaryIT {

    @TempDir
    private Path folder;

    @Test
    void aGoodVersionIsPromotedEarlyAndOneThatFailsIsTakenBackByEvidenceThatCanBeGivenAgain() throws IOException {
        SampleProject.copy("canary", folder);
        Console console = new Console(folder);

        assertThat(console.run("run", "pipeline.yml", "--simulate"))
                .as(console.out())
                .isZero();
        assertThat(console.out())
                .contains("Made the service canary with 2 tasks of a stand-in image behind a load balancer")
                .contains("Users send 600 requests a minute to the service canary.")
                .contains("proven: Promoted after ");

        assertThat(console.run("run", "pipeline.yml", "--simulate", "--var", "Failing=5"))
                .as(console.out())
                .isEqualTo(ExitCode.ROLLED_BACK.number());
        assertThat(console.out()).doesNotContain("Made the service").contains("PEN-RELEASE-003");

        assertThat(console.run("verdict", "record")).as(console.err()).isZero();
        Files.writeString(folder.resolve("verdict.jsonl"), console.out());
        assertThat(console.run("verdict", "replay", "verdict.jsonl"))
                .as(console.err())
                .isZero();
        assertThat(console.out()).contains("Rolled back after ").contains("equal");

        signed(console);
    }

    /** By a key of the simulated account's KMS; whose signature it is, is found out without it. */
    private void signed(Console console) throws IOException {
        assertThat(console.run("verdict", "bundle", "--out", "evidence.jsonl")).isEqualTo(ExitCode.USAGE.number());
        assertThat(console.err()).contains("It is not said who signs.");
        assertThat(console.run("verdict", "bundle", "--sign", "kms:alias/releases", "--out", "evidence.jsonl"))
                .isNotZero();
        assertThat(console.err()).contains("alias/releases");

        Path settings = folder.resolve("penstock.yml");
        Files.writeString(settings, Files.readString(settings) + "\nevidence: {key: alias/releases}\n");
        assertThat(console.run("run", "pipeline.yml", "--simulate"))
                .as(console.out())
                .isZero();
        assertThat(console.out()).contains("Made the key alias/releases of KMS in the simulated account.");
        assertThat(console.run("verdict", "bundle", "--out", "evidence.jsonl"))
                .as(console.err())
                .isZero();
        assertThat(console.out()).contains("1 verdict, signed.");

        assertThat(console.run("verdict", "replay", "evidence.jsonl"))
                .as(console.err())
                .isZero();
        assertThat(console.out())
                .contains("It is signed by the key whose public part it holds, arn:aws:kms:us-east-1:");
    }

    /** Whose time runs a hundred times as fast, and the run with it: the counts of each minute are there when they are looked for. */
    @Test
    void theVerdictIsGivenByTheTimeOfASimulatedAwsThatAnotherProcessServes() throws IOException {
        SampleProject.copy("canary", folder);
        Console console = new Console(folder);
        try (SimulatedAws aws = SimulatedAws.builder()
                .time(SimulatedTime.scaled(Instant.parse("2030-01-01T00:00:00Z"), 100))
                .start()) {
            assertThat(console.run(
                            "run", "pipeline.yml", "--simulator", aws.endpoint().toString()))
                    .as(console.out() + console.err())
                    .isZero();
        }
        assertThat(console.out()).contains("proven: Promoted after ");
    }

    @Test
    void aServiceOfAnEarlierRunWithoutALoadBalancerHasNoUsersAndThatIsSaid() throws IOException {
        SampleProject.copy("canary", folder);
        Path settings = folder.resolve("penstock.yml");
        String whole = Files.readString(settings);
        Files.writeString(settings, whole.substring(0, whole.indexOf("deployments:")));
        Console console = new Console(folder);
        assertThat(console.run("run", "pipeline.yml", "--simulate"))
                .as(console.out())
                .isZero();

        Files.writeString(settings, whole);
        assertThat(console.run("run", "pipeline.yml", "--simulate")).isEqualTo(ExitCode.FAILED.number());
        assertThat(console.out()).contains("Nobody sends requests to the service canary");
    }
}
