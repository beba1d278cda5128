package dev.penstock.library;

import dev.penstock.action.ActionPlugin;
import dev.penstock.action.ActionProvider;
import dev.penstock.action.ManualApprovalAction;
import dev.penstock.artifact.ArtifactStore;
import dev.penstock.engine.Engine;
import dev.penstock.engine.EngineBuilder;
import dev.penstock.engine.ExecutionListener;
import dev.penstock.engine.ExecutionReader;
import dev.penstock.engine.Preflight;
import dev.penstock.engine.ScopeMapping;
import dev.penstock.journal.Journal;
import dev.penstock.journal.RunnerId;
import dev.penstock.meter.MeteredJournal;
import dev.penstock.meter.Meters;
import dev.penstock.metric.EvidencePorts;
import dev.penstock.observe.Durations;
import dev.penstock.observe.ResourceReader;
import dev.penstock.pipeline.ActionTypeId;
import dev.penstock.rollout.ReleasePlugin;
import dev.penstock.secret.Masker;
import dev.penstock.secret.ReferenceValues;
import dev.penstock.secret.SecretMasker;
import dev.penstock.settings.RunSettings;
import dev.penstock.time.EngineClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Puts a {@link Penstock} together from its ports. With a {@link Machine} and a {@link Cloud} it has everything that comes
 * with Penstock, of which each port may be replaced; without them, it has the actions that it is given, and needs a journal,
 * an artifact store and a work folder. Nothing is looked for but what is named here: no file, no environment variable, no
 * plugin.
 */
public final class PenstockBuilder {

    private Optional<Machine> machine = Optional.empty();
    private Optional<Cloud> cloud = Optional.empty();
    private Optional<Journal> journal = Optional.empty();
    private Optional<ArtifactStore> artifacts = Optional.empty();
    private Optional<Path> workFolder = Optional.empty();
    private Optional<EngineClock> clock = Optional.empty();
    private Optional<ScopeMapping> scopes = Optional.empty();
    private Optional<RunnerId> runner = Optional.empty();
    private RunSettings settings = RunSettings.none();
    private Masker masker = new SecretMasker();
    private Optional<ReferenceValues> references = Optional.empty();
    private Durations durations = Durations.inMemory();
    private ExecutionListener listener = ExecutionListener.NONE;
    private Optional<Meters> meters = Optional.empty();
    private Duration signalInterval = Duration.ofMillis(500);
    private UnaryOperator<EvidencePorts> evidence = UnaryOperator.identity();
    private final List<ActionProvider<?, ?>> providers = new ArrayList<>();
    private final List<ReleasePlugin> releases = new ArrayList<>();
    private final List<ResourceReader> readers = new ArrayList<>();

    PenstockBuilder() {}

    /** What runs here: journal, artifacts, sources, builds, images. */
    public PenstockBuilder machine(Machine given) {
        machine = Optional.of(given);
        return this;
    }

    /** Where pipelines deploy to. */
    public PenstockBuilder cloud(Cloud given) {
        cloud = Optional.of(given);
        return this;
    }

    /** What definitions cannot say; nothing unless said otherwise. */
    public PenstockBuilder settings(RunSettings given) {
        settings = given;
        return this;
    }

    /** Knows the secrets of the runs: the one that machine and cloud were given. */
    public PenstockBuilder masker(Masker given) {
        masker = given;
        return this;
    }

    /**
     * Knows what the references of definitions stand for, beside what the files of started executions say; without one, what the
     * cloud tells.
     */
    public PenstockBuilder references(ReferenceValues given) {
        references = Optional.of(given);
        return this;
    }

    /** Where executions are kept, in place of the machine's. */
    public PenstockBuilder journal(Journal given) {
        journal = Optional.of(given);
        return this;
    }

    /** Where artifacts are kept, in place of the machine's. */
    public PenstockBuilder artifacts(ArtifactStore given) {
        artifacts = Optional.of(given);
        return this;
    }

    /** Where actions work, in place of the machine's; holds nothing that cannot be made again. */
    public PenstockBuilder workFolder(Path given) {
        workFolder = Optional.of(given);
        return this;
    }

    /** Adds providers of actions. One for a type that comes with Penstock takes its place. */
    public PenstockBuilder providers(Collection<? extends ActionProvider<?, ?>> added) {
        providers.addAll(added);
        return this;
    }

    /** Adds strategies that all targets of releases take, and targets of their own. */
    public PenstockBuilder releases(Collection<? extends ReleasePlugin> added) {
        releases.addAll(added);
        return this;
    }

    /**
     * Adds what the plugins bring that a class loader finds by {@link ServiceLoader}. The context class loader of a thread
     * is never asked: in a server it is somebody else's.
     *
     * @throws java.util.ServiceConfigurationError if a plugin cannot be loaded
     */
    public PenstockBuilder plugins(ClassLoader loader) {
        ServiceLoader.load(ActionPlugin.class, loader).forEach(plugin -> providers.addAll(plugin.providers()));
        ServiceLoader.load(ReleasePlugin.class, loader).forEach(releases::add);
        return this;
    }

    /** Replaces sources of what verdicts count: is given those of machine and cloud, and answers with those to be asked. */
    public PenstockBuilder evidence(UnaryOperator<EvidencePorts> given) {
        evidence = given;
        return this;
    }

