package dev.penstock.library;

import dev.penstock.metric.EvidenceCollector;
import dev.penstock.metric.EvidencePorts;

/** What verdicts ask of a cloud and a machine. */
public final class Evidence {

    private Evidence() {}

    /** A collector that asks them. Nothing is opened before it is needed. */
    public static EvidenceCollector collector(Cloud cloud, Machine machine) {
        return new EvidenceCollector(new EvidencePorts(
                cloud.metricData(),
                cloud.canaryFacts(),
                cloud.environmentCounts(),
                machine.prometheus(),
                machine.httpChecks(),
                machine.countingCommands()));
    }
}
