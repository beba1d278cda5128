package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.runner.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What users mistype, and what they are told: an id, what is wrong, what would be right, and a code that is not 0. */
final class RefusedCallTest {

    private static final String PIPELINE = """
            name: shop
            roleArn: arn:aws:iam::123456789012:role/pipeline
            artifactStore: {type: S3, location: artifacts}
            stages:
              - name: Source
                actions:
                  - name: App
                    actionTypeId: {category: Source, owner: AWS, provider: CodeStarSourceConnection, version: "1"}
                    configuration:
                      ConnectionArn: arn:aws:codestar-connections:us-east-1:123456789012:connection/4cd6c3f2-6a52-4c6b-8b63-0f3f4f8f2f11
                      FullRepositoryId: example/shop
                      BranchName: main
                    outputArtifacts: [{name: Sources}]
              - name: Ask
                actions:
                  - name: Person
                    actionTypeId: {category: Approval, owner: AWS, provider: Manual, version: "1"}
            """;

    @TempDir
    Path folder;

    private Console console;

    @BeforeEach
    void writesAPipeline() throws IOException {
        console = new Console(folder);
        Files.writeString(folder.resolve("pipeline.yml"), PIPELINE);
        Files.writeString(folder.resolve("penstock.yml"), "sources: {App: {directory: app}}\n");
        Files.createDirectory(folder.resolve("app"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rnu | COMMAND_LINE | There is no command 'rnu'. | Did you mean 'run'?",
                "release pasue | COMMAND_LINE | There is no command 'pasue'. | Did you mean 'pause'?",
                "run pipeline.yml --simulat | COMMAND_LINE | There is no option '--simulat'. | Did you mean '--simulate'?",
                "run pipeline.yml --wrong=1 | COMMAND_LINE | There is no option '--wrong'. | Try 'penstock run --help'.",
                "run pipeline.yml more | COMMAND_LINE | 'more' is one argument too many. | Try 'penstock run --help'.",
                "run | COMMAND_LINE | FILE is missing. | Try 'penstock run --help'.",
                "run pipeline.yml --output xml | COMMAND_LINE | 'xml' is no value of --output FORMAT. | It is one of text, json.",
                "run pipeline.yml --var Name | COMMAND_LINE | 'Name' is no value of --var NAME=VALUE. | It is NAME=VALUE.",
                "simulate --time-scale fast | COMMAND_LINE | 'fast' is neither 'real' nor a number | Try 'penstock simulate --help'.",
                "simulate --port abc | COMMAND_LINE | 'abc' is no value of --port N. | It is a whole number.",
                "run pipeline.yml --pipeline Other | COMMAND_LINE | The pipeline 'Other' is one of a CloudFormation template | Leave it out.",
                "run pipeline.yml --stack shop | COMMAND_LINE | The stack 'shop' is one of a CloudFormation template | Leave it out.",
                "run pipeline.yml --parameter A=b | COMMAND_LINE | and pipeline.yml is none. | given with --var.",
                "run absent.yml | FILE | There is no file absent.yml. | Name a pipeline's definition.",
                "run app | FILE | 'app' is a folder, and no file. | Name a pipeline's definition.",
                "plan pipeline.yml --settings app | FILE | is a folder, and no file. | Name a file of settings.",
                "run pipeline.yml --settings absent.yml | FILE | There is no file | Name a file of settings.",
                "run pipeline.yml --profile none-of-this-name | PROFILE | There is no profile 'none-of-this-name' | ",
                "status | PROJECT | Nothing was run in | --project DIR"
            })
    void saysWhatIsWrongAndWhatWouldBeRight(String line, Refusal refusal, String what, String right) {
        assertThat(console.run(line.split(" ")))
                .isEqualTo(ExitCode.of(refusal.fault()).number());

        assertThat(console.out()).isEmpty();
        List<String> told = console.err().lines().toList();
        assertThat(told).hasSize(2);
        assertThat(told.getFirst()).startsWith("penstock: ").contains(what).endsWith(" [" + refusal.id() + "]");
        assertThat(told.getLast()).contains(right == null ? "" : right);
    }

    @Test
    void aSourceWhoseFolderIsNotThereIsToldWithItsPlaceBeforeAnythingStarts() throws IOException {
        Files.writeString(folder.resolve("penstock.yml"), "sources: {App: {directory: ap}}\n");

        assertThat(console.run("run", "pipeline.yml", "--simulate")).isEqualTo(ExitCode.INVALID.number());

        assertThat(console.err())
                .startsWith("penstock.yml:1:28: error: There is no folder '" + folder.resolve("ap")
                        + "'. [PEN-SETTINGS-010]")
                .endsWith("Nothing was started.\n");
        assertThat(folder.resolve(".penstock/simulated/journal.db")).doesNotExist();
    }

    @Test
    void aFileInPlaceOfASourcesFolderIsToldToo() throws IOException {
        Files.writeString(folder.resolve("penstock.yml"), "sources: {App: {directory: pipeline.yml}}\n");

        assertThat(console.run("run", "pipeline.yml", "--simulate")).isEqualTo(ExitCode.INVALID.number());

        assertThat(console.err()).contains("is a file, and a source is a folder. [PEN-SETTINGS-010]");
    }
}
