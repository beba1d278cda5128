package dev.penstock.runner.work;

import dev.penstock.engine.Engine;
import dev.penstock.engine.EngineBuilder;
import dev.penstock.engine.ExecutionListener;
import dev.penstock.engine.ExecutionReader;
import dev.penstock.execution.ExecutionId;
import dev.penstock.execution.ExecutionState;
import dev.penstock.journal.Journal;
import dev.penstock.journal.JournalException;
import dev.penstock.library.PinnedSettings;
import dev.penstock.library.WorkerEngines;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.runner.Definition;
import dev.penstock.runner.Refusal;
import dev.penstock.runner.RunLabels;
import dev.penstock.runner.RunPlan;
import dev.penstock.runner.Runner;
import dev.penstock.runner.RunnerException;
import dev.penstock.runner.project.JournalChoice;
import dev.penstock.runner.project.RunTarget;
import dev.penstock.runner.wiring.Wiring;
import dev.penstock.settings.RunSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The engines of a worker: one for all executions of one definition that were started with the same settings and the same
 * options. Settings are those that were pinned in the journal, or else those of the file that the execution was started with.
 */
public final class WorkCrew implements WorkerEngines, AutoCloseable {

    /** So many engines without work are kept before the one that was used longest ago is closed. */
    private static final int KEPT = 16;

    private final Journal journal;
    private final JournalChoice journals;
    private final Optional<URI> simulator;
    private final Map<String, String> environment;
    private final ExecutionReader reader;
    private final Map<Key, Member> members = new LinkedHashMap<>(16, 0.75f, true);

    private record Key(String definition, Optional<String> settings, Map<String, String> labels) {}

    private record Member(Runner runner, Engine engine) {}

    /**
     * A crew on a journal.
     *
     * @param journals among which it was chosen
     * @param simulator where a simulated AWS is served that the executions use; absent if they run against AWS
     * @param environment environment variables
     */
    public WorkCrew(Journal journal, JournalChoice journals, Optional<URI> simulator, Map<String, String> environment) {
        this.journal = journal;
        this.journals = journals;
        this.simulator = simulator;
        this.environment = Map.copyOf(environment);
        this.reader = new ExecutionReader(journal);
    }

    @Override
    public synchronized Engine of(ExecutionId execution, UnaryOperator<EngineBuilder> equip) {
        ExecutionState state = reader.state(execution).orElseThrow(() -> new JournalException.Unknown(execution));
        RunLabels started = RunLabels.of(state.labels());
        if (simulator.isPresent() && started.simulator().isEmpty()) {
            throw new RunnerException(
                    Refusal.STATE,
                    "Execution " + execution + " has a simulated AWS of its own, which no worker can reach.",
                    "Start it with --simulator.");
        }
        RunLabels labels = here(started);
        Key key = new Key(state.definition(), PinnedSettings.digest(state.labels()), labels.toMap());
        Member known = members.get(key);
        if (known == null) {
            closeIdle();
            known = member(reader.definition(state), labels, settings(state, labels), equip);
            members.put(key, known);
        }
        return known.engine();
    }

    private Member member(
            Pipeline pipeline, RunLabels labels, RunSettings settings, UnaryOperator<EngineBuilder> equip) {
        RunTarget target = simulator.isPresent() ? RunTarget.SIMULATED : RunTarget.AWS;
        Runner runner = Wiring.open(RunPlan.of(journals, target, settings, pipeline, labels, environment), journal);
        try {
            return new Member(runner, runner.engine(ExecutionListener.NONE, equip));
        } catch (RuntimeException e) {
            runner.close();
            throw e;
        }
    }

    /** Files are where the project is here, and the simulator is where this process reaches it. */
    private RunLabels here(RunLabels labels) {
        return new RunLabels(
                labels.definition(),
                labels.settings().map(journals.project()::moved),
                labels.region(),
                labels.profile(),
                simulator,
                labels.plugins(),
                labels.freezeOverride());
    }

    private RunSettings settings(ExecutionState state, RunLabels labels) {
        Optional<Path> file = labels.settings().filter(Files::isRegularFile);
        Optional<String> pinned = PinnedSettings.digest(state.labels());
        if (pinned.isPresent()) {
            Path folder = labels.settings()
                    .map(path -> path.resolveSibling(""))
                    .filter(Files::isDirectory)
                    .orElse(Path.of("").toAbsolutePath());
            return PinnedSettings.read(journal, pinned.get(), folder);
        }
        if (labels.settings().isPresent() && file.isEmpty()) {
            throw new RunnerException(
                    Refusal.FILE_SYSTEM,
                    "The settings " + labels.settings().get() + " are not on this machine.",
                    "Put them there, or start executions on a journal that others share: then they are kept in it.");
        }
        try {
            return Definition.readSettings(file, new ArrayList<>(), new ArrayList<>())
                    .orElseThrow(() -> new RunnerException(
                            Refusal.INPUT,
                            "The settings "
                                    + labels.settings().map(Path::toString).orElse("") + " are not right.",
                            "'penstock validate' says what is wrong."));
        } catch (IOException e) {
            throw new RunnerException(
                    Refusal.FILE_SYSTEM, "The settings cannot be read: " + e.getMessage() + ".", "", e);
        }
    }

    private void closeIdle() {
        Iterator<Member> oldest = members.values().iterator();
        int spare = members.size() - KEPT;
        while (spare >= 0 && oldest.hasNext()) {
            Member member = oldest.next();
            if (member.engine().driving() == 0) {
                oldest.remove();
                member.runner().close();
                spare--;
            }
        }
    }

    /** Closes all engines; what they drive is given back. */
    @Override
    public synchronized void close() {
        List.copyOf(members.values()).forEach(member -> member.runner().close());
        members.clear();
    }
}
