package dev.penstock.importing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.document.SourceText;
import dev.penstock.pipeline.ReadOptions;
import dev.penstock.problem.Problem;
import dev.penstock.problem.Severity;
import dev.penstock.validation.Corpus;
import dev.penstock.validation.Validator;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Every file of real projects is imported into what validates, or refused for a reason that stands here. */
class ImportCorpusTest {

    /** A form that was never filled in: values such as {@code <APP_NAME>}. */
    private static final Map<String, List<String>> REFUSED_TRAVIS = Map.of(
            "travis/HolyCloudDevOps__react-docker-travis-beanstalk/.travis.yml",
            List.of("PEN-IMPORT-005", "PEN-IMPORT-005", "PEN-IMPORT-005", "PEN-IMPORT-005", "PEN-IMPORT-005"));

    @Test
    void importsEveryTravisFileOrSaysWhyNot() throws IOException {
        assertThat(refusals("travis", text -> TravisImporter.read(text, ImportOptions.beside())))
                .isEqualTo(REFUSED_TRAVIS);
    }

    @Test
    void importsEveryConfigurationOfTheEbCli() throws IOException {
        assertThat(refusals("eb-config", text -> EbImporter.read(text, ImportOptions.beside())))
                .isEmpty();
    }

    private static Map<String, List<String>> refusals(String kind, Function<SourceText, Import> importer)
            throws IOException {
        Map<String, List<String>> refusals = new TreeMap<>();
        for (Corpus.Sample sample : Corpus.samples(kind)) {
            switch (importer.apply(sample.text())) {
                case Import.Refused refused ->
                    refusals.put(
                            sample.name(),
                            errors(refused.problems()).stream().map(Problem::id).toList());
                case Import.Imported imported -> {
                    assertThat(importer.apply(sample.text())).isEqualTo(imported);
                    imported.files().forEach(file -> assertValid(sample.name(), file));
                }
            }
        }
        return refusals;
    }

    static void assertValid(String name, ImportedFile file) {
        Validator.Report report =
                new Validator(ReadOptions.none()).validate(SourceText.of(file.name(), file.text()));
        assertThat(report.kind()).as(name + " " + file.name()).isPresent();
        assertThat(errors(report.problems())).as(name + "\n" + file.text()).isEmpty();
    }

    private static List<Problem> errors(List<Problem> problems) {
        return problems.stream()
                .filter(problem -> problem.severity() == Severity.ERROR)
                .toList();
    }
}
