package dev.penstock.simulator.cloudformation.changes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.simulator.cloudformation.template.ParameterValues;
import dev.penstock.simulator.cloudformation.template.RandomTemplates;
import dev.penstock.simulator.cloudformation.template.Template;
import dev.penstock.simulator.cloudformation.types.Deployed;
import dev.penstock.simulator.cloudformation.types.Schemas;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.cloudformation.model.ChangeAction;

/** What holds for the changes between any two templates, tried on made-up ones; the seed is in the test's name. */
final class ChangesAlwaysTest {

    private final RecordedAccount account = new RecordedAccount();

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void nothingChangesFromATemplateToItself(long seed) {
        for (int i = 0; i < 60; i++) {
            Template template = made(new RandomTemplates(seed * 1000 + i), Optional.empty());

            for (boolean values : new boolean[] {true, false}) {
                Changes changes = between(Optional.of(deployed(template)), template, values);

                assertThat(changes.isEmpty()).as(template.body()).isTrue();
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {21, 22, 23, 24})
    void onceAChangeIsMadeNothingIsLeftOfIt(long seed) {
        for (int i = 0; i < 60; i++) {
            RandomTemplates random = new RandomTemplates(seed * 1000 + i);
            Template before = made(random, Optional.empty());
            Template after = made(random, Optional.of(before));

            between(Optional.of(deployed(before)), after, i % 2 == 0);
            Changes left = between(Optional.of(deployed(after)), after, i % 2 == 0);

            assertThat(left.isEmpty()).as(before.body() + "\n" + after.body()).isTrue();
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {31, 32, 33})
    void whatIsSaidWithValuesIsSaidInTheOverviewToo(long seed) {
        for (int i = 0; i < 60; i++) {
            RandomTemplates random = new RandomTemplates(seed * 1000 + i);
            Template before = made(random, Optional.empty());
            Template after = made(random, Optional.of(before));
            DeployedStack stack = deployed(before);

            Changes overview = between(Optional.of(stack), after, false);
            Changes values = between(Optional.of(stack), after, true);

            assertThat(overview.resources())
                    .extracting(change -> change.logicalResourceId())
                    .as(before.body() + "\n" + after.body())
                    .containsAll(values.resources().stream()
                            .map(change -> change.logicalResourceId())
                            .toList());
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {41, 42})
    void aNewStackAddsWhatThereIs(long seed) {
        for (int i = 0; i < 60; i++) {
            Template template = made(new RandomTemplates(seed * 1000 + i), Optional.empty());

            Changes changes = between(Optional.empty(), template, true);

            assertThat(changes.resources())
                    .hasSameSizeAs(template.resources().keySet())
                    .allMatch(change -> change.action() == ChangeAction.ADD);
        }
    }

    private static Template made(RandomTemplates random, Optional<Template> before) {
        return Template.parse(RandomTemplates.json(
                before.map(template -> random.changed(template.document())).orElseGet(random::template)));
    }

    private DeployedStack deployed(Template template) {
        ParameterValues values = account.values(template, Map.of());
        Map<String, Deployed> resources = account.deploy(template, values, Map.of());
        return new DeployedStack(template, values, resources, Map.of());
    }

    private Changes between(Optional<DeployedStack> stack, Template after, boolean values) {
        return ChangeCalculation.between(
                stack,
                after,
                account.values(after, Map.of()),
                account,
                Schemas.published(),
                ChangeOptions.overview(Map.of()).withPropertyValues(values));
    }
}
