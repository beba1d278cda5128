package dev.penstock.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.observe.Observation;
import dev.penstock.observe.ResourceId;
import dev.penstock.observe.ResourceReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every platform for stacks must do. */
public abstract class StacksContract {

    private static final int PATIENCE = 400;
    private static final AwsScope SCOPE = AwsScope.OWN;

    /** The name of a stack that no other test has. */
    protected final String name = "contract-" + UUID.randomUUID().toString().substring(0, 8);

    /** The platform under test. */
    protected abstract Stacks stacks();

    /** Observes its stacks. */
    protected abstract ResourceReader stackReader();

    /** Observes its change sets. */
    protected abstract ResourceReader changeSetReader();

    /** Lets some seconds pass. */
    protected abstract void letTimePass() throws Exception;

    /** Lets the resource {@code Broken} of {@link #broken} fail, where it does not by itself. */
    protected abstract void letBrokenFail();

    /** A template with one resource and an output {@code Kept} with the value {@code yes}. */
    protected String template(String value) {
        return """
                Parameters:
                  Suffix:
                    Type: String
                    Default: none
                Resources:
                  Setting:
                    Type: AWS::SSM::Parameter
                    Properties:
                      Name: /%s/setting
                      Type: String
                      Value: %s
                Outputs:
                  Kept:
                    Value: 'yes'
                """.formatted(name, value);
    }

    /** The same, with a resource {@code Broken} that cannot be made. */
    protected String broken(String value) {
        String resource = """
                  Broken:
                    Type: AWS::SSM::Parameter
                    DependsOn: Setting
                    Properties:
                      Name: /%s/broken
                      Type: Nonsense
                      Value: x
                Outputs:
                """.formatted(name);
        return template(value).replace("Outputs:\n", resource);
    }

    @Test
    void saysThatThereIsNoSuchStack() {
        assertThat(stacks().find(SCOPE, name)).isEmpty();
        assertThat(stacks().changeSet(SCOPE, name, "first")).isEmpty();
        stacks().delete(SCOPE, name, Set.of(), Optional.empty(), "token-1");
        stacks().deleteChangeSet(SCOPE, name, "first");
    }

    @Test
    void createsAStackByAChangeSetThatSaysWhatItWillDo() throws Exception {
        ChangeSet changes = propose(ChangeSetType.CREATE, "first", template("one"), "intent-1");

        assertThat(changes.isExecutable()).isTrue();
        assertThat(changes.changes()).singleElement().satisfies(change -> {
            assertThat(change.action()).isEqualTo(ResourceChange.Action.ADD);
            assertThat(change.logicalId()).isEqualTo("Setting");
            assertThat(change.type()).isEqualTo("AWS::SSM::Parameter");
        });
        assertThat(stacks().find(SCOPE, name).orElseThrow().status()).isEqualTo(StackStatus.REVIEW_IN_PROGRESS);

        StackSnapshot end = execute(changes, "execution-1");
        assertThat(end.stack().status()).isEqualTo(StackStatus.CREATE_COMPLETE);
        Stack stack = stacks().find(SCOPE, name).orElseThrow();
        assertThat(stack.outputValues()).containsEntry("Kept", "yes");
        assertThat(stack.id()).isEqualTo(changes.stackId());
        assertThat(stacks().resources(SCOPE, stack.id()))
                .extracting(StackResource::logicalId)
                .containsExactly("Setting");
        assertThat(stacks().template(SCOPE, stack.id(), false)).contains("AWS::SSM::Parameter");
    }

    @Test
    void oneIntentMakesOneChangeSet() throws Exception {
        ChangeSet first = propose(ChangeSetType.CREATE, "first", template("one"), "intent-1");
        String again =
                stacks().createChangeSet(SCOPE, request(ChangeSetType.CREATE, "first", template("one"), "intent-1"));
        assertThat(again).isEqualTo(first.id());
        assertThat(stacks().changeSet(SCOPE, name, "first").orElseThrow().description())
                .isEqualTo("intent-1");
    }

