package dev.penstock.aws.metric;

import dev.penstock.aws.client.AwsClients;
import dev.penstock.metric.EvidencePorts;
import dev.penstock.testing.FakeEvidence;

/** What AWS's part of evidence is asked by. */
public final class AwsEvidence {

    private AwsEvidence() {}

    /** The adapters for AWS, and nobody for the rest. */
    public static EvidencePorts ports(AwsClients clients) {
        EvidencePorts others = FakeEvidence.nobody().ports();
        return new EvidencePorts(
                new CloudWatchMetricData(clients),
                new AwsCanaryFacts(clients),
                new BeanstalkEnvironmentCounts(clients),
                others.prometheus(),
                others.checks(),
                others.commands());
    }
}
