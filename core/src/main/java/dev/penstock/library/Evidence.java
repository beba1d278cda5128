package dev.penstock.library;

import dev.penstock.metric.EvidencePorts;

/** What verdicts ask of a cloud and a machine. */
public final class Evidence {

    private Evidence() {}

    /** The ports of both that are asked. */
    public static EvidencePorts ports(Cloud cloud, Machine machine) {
        return new EvidencePorts(
                cloud.metricData(),
                cloud.canaryFacts(),
                cloud.environmentCounts(),
                machine.prometheus(),
                machine.httpChecks(),
                machine.countingCommands());
    }
}
