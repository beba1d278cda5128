package dev.penstock.validation;

import dev.penstock.document.DocumentKind;
import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceText;
import dev.penstock.problem.Problems;
import dev.penstock.settings.RunSettings;
import dev.penstock.settings.SettingsReader;
import java.nio.file.Path;

/** Settings of a run. */
record SettingsKind() implements DocumentKind {

    @Override
    public String name() {
        return "settings (" + RunSettings.FILE_NAME + ")";
    }

    @Override
    public boolean recognises(String fileName, SourceNode document) {
        return fileName.equals(RunSettings.FILE_NAME) || SettingsReader.recognises(document);
    }

    @Override
    public void check(SourceText source, SourceNode document, Problems problems) {
        // Its paths are not followed: any folder will do.
        SettingsReader.read(document, Path.of(""), problems);
    }
}
