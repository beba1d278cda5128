package dev.penstock.evidence;

import dev.penstock.document.DocumentReader;
import dev.penstock.document.FieldContext;
import dev.penstock.document.Fields;
import dev.penstock.document.SourceText;
import dev.penstock.evidence.EvidenceBundle.Judged;
import dev.penstock.problem.Problem;
import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import dev.penstock.problem.SourceSpan;
import dev.penstock.verdict.record.DigestChain;
import dev.penstock.verdict.record.VerdictRecordReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads evidence, and finds every byte of it that was changed. */
public final class EvidenceReader {

    private static final Pattern DIGEST = Pattern.compile(",\"digest\":\"(sha256:[0-9a-f]{64})\"}$");

    private final String file;
    private final Problems problems;
    private final DigestChain chain = new DigestChain();
    private final List<EvidenceFact> facts = new ArrayList<>();
    private final List<Judged> verdicts = new ArrayList<>();
    private @Nullable EvidenceSubject subject;
    private Optional<EvidenceSigner.Kept> kept = Optional.empty();

    private EvidenceReader(String file, Problems problems) {
        this.file = file;
        this.problems = problems;
    }

    /** Whether a file begins as evidence does. */
    public static boolean isEvidence(String content) {
        return content.startsWith("{\"schema\":\"penstock.evidence/");
    }

    /** The digest at the end of a line; empty when there is none. */
    static String digestOf(String line) {
        Matcher matcher = DIGEST.matcher(line);
        return matcher.find() ? matcher.group(1) : "";
    }

    /**
     * Reads.
     *
     * @param key whose signature it must be; empty to leave open who signed it
     * @param problems where problems go, with their lines: {@code PEN-VERDICT-008} for what cannot be read or was changed, also those
     *     of the records, {@code PEN-VERDICT-009} for a signature that is not of that key
     * @return the evidence; empty when there was a problem
     */
    public static Optional<EvidenceBundle> read(String file, byte[] bytes, Optional<PublicKey> key, Problems problems) {
        return new EvidenceReader(file, problems).read(bytes, key);
    }

    private Optional<EvidenceBundle> read(byte[] bytes, Optional<PublicKey> key) {
        Optional<List<String>> lines = lines(bytes);
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        List<String> all = lines.get();
        int number = 1;
        while (number < all.size() && !problems.hasErrors()) {
            number += line(number, all);
        }
        if (!problems.hasErrors()) {
            signature(all.size(), all.getLast(), key);
        }
        return problems.hasErrors() || subject == null
                ? Optional.empty()
                : Optional.of(new EvidenceBundle(subject, facts, verdicts, chain.last(), kept));
    }

