import dev.penstock.benchmarks.Steps;
import dev.penstock.settings.JournalLocation;
import dev.penstock.settings.JournalText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import peerbench.Harness;
import peerbench.Peer;

/**
 * Penstock in the harness that drives the other engines. Arguments: dir, kind=steps|actions, journal=postgresql://… with
 * pid=postmaster for the journal in a database, and the harness's own.
 */
final class PenstockPeer implements Peer {

    private final Path folder;
    private final boolean actions;
    private final boolean database;
    private final long[] servers;
    private final Steps steps;

    private PenstockPeer(Path folder, boolean actions, Optional<JournalLocation.Postgresql> database, long... servers) {
        this.folder = folder;
        this.actions = actions;
        this.database = database.isPresent();
        this.servers = servers.clone();
        this.steps = new Steps(folder, STEPS, actions, Peer::body, database);
    }

    public static void main(String[] arguments) throws Exception {
        Map<String, String> options = Harness.args(arguments);
        Path folder = Files.createTempDirectory(Path.of(options.getOrDefault("dir", "/tmp")), "penstock");
        boolean actions = options.getOrDefault("kind", "steps").equals("actions");
        Optional<JournalLocation.Postgresql> database =
                Optional.ofNullable(options.get("journal")).map(PenstockPeer::database);
        long[] servers = options.containsKey("pid") ? new long[] {Long.parseLong(options.get("pid"))} : new long[0];
        try (var peer = new PenstockPeer(folder, actions, database, servers)) {
            Harness.drive(peer, options);
        }
        System.exit(0);
    }

    private static JournalLocation.Postgresql database(String text) {
        if (JournalText.read(text, Path.of("")) instanceof JournalText.Named named
                && named.location() instanceof JournalLocation.Postgresql location) {
            return location;
        }
        throw new IllegalArgumentException(text + " names no database");
    }

    @Override
    public String name() {
        return (actions ? "penstock-actions" : "penstock") + (database ? "-postgres" : "");
    }

    @Override
    public long[] serverPids() {
        return servers.clone();
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
