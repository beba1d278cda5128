package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The sample whose stages have conditions, as a user runs it against the simulated AWS. */
class ConditionsIT {

    @TempDir
    private Path folder;

    private Console console;

    @BeforeEach
    void copy() throws IOException {
        SampleProject.copy("conditions", folder);
        console = new Console(folder);
    }

    @Test
    void aStageGoesBackToWhatSucceededLastInItWhenATestFails() {
        assertThat(run("Closed on Monday")).as(console.err()).isZero();
        assertThat(console.out())
                .contains("Rehearsal skipped")
                .contains("the alarm notices-errors is in INSUFFICIENT_DATA")
                .doesNotContain("PEN-RULE");

        assertThat(run("TODO")).isEqualTo(ExitCode.ROLLED_BACK.number());
        assertThat(console.out())
                .contains("Production/onSuccess/Tests  PEN-BUILD-001")
                .contains("It is not finished.")
                .contains("Production has gone back to what execution")
                .doesNotContain("penstock retry");

        assertThat(console.run("status", "--output", "json")).isZero();
        JsonNode production = stage("Production");
        assertThat(production.get("state").asString()).isEqualTo("ROLLED_BACK");
        assertThat(production.get("attempt").asInt()).isEqualTo(2);
    }

    @Test
    void aStageThatHasNothingToGoBackToSaysSo() {
        assertThat(run("TODO")).isEqualTo(ExitCode.FAILED.number());

        assertThat(console.out().replaceAll("\\s+", " "))
                .contains("there is nothing to go back to, as no execution has succeeded in stage Production before")
                .contains("It is not finished.");
    }

    @Test
    void theBuildOfARuleIsSetUnderItsPlaceAndName() throws IOException {
        Files.writeString(
                folder.resolve("penstock.yml"),
                Files.readString(folder.resolve("penstock.yml"))
                        + "builds: {onSuccess/Tests: {buildspec: none.yml}, onSuccess/Other: {on: host}}\n");

        assertThat(run("Closed")).isEqualTo(ExitCode.FAILED.number());

        assertThat(console.err())
                .contains("The pipeline has no action 'onSuccess/Other'.")
                .doesNotContain("no action 'onSuccess/Tests'");
        assertThat(console.out()).contains("The source has no file 'none.yml'.");
    }

    @Test
    void aConditionThatKeepsAStageFromBeingEnteredIsPassedOver() {
        assertThat(run("small")).isEqualTo(ExitCode.FAILED.number());
        assertThat(console.out())
                .contains("The value 'small' does not match '[A-Z].*'.")
                .contains("Pass over the condition with 'penstock override ");

        assertThat(console.run("override", "--output", "json"))
                .as(console.err())
                .isZero();

        assertThat(console.run("status", "--output", "json")).isZero();
        String id = JsonMapper.shared().readTree(console.out()).get("execution").asString();
        JsonNode condition = stage("Production").get("conditions").get(0);
        assertThat(condition.get("condition").asString()).isEqualTo("beforeEntry");
        assertThat(condition.get("status").asString()).isEqualTo("Overridden");
        assertThat(condition.get("reason").asString()).startsWith("passed over by ");
        assertThat(console.run("status")).isZero();
        assertThat(console.out()).contains("beforeEntry passed over by ");

        assertThat(console.run("override", id, "Production", "--condition", "beforeEntry"))
                .isEqualTo(ExitCode.USAGE.number());
        assertThat(console.err()).contains("keeps nothing from going on: it is OVERRIDDEN");
    }

    @Test
    void aRuleThatCannotBeRightIsToldBeforeAnythingStarts() throws IOException {
        Path definition = folder.resolve("pipeline.yml");
        Files.writeString(
                definition,
                Files.readString(definition)
                        .replace("Europe/Berlin", "Europe/Bonn")
                        .replace("[A-Z].*", "[A-Z"));

        assertThat(run("Closed")).isEqualTo(ExitCode.INVALID.number());

        assertThat(console.err())
                .contains("PEN-RUN-001")
                .contains("there is no time zone 'Europe/Bonn'")
                .contains("'[A-Z' is no regular expression")
                .contains("pipeline.yml:")
                .contains("Nothing was started.");
    }

    private int run(String notice) {
        return console.run("run", "pipeline.yml", "--simulate", "--var", "Notice=" + notice);
    }

    private JsonNode stage(String name) {
        for (JsonNode stage : JsonMapper.shared().readTree(console.out()).get("stages")) {
            if (stage.get("stage").asString().equals(name)) {
                return stage;
            }
        }
        throw new AssertionError(console.out());
    }
}
