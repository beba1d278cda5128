package dev.penstock.cli.run;

import dev.penstock.cli.CommandFailure;
import dev.penstock.cli.ExitCode;
import dev.penstock.cli.Surroundings;
import dev.penstock.journal.Journal;
import dev.penstock.journal.RunnerId;
import dev.penstock.library.Worker;
import dev.penstock.library.WorkerOptions;
import dev.penstock.meter.MeteredJournal;
import dev.penstock.meter.PrometheusMeters;
import dev.penstock.runner.project.JournalChoice;
import dev.penstock.runner.project.JournalStores;
import dev.penstock.runner.project.LogFiles;
import dev.penstock.runner.project.RunTarget;
import dev.penstock.runner.work.HealthServer;
import dev.penstock.runner.work.Readiness;
import dev.penstock.runner.work.WorkCrew;
import dev.penstock.time.ScheduledClock;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A worker in this process, from its start to the first signal that ends it. */
public final class WorkSession {

    private final Surroundings surroundings;
    private final JournalChoice journals;
    private final Optional<URI> simulator;
    private final RunTarget target;

    /**
     * A session on one of the journals.
     *
     * @param simulator where a simulated AWS is served that the executions use; absent if they run against AWS
     */
    public WorkSession(Surroundings surroundings, JournalChoice journals, Optional<URI> simulator) {
        this.surroundings = surroundings;
        this.journals = journals;
        this.simulator = simulator;
        this.target = simulator.isPresent() ? RunTarget.SIMULATED : RunTarget.AWS;
    }

    /**
     * Works until a signal comes, and gives everything back.
     *
     * @param patience how long steps that are under way may take then
     * @param health where health and meters are served; absent if nowhere
     */
    public ExitCode work(WorkerOptions options, Duration patience, Optional<InetSocketAddress> health)
            throws InterruptedException {
        var interruption = new Interruption();
        var meters = new PrometheusMeters();
        try (ScheduledClock clock = new ScheduledClock(InstantSource.system());
                Journal journal = new MeteredJournal(JournalStores.open(journals, target), meters, System::nanoTime);
                LogFiles logs = new LogFiles(journals.project().logs(target))) {
            var crew = new WorkCrew(journal, journals, simulator, surroundings.environment());
            var feed = new WorkFeed(surroundings.out(), logs);
            var worker = new Worker(journal, clock, name(), options, meters, feed, crew);
            // The engines are closed before the runner that they share.
            try (worker;
                    crew) {
                HealthServer server = serve(health, worker, clock, meters);
                try {
                    worker.start();
                    say("Working on " + journals.describe() + " as " + worker.runner() + "."
                            + (server == null ? "" : " Health and metrics are on port " + server.port() + "."));
                    end(interruption);
                    say("Stopping: steps that are under way may take " + patience.toSeconds() + " s.");
                    boolean stopped = stop(worker, patience);
                    say(
                            stopped
                                    ? "Everything was given back."
                                    : "Steps that were still under way were interrupted; everything was given back.");
                } finally {
                    if (server != null) {
                        server.close();
                    }
                }
            }
            return ExitCode.SUCCEEDED;
        }
    }

    private static void end(Interruption interruption) throws InterruptedException {
        try {
            interruption.first().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean stop(Worker worker, Duration patience) throws InterruptedException {
        CompletableFuture<Void> stopped = worker.stop();
        try {
            stopped.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static @Nullable HealthServer serve(
            Optional<InetSocketAddress> address, Worker worker, InstantSource clock, PrometheusMeters meters) {
        if (address.isEmpty()) {
            return null;
        }
        try {
            return HealthServer.start(address.get(), new Readiness(worker, clock), meters);
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.MACHINE,
                    "PEN-WORK-001: Health cannot be served on " + address.get() + ": " + e.getMessage() + ".",
                    "Give another port with --health-port; 0 takes any that is free.",
                    e);
        }
    }

    /** Unique for each process, and readable. */
    private RunnerId name() {
        String host = surroundings.environment().getOrDefault("HOSTNAME", System.getProperty("user.name", "worker"));
        return new RunnerId("worker/" + host + "/" + ProcessHandle.current().pid() + "/"
                + UUID.randomUUID().toString().substring(0, 8));
    }

    private void say(String line) {
        surroundings.out().println(line);
        surroundings.out().flush();
    }
}
