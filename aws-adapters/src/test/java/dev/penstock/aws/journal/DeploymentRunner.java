package dev.penstock.aws.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.penstock.execution.ExecutionId;
import dev.penstock.journal.Append;
import dev.penstock.journal.AppendBuilder;
import dev.penstock.journal.Fence;
import dev.penstock.journal.JournalException;
import dev.penstock.journal.RunnerId;
import dev.penstock.journal.SignalId;
import dev.penstock.journal.StoredExecution;
import dev.penstock.journal.StoredSignal;
import dev.penstock.journal.Taken;
import dev.penstock.journal.Wakeup;
import dev.penstock.journal.WholeExecution;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/** A runner that does the steps of deployments, with a journal of its own on the table of all. */
final class DeploymentRunner {

    private final DeploymentWorld world;
    private final DynamoDbJournal journal;
    private final FaultyDynamoDb faulty;
    private final String name;
    private final Deque<Deployment> held = new ArrayDeque<>();
    private boolean registered;

    DeploymentRunner(DeploymentWorld world, DynamoDbJournal journal, FaultyDynamoDb faulty, String name) {
        this.world = world;
        this.journal = journal;
        this.faulty = faulty;
        this.name = name;
    }

    int struck() {
        return faulty.struck();
    }

    private RunnerId id() {
        return new RunnerId(name);
    }

    private boolean register() {
        if (!registered) {
            try {
                journal.register(id());
                registered = true;
            } catch (JournalException.Unavailable e) {
                return false;
            }
        }
        return true;
    }

    void beat() {
        try {
            journal.beat();
        } catch (JournalException.Unavailable e) {
            // Its lease ends then.
        }
    }

    /** Its process ends: nothing is given back. */
    void kill() {
        journal.abandon(id());
        held.clear();
        faulty.heal();
        journal.close();
    }

    /** Whether the deployment is there now, acknowledged or not. */
    boolean create(ExecutionId execution) {
        if (!register()) {
            return false;
        }
        String payload = new Deployment.Fact(Optional.of("1"), List.of()).write(name);
        Append first = new AppendBuilder(execution, 0, new Fence(id(), 1))
                .payload(payload.getBytes(UTF_8))
                .status("RUNNING", false, "")
                .build();
        try {
            journal.create("web", "d", first).join();
        } catch (CompletionException e) {
            // Never asked for again: it may be there, and then somebody finds it.
            return isThere(execution);
        }
        world.acknowledged(execution, 1, payload);
        held.add(new Deployment(execution, first.fence(), 1, 1));
        return true;
    }

    private boolean isThere(ExecutionId execution) {
        faulty.pause(true);
        try {
            return journal.read(execution).isPresent();
        } finally {
            faulty.pause(false);
        }
    }

    synchronized void take(int limit) {
        if (!register()) {
            return;
        }
        try {
            for (Taken taken : journal.takeDue(id(), DeploymentWorld.NOON, limit)) {
                StoredExecution stored = journal.read(taken.execution()).orElseThrow();
                int steps = (int) stored.entries().stream()
                        .map(entry -> Deployment.Fact.read(new String(entry.payload(), UTF_8)))
                        .filter(fact -> fact.step().isPresent())
                        .count();
                held.removeIf(each -> each.id.equals(taken.execution()));
                held.add(new Deployment(
                        taken.execution(), taken.fence(), stored.summary().version(), steps));
            }
        } catch (JournalException.Unavailable e) {
            // What was taken and is not known here is found when our lease ends.
        }
    }

    void send(ExecutionId execution) {
        try {
            world.sent(execution, journal.send(execution, "hello".getBytes(UTF_8), DeploymentWorld.NOON));
        } catch (JournalException.Unavailable | JournalException.Unknown e) {
            // It may have arrived; if so, once.
        }
    }

