package dev.penstock.cli.command;

import dev.penstock.cli.Surroundings;
import dev.penstock.cli.terminal.Capabilities;
import dev.penstock.cli.terminal.TerminalProbe;
import dev.penstock.document.SourceText;
import dev.penstock.problem.Problem;
import dev.penstock.problem.ProblemJson;
import dev.penstock.problem.ProblemStyle;
import dev.penstock.problem.ProblemText;
import dev.penstock.problem.Severity;
import dev.penstock.runner.Definition;
import dev.penstock.runner.text.Tone;
import dev.penstock.runner.view.JsonOutput;
import dev.penstock.runner.view.JsonText;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;

/** Shows problems to people. */
final class ProblemOutput {

    private ProblemOutput() {}

    /**
     * Tells people or programs what is wrong with a definition that is to be used. Notes are for {@code validate}: they would be
     * the same each time.
     */
    static void tell(List<Problem> all, Definition definition, boolean json, Surroundings surroundings) {
        List<Problem> problems = all.stream()
                .filter(problem -> problem.severity() != Severity.NOTE)
                .toList();
        if (json) {
            problems.forEach(problem -> surroundings.out().println(json(problem)));
        } else {
            print(problems, definition.sources(), surroundings.err(), surroundings);
        }
    }

    /** Shows all problems, and how many there are. */
    static void print(List<Problem> problems, List<SourceText> sources, PrintStream to, Surroundings surroundings) {
        if (problems.isEmpty()) {
            return;
        }
        Capabilities terminal =
                to == surroundings.out() ? surroundings.outCapabilities() : surroundings.errCapabilities();
        ProblemStyle style = terminal.colour() ? (part, text) -> tone(part).paint(text) : ProblemStyle.PLAIN;
        int columns = TerminalProbe.size(surroundings.environment()).columns();
        var renderer = new ProblemText((file, line) -> line(sources, file, line), style, columns);
        to.print(renderer.render(problems));
        to.println();
        to.println(ProblemText.summary(problems));
    }

    /** A problem for programs. */
    static JsonText json(Problem problem) {
        return JsonOutput.line("problem").putMembers(ProblemJson.line(problem));
    }

    private static Optional<String> line(List<SourceText> sources, String file, int line) {
        return sources.stream()
                .filter(source -> source.file().equals(file))
                .findFirst()
                .flatMap(source -> source.line(line));
    }

    private static Tone tone(ProblemStyle.Part part) {
        return switch (part) {
            case PLACE, MESSAGE -> Tone.STRONG;
            case ERROR -> Tone.BAD;
            case WARNING -> Tone.ATTENTION;
            case NOTE, HINT -> Tone.BUSY;
            case ID, GUTTER -> Tone.FAINT;
            case SOURCE -> Tone.PLAIN;
        };
    }
}
