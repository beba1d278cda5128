package dev.penstock.simulator.sqs;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.time.SimulatedTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Calls that wait for messages (long polling). They wait outside of transactions; whoever changes a queue wakes those that
 * wait at it once the change is kept. Called inside transactions, which run one at a time, so that no message comes
 * between a look that found nothing and the wait.
 */
final class Waiters {

    private final Store store;
    private final SimulatedTime time;
    private final Map<String, List<SimulatedTime.Sleeper>> byQueue = new HashMap<>();

    Waiters(Store store, SimulatedTime time) {
        this.store = store;
        this.time = time;
    }

    /** Lets a call wait at a queue, until an instant at the latest. */
    void enter(Call call, Queue queue, Instant until) {
        SimulatedTime.Sleeper sleeper = time.sleeper();
        call.waitFor(new Call.Pause(sleeper, until));
        store.afterCommit(() -> {
            List<SimulatedTime.Sleeper> waiting = byQueue.computeIfAbsent(queue.arn(), arn -> new ArrayList<>());
            waiting.removeIf(SimulatedTime.Sleeper::isOver);
            waiting.add(sleeper);
        });
    }

    /** Lets all calls that wait at a queue look again. */
    void wake(String queueArn) {
        store.afterCommit(() -> byQueue.getOrDefault(queueArn, List.of()).forEach(SimulatedTime.Sleeper::wake));
    }
}
