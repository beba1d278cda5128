import dev.penstock.benchmarks.Steps;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import peerbench.Harness;
import peerbench.Peer;

/** Penstock in the harness that drives the other engines. Arguments: dir, kind=steps|actions, and the harness's own. */
final class PenstockPeer implements Peer {

    private final Path folder;
    private final boolean actions;
    private final Steps steps;

    private PenstockPeer(Path folder, boolean actions) {
        this.folder = folder;
        this.actions = actions;
        this.steps = new Steps(folder, STEPS, actions, Peer::body);
    }

    public static void main(String[] arguments) throws Exception {
        Map<String, String> options = Harness.args(arguments);
        Path folder = Files.createTempDirectory(Path.of(options.getOrDefault("dir", "/tmp")), "penstock");
        boolean actions = options.getOrDefault("kind", "steps").equals("actions");
        try (var peer = new PenstockPeer(folder, actions)) {
            Harness.drive(peer, options);
        }
        System.exit(0);
    }

    @Override
    public String name() {
        return actions ? "penstock-actions" : "penstock";
    }

    @Override
    public void start() throws Exception {
        steps.start();
    }

    @Override
    public void runOne(String id) throws Exception {
        steps.runOne();
    }

    @Override
    public long storageBytes() {
        return steps.storedBytes();
    }

    @Override
    public void close() {
        steps.close();
    }
}