    @Test
    void knowsTheEventsOfAnOperationByItsToken() throws Exception {
        create("one", "execution-1");
        StackSnapshot end =
                execute(propose(ChangeSetType.UPDATE, "second", template("two"), "intent-2"), "execution-2");
        assertThat(end.stack().status().endsAnOperation()).isTrue();

        List<StackEvent> first = stacks().events(SCOPE, end.stack().id(), "execution-1");
        List<StackEvent> second = stacks().events(SCOPE, end.stack().id(), "execution-2");
        assertThat(first).extracting(StackEvent::status).contains("CREATE_IN_PROGRESS", "CREATE_COMPLETE");
        assertThat(first).extracting(StackEvent::status).doesNotContain("UPDATE_COMPLETE");
        assertThat(second.getFirst().status()).isEqualTo("UPDATE_IN_PROGRESS");
        assertThat(second).filteredOn(StackEvent::isOfTheStack).isNotEmpty();
        assertThat(second)
                .filteredOn(event -> event.logicalId().equals("Setting"))
                .extracting(StackEvent::status)
                .contains("UPDATE_IN_PROGRESS", "UPDATE_COMPLETE");
        assertThat(stacks().events(SCOPE, end.stack().id(), "execution-3")).isEmpty();
        assertThat(stacks().events(SCOPE, end.stack().id())).containsAll(second);
        assertThat(end.events()).isNotEmpty();
        assertThat(stacks().history(SCOPE, end.stack().id())).containsAll(first).endsWith(second.getLast());
    }

    @Test
    void tellsNothingToChangeFromFailure() throws Exception {
        create("one", "execution-1");
        ChangeSet same = propose(ChangeSetType.UPDATE, "same", template("one"), "intent-2");
        assertThat(same.withoutChanges()).isTrue();
        assertThat(same.changes()).isEmpty();
        assertThat(same.isExecutable()).isFalse();
    }

    @Test
    void executesOncePerToken() throws Exception {
        ChangeSet changes = propose(ChangeSetType.CREATE, "first", template("one"), "intent-1");
        execute(changes, "execution-1");
        StackSnapshot end = await(changes.stackId());
        assertThat(stacks().events(SCOPE, end.stack().id(), "execution-1"))
                .filteredOn(StackEvent::isOfTheStack)
                .filteredOn(event -> event.status().equals("CREATE_IN_PROGRESS"))
                .hasSize(1);
    }

    @Test
    void takesAFailedUpdateBack() throws Exception {
        create("one", "execution-1");
        letBrokenFail();
        StackSnapshot end = execute(propose(ChangeSetType.UPDATE, "second", broken("two"), "intent-2"), "execution-2");

        assertThat(end.stack().status())
                .isIn(StackStatus.UPDATE_ROLLBACK_COMPLETE, StackStatus.UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS);
        assertThat(FirstCause.in(stacks().events(SCOPE, end.stack().id(), "execution-2")))
                .hasValueSatisfying(cause -> assertThat(cause.logicalId()).isEqualTo("Broken"));
    }

    @Test
    void deletesAStackAndStillKnowsItByItsArn() throws Exception {
        String id = create("one", "execution-1");
        stacks().delete(SCOPE, id, Set.of(), Optional.empty(), "deletion-1");
        stacks().delete(SCOPE, id, Set.of(), Optional.empty(), "deletion-1");
        assertThat(await(id).stack().status()).isEqualTo(StackStatus.DELETE_COMPLETE);
        assertThat(stacks().find(SCOPE, id).orElseThrow().status()).isEqualTo(StackStatus.DELETE_COMPLETE);
        assertThat(stacks().find(SCOPE, name)).isEmpty();
    }

    @Test
    void aDeletedChangeSetIsGone() throws Exception {
        create("one", "execution-1");
        ChangeSet changes = propose(ChangeSetType.UPDATE, "second", template("two"), "intent-2");
        stacks().deleteChangeSet(SCOPE, name, "second");
        for (int i = 0;
                i < PATIENCE && stacks().changeSet(SCOPE, name, "second").isPresent();
                i++) {
            letTimePass();
        }
        assertThat(stacks().changeSet(SCOPE, name, changes.id())).isEmpty();
        assertThat(sighting(changes.id()).orElseThrow().status()).isEqualTo(ChangeSetStatus.DELETE_COMPLETE);
    }

