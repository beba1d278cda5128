package dev.penstock.runner.wiring;

import com.google.inject.Injector;
import dev.penstock.action.ActionProvider;
import dev.penstock.action.AwsScope;
import dev.penstock.artifact.ArtifactStore;
import dev.penstock.aws.AwsServices;
import dev.penstock.aws.cloudformation.AwsKeptData;
import dev.penstock.aws.kms.KmsSigner;
import dev.penstock.engine.Engine;
import dev.penstock.engine.EngineBuilder;
import dev.penstock.engine.ExecutionListener;
import dev.penstock.engine.Preflight;
import dev.penstock.engine.StartRequest;
import dev.penstock.evidence.EvidenceSigner;
import dev.penstock.journal.Journal;
import dev.penstock.journal.RunnerId;
import dev.penstock.library.BuiltInActions;
import dev.penstock.library.Cloud;
import dev.penstock.library.Engines;
import dev.penstock.library.Machine;
import dev.penstock.observe.Durations;
import dev.penstock.plan.PlanPipeline;
import dev.penstock.plan.Planner;
import dev.penstock.rollout.ReleaseStrategy;
import dev.penstock.rollout.Strategies;
import dev.penstock.runner.RunPlan;
import dev.penstock.runner.Runner;
import dev.penstock.runner.StandInList;
import dev.penstock.runner.project.JournalStores;
import dev.penstock.runner.project.RunTarget;
import dev.penstock.schema.Schemas;
import dev.penstock.secret.Masker;
import dev.penstock.secret.ReferenceValues;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.stack.KeptData;
import dev.penstock.stack.review.ResourceTimes;
import dev.penstock.testing.InMemoryJournal;
import dev.penstock.time.EngineClock;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A runner whose parts an injector makes. */
final class GuiceRunner implements Runner {

    private final Injector injector;
    private final RunPlan plan;
    private final Closing closing;
    private final List<ActionProvider<?, ?>> providers = new ArrayList<>();
    private Optional<Plugins.Found> plugins = Optional.empty();
    private @Nullable Journal journal;

    GuiceRunner(Injector injector, RunPlan plan, Closing closing, Optional<Journal> shared) {
        this.journal = shared.orElse(null);
        this.injector = injector;
        this.plan = plan;
        this.closing = closing;
    }

    @Override
    public Journal journal() {
        Journal known = journal;
        if (known == null) {
            known = closing.later(JournalStores.open(plan.journals(), plan.target()));
            journal = known;
        }
        return known;
    }

    @Override
    public Preflight preflight() {
        return new Preflight(providers(), BuiltInActions.graphs(plan.settings()));
    }

    @Override
    public InstantSource clock() {
        return get(EngineClock.class);
    }

    @Override
    public List<String> provision() {
        if (plan.target() != RunTarget.SIMULATED) {
            return List.of();
        }
        SimulatedAccount.Pace pace = plan.simulator().isPresent()
                ? new SimulatedAccount.Served()
                : new SimulatedAccount.InProcess(get(SimulatedAws.class).time());
        return new SimulatedAccount(pace, get(AwsServices.class).clients())
                .provision(StandInList.of(plan.pipeline(), plan.settings()), plan.environment());
    }

    @Override
    public Cloud cloud() {
        return get(AwsServices.class);
    }

    @Override
    public KeptData keptData() {
        return new AwsKeptData(get(AwsServices.class).clients());
    }

    @Override
    public Engine engine(ExecutionListener listener) {
        return engine(listener, UnaryOperator.identity());
    }

    @Override
    public Engine engine(ExecutionListener listener, UnaryOperator<EngineBuilder> further) {
        return closing.later(
                further.apply(builder(journal(), providers(), listener)).build());
    }

    private EngineBuilder builder(Journal journal, List<ActionProvider<?, ?>> carryingOut, ExecutionListener listener) {
        return Engine.builder(journal)
                .artifacts(get(ArtifactStore.class))
                .workFolder(get(Machine.class).workFolder())
                .providers(carryingOut)
                .resourceReaders(Engines.readers(plan.settings(), get(AwsServices.class)))
                .durations(get(Durations.class))
                .clock(get(EngineClock.class))
                .masker(get(Masker.class))
                .references(
                        ReferenceValues.of(get(AwsServices.class).secrets(), plan.hiddenValues(), plan.environment()))
                .scopes(BuiltInActions.scopes(plan.settings()))
                .graphs(BuiltInActions.graphs(plan.settings()))
                .listener(listener)
                .runner(name());
    }

    @Override
    public Planner.Outcome plan(PlanPipeline planning, StartRequest request) throws InterruptedException {
        provision();
        var planner = new Planner();
        AwsServices cloud = get(AwsServices.class);
        List<ActionProvider<?, ?>> looking = BuiltInActions.planning(
                plan.settings().forPlanning(planning.names()),
                get(Machine.class),
                cloud,
                cloud.timings(),
                planner.listener(cloud.stacks(), new ResourceTimes(get(Durations.class))),
                planner.environments(),
                planner.rollouts());
        try (Engine engine =
                builder(new InMemoryJournal(), looking, ExecutionListener.NONE).build()) {
            return planner.plan(planning, engine, request);
        }
    }

    @Override
    public Schemas schemas() {
        return BuiltInActions.schemas(plan.settings(), get(Machine.class));
    }

    /** Unique for each process, and readable. */
    private static RunnerId name() {
        String user = System.getProperty("user.name", "somebody");
        return new RunnerId(user + "/" + ProcessHandle.current().pid() + "/"
                + UUID.randomUUID().toString().substring(0, 8));
    }

    private List<ActionProvider<?, ?>> providers() {
        if (providers.isEmpty()) {
            providers.addAll(BuiltInActions.of(
                    plan.settings(),
                    plan.pipeline(),
                    get(Machine.class),
                    get(AwsServices.class),
                    get(Durations.class),
                    plugins().releases()));
            providers.addAll(plugins().providers());
        }
        return providers;
    }

    private Plugins.Found plugins() {
        Optional<Plugins.Found> known = plugins;
        if (known.isEmpty()) {
            known = Optional.of(Plugins.load(plan.plugins(), closing));
            plugins = known;
        }
        return known.get();
    }

    @Override
    public Strategies strategies() {
        List<ReleaseStrategy> others = new ArrayList<>();
        plugins().releases().forEach(plugin -> others.addAll(plugin.strategies()));
        return new Strategies(others);
    }

    @Override
    public EvidenceSigner signer(String key) {
        return new KmsSigner(get(AwsServices.class).clients(), AwsScope.OWN, key);
    }

    private <T> T get(Class<T> type) {
        try {
            return injector.getInstance(type);
        } catch (RuntimeException e) {
            throw Wiring.cause(e);
        }
    }

    @Override
    public void close() {
        closing.close();
    }
}
