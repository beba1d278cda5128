package dev.penstock.aws.ecs;

import dev.penstock.aws.simulated.BalancedShop;
import dev.penstock.aws.simulated.SimulatedAccount;
import dev.penstock.aws.traffic.ElbListenerRules;
import dev.penstock.aws.traffic.ElbLoadBalancers;
import dev.penstock.engine.RunnerDeath;
import dev.penstock.engine.StartRequest;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionPhase;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.journal.ExecutionQuery;
import dev.penstock.journal.Journal;
import dev.penstock.journal.JournalException;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.release.EcsReleaseTarget;
import dev.penstock.release.ReleaseFixture;
import dev.penstock.rollout.BakeJudge;
import dev.penstock.rollout.ReleaseAction;
import dev.penstock.rollout.ReleaseSettings;
import dev.penstock.rollout.Strategies;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.ecs.ContainerScript;
import dev.penstock.simulator.ecs.SimulateVariable;
import dev.penstock.simulator.ecs.TaskBehaviour;
import dev.penstock.simulator.network.ResponseScript;
import dev.penstock.simulator.time.SimulatedTime;
import dev.penstock.testing.FakeImageRegistry;
import dev.penstock.testing.FakeWebProbe;
import dev.penstock.testing.FaultyJournal;
import dev.penstock.testing.InMemoryArtifactStore;
import dev.penstock.testing.InMemoryJournal;
import dev.penstock.time.EngineClock.Busy;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import software.amazon.awssdk.services.ecs.model.AdvancedConfiguration;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;

/** Releases to a service behind a load balancer in the simulated AWS, on virtual time. */
final class ReleaseLab implements AutoCloseable {

    static final String IMAGE = "registry.example/web:";

    /** What the containers of some versions do; those of others are well. */
    private static final Map<String, String> BEHAVIOURS = Map.of(
            "exits", "exit:3@2s", "mute", "answers@24h", "turns-ill", "failing:100@5m", "no-image", "cannot-pull");

    final SimulatedAccount account = new SimulatedAccount(SimulatedAws.builder()
            .seed(7)
            .time(SimulatedTime.virtual(Instant.parse("2026-01-02T12:00:00Z")))
            .tasks(new ByVersion())
            .start());
    final BalancedShop shop;
    final FakeWebProbe probe = new FakeWebProbe();
    private final Path folder;
    private final InMemoryArtifactStore artifacts = new InMemoryArtifactStore();

    /** What releases logged. */
    List<String> log = List.of();

    ReleaseLab(Path folder) {
        this(folder, service -> {});
    }

    /** With a service of two tasks that runs the image {@code one}. */
    ReleaseLab(Path folder, Consumer<CreateServiceRequest.Builder> more) {
        this.folder = folder;
        this.shop = new BalancedShop(account);
        still();
        shop.createService(IMAGE + "one", more);
        still();
    }

    /** Takes away what moves traffic. */
    static void withOneGroup(CreateServiceRequest.Builder service) {
        LoadBalancer whole = service.build().loadBalancers().getFirst();
        service.loadBalancers(List.of(whole.toBuilder()
                .advancedConfiguration((AdvancedConfiguration) null)
                .build()));
    }

    /** Lets time pass until nothing happens any more. */
    void still() {
        if (!account.aws.time().awaitStill(Duration.ofSeconds(30))) {
            throw new AssertionError("there is no end of it");
        }
    }

    ReleaseFixture fixture(Journal journal, String runner, ReleaseSettings settings, BakeJudge judge) {
        var target = new EcsReleaseTarget(
                new EcsContainerServices(account.clients),
                new FakeImageRegistry(),
                new ElbListenerRules(account.clients),
                new ElbLoadBalancers(account.clients),
                probe);
        return new ReleaseFixture(
                journal,
                account.clock(),
                folder,
                artifacts,
                runner,
                new ReleaseAction<>(target, action -> Optional.of(settings), Strategies.builtIn(), judge),
                List.of(new ServiceDeploymentReader(account.clients, account.clock())));
    }

    /** A pipeline that releases an image. */
    static Pipeline releasing(String version) {
        return ReleaseFixture.pipeline(
                BalancedShop.WEB, "[{\"name\":\"web\",\"imageUri\":\"" + IMAGE + version + "\"}]");
    }

    ExecutionState release(String version, ReleaseSettings settings) throws Exception {
        return release(version, settings, (fixture, line) -> {});
    }

    /** Is told each line that is logged, while time stands still. */
    interface Listener {
        void logged(ReleaseFixture fixture, String line);
    }

