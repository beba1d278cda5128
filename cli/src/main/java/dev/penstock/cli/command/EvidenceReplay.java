package dev.penstock.cli.command;

import dev.penstock.cli.CommandFailure;
import dev.penstock.cli.ExitCode;
import dev.penstock.cli.Surroundings;
import dev.penstock.document.SourceText;
import dev.penstock.evidence.EvidenceBundle;
import dev.penstock.evidence.EvidenceKeyException;
import dev.penstock.evidence.EvidenceKeys;
import dev.penstock.evidence.EvidenceReader;
import dev.penstock.problem.Problems;
import dev.penstock.runner.Refusal;
import dev.penstock.runner.view.JsonOutput;
import dev.penstock.verdict.Texts;
import dev.penstock.verdict.explain.EvidencePicture;
import dev.penstock.verdict.explain.Explanation;
import dev.penstock.verdict.record.Replay;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.List;
import java.util.Optional;

/** Gives all verdicts of signed evidence again. */
final class EvidenceReplay {

    private final Surroundings surroundings;
    private final SourceText source;
    private final byte[] bytes;
    private final Optional<String> key;
    private final Optional<Path> svg;

    EvidenceReplay(
            Surroundings surroundings, SourceText source, byte[] bytes, Optional<String> key, Optional<Path> svg) {
        this.surroundings = surroundings;
        this.source = source;
        this.bytes = bytes.clone();
        this.key = key;
        this.svg = svg;
    }

    static boolean isFor(byte[] bytes) {
        return EvidenceReader.isEvidence(new String(bytes, 0, Math.min(bytes.length, 100), StandardCharsets.UTF_8));
    }

    ExitCode run(ReportFormat output) throws IOException {
        var problems = new Problems();
        Optional<EvidenceBundle> read = EvidenceReader.read(source.file(), bytes, key(), problems);
        if (read.isEmpty()) {
            if (output == ReportFormat.JSON) {
                problems.list().forEach(problem -> surroundings.out().println(ProblemOutput.json(problem)));
            } else {
                ProblemOutput.print(problems.list(), List.of(source), surroundings.err(), surroundings);
            }
            return ExitCode.INVALID;
        }
        EvidenceBundle bundle = read.get();
        if (svg.isPresent()) {
            draw(bundle, svg.get());
        }
        boolean equal = true;
        for (EvidenceBundle.Judged judged : bundle.verdicts()) {
            equal &= replay(judged, output);
        }
        if (output == ReportFormat.TEXT) {
            print(bundle);
        }
        return equal ? ExitCode.SUCCEEDED : ExitCode.INVALID;
    }

    private void draw(EvidenceBundle bundle, Path picture) throws IOException {
        if (bundle.verdicts().size() != 1) {
            throw new CommandFailure(
                    Refusal.COMMAND_LINE,
                    "A picture is of one verdict, and the evidence holds "
                            + Texts.number(bundle.verdicts().size()) + ".",
                    "Leave out '--svg', or draw the record of one.");
        }
        Files.writeString(
                surroundings.resolve(picture),
                EvidencePicture.svg(bundle.verdicts().getFirst().record()));
    }

    private Optional<PublicKey> key() throws IOException {
        if (key.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(EvidenceKeys.publicKey(KeyReference.read("--key", key.get(), surroundings)));
        } catch (EvidenceKeyException refused) {
            throw new CommandFailure(Refusal.COMMAND_LINE, String.valueOf(refused.getMessage()));
        }
    }

    private boolean replay(EvidenceBundle.Judged judged, ReportFormat output) {
        Replay replay = VerdictReplayCommand.replay(judged.record());
        Explanation explanation = Explanation.of(judged.record());
        if (output == ReportFormat.JSON) {
            surroundings
                    .out()
                    .println(JsonOutput.line("verdictReplay")
                            .put("file", source.file())
                            .put("name", judged.name())
                            .put("signed", key.isPresent())
                            .put("equal", replay.isEqual())
                            .put("looks", replay.looks())
                            .put("differences", replay.differences().size())
                            .put("outcome", explanation.outcome())
                            .put("evidence", explanation.evidence())
                            .put("digest", judged.record().digest()));
        } else {
            surroundings.out().println(judged.name() + ":");
            surroundings.out().println(explanation.outcome());
            surroundings.out().println(explanation.evidence());
            String looks = "Judged again, " + Texts.count(replay.looks(), "look", "looks") + ": ";
            surroundings
                    .out()
                    .println(looks
                            + (replay.isEqual()
                                    ? "equal."
                                    : Texts.count(replay.differences().size(), "look differs.", "looks differ.")));
        }
        return replay.isEqual();
    }

    private void print(EvidenceBundle bundle) {
        String of = bundle.subject().execution().isEmpty()
                ? "It is of " + Texts.count(bundle.verdicts().size(), "record", "records")
                : "It is of the execution " + bundle.subject().execution() + " of pipeline '"
                        + bundle.subject().pipeline() + "' with "
                        + Texts.count(bundle.facts().size(), "fact", "facts");
        surroundings.out().println(of + ", whole and unchanged. " + bundle.digest());
        if (key.isPresent()) {
            surroundings.out().println("It is signed by that key.");
        } else if (bundle.kept().isPresent()) {
            surroundings
                    .out()
                    .println("It is signed by the key whose public part it holds, "
                            + bundle.kept().get().name() + ".");
            surroundings.err().println("Whether that is the key to trust was not checked: name it with --key.");
        } else {
            surroundings.err().println("Who signed it was not checked: name the public key with --key.");
        }
    }
}
