package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code penstock validate} of a definition says what of its releases cannot be, and what is wrong with the settings beside it. */
class ValidateReleasesTest {

    @TempDir
    private Path folder;

    private Console console;

    @BeforeEach
    void writeDefinition() throws IOException {
        console = new Console(folder);
        Files.writeString(folder.resolve("pipeline.yml"), """
                name: shop
                stages:
                  - name: Source
                    actions:
                      - name: App
                        actionTypeId: {category: Source, owner: AWS, provider: CodeCommit, version: "1"}
                        configuration: {RepositoryName: shop, BranchName: main}
                        outputArtifacts: [{name: Source}]
                  - name: Deploy
                    actions:
                      - name: Web
                        actionTypeId: {category: Deploy, owner: AWS, provider: ECS, version: "1"}
                        configuration: {ClusterName: shop, ServiceName: web}
                        inputArtifacts: [{name: Source}]
                """);
    }

    private int validated(String settings) throws IOException {
        Files.writeString(folder.resolve("penstock.yml"), settings);
        return console.run("validate", "pipeline.yml");
    }

    @Test
    void aReleaseThatItsTargetCanDoIsValid() throws IOException {
        assertThat(validated("deployments: {Web: {release: {strategy: canary, weight: 10 %}}}\n"))
                .isZero();
    }

    @Test
    void whatTheTargetCannotDoIsToldWithTheNearestThatItCan() throws IOException {
        int exit =
                validated("deployments: {Web: {release: {strategy: ramp, steps: [{weight: 7 %}, {weight: 30 %}]}}}\n");

        assertThat(exit).isEqualTo(ExitCode.INVALID.number());
        assertThat(console.out())
                .contains("penstock.yml:1:41: error", "equal steps of 3 % at least", "7.5 %, 30 %, 100 %")
                .contains("The strategy 'linear' is the nearest that it can do.");
    }

    @Test
    void aBaselineThatTheTargetCannotStartIsToldWithWhatCan() throws IOException {
        String verdict = ", verdict: {metrics: {errors: {source: {targetGroup: {bad: [5xx]}}}}}";
        assertThat(validated("deployments: {Web: {release: {strategy: canary, baseline: equalAge}" + verdict + "}}\n"))
                .isEqualTo(ExitCode.INVALID.number());
        assertThat(console.out()).contains("'baseline: equalAge' needs a third", "Task sets can ('taskSets'");

        assertThat(validated("deployments: {Web: {release: {strategy: canary, baseline: equalAge}}}\n"))
                .isEqualTo(ExitCode.INVALID.number());
        assertThat(console.out()).contains("nothing judges this release");
    }

    @Test
    void aStrategyThatThereIsNotIsToldWithTheOneThatWasMeant() throws IOException {
        assertThat(validated("deployments: {Web: {release: {strategy: blueGren}}}\n"))
                .isEqualTo(ExitCode.INVALID.number());
        assertThat(console.out())
                .contains("penstock.yml:1:41: error: There is no strategy 'blueGren'.", "Did you mean 'blueGreen'?");
    }

    @Test
    void whatIsWrongWithTheSettingsOfAllActionsStandsWhereTheySayIt() throws IOException {
        assertThat(validated("""
                deployments:
                  default:
                    release:
                      strategy: CodeDeployDefault.ECSCanary10Percent5Minutes
                      weight: 5 %
                """)).isEqualTo(ExitCode.INVALID.number());
        assertThat(console.out())
                .contains("penstock.yml:5:15: error", "says by its name what 'weight' says.")
                .contains("✓ pipeline.yml is a pipeline definition.");
    }

    @Test
    void theNameOfAConfigurationOfAnotherPlatformIsToldWithThoseOfThisOne() throws IOException {
        assertThat(validated(
                        "deployments: {Web: {release: {strategy: CodeDeployDefault.LambdaCanary10Percent5Minutes}}}\n"))
                .isEqualTo(ExitCode.INVALID.number());
        assertThat(console.out())
                .contains("penstock.yml:1:41: error", "is for Lambda, and this deploys to ECS.")
                .contains("CodeDeployDefault.ECSCanary10Percent5Minutes");
    }

    @Test
    void settingsForAnActionThatThereIsNotAreToldWithTheirPlace() throws IOException {
        assertThat(validated("deployments:\n  Wen: {release: {strategy: canary}}\n"))
                .isZero();
        assertThat(console.out()).contains("penstock.yml:2:", "The pipeline has no action 'Wen'.", "'Web'");
    }

    @Test
    void settingsThatCannotBeReadAreNoSecret() throws IOException {
        assertThat(validated("deploiments: {}\n")).isEqualTo(ExitCode.INVALID.number());
        assertThat(console.out()).contains("penstock.yml:1:1: error");
    }
}
