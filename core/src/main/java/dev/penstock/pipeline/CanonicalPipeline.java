package dev.penstock.pipeline;

import dev.penstock.document.DocumentReader;
import dev.penstock.document.ReadLimits;
import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceText;
import dev.penstock.document.Tags;
import dev.penstock.problem.Problems;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The canonical form of a pipeline: CodePipeline's JSON in UTF-8, without white space, fields in a fixed order, keys of
 * configurations and Regions sorted, and nothing that only repeats a default except {@code version}, {@code runOrder} and
 * {@code executionMode}, which are always there. Equal pipelines have equal bytes, whatever form they were read from.
 */
public final class CanonicalPipeline {

    /** Canonical forms are our own: a pipeline made in code may be larger than any file that is read from a user. */
    private static final ReadLimits LIMITS = new ReadLimits(64 << 20, 100, 8_000_000);

    private CanonicalPipeline() {}

    /**
     * Writes the canonical form.
     *
     * @throws IllegalArgumentException if two artifact stores have the same Region, or none of two has one: no declaration
     *     can say that
     */
    public static byte[] write(Pipeline pipeline) {
        return new CanonicalWriter().pipeline(pipeline).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads a canonical form back, without judging it: {@code read(write(p))} equals {@code p}.
     *
     * @throws IllegalArgumentException if the bytes are no canonical form
     */
    public static Pipeline read(byte[] bytes) {
        Problems problems = new Problems();
        SourceText text = SourceText.of("<definition>.json", bytes);
        Optional<SourceNode> document = DocumentReader.read(text, LIMITS, Tags.STANDARD, problems);
        Optional<Pipeline> pipeline = document.map(
                node -> new PipelineBinder(new Binding(problems, DeclarationForm.API_JSON, Binding.Placeholders.NONE))
                        .bind(node, Optional.empty()));
        if (problems.hasErrors() || pipeline.isEmpty()) {
            throw new IllegalArgumentException("not a canonical pipeline: " + problems.list());
        }
        return pipeline.get();
    }

    /** The SHA-256 of the canonical form, as {@code sha256:} and 64 hexadecimal digits. */
    public static String digest(Pipeline pipeline) {
        return digest(write(pipeline));
    }

    /** The SHA-256 of bytes that {@link #write} made. */
    public static String digest(byte[] canonical) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(canonical);
            return "sha256:" + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
