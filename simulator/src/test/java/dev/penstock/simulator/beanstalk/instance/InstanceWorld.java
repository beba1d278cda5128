package dev.penstock.simulator.beanstalk.instance;

import dev.penstock.simulator.beanstalk.bundle.Zip;
import dev.penstock.simulator.containers.ContainerRuntime;
import dev.penstock.simulator.state.Blob;
import dev.penstock.simulator.state.Calendar;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.time.SimulatedTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Instances with a control plane that only listens. */
final class InstanceWorld implements AutoCloseable, InstanceRuntime.Listener {

    static final String DOCKER = "64bit Amazon Linux 2023 v4.3.0 running Docker";
    static final String ECS = "64bit Amazon Linux 2023 v4.0.0 running ECS";
    static final String NODE = "64bit Amazon Linux 2023 v6.1.0 running Node.js 20";

    final SimulatedTime time = SimulatedTime.virtual(Instant.parse("2026-01-01T00:00:00Z"));
    final Store store = Store.inMemory(time::now);
    final List<String> news = new CopyOnWriteArrayList<>();
    final TreeMap<Integer, Map<Double, Long>> requests = new TreeMap<>();
    final PlatformInstances instances;
    final Map<String, PulledImage> bases = new TreeMap<>();
    private long commands;

    InstanceWorld(Optional<ContainerRuntime> engine) {
        Calendar calendar = new Calendar(store, time);
        instances = new PlatformInstances(
                store,
                calendar,
                time,
                (account, target, from) -> new RecentRequests.Sample(requests),
                (instance, application, source, now) -> bases,
                engine,
                true);
        instances.listener(this);
        calendar.resume();
    }

    /** A bundle of files. */
    Bundle bundle(String label, String... namesAndTexts) {
        Blob blob = store.blobs().store(Zip.of(namesAndTexts));
        return new Bundle(label, "bucket", label + ".zip", Optional.of(blob.sha256()), Optional.empty());
    }

    /** Tells an instance to run a bundle, and waits until nothing is under way any more. */
    void deploy(String id, InstanceCommand.Kind kind, Bundle bundle, String platform, Map<String, String> properties) {
        begin(id, kind, bundle, platform, properties);
        settle();
    }

    void begin(String id, InstanceCommand.Kind kind, Bundle bundle, String platform, Map<String, String> properties) {
        Map<OptionName, String> options = new TreeMap<>();
        properties.forEach((name, value) -> options.put(OptionName.environment(name), value));
        inTransaction(() -> {
            instances.begin(new InstanceCommand(
                    kind,
                    instance(id),
                    ++commands,
                    1,
                    true,
                    bundle,
                    platform,
                    options,
                    time.now().plusSeconds(840)));
            return id;
        });
    }

    void settle() {
        if (!time.awaitStill(Duration.ofSeconds(30))) {
            throw new AssertionError("time does not come to a standstill");
        }
    }

    /** Waits in real time, for what comes from threads that hold no clock. */
    void await(BooleanSupplier condition) {
        long begun = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - begun > Duration.ofSeconds(20).toNanos()) {
                throw new AssertionError("it does not happen: " + news);
            }
            Thread.onSpinWait();
        }
    }

    <T> T inTransaction(Supplier<T> work) {
        return store.transact(work);
    }

    InstanceObservation observe(String id) {
        return inTransaction(() -> instances.observe(instance(id), true));
    }

    /** A log file's text; empty when there is none. */
    String log(String id, String path) {
        return inTransaction(() -> instances.logs(instance(id))).stream()
                .filter(log -> log.path().equals(path))
                .map(InstanceLog::text)
                .findFirst()
                .orElse("");
    }

    static EnvironmentInstance instance(String id) {
        return new EnvironmentInstance(
                "111122223333",
                "us-east-1",
                "shop",
                "e-abcdefghij",
                "shop-test",
                false,
                id,
                "10.0.0.4",
                "us-east-1a",
                "t3.micro",
                Instant.parse("2026-01-01T00:00:00Z"));
    }

    @Override
    public void finished(EnvironmentInstance instance, long command, CommandOutcome outcome) {
        news.add(instance.id() + " "
                + switch (outcome) {
                    case CommandOutcome.Succeeded() -> "succeeded";
                    case CommandOutcome.Failed(String step, String message, int code) -> "failed at " + step;
                });
    }

    @Override
    public void told(EnvironmentInstance instance, String severity, String message) {
        news.add(instance.id() + " " + severity + " " + message);
    }

    @Override
    public void changed(EnvironmentInstance instance) {
        news.add(instance.id() + " changed");
    }

    @Override
    public void close() {
        instances.close();
        time.close();
        store.close();
    }
}
