package dev.penstock.simulator.recordings;

import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * One snapshot while a test class replays it. Opened by {@link Recordings#open}, it is registered as an extension in a
 * static field, counts what agrees, and after the class holds the number to the one in {@code agreement.properties}.
 */
public final class Recording implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {

    private final String snapshot;
    private final Optional<Path> file;
    private final Map<String, Tree.Structure> tests;
    private final Tally tally;
    private int methodsRun;

    Recording(String snapshot, String part, Optional<Path> file) {
        this.snapshot = snapshot;
        this.file = file;
        this.tests = file.map(Recordings::contents).orElse(Map.of());
        String name = snapshot.replaceFirst("\\.snapshot\\.json$", "");
        this.tally = new Tally(part.isEmpty() ? name : name + "#" + part);
    }

    /**
     * Replays a recorded test, and fails with all differences when one of its responses does not agree.
     *
     * <p>Skipped where there are no recordings.
     *
     * @param name of the recorded test, from wherever it is clear: {@code test_assume_role}, also with its class or its
     *     parameters
     */
    public void test(String name, Consumer<Session> calls) {
        if (file.isEmpty()) {
            abort("left out: there is no recording " + snapshot + " beside this repository");
        }
        String full = fullName(name);
        Session session = new Session(tests.getOrDefault(full, new Tree.Structure(Map.of())), tally);
        try {
            calls.accept(session);
        } finally {
            session.finish();
        }
        session.verify(snapshot + " " + full.substring(full.indexOf("::") + 2));
    }

    /**
     * Says why a recorded test is not replayed.
     *
     * @param name as for {@link #test}
     */
    public void leaveOut(String name, String reason) {
        if (file.isPresent()) {
            tally.leftOut(
                    tests.getOrDefault(fullName(name), new Tree.Structure(Map.of()))
                            .members()
                            .size(),
                    reason);
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        tally.expect(tests.values().stream().mapToInt(t -> t.members().size()).sum());
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        methodsRun++;
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (file.isEmpty()) {
            return;
        }
        Agreement.add(tally, context);
        long methods = Arrays.stream(context.getRequiredTestClass().getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .count();
        if (methodsRun == methods) {
            Agreement.hold(tally);
        }
    }

    private String fullName(String name) {
        List<String> found = tests.keySet().stream()
                .filter(full -> full.equals(name) || full.endsWith("::" + name))
                .toList();
        if (found.size() != 1) {
            throw new IllegalArgumentException(snapshot + " has " + found.size() + " tests named " + name + ". It has: "
                    + String.join(
                            ", ",
                            tests.keySet().stream()
                                    .map(full -> full.substring(full.indexOf("::") + 2))
                                    .toList()));
        }
        return found.getFirst();
    }
}
