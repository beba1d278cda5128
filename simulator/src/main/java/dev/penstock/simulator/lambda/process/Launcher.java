package dev.penstock.simulator.lambda.process;

import dev.penstock.simulator.lambda.FunctionRuntime;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Says by which command the process of an execution environment is started. */
public interface Launcher {

    /** Whether such a function runs in a process; others are executed otherwise. */
    boolean runs(FunctionRuntime.Invocation invocation);

    /**
     * The command.
     *
     * @param code the folder into which the function's archive was unpacked
     */
    List<String> command(FunctionRuntime.Invocation invocation, Path code);

    /** Variables beside those that Lambda's own runtimes have. */
    default Map<String, String> environment(FunctionRuntime.Invocation invocation) {
        return Map.of();
    }
}
