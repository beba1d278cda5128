package dev.penstock.validation;

import dev.penstock.appspec.AppSpecReader;
import dev.penstock.document.DocumentKind;
import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceText;
import dev.penstock.problem.Problems;

/** {@code appspec.yml}: what a deployment of CodeDeploy brings, and where. */
record AppSpecKind() implements DocumentKind {

    @Override
    public String name() {
        return "an AppSpec file";
    }

    @Override
    public boolean recognises(String fileName, SourceNode document) {
        return AppSpecReader.FILE_NAMES.contains(fileName) || AppSpecReader.recognises(document);
    }

    @Override
    public void check(SourceText source, SourceNode document, Problems problems) {
        AppSpecReader.read(document, problems);
    }
}
