package dev.penstock.engine;

import dev.penstock.action.ActionProvider;
import dev.penstock.artifact.ArtifactStore;
import dev.penstock.journal.Journal;
import dev.penstock.journal.RunnerId;
import dev.penstock.journal.RunnerRegistration;
import dev.penstock.observe.Durations;
import dev.penstock.observe.Observer;
import dev.penstock.observe.ResourceReader;
import dev.penstock.secret.Masker;
import dev.penstock.secret.ReferenceValues;
import dev.penstock.secret.SecretMasker;
import dev.penstock.time.EngineClock;
import dev.penstock.time.ScheduledClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Puts an engine together from its ports. An artifact store and a work folder must be given; everything else has a default
 * that serves.
 */
public final class EngineBuilder {

    private Journal journal;
    private final List<ActionProvider<?, ?>> providers = new ArrayList<>();
    private final List<ResourceReader> readers = new ArrayList<>();
    private Durations durations = Durations.inMemory();
    private @Nullable EngineClock clock;
    private @Nullable ArtifactStore artifacts;
    private @Nullable Path workFolder;
    private Masker masker = new SecretMasker();
    private ReferenceValues references = ReferenceValues.NONE;
    private ScopeMapping scopes = ScopeMapping.OWN_IDENTITY;
    private GraphMapping graphs = GraphMapping.NONE;
    private ExecutionListener listener = ExecutionListener.NONE;
    private @Nullable Supplier<UUID> ids;
    private @Nullable RunnerId runner;
    private Duration signalInterval = Duration.ofMillis(500);
    private Duration betweenLooks = Duration.ZERO;
    private @Nullable RunnerRegistration registration;
    private @Nullable Parking parking;

    EngineBuilder(Journal journal) {
        this.journal = Objects.requireNonNull(journal, "journal");
    }

    /** Another journal than the one that was begun with. */
    public EngineBuilder journal(Journal given) {
        this.journal = Objects.requireNonNull(given, "journal");
        return this;
    }

    /** Where artifacts are kept. Required. */
    public EngineBuilder artifacts(ArtifactStore store) {
        this.artifacts = store;
        return this;
    }

    /** A folder for actions to work in; holds nothing that cannot be made again. Required. */
    public EngineBuilder workFolder(Path folder) {
        this.workFolder = folder;
        return this;
    }

    /** Adds providers of actions. */
    public EngineBuilder providers(Collection<? extends ActionProvider<?, ?>> added) {
        providers.addAll(added);
        return this;
    }

    /** Adds readers of resources that actions wait for. */
    public EngineBuilder resourceReaders(Collection<? extends ResourceReader> added) {
        readers.addAll(added);
        return this;
    }

    /** Keeps what is learned of how long things take; without one, until the engine is closed. */
    public EngineBuilder durations(Durations kept) {
        this.durations = kept;
        return this;
    }

    /** The clock; without one, the system's. */
    public EngineBuilder clock(EngineClock given) {
        this.clock = given;
        return this;
    }

    /** Knows the secrets of the run; share it with whoever resolves them. */
    public EngineBuilder masker(Masker given) {
        this.masker = given;
        return this;
    }

    /** Knows what the references of definitions stand for; without one, nobody does. */
    public EngineBuilder references(ReferenceValues known) {
        this.references = known;
        return this;
    }

    /** Says in whose name and where calls are made; without one, in the runner's own, in the action's Region. */
    public EngineBuilder scopes(ScopeMapping given) {
        this.scopes = given;
        return this;
    }

    /** Says which actions of a stage are released together; without one, each is by itself. */
    public EngineBuilder graphs(GraphMapping given) {
        this.graphs = given;
        return this;
    }

    /** Is told what happens. */
    public EngineBuilder listener(ExecutionListener given) {
        this.listener = given;
        return this;
    }

    /** Where ids of executions come from; without one, UUIDs that sort by the time they were made. */
    public EngineBuilder ids(Supplier<UUID> given) {
        this.ids = given;
        return this;
    }

    /** The runner's name; without one, a random one. */
    public EngineBuilder runner(RunnerId given) {
        this.runner = given;
        return this;
    }

    /**
     * A runner that is registered with the journal already, and may be shared by several engines; whoever registered it
     * closes it after them. Without one, the engine registers a runner of its own.
     */
    public EngineBuilder registration(RunnerRegistration shared) {
        this.registration = shared;
        return this;
    }

    /** Gives back what only waits; without it, an engine keeps what it drives until it has ended. */
    public EngineBuilder parking(Parking when) {
        this.parking = when;
        return this;
    }

    /**
     * The least time that actions leave between two looks at what goes well, for a runner that is called anew for each; without it,
     * none. See {@link dev.penstock.action.ActionContext#betweenLooks}.
     */
    public EngineBuilder betweenLooks(Duration least) {
        this.betweenLooks = least;
        return this;
    }

    /** How often signals of other processes are looked for, in real time; half a second unless said otherwise. */
    public EngineBuilder signalInterval(Duration interval) {
        if (interval.isNegative() || interval.isZero()) {
            throw new IllegalArgumentException("the interval must be positive, got " + interval);
        }
        this.signalInterval = interval;
        return this;
    }

    /**
     * Makes the engine, and registers its runner with the journal.
     *
     * @throws IllegalStateException if something that is required is missing
     * @throws IllegalArgumentException if there are two providers for one type of action
     */
    public Engine build() {
        ArtifactStore store = required(artifacts, "artifacts");
        Path folder = required(workFolder, "workFolder");
        // A clock that is nobody else's ends with the engine.
        Optional<ScheduledClock> own =
                clock == null ? Optional.of(new ScheduledClock(InstantSource.system())) : Optional.empty();
        EngineClock time = clock == null ? own.orElseThrow() : clock;
        var threads = new EngineThreads(EngineBuilder.class.getClassLoader());
        Supplier<UUID> made = ids != null
                ? ids
                : new TimeOrderedIds(time, () -> ThreadLocalRandom.current().nextLong());
        RunnerId name = runner != null ? runner : new RunnerId("runner/" + UUID.randomUUID());
        var parts = new EngineParts(
                journal,
                time,
                new ExecutionCodec(masker),
                new Definitions(journal),
                new Providers(providers, masker),
                new Observer(time, readers, durations, threads),
                store,
                new WorkFolders(folder),
                scopes,
                graphs,
                masker,
                references,
                new GuardedListener(listener),
                threads,
                betweenLooks);
        RunnerRegistration shared = registration;
        return new Engine(
                parts,
                shared == null ? journal.register(name) : shared,
                shared == null,
                made,
                signalInterval,
                own,
                new Handover(parts, parking));
    }

    private static <T> T required(@Nullable T value, String name) {
        if (value == null) {
            throw new IllegalStateException("an engine needs " + name + "(…)");
        }
        return value;
    }
}
