package dev.penstock.settings;

import dev.penstock.document.SourceText;
import dev.penstock.pipeline.Locations;
import dev.penstock.pipeline.PipelineReader;
import dev.penstock.pipeline.ReadOptions;
import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import java.util.Set;

/** Values of template parameters with {@code NoEcho}: the settings say where they are, and have none themselves. */
public final class SecretParameters {

    private SecretParameters() {}

    /**
     * Reports each value that the settings hold of a parameter with {@code NoEcho}.
     *
     * @param definition the template; of any other definition nothing is reported
     * @param locations where the settings' values stand
     */
    public static void check(SourceText definition, RunSettings settings, Locations locations, Problems problems) {
        if (settings.parameters().isEmpty()) {
            return;
        }
        Set<String> hidden = PipelineReader.hiddenValues(
                        definition, ReadOptions.none().withParameters(settings.parameters()))
                .keySet();
        for (String name : settings.parameters().keySet()) {
            if (hidden.contains(name)) {
                String path = "/parameters/" + name;
                problems.report(
                        ProblemType.SETTINGS_SECRET,
                        locations.of(path),
                        path,
                        "The value of the parameter '" + name
                                + "' stands in the settings, and the template declares it with NoEcho.",
                        "Say where the value is: 'secret:ID' of Secrets Manager, or 'env:NAME' for a variable of the"
                                + " runner's environment. Take the value out of the file's history.");
            }
        }
    }
}
