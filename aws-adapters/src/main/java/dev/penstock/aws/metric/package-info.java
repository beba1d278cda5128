/**
 * What a verdict asks of AWS, behind the ports of {@link dev.penstock.metric}: metrics of CloudWatch, counts of Elastic Beanstalk's
 * enhanced health, alarms, targets and stopped tasks.
 */
@NullMarked
package dev.penstock.aws.metric;

import org.jspecify.annotations.NullMarked;
