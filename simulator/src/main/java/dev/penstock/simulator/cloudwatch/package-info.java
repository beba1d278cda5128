/**
 * CloudWatch: metrics in {@link dev.penstock.simulator.cloudwatch.Metrics}, alarms on them in
 * {@link dev.penstock.simulator.cloudwatch.Alarms}, metric math, dashboards. Other services record what they measure
 * and ask for states of alarms here.
 */
@NullMarked
package dev.penstock.simulator.cloudwatch;

import org.jspecify.annotations.NullMarked;