    private Optional<List<String>> lines(byte[] bytes) {
        List<String> lines = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                try {
                    lines.add(StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes, from, i - from))
                            .toString());
                } catch (CharacterCodingException e) {
                    changed(lines.size() + 1, "This line is no UTF-8.");
                    return Optional.empty();
                }
                from = i + 1;
            }
        }
        if (from < bytes.length || lines.isEmpty()) {
            changed(lines.size() + 1, "The evidence is cut off in this line.");
            return Optional.empty();
        }
        return Optional.of(lines);
    }

    /** Reads a line, and the record that follows it; says how many lines that were. */
    private int line(int number, List<String> all) {
        String text = all.get(number - 1);
        Optional<String> digest = chain.check(text);
        if (digest.isPresent()) {
            changed(number, "This line was changed after it was written: its digest would be " + digest.get() + ".");
            return 1;
        }
        Problems ofLine = new Problems();
        FieldContext context = FieldContext.of(
                ofLine,
                ProblemType.VERDICT_EVIDENCE,
                ProblemType.VERDICT_EVIDENCE,
                ProblemType.VERDICT_EVIDENCE,
                FieldContext.Coercion.NONE);
        int records = 0;
        try {
            Fields fields = DocumentReader.read(SourceText.of(file, text), ofLine)
                    .map(node -> Fields.of(node, "", context))
                    .orElseThrow(() -> new IllegalArgumentException("it is no JSON object"));
            fields.ignore("digest", "schema");
            records = typed(number, fields, all);
            fields.end();
        } catch (IllegalArgumentException | DateTimeParseException refused) {
            changed(number, "This line cannot be read: " + refused.getMessage() + ".");
        }
        ofLine.list().forEach(problem -> changed(number, problem.message()));
        return 1 + records;
    }

    private int typed(int number, Fields fields, List<String> all) {
        String type = fields.requireText("type");
        if (type.equals("evidence") == (subject != null)) {
            throw new IllegalArgumentException("the first line, and no other, says what the evidence is about");
        }
        switch (type) {
            case "evidence" -> subject = subject(fields);
            case "fact" -> facts.add(fact(fields));
            case "verdict" -> {
                return verdict(number, fields, all);
            }
            default -> throw new IllegalArgumentException("'" + type + "' is nothing that evidence holds");
        }
        return 0;
    }

    private EvidenceSubject subject(Fields fields) {
        String schema = fields.text("schema").orElse("");
        if (!schema.equals(EvidenceBundle.SCHEMA)) {
            throw new IllegalArgumentException("its schema is '" + schema + "', not '" + EvidenceBundle.SCHEMA + "'");
        }
        return new EvidenceSubject(
                fields.text("pipeline").orElse(""),
                fields.text("execution").orElse(""),
                fields.text("definition").orElse(""),
                fields.bool("whole").orElse(false));
    }

    private static EvidenceFact fact(Fields fields) {
        return new EvidenceFact(
                Instant.parse(fields.requireText("at")),
                EvidenceFact.Kind.valueOf(fields.requireText("fact").toUpperCase(Locale.ROOT)),
                fields.text("of").orElse(""),
                fields.text("by").orElse(""),
                fields.text("words").orElse(""),
                fields.textMap("digests"));
    }

    private int verdict(int number, Fields fields, List<String> all) {
        String name = fields.requireText("name");
        int lines = fields.integer("lines").orElse(0);
        String record = fields.requireText("record");
        if (lines < 1) {
            throw new IllegalArgumentException("a record has a line at least");
        }
        int there = Math.min(lines, all.size() - number);
        var ofRecord = new Problems();
        String text = String.join("\n", all.subList(number, number + there));
        var read = VerdictRecordReader.read(SourceText.of(file, text), ofRecord);
        for (Problem problem : ofRecord.list()) {
            SourceSpan span = problem.span();
            problems.add(new Problem(
                    problem.id(),
                    problem.severity(),
                    new SourceSpan(file, span.line() + number, span.column()),
                    problem.field(),
                    problem.message(),
                    problem.hint()));
        }
        read.ifPresent(given -> {
            if (there < lines || number + lines == all.size()) {
                changed(all.size(), "The evidence ends too early: a record of " + lines + " lines was announced.");
            } else if (!given.digest().equals(record)) {
                changed(
                        number + lines,
                        "The record ends with another digest than was written, which was " + record + ".");
            }
            verdicts.add(new Judged(name, given));
        });
        return lines;
    }

    private void signature(int number, String line, Optional<PublicKey> key) {
        Optional<EvidenceSignature> read = EvidenceSignature.read(line);
        if (read.isEmpty() || !read.get().signed().equals(chain.last())) {
            changed(number, "This line is not the signature of the lines before.");
            return;
        }
        EvidenceSignature signature = read.get();
        byte[] message = EvidenceWriter.message(chain.last(), signature.kept());
        if (signature.kept().isPresent()
                && !signature.isOf(signature.kept().get().key(), message)) {
            changed(number, "This is not the signature of the lines before by the key that the line names.");
            return;
        }
        kept = signature.kept();
        if (key.isPresent() && !signature.isOf(key.get(), message)) {
            problems.report(
                    ProblemType.VERDICT_SIGNATURE,
                    new SourceSpan(file, number, 0),
                    "/signature",
                    "This is not the signature of the lines before by that key.",
                    "Ask whoever wrote it for the public key, and get the file again.");
        }
    }

    private void changed(int line, String message) {
        problems.report(
                ProblemType.VERDICT_EVIDENCE,
                new SourceSpan(file, line, 0),
                "",
                message,
                "Get the file again from where it was written.");
    }
}