    @Test
    void refusesParametersThatTheTemplateDoesNotHave() throws Exception {
        create("one", "execution-1");
        var request = new ChangeSetRequest(
                name,
                "wrong",
                ChangeSetType.UPDATE,
                new StackDefinition(
                        new TemplateSource.Body(template("two")),
                        Map.of("Colour", new ParameterValue.Given("red")),
                        Map.of(),
                        Set.of(),
                        Optional.empty(),
                        RollbackConfiguration.NONE,
                        List.of(),
                        List.of(),
                        StackOptions.Mode.STANDARD),
                "",
                false,
                false,
                ChangeSetRequest.OnStackFailure.ROLLBACK,
                "intent-2");
        assertThatThrownBy(() -> stacks().createChangeSet(SCOPE, request))
                .isInstanceOf(RemoteCallException.class)
                .hasMessageContaining("Colour");
    }

    @Test
    void keepsAStackPolicy() throws Exception {
        String id = create("one", "execution-1");
        assertThat(stacks().stackPolicy(SCOPE, id)).isEmpty();
        String policy =
                "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"Update:*\",\"Principal\":\"*\",\"Resource\":\"*\"}]}";
        stacks().setStackPolicy(SCOPE, id, policy);
        assertThat(stacks().stackPolicy(SCOPE, id).orElseThrow()).contains("Update:*");
    }

    @Test
    void saysWhatATemplateNeeds() {
        TemplateSummary summary = stacks().validate(SCOPE, new TemplateSource.Body(template("one")));
        assertThat(summary.parameters()).containsEntry("Suffix", Optional.of("none"));
        assertThat(summary.capabilities()).isEmpty();
    }

    private String create(String value, String token) throws Exception {
        return execute(propose(ChangeSetType.CREATE, "first", template(value), "intent-1"), token)
                .stack()
                .id();
    }

    private ChangeSetRequest request(ChangeSetType type, String changeSet, String template, String token) {
        return new ChangeSetRequest(
                name,
                changeSet,
                type,
                StackDefinition.of(new TemplateSource.Body(template)),
                token,
                false,
                false,
                ChangeSetRequest.OnStackFailure.ROLLBACK,
                token);
    }

    private ChangeSet propose(ChangeSetType type, String changeSet, String template, String token) throws Exception {
        String id = stacks().createChangeSet(SCOPE, request(type, changeSet, template, token));
        for (int i = 0; i < PATIENCE; i++) {
            if (sighting(id).filter(seen -> !seen.status().isUnderWay()).isPresent()) {
                return stacks().changeSet(SCOPE, name, id).orElseThrow();
            }
            letTimePass();
        }
        throw new AssertionError(id + " was not made");
    }

    private Optional<ChangeSetSighting> sighting(String id) {
        ResourceId resource = new ResourceId(ChangeSetSighting.KIND, SCOPE, id);
        Observation seen = changeSetReader().read(List.of(resource)).seen().get(resource);
        return Optional.ofNullable(seen).map(ChangeSetSighting.class::cast);
    }

    private StackSnapshot execute(ChangeSet changes, String token) throws Exception {
        stacks().executeChangeSet(SCOPE, changes.stackId(), changes.id(), token);
        for (int i = 0;
                i < PATIENCE && stacks().events(SCOPE, changes.stackId(), token).isEmpty();
                i++) {
            letTimePass();
        }
        return await(changes.stackId());
    }

    private StackSnapshot await(String stackId) throws Exception {
        ResourceId resource = new ResourceId(StackSnapshot.KIND, SCOPE, stackId);
        for (int i = 0; i < PATIENCE; i++) {
            Observation seen = stackReader().read(List.of(resource)).seen().get(resource);
            if (seen instanceof StackSnapshot snapshot
                    && snapshot.stack().status().endsAnOperation()
                    && snapshot.stack().status().phase() != StackStatus.Phase.CLEANING_UP) {
                return snapshot;
            }
            letTimePass();
        }
        throw new AssertionError(stackId + " did not end");
    }
}
