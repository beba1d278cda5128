package dev.penstock.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.RemoteCallException;
import dev.penstock.pipeline.ActionCategory;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.ActionOwner;
import dev.penstock.pipeline.ActionTypeId;
import dev.penstock.pipeline.ExecutionMode;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.StageDeclaration;
import dev.penstock.schema.RevisionSchema.WrittenFor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SchemaForecastTest {

    private String history = "1\n2\n";
    private WrittenFor writtenFor = new WrittenFor.Said("2");
    private boolean migrates = true;

    private static ActionDeclaration action(String name) {
        return new ActionDeclaration(
                name,
                new ActionTypeId(ActionCategory.BUILD, ActionOwner.AWS, "CodeBuild", "1"),
                1,
                Map.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty());
    }

    private List<SchemaForecast> forecast() throws InterruptedException {
        Schema orders = new Schema(
                "orders",
                List.of("history"),
                HistoryForm.LINES,
                Duration.ofSeconds(30),
                new Contracts(Map.of("3", "2")),
                migrates ? Set.of("Migrate") : Set.of());
        Schema others = new Schema(
                "others",
                List.of("never"),
                HistoryForm.LINES,
                Duration.ofSeconds(30),
                new Contracts(Map.of()),
                Set.of("Elsewhere"));
        Schemas schemas = new Schemas(
                List.of(orders, others),
                name -> name.equals("Web")
                        ? Optional.of(new RevisionSchema("orders", writtenFor, Optional.empty()))
                        : Optional.empty(),
                (program, environment, limit) -> {
                    assertThat(program)
                            .as("only what the pipeline has to do with")
                            .containsExactly("history");
                    if (history.isEmpty()) {
                        throw new RemoteCallException(
                                RemoteCallException.Kind.TRANSIENT,
                                "schema:history",
                                "",
                                "There is no answer.",
                                new IllegalStateException());
                    }
                    return history;
                });
        return SchemaForecast.of(
                new Pipeline(
                        "shop",
                        Optional.empty(),
                        List.of(),
                        List.of(
                                new StageDeclaration("Database", List.of(action("Migrate"))),
                                new StageDeclaration("Deploy", List.of(action("Web"), action("Other")))),
                        ExecutionMode.SUPERSEDED,
                        Optional.empty(),
                        List.of(),
                        List.of(),
                        1),
                schemas);
    }

    @Test
    void tellsHowFarASchemaIsWhatMigrationsTakeAwayAndWhatWorksWithIt() throws Exception {
        assertThat(forecast())
                .containsExactly(new SchemaForecast(
                        "orders",
                        "is at migration '2'.",
                        List.of(
                                "Database/Migrate applies migrations.",
                                "Migration '3' is not applied yet. It takes away what revisions need that are written for"
                                        + " anything before '2', so none of those may run then.",
                                "Deploy/Web is written for migration '2'."),
                        false));
    }

    @Test
    void whatIsNotAppliedYetIsWellWhereAnActionBeforeAppliesIt() throws Exception {
        writtenFor = new WrittenFor.Said("3");
        assertThat(forecast().getFirst()).satisfies(one -> {
            assertThat(one.wouldFail()).isFalse();
            assertThat(one.remarks().getLast())
                    .isEqualTo("Deploy/Web is written for migration '3', which the database does not have;"
                            + " Database/Migrate is to apply it before.");
        });
        migrates = false;
        assertThat(forecast().getFirst()).satisfies(one -> {
            assertThat(one.wouldFail()).isTrue();
            assertThat(one.remarks())
                    .containsExactly("Deploy/Web is written for migration '3', which the database does not have; its"
                            + " newest is '2'. Apply it before.");
        });
    }

    @Test
    void whatWasTakenAwayFailsARun() throws Exception {
        history = "1\n2\n3\n";
        writtenFor = new WrittenFor.Said("1");
        assertThat(forecast().getFirst().wouldFail()).isTrue();
        assertThat(forecast().getFirst().remarks().getLast()).contains("migration '3' has taken away");
    }

    @Test
    void whatOnlyARunKnowsIsTold() throws Exception {
        writtenFor = new WrittenFor.InFile("Built", "schema.txt");
        assertThat(forecast().getFirst().remarks().getLast())
                .isEqualTo("Deploy/Web is written for what the file 'schema.txt' of 'Built' says, which a plan does not"
                        + " read.");
        history = "";
        assertThat(forecast())
                .containsExactly(
                        new SchemaForecast("orders", "cannot be looked at. There is no answer.", List.of(), false));
    }
}
