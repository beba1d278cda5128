package dev.penstock.simulator.recordings;

import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;

/**
 * One snapshot while a test class replays it. Opened by {@link Recordings#open}, it is registered as an extension in a
 * static field, counts what agrees, and after the class holds the number to the one in {@code agreement.properties}.
 */
public final class Recording implements BeforeEachCallback, AfterAllCallback {

    private final String snapshot;
    private final Optional<Path> file;
    private final Map<String, Tree.Structure> tests;
    private final Tally tally;
    private int methodsRun;

    Recording(String snapshot, String part, Optional<Path> file) {
        this.snapshot = snapshot;
        this.file = file;
        this.tests = file.map(Recordings::contents).orElse(Map.of());
        String name = name();
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
        Session session = new Session(
                tests.getOrDefault(full, new Tree.Structure(Map.of())),
                label -> new Response(name(), Recordings.testName(full), label));
        try {
            calls.accept(session);
        } finally {
            session.finish(tally);
        }
        session.verify(snapshot + " " + Recordings.testName(full));
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
        int methods = AnnotationSupport.findAnnotatedMethods(
                        context.getRequiredTestClass(), Test.class, HierarchyTraversalMode.TOP_DOWN)
                .size();
        if (methodsRun == methods) {
            Agreement.hold(tally);
        }
    }

    private String name() {
        return snapshot.substring(0, snapshot.length() - Recordings.ENDING.length());
    }

    private String fullName(String name) {
        List<String> found = tests.keySet().stream()
                .filter(full -> full.equals(name) || full.endsWith("::" + name))
                .toList();
        if (found.size() != 1) {
            throw new IllegalArgumentException(snapshot + " has " + found.size() + " tests named " + name + ". It has: "
                    + String.join(
                            ", ",
                            tests.keySet().stream().map(Recordings::testName).toList()));
        }
        return found.getFirst();
    }
}
