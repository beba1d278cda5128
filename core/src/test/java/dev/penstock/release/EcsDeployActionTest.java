package dev.penstock.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.RemoteCallException;
import dev.penstock.action.RemoteCallException.Kind;
import dev.penstock.artifact.Digest;
import dev.penstock.engine.Signal;
import dev.penstock.engine.StartRequest;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionPhase;
import dev.penstock.execution.ActionResult;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.testing.FakeContainerServices;
import dev.penstock.testing.FakeImageRegistry;
import dev.penstock.testing.Fate;
import dev.penstock.testing.InMemoryArtifactStore;
import dev.penstock.testing.InMemoryJournal;
import dev.penstock.testing.VirtualClock;
import dev.penstock.time.EngineClock.Busy;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class EcsDeployActionTest {

    private static final ServiceId WEB = new ServiceId("shop", "web");
    private static final Digest ONE = Digest.of(new byte[] {1});
    private static final Digest TWO = Digest.of(new byte[] {2});
    private static final String REPOSITORY = FakeImageRegistry.HOST + "/web";
    private static final String IMAGE_ONE = REPOSITORY + "@" + ONE;
    private static final String IMAGE_TWO = REPOSITORY + "@" + TWO;

    @TempDir
    Path folder;

    private final VirtualClock clock = new VirtualClock(Instant.parse("2026-01-02T12:00:00Z"));
    private final FakeContainerServices services = new FakeContainerServices();
    private final FakeImageRegistry registry = new FakeImageRegistry();
    private ReleaseFixture fixture;

    @BeforeEach
    void open() {
        services.addService(WEB, Map.of("web", IMAGE_ONE, "sidecar", "public.ecr.aws/proxy:1"), 4);
        registry.put("web", "v1", ONE);
        registry.put("web", "v2", TWO);
        fixture = new ReleaseFixture(
                new InMemoryJournal(), clock, folder, new InMemoryArtifactStore(), "one", services, registry, services);
    }

    @AfterEach
    void close() {
        fixture.close();
        clock.close();
    }

    @Test
    void deploysTheDigestThatATagStandsFor() throws Exception {
        ActionResult result = succeeded(deploy(REPOSITORY + ":v2"));

        assertThat(services.images(WEB))
                .containsEntry("web", IMAGE_TWO)
                .containsEntry("sidecar", "public.ecr.aws/proxy:1");
        assertThat(services.effects()).containsExactly("register web:2", "deploy web:2");
        assertThat(result.deployments())
                .containsExactly(new ActionResult.Deployment(
                        "ECS service web in cluster shop, container web",
                        "arn:aws:ecs:us-east-1:123456789012:service/shop/web",
                        IMAGE_TWO));
        assertThat(result.external().orElseThrow().id()).contains(":service-deployment/shop/web/1");
        assertThat(fixture.log).contains("2 of 4 new tasks running, 3 old still running");
    }

    @Test
    void followsItsOwnDeploymentAlsoWhenThatBecomesVisibleLater() throws Exception {
        services.hideDeployments(3);
        succeeded(deploy(IMAGE_TWO));
        assertThat(services.effects()).containsExactly("register web:2", "deploy web:2");
    }

    @Test
    void saysSoWhenThereIsNothingToChange() throws Exception {
        succeeded(deploy(IMAGE_TWO));
        ActionResult again = succeeded(deploy(IMAGE_TWO));
        assertThat(again.summary()).contains("nothing was changed");
        assertThat(services.effects()).containsExactly("register web:2", "deploy web:2");
    }

    @Test
    void goingBackTakesTheTaskDefinitionThatIsThere() throws Exception {
        succeeded(deploy(IMAGE_TWO));
        succeeded(deploy(IMAGE_ONE));
        assertThat(services.effects()).containsExactly("register web:2", "deploy web:2", "deploy web:1");
        assertThat(services.images(WEB)).containsEntry("web", IMAGE_ONE);
    }

    @Test
    void stopsAtTheFirstTaskWhoseImageCannotBePulledAndFollowsTheRollback() throws Exception {
        services.fate(IMAGE_TWO, Fate.imageMissing("web"));

        ActionFailure failure = failed(deploy(IMAGE_TWO), Outcome.ROLLED_BACK);

        assertThat(failure.kind()).isEqualTo(ActionFailure.Kind.ROLLED_BACK);
        assertThat(failure.message()).contains("runs its previous revision again", "CannotPullContainerError");
        assertThat(failure.details()).anyMatch(line -> line.contains("CannotPullContainerError"));
        assertThat(services.effects()).containsExactly("register web:2", "deploy web:2", "stop 1");
        assertThat(services.images(WEB)).containsEntry("web", IMAGE_ONE);
    }

    @Test
    void stopsWhenAContainerExitsAgainAndShowsTheEndOfItsLog() throws Exception {
        services.fate(IMAGE_TWO, Fate.exiting("web", 3, "no database"));

        ActionFailure failure = failed(deploy(IMAGE_TWO), Outcome.ROLLED_BACK);

        assertThat(failure.message()).contains("container 'web' exited with code 3, in 2 tasks");
        assertThat(failure.details()).contains("  web | no database");
        assertThat(services.effects()).contains("stop 1");
    }

    @Test
    void afterARollbackTheSameImageIsDeployedAnew() throws Exception {
        services.fate(IMAGE_TWO, Fate.imageMissing("web"));
        failed(deploy(IMAGE_TWO), Outcome.ROLLED_BACK);
        services.fate(IMAGE_TWO, new Fate.Healthy());
        succeeded(deploy(IMAGE_TWO));
        assertThat(services.effects()).containsExactly("register web:2", "deploy web:2", "stop 1", "deploy web:2");
    }

    @Test
    void aForeignDeploymentSupersedesOurs() throws Exception {
        services.fate(IMAGE_TWO, new Fate.Stuck());
        once("4 of 4 new tasks running", () -> services.deployElsewhere(WEB, Map.of("web", IMAGE_ONE, "sidecar", "x")));

        ActionFailure failure = failed(deploy(IMAGE_TWO), Outcome.SUPERSEDED);

        assertThat(failure.message()).contains("Another deployment took over", ":service-deployment/shop/web/2");
    }

    @Test
    void aTimeoutSaysWhereItStood() throws Exception {
        services.fate(IMAGE_TWO, new Fate.Stuck());
        var pipeline = ReleaseFixture.pipeline(
                WEB,
                Map.of("images.json", definitions(IMAGE_TWO)),
                Map.of("FileName", "images.json", "DeploymentTimeout", "5"));
        ActionFailure failure = failed(fixture.run(pipeline), Outcome.FAILED);
        assertThat(failure.kind()).isEqualTo(ActionFailure.Kind.TIMED_OUT);
        assertThat(failure.message()).contains("5 min", "4 of 4 new tasks running");
        assertThat(services.effects()).doesNotContain("stop 1");
    }

    @Test
    void abandoningStopsAndRollsBack() throws Exception {
        services.fate(IMAGE_TWO, new Fate.Stuck());
        ExecutionId id;
        try (Busy busy = clock.busy()) {
            id = fixture.engine.start(ReleaseFixture.pipeline(WEB, definitions(IMAGE_TWO)), StartRequest.by("ann"));
            once("4 of 4 new tasks running", () -> fixture.engine.send(id, new Signal.Stop(true, "no more", "ann")));
        }
        assertThat(fixture.await(id).outcome()).contains(Outcome.STOPPED);
        assertThat(services.effects()).containsExactly("register web:2", "deploy web:2", "stop 1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "describe",
                "registerTaskDefinition",
                "findDeployment",
                "deploy",
                "stoppedTasks",
                "stopAndRollBack",
                "read"
            })
    void whatFailsForAWhileIsAskedAgain(String method) throws Exception {
        services.fate(IMAGE_TWO, Fate.imageMissing("web"));
        for (int i = 0; i < 3; i++) {
            services.failNext(method, failure(i == 1 ? Kind.TRANSIENT : Kind.THROTTLED));
        }
        failed(deploy(IMAGE_TWO), Outcome.ROLLED_BACK);
        assertThat(services.effects()).containsExactly("register web:2", "deploy web:2", "stop 1");
    }

    @Test
    void whoMayNotLookIntoTasksIsToldSoAndLearnsTheOutcomeAllTheSame() throws Exception {
        services.fate(IMAGE_TWO, Fate.imageMissing("web"));
        services.failNext("stoppedTasks", failure(Kind.DENIED));
        ActionFailure failure = failed(deploy(IMAGE_TWO), Outcome.ROLLED_BACK);
        assertThat(failure.message()).contains("CannotPullContainerError");
    }

    @Test
    void namesTheContainersWhenOneIsNotThere() throws Exception {
        ExecutionState state =
                fixture.run(ReleaseFixture.pipeline(WEB, "[{\"name\":\"wbe\",\"imageUri\":\"" + IMAGE_TWO + "\"}]"));
        assertThat(failed(state, Outcome.FAILED).message()).contains("'wbe'", "sidecar, web", "Nothing was changed");
        assertThat(services.effects()).isEmpty();
    }

    @Test
    void refusesAnImageThatIsNotInItsRepositoryBeforeAnythingIsChanged() throws Exception {
        assertThat(failed(deploy(REPOSITORY + ":v9"), Outcome.FAILED).code()).isEqualTo("PEN-ECS-004");
        Digest unknown = Digest.of(new byte[] {9});
        assertThat(failed(deploy(REPOSITORY + "@" + unknown), Outcome.FAILED).code())
                .isEqualTo("PEN-ECS-004");
        assertThat(services.effects()).isEmpty();
    }

    @Test
    void anImageOfARegistryThatIsNotLookedIntoKeepsItsTagAndTheLogSaysSo() throws Exception {
        succeeded(deploy("docker.io/library/nginx:1.27"));
        assertThat(services.images(WEB)).containsEntry("web", "docker.io/library/nginx:1.27");
        assertThat(fixture.log).anyMatch(line -> line.contains("the tag may move"));
    }

    @Test
    void tellsWhatTheArtifactHasWhenTheFileIsNotThere() throws Exception {
        ExecutionState state =
                fixture.run(ReleaseFixture.pipeline(WEB, Map.of("image-definitions.json", "[]"), Map.of()));
        ActionFailure failure = failed(state, Outcome.FAILED);
        assertThat(failure.code()).isEqualTo("PEN-ECS-001");
        assertThat(failure.details()).containsExactly("image-definitions.json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "[1]",
                "[{\"name\":\"web\"}]",
                "[{\"name\":\"\",\"imageUri\":\"x\"}]",
                "[{\"name\":\"web\",\"imageUri\":\"x\"},{\"name\":\"web\",\"imageUri\":\"y\"}]",
                "[{\"name\":\"web\",\"imageUri\":\"x@sha256:12\"}]",
                "[{\"name\":\"web\",\"imageUri\":\":\"}]",
                "[{\"name\":\"web\",\"imageUri\":\"web:\"}]",
                "[{\"name\":\"web\",\"imageUri\":\"$REPOSITORY_URI:latest\"}]",
                "not json"
            })
    void saysWhatIsWrongWithImageDefinitions(String content) throws Exception {
        ActionFailure failure = failed(fixture.run(ReleaseFixture.pipeline(WEB, content)), Outcome.FAILED);
        assertThat(failure.code()).isEqualTo("PEN-ECS-002");
        assertThat(services.effects()).isEmpty();
    }

    @Test
    void aServiceThatIsNotThereIsARemoteFailure() throws Exception {
        ExecutionState state =
                fixture.run(ReleaseFixture.pipeline(new ServiceId("shop", "nowhere"), definitions(IMAGE_TWO)));
        assertThat(failed(state, Outcome.FAILED).kind()).isEqualTo(ActionFailure.Kind.REMOTE);
    }

    private ExecutionState deploy(String image) throws Exception {
        return fixture.run(ReleaseFixture.pipeline(WEB, definitions(image)));
    }

    /** Does something as soon as a line is logged, before time goes on. */
    private void once(String part, Runnable action) {
        AtomicBoolean done = new AtomicBoolean();
        fixture.whenLogged = line -> {
            if (line.contains(part) && done.compareAndSet(false, true)) {
                action.run();
            }
        };
    }

    private static String definitions(String image) {
        return "[{\"name\":\"web\",\"imageUri\":\"" + image + "\"}]";
    }

    private static ActionResult succeeded(ExecutionState state) {
        assertThat(ReleaseFixture.deployed(state)).isInstanceOf(ActionPhase.Succeeded.class);
        return ((ActionPhase.Succeeded) ReleaseFixture.deployed(state)).result();
    }

    private static ActionFailure failed(ExecutionState state, Outcome outcome) {
        assertThat(ReleaseFixture.deployed(state)).isInstanceOf(ActionPhase.Failed.class);
        assertThat(state.outcome()).contains(outcome);
        return ((ActionPhase.Failed) ReleaseFixture.deployed(state)).failure();
    }

    private static RemoteCallException failure(Kind kind) {
        return new RemoteCallException(
                kind, "ecs:Test", kind.name(), "It is " + kind + ".", new IllegalStateException());
    }
}
