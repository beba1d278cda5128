package dev.penstock.stack.set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.penstock.action.AwsScope;
import dev.penstock.observe.Observation;
import dev.penstock.observe.ResourceId;
import dev.penstock.observe.ResourceReader;
import dev.penstock.stack.TemplateSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every platform for stack sets must do. */
public abstract class StackSetsContract {

    private static final int PATIENCE = 400;
    private static final AwsScope SCOPE = AwsScope.OWN;

    /** A stack set that no other test has. */
    protected final StackSetId set =
            new StackSetId("contract-" + UUID.randomUUID().toString().substring(0, 8), false);

    private final String made = UUID.randomUUID().toString();
    private final String changed = UUID.randomUUID().toString();

    /** The platform under test; its administration and execution roles are there. */
    protected abstract StackSets sets();

    /** Observes its operations. */
    protected abstract ResourceReader reader();

    /** The account that stacks are made in. */
    protected abstract String account();

    /** Lets some seconds pass. */
    protected abstract void letTimePass() throws Exception;

    /** A template with one resource. */
    protected String template(String value) {
        return """
                Resources:
                  Setting:
                    Type: AWS::SSM::Parameter
                    Properties:
                      Name: /%s/setting
                      Type: String
                      Value: %s
                """.formatted(set.name(), value);
    }

    @Test
    void saysThatThereIsNoSuchStackSet() {
        assertThat(sets().find(SCOPE, set)).isEmpty();
    }

    @Test
    void aStackSetHasNoStacksUntilTheyAreMade() throws Exception {
        String id = sets().create(SCOPE, definition("one"), "intent-1");

        assertThat(sets().find(SCOPE, set)).contains(id);
        assertThat(sets().instances(SCOPE, set)).isEmpty();
    }

    @Test
    void makesStacksByAnOperationThatIsKnownByItsId() throws Exception {
        sets().create(SCOPE, definition("one"), "intent-1");

        StackSetOperation end = add("us-east-1", "eu-west-1");

        assertThat(end.status()).isEqualTo(StackSetOperation.Status.SUCCEEDED);
        assertThat(end.results())
                .extracting(StackSetOperation.Result::region, StackSetOperation.Result::status)
                .containsExactlyInAnyOrder(tuple("us-east-1", "SUCCEEDED"), tuple("eu-west-1", "SUCCEEDED"));
        assertThat(sets().instances(SCOPE, set))
                .extracting(StackInstance::account, StackInstance::region, StackInstance::status)
                .containsExactlyInAnyOrder(
                        tuple(account(), "us-east-1", "CURRENT"), tuple(account(), "eu-west-1", "CURRENT"));
    }

    @Test
    void whatIsAskedForTwiceWithOneIdIsDoneOnce() throws Exception {
        sets().create(SCOPE, definition("one"), "intent-1");
        add("us-east-1");

        sets().createInstances(SCOPE, set, targets("us-east-1"), Map.of(), StackSetPreferences.DEFAULT, made);

        assertThat(sets().operation(SCOPE, set, made).orElseThrow().status())
                .isEqualTo(StackSetOperation.Status.SUCCEEDED);
        assertThat(sets().instances(SCOPE, set)).hasSize(1);
    }

    @Test
    void anUpdateBringsTheStacksToTheNewTemplate() throws Exception {
        sets().create(SCOPE, definition("one"), "intent-1");
        add("us-east-1");

        sets().update(SCOPE, definition("two"), StackSetTargets.NONE, StackSetPreferences.DEFAULT, changed);

        assertThat(await(changed).status()).isEqualTo(StackSetOperation.Status.SUCCEEDED);
        assertThat(sets().instances(SCOPE, set))
                .extracting(StackInstance::status)
                .containsExactly("CURRENT");
    }

    @Test
    void stoppingWhatHasEndedDoesNothing() throws Exception {
        sets().create(SCOPE, definition("one"), "intent-1");
        add("us-east-1");

        sets().stop(SCOPE, set, made);

        assertThat(sets().operation(SCOPE, set, made).orElseThrow().status())
                .isEqualTo(StackSetOperation.Status.SUCCEEDED);
    }

    private StackSetDefinition definition(String value) {
        return new StackSetDefinition(
                set,
                "",
                new TemplateSource.Body(template(value)),
                Map.of(),
                Set.of(),
                "SELF_MANAGED",
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private StackSetTargets targets(String... regions) {
        return new StackSetTargets(List.of(account()), List.of(), List.of(regions));
    }

    private StackSetOperation add(String... regions) throws Exception {
        sets().createInstances(SCOPE, set, targets(regions), Map.of(), StackSetPreferences.DEFAULT, made);
        return await(made);
    }

    private StackSetOperation await(String operation) throws Exception {
        ResourceId resource = StackSetOperation.resource(SCOPE, set, operation);
        for (int i = 0; i < PATIENCE; i++) {
            Observation seen = reader().read(List.of(resource)).seen().get(resource);
            if (seen instanceof StackSetOperation now && now.status().hasEnded()) {
                return now;
            }
            letTimePass();
        }
        throw new AssertionError(operation + " did not end");
    }
}