    /** Gives one back until a signal, if nothing of it is under way. */
    void giveBack() {
        Deployment deployment = held.peekFirst();
        if (deployment != null && deployment.pending == null) {
            held.removeFirst();
            try {
                journal.release(deployment.id, deployment.fence, Wakeup.now());
            } catch (JournalException.Unavailable e) {
                // Found when our lease ends, if it was not given back.
            }
        }
    }

    /** Does the next step of one deployment that it believes to have. */
    void advance() {
        Deployment deployment = held.pollFirst();
        if (deployment == null) {
            return;
        }
        try {
            Append append = deployment.pending == null ? next(deployment) : deployment.pending;
            deployment.pending = append;
            journal.append(append).join();
            deployment.pending = null;
            done(deployment, append);
        } catch (JournalException.Unavailable e) {
            held.addLast(deployment);
        } catch (CompletionException e) {
            failed(deployment, e);
        }
    }

    private void done(Deployment deployment, Append append) {
        String payload = new String(append.payload(), UTF_8);
        world.acknowledged(deployment.id, append.expectedVersion() + 1, payload);
        deployment.version++;
        if (Deployment.Fact.read(payload).step().isPresent()) {
            deployment.steps++;
        }
        if (deployment.waits) {
            journalRelease(deployment);
        } else if (deployment.steps < DeploymentWorld.STEPS) {
            held.addLast(deployment);
        }
    }

    private void journalRelease(Deployment deployment) {
        try {
            journal.release(deployment.id, deployment.fence, Wakeup.onSignal());
        } catch (JournalException.Unavailable e) {
            // Found when our lease ends.
        }
    }

    private void failed(Deployment deployment, CompletionException e) {
        switch (e.getCause()) {
            // Whoever took it goes on. The append was refused, or it was made and another has read it.
            case JournalException.FencedOff fenced -> {}
            case JournalException.VersionConflict conflict -> {}
            case JournalException.Unavailable unavailable -> held.addLast(deployment);
            case JournalException.ClaimRefused refused -> {
                deployment.pending = null;
                deployment.waits = true;
                held.addFirst(deployment);
            }
            case null, default -> throw e;
        }
    }

    private Append next(Deployment deployment) {
        List<SignalId> signals = new ArrayList<>();
        boolean displaced = false;
        for (StoredSignal signal : journal.signals(deployment.id)) {
            signals.add(signal.id());
            displaced |= new String(signal.payload(), UTF_8).startsWith("displaced");
        }
        if (displaced) {
            // A newer one waits in its place: it ends, as the engine's do.
            deployment.waits = false;
            deployment.steps = DeploymentWorld.STEPS - 1;
            var superseded = new Deployment.Fact(Optional.of(DeploymentWorld.SUPERSEDED), signals);
            AppendBuilder last = new AppendBuilder(deployment.id, deployment.version, deployment.fence)
                    .payload(superseded.write(name).getBytes(UTF_8))
                    .status("SUPERSEDED", true, "");
            signals.forEach(last::takeIn);
            return last.build();
        }
        int step = deployment.steps + 1;
        String stage = world.stage(deployment.id);
        var fact = new Deployment.Fact(deployment.waits ? Optional.empty() : Optional.of("" + step), signals);
        AppendBuilder append = new AppendBuilder(deployment.id, deployment.version, deployment.fence)
                .payload(fact.write(name).getBytes(UTF_8));
        signals.forEach(append::takeIn);
        if (deployment.waits) {
            append.await(stage);
        } else if (step == 3) {
            append.acquire(stage);
        } else if (step == 4) {
            append.release(stage);
        } else if (step == DeploymentWorld.STEPS) {
            append.status("SUCCEEDED", true, "");
        }
        return append.build();
    }

    boolean isAllOver(Collection<ExecutionId> deployments) {
        return deployments.stream().allMatch(each -> read(each).summary().ended());
    }

    StoredExecution read(ExecutionId execution) {
        return journal.read(execution).orElseThrow();
    }

    WholeExecution whole(ExecutionId execution) {
        return journal.whole(execution).orElseThrow();
    }
}
