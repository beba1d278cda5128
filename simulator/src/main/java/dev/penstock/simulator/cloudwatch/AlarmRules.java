package dev.penstock.simulator.cloudwatch;

import static dev.penstock.simulator.cloudwatch.CloudWatchErrors.required;

import dev.penstock.simulator.wire.ServiceError;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;

/** What metric alarms CloudWatch accepts. Source: CloudWatch API Reference, {@code PutMetricAlarm}. */
final class AlarmRules {

    private static final int WEEK = 7 * 86_400;
    private static final Set<String> TREATMENTS = Set.of("breaching", "notBreaching", "ignore", "missing");

    private AlarmRules() {}

    static void check(PutMetricAlarmRequest request) {
        required(request.alarmName(), "AlarmName");
        int periods = required(request.evaluationPeriods(), "EvaluationPeriods");
        checkOperator(request);
        if (request.thresholdMetricId() != null) {
            throw ServiceError.notSimulated("an alarm on an anomaly detection band", "alarms with a Threshold");
        }
        required(request.threshold(), "Threshold");
        if (request.metrics().isEmpty()) {
            checkMetric(request);
        } else {
            checkMetrics(request);
        }
        if (periods < 1) {
            throw CloudWatchErrors.validation("1 validation error detected: Value '" + periods
                    + "' at 'evaluationPeriods' failed to satisfy constraint: Member must have value greater than or"
                    + " equal to 1");
        }
        Integer toAlarm = request.datapointsToAlarm();
        if (toAlarm != null && (toAlarm < 1 || toAlarm > periods)) {
            throw CloudWatchErrors.validation(
                    "DatapointsToAlarm must be at least 1 and not greater than EvaluationPeriods");
        }
        checkSpan(request, periods);
        if (request.treatMissingData() != null && !TREATMENTS.contains(request.treatMissingData())) {
            throw CloudWatchErrors.validation("1 validation error detected: Value '" + request.treatMissingData()
                    + "' at 'treatMissingData' failed to satisfy constraint: Member must satisfy enum value"
                    + " set: [breaching, notBreaching, ignore, missing]");
        }
    }

    private static void checkOperator(PutMetricAlarmRequest request) {
        String operator = required(request.comparisonOperatorAsString(), "ComparisonOperator");
        switch (request.comparisonOperator()) {
            case GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
                    GREATER_THAN_THRESHOLD,
                    LESS_THAN_THRESHOLD,
                    LESS_THAN_OR_EQUAL_TO_THRESHOLD -> {}
            case LESS_THAN_LOWER_OR_GREATER_THAN_UPPER_THRESHOLD,
                    LESS_THAN_LOWER_THRESHOLD,
                    GREATER_THAN_UPPER_THRESHOLD ->
                throw ServiceError.notSimulated(
                        "an alarm on an anomaly detection band (" + operator + ")", "alarms with a Threshold");
            case UNKNOWN_TO_SDK_VERSION ->
                throw CloudWatchErrors.notAMember(
                        operator,
                        "comparisonOperator",
                        String.join(
                                ", ",
                                ComparisonOperator.knownValues().stream()
                                        .map(ComparisonOperator::toString)
                                        .toList()));
        }
    }

    private static void checkMetric(PutMetricAlarmRequest request) {
        required(request.metricName(), "MetricName");
        required(request.namespace(), "Namespace");
        checkPeriod(required(request.period(), "Period"));
        boolean plain = request.statisticAsString() != null;
        if (plain == (request.extendedStatistic() != null)) {
            throw CloudWatchErrors.combination(
                    plain
                            ? "Only one of the parameters Statistic and ExtendedStatistic must be specified."
                            : "Either Statistic or ExtendedStatistic has to be set");
        }
        if (plain && request.statistic() == Statistic.UNKNOWN_TO_SDK_VERSION) {
            throw CloudWatchErrors.notAMember(
                    request.statisticAsString(), "statistic", "Maximum, SampleCount, Sum, Minimum, Average");
        }
        if (!plain && PeriodStatistic.parse(request.extendedStatistic()).isEmpty()) {
            throw CloudWatchErrors.value(
                    "The value " + request.extendedStatistic() + " for parameter ExtendedStatistic is not supported.");
        }
        String few = request.evaluateLowSampleCountPercentile();
        if (few != null && !few.equals("evaluate") && !few.equals("ignore")) {
            throw CloudWatchErrors.validation("Option " + few + " is not supported. Supported options for parameter"
                    + " EvaluateLowSampleCountPercentile are evaluate and ignore.");
        }
        if (request.unitAsString() != null && !Units.isKnown(request.unitAsString())) {
            throw CloudWatchErrors.value(
                    "The value " + request.unitAsString() + " for parameter Unit is not supported.");
        }
    }

    private static void checkMetrics(PutMetricAlarmRequest request) {
        if (request.metricName() != null
                || request.namespace() != null
                || request.statistic() != null
                || request.extendedStatistic() != null
                || request.period() != null) {
            throw CloudWatchErrors.validation(
                    "Metrics list cannot be used together with MetricName, Namespace, Dimensions, Period, Unit,"
                            + " Statistic or ExtendedStatistic");
        }
        MetricDataReader.check(request.metrics());
        List<MetricDataQuery> returned = request.metrics().stream()
                .filter(q -> !Boolean.FALSE.equals(q.returnData()))
                .toList();
        if (returned.size() != 1) {
            throw CloudWatchErrors.validation("Exactly one element of the metrics list should return data.");
        }
        request.metrics().stream()
                .filter(q -> q.metricStat() != null)
                .forEach(q -> checkPeriod(q.metricStat().period()));
    }

    private static void checkPeriod(int period) {
        if (period != 10 && period != 20 && period != 30 && (period < 60 || period % 60 != 0)) {
            throw CloudWatchErrors.validation("Metric period should be one of 10, 20, 30 or a multiple of 60");
        }
    }

    private static void checkSpan(PutMetricAlarmRequest request, int periods) {
        long period = request.period() == null
                ? request.metrics().stream()
                        .filter(q -> q.metricStat() != null)
                        .mapToInt(q -> q.metricStat().period())
                        .max()
                        .orElse(60)
                : request.period();
        long most = period >= 3600 ? WEEK : 86_400;
        if (period * periods > most) {
            throw CloudWatchErrors.validation("Metrics cannot be checked across more than "
                    + (most == WEEK ? "seven days" : "a day") + " (EvaluationPeriods * Period must be <= " + most
                    + ")");
        }
    }
}
