package dev.penstock.metric;

/**
 * What an {@link EvidenceCollector} asks.
 *
 * @param metrics CloudWatch
 * @param facts what gates are about
 * @param environments enhanced health of Elastic Beanstalk
 * @param prometheus servers that answer PromQL
 * @param checks pages
 * @param commands programs that count
 */
public record EvidencePorts(
        MetricData metrics,
        CanaryFacts facts,
        EnvironmentCounts environments,
        PrometheusServer prometheus,
        HttpChecks checks,
        CountingCommands commands) {}
