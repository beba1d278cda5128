package dev.penstock.cli;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/** Looks again and again whether users' requests go to something that cannot answer them. */
final class RequestWatch implements AutoCloseable {

    private final KilledAccount account;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final Thread watching;

    RequestWatch(KilledAccount account) {
        this.account = account;
        this.watching = Thread.ofVirtual().name("request-watch").start(this::watch);
    }

    private void watch() {
        while (!ended.get()) {
            account.moment();
            Map<String, Integer> weights = account.weights();
            for (String receiver : weights.keySet()) {
                // What has lost its share since has lost its targets with reason.
                if (!account.isHealthy(receiver) && account.weights().containsKey(receiver)) {
                    seen.add(receiver + " of " + weights);
                }
            }
        }
    }

    /** What got requests though none of its targets was healthy. */
    List<String> unhealthy() throws InterruptedException {
        ended.set(true);
        watching.join();
        return List.copyOf(seen);
    }

    @Override
    public void close() throws InterruptedException {
        ended.set(true);
        watching.join();
    }
}