    ExecutionState release(String version, ReleaseSettings settings, Listener listener) throws Exception {
        try (var fixture = fixture(new InMemoryJournal(), "one", settings, NEVER)) {
            fixture.whenLogged = line -> listener.logged(fixture, line);
            ExecutionId id;
            try (Busy busy = account.clock().busy()) {
                id = fixture.engine.start(releasing(version), StartRequest.by("ann"));
            }
            try {
                return fixture.engine.whenEnded(id).get(60, TimeUnit.SECONDS);
            } finally {
                log = List.copyOf(fixture.log);
            }
        }
    }

    /**
     * Releases until a runner dies, and lets another go on at the very same time: what waits for a runner does not do so for
     * ever, and virtual time flies where nobody holds it.
     *
     * @return how it ended; absent if the runner died before the execution was there
     */
    Optional<ExecutionState> survived(RunnerDeath death, String version, ReleaseSettings settings) throws Exception {
        var durable = new InMemoryJournal();
        var mortal = new FaultyJournal(durable);
        if (death.before()) {
            mortal.dieBefore(death.append());
        } else {
            mortal.dieAfter(death.append());
        }
        var timeStandsStill = new AtomicReference<Optional<Busy>>(Optional.empty());
        try (var one = fixture(holding(mortal, timeStandsStill), "one", settings, NEVER)) {
            ExecutionId id;
            try (Busy busy = account.clock().busy()) {
                id = one.engine.start(releasing(version), StartRequest.by("ann"));
            }
            return Optional.of(one.engine.whenEnded(id).get(60, TimeUnit.SECONDS));
        } catch (JournalException | ExecutionException e) {
            if (durable.list(ExecutionQuery.newest(1)).isEmpty()) {
                return Optional.empty();
            }
        }
        try (var two = fixture(durable, "two", settings, NEVER)) {
            ExecutionId id = durable.list(ExecutionQuery.newest(1)).getFirst().id();
            two.engine.resumeAll();
            timeStandsStill.get().ifPresent(Busy::close);
            ExecutionState end = two.engine.whenEnded(id).get(60, TimeUnit.SECONDS);
            log = List.copyOf(two.log);
            return Optional.of(end);
        }
    }

    /** A journal that holds time when it fails. */
    private Journal holding(Journal journal, AtomicReference<Optional<Busy>> held) {
        return (Journal) Proxy.newProxyInstance(
                Journal.class.getClassLoader(), new Class<?>[] {Journal.class}, (proxy, method, arguments) -> {
                    try {
                        Object answer = method.invoke(journal, arguments);
                        return answer instanceof CompletableFuture<?> later
                                ? later.whenComplete((done, failure) -> {
                                    if (failure != null) {
                                        hold(held);
                                    }
                                })
                                : answer;
                    } catch (InvocationTargetException e) {
                        hold(held);
                        throw e.getCause();
                    }
                });
    }

    private void hold(AtomicReference<Optional<Busy>> held) {
        synchronized (held) {
            if (held.get().isEmpty()) {
                held.set(Optional.of(account.clock().busy()));
            }
        }
    }

    /** No bake of these tests is judged. */
    static final BakeJudge NEVER = (release, bake, arms, share) -> {
        throw new AssertionError("nothing is judged here");
    };

    private static final class ByVersion implements TaskBehaviour {

        private final SimulateVariable told = new SimulateVariable();

        private static Launch as(Launch launch) {
            String version = launch.image().substring(launch.image().lastIndexOf(':') + 1);
            return new Launch(
                    launch.task(),
                    launch.taskDefinition(),
                    launch.container(),
                    launch.image(),
                    Map.of(SimulateVariable.VARIABLE, BEHAVIOURS.getOrDefault(version, "")),
                    Map.of());
        }

        @Override
        public ContainerScript scriptOf(Launch launch) {
            return told.scriptOf(as(launch));
        }

        @Override
        public Optional<ResponseScript> answers(Launch launch, Duration running) {
            return told.answers(as(launch), running);
        }

        @Override
        public Optional<Duration> answersChange(Launch launch, Duration running) {
            return told.answersChange(as(launch), running);
        }
    }

    /** Why a release failed. */
    static ActionFailure failure(ExecutionState end) {
        if (ReleaseFixture.deployed(end) instanceof ActionPhase.Failed failed) {
            return failed.failure();
        }
        throw new AssertionError("it did not fail: " + ReleaseFixture.deployed(end));
    }

    @Override
    public void close() {
        account.close();
    }
}
