package dev.penstock.cli.command;

import dev.penstock.artifact.ArtifactMissingException;
import dev.penstock.cli.CommandFailure;
import dev.penstock.cli.ExitCode;
import dev.penstock.cli.Surroundings;
import dev.penstock.cli.display.OutputFormat;
import dev.penstock.cli.project.FoundExecution;
import dev.penstock.cli.project.Journals;
import dev.penstock.document.SourceText;
import dev.penstock.engine.ExecutionReader;
import dev.penstock.evidence.Ed25519Keys;
import dev.penstock.evidence.EvidenceBundle.RecordText;
import dev.penstock.evidence.EvidenceFact;
import dev.penstock.evidence.EvidenceKeyException;
import dev.penstock.evidence.EvidenceSigner;
import dev.penstock.evidence.EvidenceSubject;
import dev.penstock.evidence.EvidenceWriter;
import dev.penstock.evidence.ExecutionEvidence;
import dev.penstock.execution.ExecutionState;
import dev.penstock.local.artifact.DirectoryArtifactStore;
import dev.penstock.problem.Problems;
import dev.penstock.rollout.RecordBundle;
import dev.penstock.runner.Refusal;
import dev.penstock.runner.RunPlan;
import dev.penstock.runner.Runner;
import dev.penstock.runner.wiring.Wiring;
import dev.penstock.verdict.Texts;
import dev.penstock.verdict.record.VerdictRecordReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Puts the evidence of a release into one signed file. */
@Command(
        name = "bundle",
        description = "Put the evidence of a release into one signed file: facts, approvals, digests, verdicts.",
        footer = "KEY is a private Ed25519 key in PEM form: a file, or env:NAME for a variable of the environment; or"
                + " kms:KEY, a key of AWS KMS in the account of the execution. Without it, the settings say by"
                + " 'evidence'.")
final class VerdictBundleCommand extends ExecutionCommand {

    @Option(names = "--sign", paramLabel = "KEY", description = "The key to sign with.")
    private @Nullable String sign;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "Where to write it.")
    private Path out = Path.of("");

    @Option(
            names = "--record",
            paramLabel = "FILE",
            description = "The record of a verdict; with one or more of them, no execution is looked for.")
    private List<String> records = new ArrayList<>();

    /** A key of AWS KMS. */
    private static final String KMS = "kms:";

    VerdictBundleCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode execute() throws IOException {
        if (!records.isEmpty()) {
            if (id().isPresent()) {
                throw new CommandFailure(Refusal.COMMAND_LINE, "Name an execution or records, not both.");
            }
            EvidenceSigner signer = ofFile(Optional.ofNullable(sign)
                    .filter(key -> !key.startsWith(KMS))
                    .orElseThrow(() -> new CommandFailure(
                            Refusal.COMMAND_LINE,
                            "Records by themselves are signed with a key of a file or the environment.",
                            "Write '--sign FILE' or '--sign env:NAME'; a key of KMS is one of an"
                                    + " execution's account.")));
            write(
                    EvidenceSubject.RECORDS,
                    List.of(),
                    ofFiles(),
                    signer,
                    records.size() == 1 ? records.getFirst() : "the records");
            return ExitCode.SUCCEEDED;
        }
        try (Journals journals = journals()) {
            FoundExecution found = journals.find(id(), any -> true, "Nothing was run in this project yet.");
            ExecutionEvidence evidence = ExecutionEvidence.of(
                            new ExecutionReader(journals.of(found.target())), found.id())
                    .orElseThrow(
                            () -> new IllegalStateException("execution " + found.id() + " is listed, but not there"));
            List<RecordText> texts = new ArrayList<>();
            var store = new DirectoryArtifactStore(project().artifacts(found.target()));
            for (ExecutionEvidence.Stored stored : evidence.verdicts()) {
                texts.add(new RecordText(stored.name(), stored(store, stored)));
            }
            sign(
                    journals,
                    found,
                    signer -> write(evidence.subject(), evidence.facts(), texts, signer, "the " + named(found)));
        }
        return ExitCode.SUCCEEDED;
    }

    private interface Work {
        void with(EvidenceSigner signer) throws IOException;
    }

    private void sign(Journals journals, FoundExecution found, Work work) throws IOException {
        if (sign != null && !sign.startsWith(KMS)) {
            work.with(ofFile(sign));
            return;
        }
        ExecutionState state = state(journals, found);
        RunPlan plan = new Resuming(surroundings(), OutputFormat.TEXT, false)
                .plan(
                        journalChoice(),
                        found,
                        state,
                        new ExecutionReader(journals.of(found.target())).definition(state));
        String key = Optional.ofNullable(sign)
                .map(named -> named.substring(KMS.length()))
                .or(plan.settings()::evidenceKey)
                .orElseThrow(() -> new CommandFailure(
                        Refusal.COMMAND_LINE,
                        "It is not said who signs.",
                        "Write '--sign FILE', '--sign env:NAME' or '--sign kms:KEY', or 'evidence: {key: alias/NAME}'"
                                + " in the settings."));
        try (Runner runner = Wiring.open(plan)) {
            work.with(runner.signer(key));
        } catch (EvidenceKeyException refused) {
            throw new CommandFailure(Refusal.COMMAND_LINE, String.valueOf(refused.getMessage()));
        }
    }

    private EvidenceSigner ofFile(String key) throws IOException {
        try {
            return Ed25519Keys.signer(KeyReference.read("--sign", key, surroundings()));
        } catch (EvidenceKeyException refused) {
            throw new CommandFailure(Refusal.COMMAND_LINE, String.valueOf(refused.getMessage()));
        }
    }

    private static String stored(DirectoryArtifactStore store, ExecutionEvidence.Stored stored) throws IOException {
        try {
            return RecordBundle.read(store, stored.verdict());
        } catch (ArtifactMissingException missing) {
            throw new CommandFailure(
                    Refusal.FILE_SYSTEM,
                    "A part of the record of the verdict on " + stored.name() + " is not among the artifacts any more: "
                            + missing.getMessage());
        }
    }

    private List<RecordText> ofFiles() throws IOException {
        List<RecordText> texts = new ArrayList<>();
        for (String file : records) {
            SourceText source = InputFiles.read(file, surroundings());
            var problems = new Problems();
            if (VerdictRecordReader.read(source, problems).isEmpty()) {
                ProblemOutput.print(
                        problems.list(), List.of(source), surroundings().err(), surroundings());
                throw new CommandFailure(Refusal.INPUT, file + " is no whole record, so nothing was signed.");
            }
            texts.add(new RecordText(file, source.content()));
        }
        return texts;
    }

    private void write(
            EvidenceSubject subject, List<EvidenceFact> facts, List<RecordText> texts, EvidenceSigner signer, String of)
            throws IOException {
        Path target = surroundings().resolve(out);
        try {
            Files.writeString(target, EvidenceWriter.write(subject, facts, texts, signer));
        } catch (EvidenceKeyException refused) {
            throw new CommandFailure(Refusal.COMMAND_LINE, String.valueOf(refused.getMessage()));
        }
        surroundings()
                .out()
                .println(
                        "Wrote the evidence of " + of + " to " + out + ": " + Texts.count(facts.size(), "fact", "facts")
                                + ", " + Texts.count(texts.size(), "verdict", "verdicts") + ", signed.");
        if (!subject.whole()) {
            surroundings()
                    .err()
                    .println("Its journal has been compacted: facts before that are missing, and the file says so.");
        }
    }
}
