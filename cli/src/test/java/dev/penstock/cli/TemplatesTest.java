package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.AwsScope;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.AwsSettings;
import dev.penstock.aws.client.Realm;
import dev.penstock.aws.client.Use;
import dev.penstock.document.DocumentReader;
import dev.penstock.document.ReadLimits;
import dev.penstock.document.SourceText;
import dev.penstock.document.Tags;
import dev.penstock.pipeline.ReadOptions;
import dev.penstock.problem.Problem;
import dev.penstock.problem.Problems;
import dev.penstock.problem.Severity;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.templates.StarterFile;
import dev.penstock.templates.StarterSet;
import dev.penstock.validation.Validator;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Starter files are judged by the readers that users' files are judged by. */
class TemplatesTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "service, pipeline.yml",
        "service, penstock.yml",
        "service, buildspec.yml",
        "web-application, pipeline.yml",
        "web-application, penstock.yml",
        "control-plane, pipeline.yml",
        "control-plane, remove.yml",
        "control-plane, penstock.yml"
    })
    void starterFilesHaveNoProblems(String set, String name) {
        var validator = new Validator(ReadOptions.none());

        Validator.Report report =
                validator.validate(SourceText.of(name, file(set, name).text()));

        assertThat(report.kind()).isPresent();
        assertThat(report.problems())
                .filteredOn(problem -> problem.severity() != Severity.NOTE)
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"service, service.yml", "web-application, infrastructure/stack.yml"})
    void theTemplateIsWellFormed(String set, String name) {
        Problems problems = new Problems();

        assertThat(DocumentReader.read(
                        SourceText.of(name, file(set, name).text()), ReadLimits.DEFAULT, Tags.CLOUDFORMATION, problems))
                .isPresent();
        assertThat(problems.list()).extracting(Problem::message).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"service, CAPABILITY_NAMED_IAM", "web-application, CAPABILITY_IAM"})
    void theSimulatedCloudFormationTakesTheTemplate(String set, String capability) throws Exception {
        Console console = new Console(folder);
        assertThat(console.run("init", "--template", set)).isZero();
        String template =
                Files.readString(folder.resolve(set.equals("service") ? "service.yml" : "infrastructure/stack.yml"));
        try (SimulatedAws aws = SimulatedAws.builder().start();
                AwsClients clients =
                        new AwsClients(AwsSettings.of(new Realm.Simulated(aws.endpoint(), "123456789012")))) {
            assertThat(clients.cloudFormation(AwsScope.OWN, Use.READ)
                            .validateTemplate(request -> request.templateBody(template))
                            .capabilitiesAsStrings())
                    .containsExactly(capability);
        }
    }

    @Test
    void theStackOfTheWebApplicationIsPlannedAsItIsWritten() {
        Console console = new Console(folder);
        assertThat(console.run("init", "--template", "web-application", "shop")).isZero();
        assertThat(console.out()).contains("infrastructure/stack.yml", "run shop/pipeline.yml --simulate");
        assertThat(console.run("plan", "shop/pipeline.yml", "--simulate"))
                .as(console.err())
                .isZero();
        assertThat(console.out())
                .contains("+   Database  AWS::RDS::DBInstance")
                .endsWith("2 stacks would change. Nothing was changed.\n");
    }

    @Test
    void initWritesAllOfThemOnceAndOverwritesNothing() throws Exception {
        Console console = new Console(folder);

        assertThat(console.run("init")).isZero();
        assertThat(StarterSet.SERVICE.files())
                .allSatisfy(file -> assertThat(folder.resolve(file.name())).hasContent(file.text()));

        Files.delete(folder.resolve("Dockerfile"));
        assertThat(console.run("init")).isEqualTo(ExitCode.USAGE.number());
        assertThat(console.err()).contains("pipeline.yml");
        assertThat(folder.resolve("Dockerfile")).doesNotExist();
    }

    @Test
    void initNamesTheSetsWhenItDoesNotKnowOne() {
        Console console = new Console(folder);
        assertThat(console.run("init", "--template", "web-aplication")).isEqualTo(ExitCode.USAGE.number());
        assertThat(console.err()).contains("service, web-application");
        assertThat(folder).isEmptyDirectory();
    }

    private static StarterFile file(String set, String name) {
        return StarterSet.named(set).orElseThrow().files().stream()
                .filter(file -> file.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
