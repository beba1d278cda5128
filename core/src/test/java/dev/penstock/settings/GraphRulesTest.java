package dev.penstock.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.document.SourceText;
import dev.penstock.execution.ReleaseGraph;
import dev.penstock.pipeline.ActionCategory;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.ActionOwner;
import dev.penstock.pipeline.ActionTypeId;
import dev.penstock.pipeline.ExecutionMode;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.pipeline.StageDeclaration;
import dev.penstock.problem.Problem;
import dev.penstock.problem.Problems;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Orders of release graphs that nobody could follow are refused where they are written. */
final class GraphRulesTest {

    private static final ActionTypeId ECS = new ActionTypeId(ActionCategory.DEPLOY, ActionOwner.AWS, "ECS", "1");

    private static ActionDeclaration action(String name, int runOrder) {
        return new ActionDeclaration(
                name,
                ECS,
                runOrder,
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

    private static final StageDeclaration DEPLOY = new StageDeclaration(
            "Deploy", List.of(action("Tables", 1), action("Orders", 1), action("Shop", 2), action("Smoke", 3)));

    private static final Pipeline PIPELINE = new Pipeline(
            "shop",
            Optional.empty(),
            List.of(),
            List.of(DEPLOY),
            ExecutionMode.SUPERSEDED,
            Optional.empty(),
            List.of(),
            List.of(),
            1);

    private static SettingsReading read(String... lines) {
        return SettingsReader.read(
                SourceText.of("penstock.yml", (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8)),
                Path.of("/project"));
    }

    /** Each as {@code LINE:COLUMN ID MESSAGE}. */
    private static List<String> problems(String... lines) {
        Stream<Problem> found = switch (read(lines)) {
            case SettingsReading.Refused refused -> refused.problems().stream();
            case SettingsReading.Accepted accepted -> {
                var problems = new Problems();
                SettingsRules.check(accepted.settings(), accepted.locations(), PIPELINE, problems);
                yield problems.list().stream();
            }
        };
        return found.map(problem -> problem.span().line() + ":" + problem.span().column() + " " + problem.id() + " "
                        + problem.message())
                .toList();
    }

    private static RunSettings settings(String... lines) {
        return switch (read(lines)) {
            case SettingsReading.Accepted accepted -> accepted.settings();
            case SettingsReading.Refused refused -> throw new AssertionError(refused.problems());
        };
    }

    @Test
    void anOrderThatCanBeFollowedIsTaken() {
        String[] lines = {
            "releaseGraphs:",
            "  Deploy:",
            "    canary: shared",
            "    actions:",
            "      Tables: {}",
            "      Orders: {after: [Tables]}",
            "      Shop: {}",
            "deployments:",
            "  Shop:",
            "    release: {strategy: canary}",
            "    verdict:",
            "      metrics:",
            "        errors: {source: {targetGroup: {bad: [5xx]}}}"
        };
        ReleaseGraph graph = settings(lines).graphIn(DEPLOY).orElseThrow();

        assertThat(problems(lines)).isEmpty();
        assertThat(graph.shared()).isTrue();
        assertThat(graph.checks()).containsExactly("Smoke");
        assertThat(graph.waves()).containsExactly(List.of("Tables"), List.of("Orders"), List.of("Shop"));
        assertThat(graph.member("Shop").orElseThrow().after())
                .as("the run order counts")
                .containsExactly("Tables", "Orders");
        assertThat(graph.members().stream().filter(ReleaseGraph.Member::judged).map(ReleaseGraph.Member::action))
                .containsExactly("Shop");
    }

    @Test
    void actionsThatComeAfterEachOtherAreRefused() {
        assertThat(problems(
                        "releaseGraphs:",
                        "  Deploy:",
                        "    actions:",
                        "      Tables: {after: [Orders]}",
                        "      Orders: {after: [Tables]}"))
                .containsExactly("4:23 PEN-SETTINGS-008 These come after each other, so that none could begin:"
                        + " 'Tables' after 'Orders' after 'Tables'.");
    }

    @Test
    void whatComesAfterSomethingThatTheRunOrderPutsLaterIsRefused() {
        assertThat(problems(
                        "releaseGraphs:",
                        "  Deploy:",
                        "    actions:",
                        "      Orders: {after: [Shop]}",
                        "      Shop: {}"))
                .anySatisfy(problem -> assertThat(problem)
                        .startsWith(
                                "4:24 PEN-SETTINGS-008 'Orders' is to come after 'Shop', and by the pipeline it comes"
                                        + " before: its runOrder is 1, that of the other is 2."));
    }

    @Test
    void namesThatAreNotThereAreRefusedWithTheNearest() {
        assertThat(problems(
                        "releaseGraphs:",
                        "  Deploi:",
                        "    actions: {Tables: {}, Orders: {}}",
                        "  Deploy:",
                        "    actions:",
                        "      Table: {}",
                        "      Orders: {after: [Smoke]}"))
                .containsExactly(
                        "3:5 PEN-SETTINGS-008 The pipeline has no stage 'Deploi'.",
                        "6:14 PEN-SETTINGS-008 The stage 'Deploy' has no action 'Table'.",
                        "7:24 PEN-SETTINGS-008 'Orders' is to come after 'Smoke', which the release graph does not have.");
    }

    @Test
    void aGraphOfOneHoldsNothingTogether() {
        assertThat(problems("releaseGraphs:", "  Deploy:", "    actions: {Tables: {}}"))
                .singleElement()
                .asString()
                .contains("PEN-SETTINGS-008", "of 1 action there is nothing to hold together");
    }

    @Test
    void partsOfASharedCanaryThatAreNotEqualAreRefused() {
        assertThat(problems(
                        "releaseGraphs:",
                        "  Deploy:",
                        "    canary: shared",
                        "    actions: {Orders: {}, Shop: {}}",
                        "deployments:",
                        "  Orders: {release: {strategy: canary, weight: 5 %}}",
                        "  Shop: {release: {strategy: linear, weight: 25 %}}"))
                .containsExactly(
                        "3:13 PEN-SETTINGS-008 The parts of a shared canary are equal, and these are not: 'Orders' has"
                                + " 5 %, 'Shop' has 75 %.");
    }

    @Test
    void aSharedCanaryOfNobodyIsRefused() {
        assertThat(problems(
                        "releaseGraphs:",
                        "  Deploy:",
                        "    canary: shared",
                        "    actions: {Orders: {}, Shop: {}}",
                        "deployments:",
                        "  Orders: {release: {strategy: rolling}}"))
                .containsExactly(
                        "3:13 PEN-SETTINGS-008 No action of the release graph gives its new version a part of the"
                                + " requests, so that there is no canary to share.");
    }
}
