package dev.penstock.runner;

import dev.penstock.document.Fields;
import dev.penstock.problem.Problem;
import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import dev.penstock.settings.SourceSetting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The folders of this machine that stand in for repositories. */
public final class SourceFolders {

    private SourceFolders() {}

    /** Those that are not there: an execution would end with its first action. */
    public static List<Problem> missing(Definition.Accepted accepted) {
        Problems found = new Problems();
        accepted.settings().sources().forEach((action, source) -> {
            if (source instanceof SourceSetting.Directory(Path path) && !Files.isDirectory(path)) {
                String at = Fields.child(Fields.child("/sources", action), "directory");
                found.report(
                        ProblemType.SETTINGS_FOLDER,
                        accepted.settingsLocations().of(at),
                        at,
                        Files.exists(path)
                                ? "'" + path + "' is a file, and a source is a folder."
                                : "There is no folder '" + path + "'.",
                        "Write the path of a folder, from the folder of this file.");
            }
        });
        return found.list();
    }
}
