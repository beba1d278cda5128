package dev.penstock.importing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.compose.ComposeFiles;
import dev.penstock.compose.ComposeOptions;
import dev.penstock.document.SourceText;
import dev.penstock.pipeline.ReadOptions;
import dev.penstock.problem.Problem;
import dev.penstock.problem.Severity;
import dev.penstock.validation.Corpus;
import dev.penstock.validation.Validator;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
        assertThat(refusals("travis", text -> TravisImporter.read(text, TravisProject.alone(), ImportOptions.beside())))
                .isEqualTo(REFUSED_TRAVIS);
    }

    @Test
    void importsEveryConfigurationOfTheEbCli() throws IOException {
        assertThat(refusals("eb-config", text -> EbImporter.read(text, ImportOptions.beside())))
                .isEmpty();
    }

    private static final String COPILOT = "copilot-manifest/aws__copilot-cli/";
    private static final String STACKS = COPILOT + "internal__pkg__deploy__cloudformation__stack__testdata__";

    /** What is refused, and why. */
    private static final Map<String, List<String>> REFUSED_COPILOT = Map.of(
            COPILOT + "e2e__cloudfront__copilot__environments__test__manifest.yml",
            List.of(
                    "PEN-IMPORT-004 2 An environment has nothing to deploy: it is the stack 'shop-test', which stays as it is."),
            STACKS + "workloads__worker-manifest.yml",
            List.of("PEN-IMPORT-005 6 No image is built, so that there is nothing to deploy."));

    /** A project of one service, for pipelines that deploy all there are. */
    private static final ProjectFolder WORKSPACE = new MemoryFolder(Map.of(
            "copilot/.workspace",
            "application: shop\n",
            "copilot/web/manifest.yml",
            "name: web\ntype: Backend Service\nimage: {build: web/Dockerfile}\n"));

    @Test
    void importsEveryManifestOfCopilotThatBuildsOrDeploysSomething() throws IOException {
        Map<String, List<String>> refusals = new TreeMap<>();
        for (Corpus.Sample sample : Corpus.samples("copilot-manifest")) {
            Import result = CopilotImporter.read(
                    sample.text(),
                    ImportOptions.beside(),
                    new CopilotProject(WORKSPACE, Destination.of("stack:shop-test-web")));
            switch (result) {
                case Import.Refused refused ->
                    refusals.put(
                            sample.name(),
                            errors(refused.problems()).stream()
                                    .map(each -> each.id() + " " + each.span().line() + " " + each.message())
                                    .toList());
                case Import.Imported imported -> imported.files().forEach(file -> assertValid(sample.name(), file));
            }
        }
        assertThat(refusals).isEqualTo(REFUSED_COPILOT);
    }

    /** Services at the top: {@code docker compose} reads files of version 1 no more. */
    private static final List<String> VERSION_ONE = List.of("PEN-COMPOSE-002");

    /** It means something only after another file. */
    private static final String OVERRIDE = "compose/articulate__shush/docker-compose.override.example.yml";

    /** What {@code docker compose} refuses as well. */
    private static final Map<String, List<String>> REFUSED_COMPOSE = Map.of(
            "compose/PluribusDigital__open-fda/deploy__docker-compose.yml",
            VERSION_ONE,
            "compose/PluribusDigital__open-fda/docker-compose.yml",
            VERSION_ONE,
            "compose/SumOfUs__Champaign/docker-compose.yml",
            VERSION_ONE,
            OVERRIDE,
            List.of("PEN-COMPOSE-003"),
            "compose/omaha-consulting__omaha-server/docker-compose.common.yml",
            VERSION_ONE,
            "compose/omaha-consulting__omaha-server/docker-compose.dev.yml",
            VERSION_ONE,
            "compose/omaha-consulting__omaha-server/docker-compose.tests.yml",
            VERSION_ONE);

    private static final ComposeOptions COMPOSE =
            new ComposeOptions(".", Optional.of("shop"), Map.of(), Set.of(), ComposeFiles.NONE);

    private static final Destination LIVE = new Destination.Environment("shop", "shop-live");

    @Test
    void importsEveryComposeFileThatCanBeRead() throws IOException {
        assertThat(refusals(
                        "compose", text -> ComposeImporter.read(List.of(text), COMPOSE, ImportOptions.beside(), LIVE)))
                .isEqualTo(REFUSED_COMPOSE);
    }

    @Test
    void importsAnOverrideWithTheFileThatItIsFor() throws IOException {
        List<SourceText> files = Corpus.samples("compose").stream()
                .filter(sample -> sample.name().startsWith("compose/articulate__shush/"))
                .map(Corpus.Sample::text)
                .sorted(Comparator.comparing(text -> text.file().equals(OVERRIDE)))
                .toList();
        assertThat(files).hasSize(2);
        assertThat(ComposeImporter.read(files, COMPOSE, ImportOptions.beside(), LIVE))
                .isInstanceOf(Import.Imported.class);
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
        Validator.Report report = new Validator(ReadOptions.none()).validate(SourceText.of(file.name(), file.text()));
        assertThat(report.kind()).as(name + " " + file.name()).isPresent();
        assertThat(errors(report.problems())).as(name + "\n" + file.text()).isEmpty();
    }

    private static List<Problem> errors(List<Problem> problems) {
        return problems.stream()
                .filter(problem -> problem.severity() == Severity.ERROR)
                .toList();
    }
}
