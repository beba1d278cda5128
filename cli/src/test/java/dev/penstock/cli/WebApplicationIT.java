package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.testing.GoldenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The stack of a web application with its database, to two regions: planned, deployed, planned again with changes of every kind,
 * left alone, failed and rolled back.
 */
class WebApplicationIT {

    @TempDir
    private Path folder;

    @Test
    void aStackIsPlannedDeployedUpdatedAndRolledBackInTwoRegions() throws IOException {
        SampleProject.copy("web-application", folder);
        Console console = new Console(folder);

        assertThat(console.run("plan", "pipeline.yml", "--simulate"))
                .as(console.err())
                .isZero();
        GoldenFile.assertMatches("web-application/plan-new.txt", console.out());

        assertThat(console.run("run", "pipeline.yml", "--simulate"))
                .as(console.out())
                .isZero();
        GoldenFile.assertMatches("web-application/run-two-regions.txt", told(console.out()));

        assertThat(console.run("plan", "pipeline.yml", "--simulate")).isZero();
        assertThat(console.out()).contains("no changes.").endsWith("0 stacks would change. Nothing was changed.\n");

        change("infrastructure/production.json", "db.t4g.micro", "db.t4g.small");
        assertThat(console.run("plan", "pipeline.yml", "--simulate")).isZero();
        GoldenFile.assertMatches("web-application/plan-interruption.txt", console.out());

        assertThat(console.run("run", "pipeline.yml", "--simulate"))
                .as(console.out())
                .isZero();

        change("infrastructure/stack.yml", "UpdateReplacePolicy: Snapshot", "UpdateReplacePolicy: Delete");
        change("infrastructure/stack.yml", "DBName: application", "DBName: orders");
        assertThat(console.run("plan", "pipeline.yml", "--simulate")).isZero();
        assertThat(console.out())
                .contains("data loss: Database")
                .contains("DBName: application → orders  (replaces)")
                .contains("because of the template (stack.yml:163:7)");
        refuse("dataLoss");
        assertThat(console.run("run", "pipeline.yml", "--simulate")).isEqualTo(ExitCode.FAILED.number());
        assertThat(console.out())
                .contains("PEN-STACK-017")
                .contains("Database (AWS::RDS::DBInstance) is replaced: data loss.");
        change("infrastructure/stack.yml", "DBName: orders", "DBName: application");

        String missing = "Image=123456789012.dkr.ecr.eu-west-1.amazonaws.com/missing:1";
        assertThat(console.run("run", "pipeline.yml", "--simulate", "--var", missing))
                .isEqualTo(ExitCode.ROLLED_BACK.number());
        GoldenFile.assertMatches("web-application/run-rolled-back.txt", told(console.out()));
    }

    /** What is told, without ids and times, and without how far it is: how often that is told depends on the machine. */
    private static String told(String out) {
        return out.lines()
                        .filter(line -> !line.matches(".*: (rolling back: )?[0-9]+ of [0-9]+ resources.*"))
                        .map(line -> line.replaceAll("[0-9]{2}:[0-9]{2}:[0-9]{2}Z", "TIME")
                                .replaceAll("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "ID")
                                .replaceAll("(logs|retry) [0-9a-f]{8}", "$1 ID")
                                .replaceAll(" at [0-9a-f]{12}", " at DIGEST")
                                .replaceAll("[0-9][0-9 .min]* s\\b", "DURATION"))
                        .collect(Collectors.joining("\n"))
                + "\n";
    }

    private void change(String file, String from, String to) throws IOException {
        Path path = folder.resolve(file);
        String text = Files.readString(path);
        assertThat(text).contains(from);
        Files.writeString(path, text.replace(from, to));
    }

    private void refuse(String consequence) throws IOException {
        Path path = folder.resolve("penstock.yml");
        Files.writeString(
                path,
                Files.readString(path) + "deployments:\n  default:\n    stack:\n      review:\n        " + consequence
                        + ": refuse\n");
    }
}
