package dev.penstock.verdict.argo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The cases of {@code utils/evaluate/evaluate_test.go} of argo-rollouts, and what else templates say. */
class ConditionTest {

    private static final Value TRUE = new Value.Bool(true);

    @ParameterizedTest
    @CsvSource({
        "true, false, SUCCESSFUL", "true, true, FAILED", "false, false, INCONCLUSIVE", "'', false, SUCCESSFUL",
        "false, '', FAILED", "'', '', SUCCESSFUL", "result[0], true, ERROR", "true, result[0], ERROR",
    })
    void bothConditionsTogetherSayWhatAMeasurementIs(String success, String failure, AnalysisPhase phase) {
        assertThat(AnalysisMetric.of("m").withConditions(success, failure).measure(TRUE))
                .isEqualTo(phase);
    }

    @Test
    void expressionsComeToWhatArgoMakesOfThem() {
        assertThat(holds(TRUE, "result == true")).isTrue();
        assertThat(holds(TRUE, "result == false")).isFalse();
        assertThat(holds(number(5), "result > 1")).isTrue();
        assertThat(holds(list(2, 2), "2 in result")).isTrue();
        assertThat(holds(list(2, 2), "3 not in result")).isTrue();
        Value nested = new Value.Members(Map.of(
                "service_apdex", new Value.Members(Map.of("values", new Value.Members(Map.of("values", list(2, 2)))))));
        assertThat(holds(nested, "all(result.service_apdex.values.values, {# > 1})"))
                .isTrue();
        assertThat(holds(nested, "any(result.service_apdex.values.values, # > 2)"))
                .isFalse();
        assertThat(holds(new Value.Text("1"), "asInt(result) == 1")).isTrue();
        assertThat(holds(number(1.123), "asInt(result) == 1")).isTrue();
        assertThat(holds(new Value.Text("1.1"), "asFloat(result) >= 1.1")).isTrue();
        assertThat(holds(list(0.97), "result[0] >= 0.95")).isTrue();
        assertThat(holds(list(), "len(result) == 0 || result[0] >= 0.95")).isTrue();
        assertThat(holds(number(Double.NaN), "isNaN(result) || result >= 0.95")).isTrue();
        assertThat(holds(number(Double.NaN), "result >= 0.95 or result < 0.95 or result == result"))
                .isFalse();
        assertThat(holds(new Value.Nil(), "isNil(result)")).isTrue();
        assertThat(holds(new Value.Nil(), "default(result, 0) < 1")).isTrue();
        assertThat(holds(number(3), "not (result * 2 - 1 == 5) == false and -result < 0"))
                .isTrue();
        assertThat(holds(list(1, 5, 9), "count(result, {# > 4}) == 2 && one(filter(result, {# > 4}), {# > 8})"))
                .isTrue();
        assertThat(holds(new Value.Text("it's"), "result in ['it\\'s', \"other\"]"))
                .isTrue();
    }

    /** What each comes to was found by expr-lang/expr 1.17.8, on a value with members. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "0 < result.rate < 1; true",
                "1 > result.rate > 0.9; false",
                "result.rate > 0.5 ? true : false; false",
                "result.requests < 20 ? false : result.rate <= 0.05; true",
                "(result.none ?? 0) < 1; true",
                "result.none?.rate == nil; true",
                "max(result.each) < 0.1; true",
                "max(result.rate, 0.2) == 0.2 and min(result.each) == 0.01; true",
                "mean(result.each) == 0.02 && sum(result.each) > 0.05; true",
                "all(result.tasks, {asFloat(.share) >= 0.9}); true",
                "any(result.tasks, {any([1, 2], {# == 3})}); false",
                "sum(map(result.tasks, .bad)) == 3; true",
                "result.state startsWith 'he' && not (result.state contains 'x'); true",
                "not result.ready == true; false",
                "-2 ** 2 == -4 and 2 ^ 3 ^ 2 == 512; true",
                "abs(-1.5) == 1.5 && round(2.5) == 3 && ceil(0.1) + floor(0.9) == 1; true",
                "result['requests'] in [200, 300] == true; true",
                "len(result.each) == 3 or result.none.none; true",
            })
    void whatTemplatesSayBesidesIsUnderstood(String condition, boolean expected) {
        Value result = new Value.Members(Map.of(
                "rate",
                number(0.02),
                "requests",
                number(300),
                "each",
                list(0.01, 0.02, 0.03),
                "state",
                new Value.Text("healthy"),
                "ready",
                TRUE,
                "tasks",
                new Value.Items(List.of(task("0.9", 1), task("1", 2)))));
        assertThat(holds(result, condition)).isEqualTo(expected);
    }

    private static Value task(String share, int bad) {
        return new Value.Members(Map.of("share", new Value.Text(share), "bad", number(bad)));
    }

    /** The kind of what was measured is known with the measurement: to compare it with another kind is an error, not false. */
    @ParameterizedTest
    @ValueSource(strings = {"result == 'ok'", "result != true", "result == [1]", "sum(result) > 0", "contains(result)"})
    void aMeasurementOfAnotherKindIsAnError(String condition) {
        assertThatExceptionOfType(ConditionException.class)
                .isThrownBy(() -> Condition.parse(condition).holds(number(1)))
                .satisfies(error -> assertThat(error.getMessage()).endsWith("."));
        assertThat(holds(new Value.Nil(), "result == 'ok'")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a == true", "1", "asFloat(result) == \"1.1\"", "asInt(result) == 1.1", "result.Name() == 'hi'",
                        "result ==",
                "(result", "result > 1)", "all(result, {# > 1}", "result & 1", "'open", "",
            })
    void whatMakesNoSenseIsAnError(String condition) {
        assertThatExceptionOfType(ConditionException.class)
                .isThrownBy(() -> Condition.parse(condition).holds(new Value.Text("1.1")))
                .satisfies(error -> assertThat(error.getMessage()).endsWith("."));
    }

    @Test
    void depthIsLimited() {
        assertThatExceptionOfType(ConditionException.class)
                .isThrownBy(() -> Condition.parse("(".repeat(100_000)))
                .withMessageEndingWith("nested too deeply.");
        assertThatExceptionOfType(ConditionException.class)
                .isThrownBy(() -> Condition.parse("!".repeat(100_000) + "true"));
    }

    private static boolean holds(Value result, String condition) {
        return Condition.parse(condition).holds(result);
    }

    private static Value number(double number) {
        return new Value.Num(number);
    }

    private static Value list(double... numbers) {
        return new Value.Items(
                java.util.Arrays.stream(numbers).mapToObj(ConditionTest::number).toList());
    }

    @Test
    void theWordsOfAConditionAreKept() {
        assertThat(Condition.parse("result > 1")).hasToString("result > 1");
        assertThat(List.of(AnalysisPhase.values())).last().isEqualTo(AnalysisPhase.FAILED);
    }
}
