package dev.penstock.aws.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.AwsScope;
import dev.penstock.aws.client.Use;
import dev.penstock.engine.StartRequest;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.stack.StackFixture;
import dev.penstock.stack.StackOptions;
import dev.penstock.stack.StackStatus;
import dev.penstock.testing.InMemoryJournal;
import dev.penstock.time.EngineClock.Busy;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetType;
import software.amazon.awssdk.services.cloudformation.model.ResourceToImport;

/**
 * A deployment meets a stack in each status that AWS knows, brought about at the simulated AWS as it comes about at AWS, and ends
 * healthy or at an explained stop, without a person and with nothing lost.
 */
@Timeout(120)
class StackStatusesIT {

    private static final String PARAMETER = "/shop/setting";
    private static final String ONE = template("one", "");
    private static final String TWO = template("two", "");
    private static final String MORE = template("more", more("Create"));
    private static final String WANTED = template("wanted", "");

    @TempDir
    Path folder;

    private static String template(String value, String more) {
        return """
                Resources:
                  Setting:
                    Type: AWS::SSM::Parameter
                    DeletionPolicy: Delete
                    Properties:
                      Name: /shop/setting
                      Type: String
                      Value: %s
                """.formatted(value) + more;
    }

    private static String more(String logicalId) {
        return """
                  %s:
                    Type: AWS::SSM::Parameter
                    DependsOn: Setting
                    DeletionPolicy: Retain
                    Properties: {Name: /shop/%s, Type: String, Value: x}
                """.formatted(logicalId, logicalId);
    }

    /** How a deployment that meets a status goes on. */
    private enum End {
        /** The stack is what is wanted. */
        HEALTHY,
        /** The way out is told, and everything is there that was. */
        STOPPED,
    }

    /** What brings a stack to a status, and how a deployment that meets it ends. */
    @SuppressWarnings("ImmutableEnumChecker") // the ways are lambdas that capture nothing
    private enum Road {
        CREATE_IN_PROGRESS(End.HEALTHY, lab -> lab.create(ONE, false)),
        CREATE_FAILED(End.HEALTHY, lab -> {
            lab.lab.fail("CreateResource", "Setting", 1);
            lab.create(ONE, true);
        }),
        CREATE_COMPLETE(End.HEALTHY, lab -> lab.create(ONE, false)),
        ROLLBACK_IN_PROGRESS(End.HEALTHY, Laboratory::failingCreation),
        ROLLBACK_FAILED(End.HEALTHY, lab -> {
            lab.lab.fail("DeleteResource", "Setting", 1);
            lab.failingCreation();
        }),
        ROLLBACK_COMPLETE(End.HEALTHY, Laboratory::failingCreation),
        DELETE_IN_PROGRESS(End.HEALTHY, Laboratory::delete),
        DELETE_FAILED(End.STOPPED, lab -> {
            lab.lab.fail("DeleteResource", "Setting", 1, 2, 3);
            lab.delete();
        }),
        DELETE_COMPLETE(End.HEALTHY, Laboratory::delete),
        UPDATE_IN_PROGRESS(End.HEALTHY, lab -> lab.update(TWO, false)),
        UPDATE_COMPLETE_CLEANUP_IN_PROGRESS(End.HEALTHY, lab -> lab.update(TWO, false)),
        UPDATE_COMPLETE(End.HEALTHY, lab -> lab.update(TWO, false)),
        UPDATE_FAILED(End.HEALTHY, lab -> {
            lab.lab.fail("UpdateResource", "Setting", 1);
            lab.update(TWO, true);
        }),
        UPDATE_ROLLBACK_IN_PROGRESS(End.HEALTHY, Laboratory::failingUpdate),
        UPDATE_ROLLBACK_FAILED(End.HEALTHY, lab -> {
            lab.lab.fail("UpdateResource", "Setting", 2);
            lab.failingUpdate();
        }),
        UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS(End.HEALTHY, Laboratory::failingUpdate),
        UPDATE_ROLLBACK_COMPLETE(End.HEALTHY, Laboratory::failingUpdate),
        REVIEW_IN_PROGRESS(End.HEALTHY, lab -> {
            lab.changeSet("theirs", ChangeSetType.CREATE, ONE, List.of());
            lab.last.run();
        }),
        IMPORT_IN_PROGRESS(End.HEALTHY, lab -> lab.importing(true)),
        IMPORT_COMPLETE(End.HEALTHY, lab -> lab.importing(true)),
        IMPORT_ROLLBACK_IN_PROGRESS(End.HEALTHY, lab -> lab.importing(false)),
        IMPORT_ROLLBACK_FAILED(End.STOPPED, lab -> {
            lab.lab.fail("RollbackImport", "First", 1, 2);
            lab.importing(false);
        }),
        IMPORT_ROLLBACK_COMPLETE(End.HEALTHY, lab -> lab.importing(false));

        private final End end;
        private final Consumer<Laboratory> way;

