package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