    /** Adds readers of resources that actions wait for. */
    public PenstockBuilder resourceReaders(Collection<? extends ResourceReader> added) {
        readers.addAll(added);
        return this;
    }

    /** The clock; the system's unless said otherwise. */
    public PenstockBuilder clock(EngineClock given) {
        clock = Optional.of(given);
        return this;
    }

    /** Keeps what is learned of how long things take; without one, until this is closed. */
    public PenstockBuilder durations(Durations given) {
        durations = given;
        return this;
    }

    /** In whose name and where calls are made; as the settings say unless said otherwise. */
    public PenstockBuilder scopes(ScopeMapping given) {
        scopes = Optional.of(given);
        return this;
    }

    /** Is told what happens, on the engine's threads; see {@link Penstock#follow} for the way that can be slow. */
    public PenstockBuilder listener(ExecutionListener given) {
        listener = given;
        return this;
    }

    /**
     * Counts what happens to the executions that are driven here, and times what is appended to the journal; nothing is
     * counted unless said otherwise. Who gave it closes it, after this instance.
     */
    public PenstockBuilder meters(Meters given) {
        meters = Optional.of(given);
        return this;
    }

    /** The runner's name in the journal; a random one unless said otherwise. */
    public PenstockBuilder runner(RunnerId given) {
        runner = Optional.of(given);
        return this;
    }

    /**
     * How often is looked for what other processes have done, in real time; half a second unless said otherwise.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public PenstockBuilder signalInterval(Duration given) {
        if (given.isNegative() || given.isZero()) {
            throw new IllegalArgumentException("the interval must be positive, got " + given);
        }
        signalInterval = given;
        return this;
    }

    /**
     * Puts it together, and registers its runner with the journal.
     *
     * @throws IllegalStateException if something is missing; the message says what
     * @throws IllegalArgumentException if there are two providers for one type of action
     */
    public Penstock build() {
        Journal kept = metered(required(journal.or(() -> machine.map(Machine::journal)), "journal"));
        List<ActionProvider<?, ?>> carryingOut = allProviders();
        ClassLoader loader = PenstockBuilder.class.getClassLoader();
        AtomicReference<Optional<Engine>> made = new AtomicReference<>(Optional.empty());
        var reader = new ExecutionReader(kept);
        var followers = new Followers(
                reader, id -> made.get().map(engine -> engine.isDriving(id)).orElse(false), signalInterval, loader);
        var told = new ToldValues(references
                .or(() -> cloud.map(given -> ReferenceValues.of(given.secrets(), Map.of(), Map.of())))
                .orElse(ReferenceValues.NONE));
        EngineBuilder builder = Engine.builder(kept)
                .artifacts(required(artifacts.or(() -> machine.map(Machine::artifacts)), "artifacts"))
                .workFolder(required(workFolder.or(() -> machine.map(Machine::workFolder)), "workFolder"))
                .providers(carryingOut)
                .resourceReaders(readers)
                .scopes(scopes.orElseGet(() -> BuiltInActions.scopes(settings)))
                .graphs(BuiltInActions.graphs(settings))
                .masker(masker)
                .references(told)
                .durations(durations)
                .signalInterval(signalInterval)
                .listener(new BothListeners(counted(listener), followers));
        cloud.ifPresent(given -> builder.resourceReaders(Engines.readers(settings, given)));
        clock.ifPresent(builder::clock);
        runner.ifPresent(builder::runner);
        Engine engine = builder.build();
        made.set(Optional.of(engine));
        return new Penstock(
                kept, engine, reader, new Preflight(carryingOut, BuiltInActions.graphs(settings)), followers, told);
    }

    private Journal metered(Journal kept) {
        return meters.<Journal>map(counts -> new MeteredJournal(kept, counts, System::nanoTime))
                .orElse(kept);
    }

    private ExecutionListener counted(ExecutionListener told) {
        return meters.<ExecutionListener>map(counts -> new BothListeners(told, new ExecutionMeters(counts)))
                .orElse(told);
    }

    private List<ActionProvider<?, ?>> allProviders() {
        if (machine.isPresent() != cloud.isPresent()) {
            throw new IllegalStateException("machine(…) and cloud(…) are given together, or neither: what comes with"
                    + " Penstock works with both");
        }
        Set<ActionTypeId> replaced =
                providers.stream().map(ActionProvider::type).collect(Collectors.toSet());
        List<ActionProvider<?, ?>> all = new ArrayList<>();
        builtIn().stream()
                .filter(provider -> !replaced.contains(provider.type()))
                .forEach(all::add);
        all.addAll(providers);
        return all;
    }

    private List<ActionProvider<?, ?>> builtIn() {
        if (machine.isPresent() && cloud.isPresent()) {
            EvidencePorts asked = evidence.apply(Evidence.ports(cloud.get(), machine.get()));
            return BuiltInActions.of(settings, machine.get(), cloud.get(), durations, releases, asked);
        }
        if (!releases.isEmpty()) {
            throw new IllegalStateException("releases need machine(…) and cloud(…), which their verdicts ask");
        }
        return List.of(new ManualApprovalAction());
    }

    private static <T> T required(Optional<T> given, String name) {
        return given.orElseThrow(
                () -> new IllegalStateException("either machine(…) and cloud(…) or " + name + "(…) must be given"));
    }
}
