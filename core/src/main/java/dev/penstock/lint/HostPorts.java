package dev.penstock.lint;

import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import dev.penstock.problem.SourceSpan;
import java.util.HashMap;
import java.util.Map;

/** A port of the host leads to one container only. */
final class HostPorts {

    private final Problems problems;
    private final Map<String, String> owners = new HashMap<>();

    HostPorts(Problems problems) {
        this.problems = problems;
    }

    /**
     * Takes a port.
     *
     * @param address that it is bound to; empty for all
     */
    void take(String container, String address, int port, String protocol, SourceSpan span, String path) {
        String earlier = owners.putIfAbsent(address + ":" + port + "/" + protocol, container);
        if (earlier != null) {
            problems.report(
                    ProblemType.LINT_PORT_CLASH,
                    span,
                    path,
                    "The host's port " + port + " leads to '" + earlier + "' already, so that '" + container
                            + "' cannot start.",
                    "Give one of them another port of the host.");
        }
    }
}
