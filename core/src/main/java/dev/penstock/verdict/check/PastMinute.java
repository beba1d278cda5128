package dev.penstock.verdict.check;

import dev.penstock.verdict.ArmCounts;
import java.time.Instant;

/**
 * What one arm got in one minute of the past.
 *
 * @param time when the minute began
 * @param arm which arm: any name; two of them are judged against each other, a single one is split at random
 * @param counts requests and bad requests
 */
public record PastMinute(Instant time, String arm, ArmCounts counts) {}
