package dev.penstock.verdict;

/**
 * How it is told that traffic does not go where it was sent: sticky sessions, a foreign change of weights, a listener that was
 * missed.
 *
 * @param tolerance how far the odds of a request going to the canary may be off, as a share of them: 0.5 takes 10 % for anything from
 *     6.9 % to 14.3 %. Above 0 and at most 10
 * @param requestsPerClient how many requests a client makes that are sent the same way, at least 1: counts are divided by it
 * @param falseAlarm the largest probability of telling of a mismatch that is none, above 0 and at most 0.5
 */
public record TrafficSettings(double tolerance, double requestsPerClient, double falseAlarm) {

    /** Odds that are off by half, clients of 20 requests, one false alarm in 1,000. */
    public static final TrafficSettings STANDARD = new TrafficSettings(0.5, 20, 0.001);

    public TrafficSettings {
        VerdictSettingsException.range("tolerance", tolerance, 0, 10, "above 0 and at most 10");
        VerdictSettingsException.range("requestsPerClient", requestsPerClient, Math.nextDown(1.0), 1e9, "at least 1");
        VerdictSettingsException.range("falseAlarm", falseAlarm, 0, 0.5, "above 0 and at most 0.5");
    }
}