        Road(End end, Consumer<Laboratory> way) {
            this.end = end;
            this.way = way;
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDeploymentThatMeetsItEndsHealthyOrAtAnExplainedStop(Road road) throws Exception {
        try (var lab = new StackLab(folder);
                var fixture = lab.fixture(new InMemoryJournal(), "one", StackOptions.DEFAULT)) {
            ExecutionState end = meeting(road, lab, fixture);
            switch (road.end) {
                case HEALTHY -> {
                    StackLab.succeeded(end);
                    assertThat(lab.stack().status().phase())
                            .isIn(StackStatus.Phase.READY, StackStatus.Phase.CLEANING_UP);
                    assertThat(lab.value(PARAMETER)).isEqualTo("wanted");
                }
                case STOPPED -> {
                    ActionFailure failure = StackLab.failed(end, Outcome.FAILED);
                    assertThat(failure.code()).isEqualTo("PEN-STACK-014");
                    assertThat(failure.message())
                            .contains("Stack shop is " + road.name())
                            .endsWith("Nothing was changed.");
                    assertThat(failure.details()).anyMatch(line -> line.startsWith("  aws cloudformation "));
                    assertThat(lab.value(PARAMETER)).as("nothing is lost").isEqualTo("one");
                }
            }
        }
    }

    private static ExecutionState meeting(Road road, StackLab lab, StackFixture fixture) throws Exception {
        CompletableFuture<ExecutionId> started = new CompletableFuture<>();
        CompletableFuture<Void> met;
        if (road == Road.DELETE_COMPLETE) {
            road.way.accept(new Laboratory(lab, () -> {}));
            lab.settle();
            return fixture.run(StackLab.deploying(WANTED));
        }
        AtomicReference<Busy> busy = new AtomicReference<>();
        road.way.accept(new Laboratory(lab, () -> busy.set(lab.clock.busy())));
        try (Busy still = busy.get()) {
            met = lab.when(
                    road.name(),
                    () -> started.complete(fixture.engine.start(StackLab.deploying(WANTED), StartRequest.by("ann"))));
        }
        met.get(60, TimeUnit.SECONDS);
        return fixture.await(started.get(60, TimeUnit.SECONDS));
    }

    @Test
    void noStatusIsLeftOut() {
        List<String> known = Arrays.stream(StackStatus.values())
                .filter(status -> status != StackStatus.UNKNOWN)
                .map(Enum::name)
                .toList();
        assertThat(Arrays.stream(Road.values()).map(Enum::name)).containsExactlyInAnyOrderElementsOf(known);
    }

    /** What others do to a stack. The last thing is asked for while time stands still, so that it can be met on its way. */
    private record Laboratory(StackLab lab, Runnable last) {

        void create(String template, boolean keepOnFailure) {
            last.run();
            lab.cloudFormation.createStack(
                    request -> request.stackName("shop").templateBody(template).disableRollback(keepOnFailure));
        }

        void failingCreation() {
            lab.fail("CreateResource", "Create", 1);
            create(MORE, false);
        }

        void created() {
            lab.cloudFormation.createStack(request -> request.stackName("shop").templateBody(ONE));
            lab.settle();
        }

        void delete() {
            created();
            last.run();
            lab.cloudFormation.deleteStack(request -> request.stackName("shop"));
        }

        void update(String template, boolean keepOnFailure) {
            created();
            last.run();
            lab.cloudFormation.updateStack(
                    request -> request.stackName("shop").templateBody(template).disableRollback(keepOnFailure));
        }

        void failingUpdate() {
            lab.fail("CreateResource", "Create", 1);
            update(MORE, false);
        }

        void changeSet(String name, ChangeSetType type, String template, List<ResourceToImport> imported) {
            lab.cloudFormation.createChangeSet(request -> {
                request.stackName("shop")
                        .changeSetName(name)
                        .changeSetType(type)
                        .templateBody(template);
                if (!imported.isEmpty()) {
                    request.resourcesToImport(imported);
                }
            });
            lab.settle();
        }

        void importing(boolean goesWell) {
            created();
            for (String name : List.of("First", "Second")) {
                lab.account
                        .clients
                        .ssm(AwsScope.OWN, Use.CHANGE)
                        .putParameter(request ->
                                request.name("/shop/" + name).type("String").value("x"));
            }
            if (!goesWell) {
                lab.fail("ImportResource", "Second", 1);
            }
            changeSet(
                    "theirs",
                    ChangeSetType.IMPORT,
                    template("one", more("First") + more("Second")),
                    List.of(imported("First"), imported("Second")));
            last.run();
            lab.cloudFormation.executeChangeSet(
                    request -> request.stackName("shop").changeSetName("theirs"));
        }

        private static ResourceToImport imported(String logicalId) {
            return ResourceToImport.builder()
                    .logicalResourceId(logicalId)
                    .resourceType("AWS::SSM::Parameter")
                    .resourceIdentifier(Map.of("Name", "/shop/" + logicalId))
                    .build();
        }
    }
}
