package dev.penstock.build;

import dev.penstock.document.DocumentKind;
import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceText;
import dev.penstock.problem.Problems;

/** {@code buildspec.yml}: what a build does. */
public record BuildspecKind() implements DocumentKind {

    @Override
    public String name() {
        return "a buildspec";
    }

    @Override
    public boolean recognises(String fileName, SourceNode document) {
        return fileName.equals(BuildspecReader.DEFAULT_FILE) || BuildspecReader.recognises(document);
    }

    @Override
    public void check(SourceText source, SourceNode document, Problems problems) {
        BuildspecReader.check(document, problems);
    }
}
