package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.cli.command.CommandName;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;

class MainTest {

    private final Console console = new Console();

    @Test
    void helpNamesEveryCommandWithItsDescription() {
        assertThat(console.run("--help")).isZero();

        for (CommandName name : CommandName.values()) {
            CommandLine line = new CommandLine(name.create(console.surroundings()));
            String description = line.getCommandSpec().usageMessage().description()[0];
            String withoutStop = description.substring(0, description.length() - 1);
            assertThat(console.out()).containsPattern("(?m)^  " + name.word() + " +\\Q" + withoutStop + "\\E$");
        }
        assertThat(RootHelp.text().lines().filter(line -> line.matches("  [a-z-]+  +\\S.*")))
                .hasSize(CommandName.values().length);
        assertThat(RootHelp.text().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    @ParameterizedTest
    @EnumSource(CommandName.class)
    void everyCommandExplainsItself(CommandName name) {
        assertThat(console.run(name.word(), "--help")).isZero();

        assertThat(console.out()).startsWith("Usage: penstock " + name.word());
        assertThat(console.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(console.err()).isEmpty();
    }

    @Test
    void helpBeforeACommandIsTheCommandsHelp() {
        assertThat(console.run("help", "exit-codes")).isZero();

        assertThat(console.out()).startsWith("Usage: penstock exit-codes");
    }

    @Test
    void withoutACommandItSaysWhatThereIs() {
        assertThat(console.run()).isEqualTo(ExitCode.USAGE.number());

        assertThat(console.err()).startsWith("Usage:");
        assertThat(console.out()).isEmpty();
    }

    @Test
    void aMistypedCommandIsMetWithASuggestion() {
        assertThat(console.run("exitcodes")).isEqualTo(ExitCode.USAGE.number());

        assertThat(console.err()).contains("exit-codes").doesNotContain("\tat ");
    }

    @Test
    void anUnknownOptionIsAMistakeOfUse() {
        assertThat(console.run("exit-codes", "--fast")).isEqualTo(ExitCode.USAGE.number());

        assertThat(console.err()).contains("--fast");
    }

    @Test
    void aSimulatorIsOnThisMachineOnly() {
        Console console = new Console();
        assertThat(console.run(
                        "run", "../samples/hello/pipeline.yml", "--simulator", "https://ecs.eu-west-1.amazonaws.com"))
                .isEqualTo(ExitCode.USAGE.number());
        assertThat(console.err()).contains("such as http://127.0.0.1:4566");
    }

    @Test
    void exitCodesAreListedAndNoNumberMeansTwoThings() {
        assertThat(console.run("exit-codes")).isZero();

        Set<Integer> numbers = new HashSet<>();
        for (ExitCode code : ExitCode.values()) {
            assertThat(numbers.add(code.number())).isTrue();
            assertThat(console.out()).contains(code.meaning());
        }
    }

    @Test
    void theCompletionScriptKnowsEveryCommand() {
        assertThat(console.run("completion")).isZero();

        assertThat(Arrays.stream(CommandName.values()).map(CommandName::word))
                .allSatisfy(word -> assertThat(console.out()).contains(word));
    }
}
