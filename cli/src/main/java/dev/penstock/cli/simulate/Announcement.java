package dev.penstock.cli.simulate;

import dev.penstock.cli.Surroundings;
import dev.penstock.runner.view.JsonOutput;
import dev.penstock.runner.view.JsonText;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;

/** Says where a simulated AWS is and how to use it. */
public final class Announcement {

    private Announcement() {}

    /** For people: what can be pasted into a shell on the standard output, talk beside it. */
    public static void text(SimulatedServer server, Surroundings surroundings) {
        PrintStream err = surroundings.err();
        err.println("A simulated AWS listens at " + server.endpoint() + ".");
        err.println("Its time runs " + server.options().scale().words() + ".");
        err.println(server.options()
                .state()
                .map(folder -> "Its state is kept in " + folder + ".")
                .orElse("Its state ends with it; --state DIR keeps it."));
        err.println();
        err.println("Look at it:  " + server.page());
        err.println("Use it from another shell:");
        err.println();
        server.environment().forEach((name, value) -> surroundings.out().println("export " + name + "=" + value));
        surroundings.out().flush();
        err.println();
        err.println("Ctrl-C ends it.");
    }

    /** For programs: one line. */
    public static JsonText json(SimulatedServer server) {
        SimulatedServer.Options options = server.options();
        JsonText environment = new JsonText();
        for (Map.Entry<String, String> variable : server.environment().entrySet()) {
            environment.put(variable.getKey(), variable.getValue());
        }
        JsonText line = JsonOutput.line("simulator")
                .put("endpoint", server.endpoint().toString())
                .put("page", server.page().toString())
                .put("account", SimulatedServer.ACCOUNT)
                .put("region", SimulatedServer.REGION)
                .put("environment", environment)
                .put("seed", options.seed())
                .put("timeScale", Double.toString(options.scale().factor()));
        return line.putIfAny("state", options.state().map(Path::toString).orElse(""));
    }
}
