package dev.penstock.simulator.beanstalk.instance;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of an instance's inside.
 *
 * @param running what runs, if anything was ever deployed
 * @param commandFailed whether the last command failed
 * @param engine the lines of the engine's log
 * @param application the lines that the application printed, without containers of their own
 */
record MachineRow(Optional<Running> running, boolean commandFailed, List<String> engine, List<String> application) {

    /** An instance on which nothing has happened. */
    static final MachineRow NEW = new MachineRow(Optional.empty(), false, List.of(), List.of());

    /**
     * An application that was deployed.
     *
     * @param bundle it is of
     * @param platform the solution stack's name
     * @param environment its properties
     * @param spared whether what is told to happen does not happen here
     * @param since when it was started
     * @param ended when it ended by itself
     */
    record Running(
            Bundle bundle,
            String platform,
            Map<String, String> environment,
            boolean spared,
            Instant since,
            Optional<Instant> ended) {
        Running {
            environment = Map.copyOf(environment);
        }

        Running endedAt(Instant at) {
            return new Running(bundle, platform, environment, spared, since, Optional.of(at));
        }
    }

    MachineRow {
        engine = List.copyOf(engine);
        application = List.copyOf(application);
    }

    MachineRow running(Running now) {
        return new MachineRow(Optional.of(now), false, engine, application);
    }

    MachineRow failed() {
        return new MachineRow(running, true, engine, application);
    }

    MachineRow nothingRuns() {
        return new MachineRow(Optional.empty(), commandFailed, engine, application);
    }

    MachineRow logged(EngineLog log) {
        return new MachineRow(running, commandFailed, log.lines(), application);
    }

    MachineRow printed(List<String> lines) {
        List<String> all = new ArrayList<>(application);
        all.addAll(lines);
        return new MachineRow(running, commandFailed, engine, all.subList(Math.max(0, all.size() - 500), all.size()));
    }
}
