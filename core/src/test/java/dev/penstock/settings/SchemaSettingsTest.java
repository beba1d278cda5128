package dev.penstock.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.document.SourceText;
import dev.penstock.pipeline.ActionCategory;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.ActionOwner;
import dev.penstock.pipeline.ActionTypeId;
import dev.penstock.pipeline.ExecutionMode;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.StageDeclaration;
import dev.penstock.problem.Problem;
import dev.penstock.problem.Problems;
import dev.penstock.schema.Contracts;
import dev.penstock.schema.HistoryForm;
import dev.penstock.schema.RevisionSchema;
import dev.penstock.schema.RevisionSchema.WrittenFor;
import dev.penstock.schema.Schema;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What settings say of schemas. */
final class SchemaSettingsTest {

    private static final String ORDERS = """
            schemas:
              orders:
                history: {run: [flyway, info, -outputType=json], form: flyway, limit: 10s}
                contracts: {"14": "12"}
                migratedBy: [Migrate]
            """;

    private static SettingsReading read(String text) {
        return SettingsReader.read(
                SourceText.of("penstock.yml", text.getBytes(StandardCharsets.UTF_8)), Path.of("/somewhere"));
    }

    private static RunSettings accepted(String text) {
        return ((SettingsReading.Accepted) read(text)).settings();
    }

    @Test
    void aSchemaIsReadWithEveryMember() {
        assertThat(accepted(ORDERS).schemas())
                .containsEntry(
                        "orders",
                        new Schema(
                                "orders",
                                List.of("flyway", "info", "-outputType=json"),
                                HistoryForm.FLYWAY,
                                Duration.ofSeconds(10),
                                new Contracts(Map.of("14", "12")),
                                Set.of("Migrate")));
    }

    @Test
    void aDeploymentSaysWhatItsRevisionWasWrittenForOrWhereThatStands() {
        RunSettings settings = accepted(ORDERS + """
                deployments:
                  default:
                    schema: {of: orders, writtenFor: 13, unrecorded: "11"}
                  Web:
                    schema: {of: orders, writtenForFile: "Build::db/version.txt"}
                """);

        assertThat(settings.deploymentOf("Other").schema())
                .contains(new RevisionSchema("orders", new WrittenFor.Said("13"), Optional.of("11")));
        assertThat(settings.deploymentOf("Web").schema())
                .contains(new RevisionSchema(
                        "orders", new WrittenFor.InFile("Build", "db/version.txt"), Optional.empty()));
        assertThat(settings.forPlanning(Map.of("Plan", "Web"))
                        .deploymentOf("Plan")
                        .schema())
                .isEqualTo(settings.deploymentOf("Web").schema());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            schemas: {orders: {}}                                                    | PEN-SETTINGS-001
            schemas: {orders: {history: {run: [a]}}}                                 | PEN-SETTINGS-001
            schemas: {orders: {history: {form: lines}}}                              | PEN-SETTINGS-001
            schemas: {orders: {history: {run: flyway info, form: lines}}}            | PEN-SETTINGS-004
            schemas: {orders: {history: {run: [a], form: rails}}}                    | PEN-SETTINGS-004
            schemas: {orders: {history: {run: [a], form: lines, limit: 6m}}}         | PEN-SETTINGS-004
            schemas: {orders: {history: {run: [a], form: lines}, contract: {}}}      | PEN-SETTINGS-003
            deployments: {Web: {schema: {writtenFor: 1}}}                            | PEN-SETTINGS-001
            deployments: {Web: {schema: {of: a}}}                                    | PEN-SETTINGS-005
            deployments: {Web: {schema: {of: a, writtenFor: 1, writtenForFile: b}}}  | PEN-SETTINGS-005
            deployments: {Web: {schema: {of: a, writtenForFile: b}}}                 | PEN-SETTINGS-004
            """)
    void whatIsWrongIsTold(String text, String id) {
        assertThat(((SettingsReading.Refused) read(text)).problems())
                .extracting(Problem::id)
                .contains(id);
    }

    private static List<String> complaints(String settings, String... actions) {
        List<StageDeclaration> stages = new ArrayList<>();
        for (String action : actions) {
            stages.add(new StageDeclaration(
                    "To" + action,
                    List.of(ActionDeclaration.of(
                            action,
                            action.equals("Shelf")
                                    ? new ActionTypeId(ActionCategory.DEPLOY, ActionOwner.CUSTOM, "Shelf", "1")
                                    : new ActionTypeId(ActionCategory.BUILD, ActionOwner.AWS, "CodeBuild", "1"),
                            Map.of()))));
        }
        Pipeline pipeline = new Pipeline(
                "shop",
                Optional.empty(),
                List.of(),
                stages,
                ExecutionMode.SUPERSEDED,
                Optional.empty(),
                List.of(),
                List.of(),
                1);
        SettingsReading.Accepted reading = (SettingsReading.Accepted) read(settings);
        Problems problems = new Problems();
        SettingsRules.check(reading.settings(), reading.locations(), pipeline, problems);
        return problems.list().stream().map(SchemaSettingsTest::words).toList();
    }

    private static String words(Problem problem) {
        return problem.id() + " " + problem.span().line() + " " + problem.message() + " "
                + problem.hint().orElse("");
    }

    @Test
    void namesThatNothingHasAreTold() {
        assertThat(complaints(ORDERS, "Migrat", "Web"))
                .containsExactly("PEN-SETTINGS-007 5 The pipeline has no action 'Migrate'. Did you mean 'Migrat'?");
        assertThat(complaints(ORDERS + "deployments: {Web: {schema: {of: order, writtenFor: 12}}}", "Migrate", "Web"))
                .containsExactly("PEN-SETTINGS-001 6 'schemas' has no 'order'. Did you mean 'orders'?");
    }

    @Test
    void anActionBeforeWhichNobodyWouldLookIsRefused() {
        assertThat(complaints(ORDERS.replace("[Migrate]", "[Shelf]"), "Shelf"))
                .singleElement()
                .asString()
                .startsWith("PEN-SETTINGS-004 5 Before the action 'Shelf' nobody would look");
    }

    @Test
    void aContractBeforeTheFirstRevisionThatDoesWithoutIsTold() {
        String together = ORDERS + "deployments: {Web: {schema: {of: orders, writtenFor: 12}}}";

        assertThat(complaints(together, "Migrate", "Web"))
                .singleElement()
                .asString()
                .startsWith(
                        "PEN-SETTINGS-009 4 Migration '14' takes away what is needed by whatever was written before '12'");
        assertThat(complaints(together, "Web", "Migrate")).isEmpty();
        assertThat(complaints(together.replace("writtenFor: 12", "writtenFor: 13"), "Migrate", "Web"))
                .isEmpty();
    }
}
