package dev.penstock.architecture.bad.engine;

import com.google.inject.Injector;
import dev.penstock.architecture.bad.aws.BadAwsAdapter;
import dev.penstock.architecture.bad.store.BadStore;
import java.io.IOException;
import java.time.Instant;
import java.util.Random;

/** Does in core what core must not do. */
final class BadEngine {

    Instant readsTheClock() {
        return Instant.now();
    }

    void sleeps() throws InterruptedException {
        Thread.sleep(1);
    }

    int drawsLots() {
        return new Random().nextInt();
    }

    Process startsAProcess() throws IOException {
        return new ProcessBuilder("true").start();
    }

    void prints() {
        System.out.println("core");
    }

    Object knowsGuice(Injector injector) {
        return injector;
    }

    Object knowsAnAdapter(BadAwsAdapter adapter) {
        return adapter;
    }

    Object knowsItsStore(BadStore store) {
        return store;
    }
}
