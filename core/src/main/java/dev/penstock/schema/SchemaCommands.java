package dev.penstock.schema;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Runs programs that tell the history of a schema. */
@FunctionalInterface
public interface SchemaCommands {

    /**
     * Runs a program, never by a shell.
     *
     * @param run the program and its arguments
     * @param environment variables that are added to the runner's own
     * @param limit after which it is ended
     * @return what it printed to its standard output
     * @throws dev.penstock.action.RemoteCallException when it cannot be started, fails, takes too long or prints too much
     */
    String run(List<String> run, Map<String, String> environment, Duration limit) throws InterruptedException;
}
