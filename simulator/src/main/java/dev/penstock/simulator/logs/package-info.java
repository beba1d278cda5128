/**
 * CloudWatch Logs: groups, streams and events in {@link dev.penstock.simulator.logs.LogStore}, where other services write
 * as well; filter patterns; metric filters, which feed CloudWatch.
 */
@NullMarked
package dev.penstock.simulator.logs;

import org.jspecify.annotations.NullMarked;
