package dev.penstock.document;

import dev.penstock.problem.Problems;

/** A kind of document that can be validated by itself: a buildspec, a pipeline definition and so on. */
public interface DocumentKind {

    /** How it is called in sentences, with its article: {@code a buildspec}. */
    String name();

    /**
     * Whether a document is of this kind. Called only after the document could be parsed.
     *
     * @param fileName the last part of the file's name
     */
    boolean recognises(String fileName, SourceNode document);

    /** Which YAML tags documents of this kind may hold. */
    default Tags tags() {
        return Tags.STANDARD;
    }

    /**
     * Judges a document of this kind.
     *
     * @param problems where problems are added; those of parsing are there already
     */
    void check(SourceText source, SourceNode document, Problems problems);
}
