package dev.penstock.cli.command;

import dev.penstock.cli.CommandFailure;
import dev.penstock.cli.ExitCode;
import dev.penstock.cli.Surroundings;
import dev.penstock.document.SourceText;
import dev.penstock.problem.Problems;
import dev.penstock.runner.Refusal;
import dev.penstock.runner.view.JsonOutput;
import dev.penstock.verdict.Texts;
import dev.penstock.verdict.explain.EvidencePicture;
import dev.penstock.verdict.explain.Explanation;
import dev.penstock.verdict.explain.Sparkline;
import dev.penstock.verdict.record.Replay;
import dev.penstock.verdict.record.VerdictRecord;
import dev.penstock.verdict.record.VerdictRecordReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Gives a verdict again from its record. */
@Command(
        name = "replay",
        description = "Give a verdict again from its record, and say whether it is the same.",
        footer = "The exit code is 3 if the record was changed, or another verdict comes out.")
final class VerdictReplayCommand extends PenstockCommand {

    private static final int SPARKLINE = 50;

    @Parameters(paramLabel = "FILE", description = "A record, or signed evidence, as docs/verdict.md describes them.")
    private String file = "";

    @Option(
            names = "--key",
            paramLabel = "KEY",
            description =
                    "Of signed evidence: whose signature it must be. A public key in PEM form, a file or env:NAME.")
    private @Nullable String key;

    @Option(names = "--svg", paramLabel = "FILE", description = "Write the verdict's picture there.")
    private @Nullable Path svg;

    @Option(names = "--output", paramLabel = "FORMAT", defaultValue = "text", description = "text or json.")
    private ReportFormat output = ReportFormat.TEXT;

    VerdictReplayCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode execute() throws IOException {
        SourceText source = InputFiles.read(file, surroundings());
        byte[] bytes = SourceText.bytes(surroundings().resolve(Path.of(file)));
        if (EvidenceReplay.isFor(bytes)) {
            return new EvidenceReplay(surroundings(), source, bytes, Optional.ofNullable(key), Optional.ofNullable(svg))
                    .run(output);
        }
        if (key != null) {
            throw new CommandFailure(
                    Refusal.COMMAND_LINE,
                    "A record is not signed, so that no key can be held against it.",
                    "'penstock verdict bundle --record " + file + "' makes signed evidence of it.");
        }
        var problems = new Problems();
        Optional<VerdictRecord> record = VerdictRecordReader.read(source, problems);
        if (record.isEmpty()) {
            if (output == ReportFormat.JSON) {
                problems.list().forEach(problem -> surroundings().out().println(ProblemOutput.json(problem)));
            } else {
                ProblemOutput.print(
                        problems.list(), List.of(source), surroundings().err(), surroundings());
            }
            return ExitCode.INVALID;
        }
        Replay replay = replay(record.get());
        if (svg != null) {
            Files.writeString(surroundings().resolve(svg), EvidencePicture.svg(record.get()));
        }
        if (output == ReportFormat.JSON) {
            printJson(record.get(), replay);
        } else {
            print(record.get(), replay);
        }
        return replay.isEqual() ? ExitCode.SUCCEEDED : ExitCode.INVALID;
    }

    static Replay replay(VerdictRecord record) {
        try {
            return Replay.of(record);
        } catch (IllegalArgumentException | IllegalStateException impossible) {
            throw new CommandFailure(
                    Refusal.INPUT,
                    "The record cannot have come from its settings: " + impossible.getMessage() + ".",
                    "Get it again from where it was written.");
        }
    }

    private void print(VerdictRecord record, Replay replay) {
        var out = surroundings().out();
        Explanation explanation = Explanation.of(record);
        out.println(explanation.outcome());
        out.println(explanation.evidence());
        boolean unicode = surroundings().outCapabilities().unicode();
        out.println("Evidence: " + Sparkline.worse(record, SPARKLINE, unicode));
        if (replay.isEqual()) {
            out.println(
                    "Judged again, " + Texts.count(replay.looks(), "look", "looks") + ": equal. " + record.digest());
            return;
        }
        Replay.Difference first = replay.differences().getFirst();
        surroundings()
                .err()
                .println("Judged again, " + Texts.count(replay.differences().size(), "look differs", "looks differ")
                        + " of "
                        + replay.looks() + ", the first is look " + first.look() + ": recorded is "
                        + first.recorded().decision() + ", " + first.recorded().worse() + ", judged "
                        + first.judged().decision() + ", " + first.judged().worse() + ".");
    }

    private void printJson(VerdictRecord record, Replay replay) {
        Explanation explanation = Explanation.of(record);
        surroundings()
                .out()
                .println(JsonOutput.line("verdictReplay")
                        .put("file", file)
                        .put("equal", replay.isEqual())
                        .put("looks", replay.looks())
                        .put("differences", replay.differences().size())
                        .put("outcome", explanation.outcome())
                        .put("evidence", explanation.evidence())
                        .put("digest", record.digest()));
    }
}
