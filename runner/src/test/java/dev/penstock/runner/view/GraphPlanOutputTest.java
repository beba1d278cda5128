package dev.penstock.runner.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.execution.ReleaseGraph;
import dev.penstock.execution.ReleaseGraph.Member;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is released together is told with its order and its way back. */
final class GraphPlanOutputTest {

    private static final List<GraphPlanOutput.Planned> GRAPHS = List.of(new GraphPlanOutput.Planned(
            "Deploy",
            new ReleaseGraph(
                    List.of(
                            new Member("Web", List.of("Orders", "Prices"), true),
                            new Member("Orders", List.of("Tables"), false),
                            new Member("Prices", List.of("Tables"), true),
                            new Member("Tables", List.of(), false)),
                    List.of("Smoke"),
                    true)));

    @Test
    void peopleReadTheOrderAndTheWayBack() {
        assertThat(GraphPlanOutput.text(GRAPHS)).isEqualTo("""
                Deploy, released together: 'Tables', then 'Orders' and 'Prices', then 'Web'.
                  When one fails, those that have begun go back, each when all that come after it have: 'Web', then 'Orders' and 'Prices', then 'Tables'.
                  What ran before is kept until all have moved and the checks have succeeded: 'Smoke'.
                  Each has its share of requests before any is judged, and none gets all before all are proven.
                  What may be decided wrongly is divided among the verdicts of 2.
                """);
    }

    @Test
    void programsReadWaves() {
        assertThat(GraphPlanOutput.json(GRAPHS))
                .isEqualTo(
                        "{\"kind\":\"plannedGraph\",\"stage\":\"Deploy\",\"waves\":[[\"Tables\"],[\"Orders\",\"Prices\"],[\"Web\"]],"
                                + "\"wayBack\":[[\"Web\"],[\"Orders\",\"Prices\"],[\"Tables\"]],\"checks\":[\"Smoke\"],\"canary\":\"shared\","
                                + "\"verdicts\":2}\n");
    }
}
