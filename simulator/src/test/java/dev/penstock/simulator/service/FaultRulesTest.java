package dev.penstock.simulator.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultRulesTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void everyFaultIsReadFromItsWord() {
        FaultRules rules = read("""
                {"seed": 7, "faults": [
                  {"fault": "throttle", "retryAfter": "PT2S"}, {"fault": "serverError", "status": 502},
                  {"fault": "error", "status": 409, "code": "Conflict", "message": "no"},
                  {"fault": "expiredToken"}, {"fault": "accessDenied"},
                  {"fault": "reset"}, {"fault": "reset", "when": "middle"}, {"fault": "reset", "when": "after"},
                  {"fault": "slow", "delay": "PT1S"}, {"fault": "stall", "delay": "PT1S"}, {"fault": "wrongLength"},
                  {"fault": "stale", "age": "PT5S"}, {"fault": "unseen", "age": "PT5S"},
                  {"fault": "clockJump", "by": "PT1H"}, {"fault": "reorder"}, {"fault": "repeat"}]}""");

        assertThat(rules.seed()).isEqualTo(7);
        List<FaultRule.OfCalls> calls = ofCalls(rules);
        assertThat(calls)
                .extracting(rule -> rule.effect().on("ecs"))
                .contains(
                        new Fault.Refuse(
                                400, "ThrottlingException", "Rate exceeded", Optional.of(Duration.ofSeconds(2))),
                        new Fault.Refuse(409, "Conflict", "no"),
                        new Fault.Delivery.CutOff(),
                        new Fault.Stale(Duration.ofSeconds(5)),
                        Fault.Disorder.REPEATED)
                .hasSize(16);
        assertThat(calls)
                .extracting(rule -> rule.effect().on("iam"))
                .contains(new Fault.Refuse(400, "Throttling", "Rate exceeded", Optional.of(Duration.ofSeconds(2))));
        assertThat(calls)
                .extracting(FaultRule.OfCalls::moment)
                .contains(FaultPlan.Moment.BEFORE, FaultPlan.Moment.AFTER);
    }

    @Test
    void everyIncidentIsReadFromItsWord() {
        FaultRules rules = read("""
                {"faults": [
                  {"fault": "noCapacity", "cluster": "main", "group": "service:web*", "provider": "FARGATE_SPOT"},
                  {"fault": "cannotPull", "image": "*/web:*", "probability": 0.1, "times": 3},
                  {"fault": "spotInterruption", "delay": "PT1M", "within": "PT9M"},
                  {"fault": "foreignChange", "stage": "half", "desiredCount": 4},
                  {"fault": "foreignChange"}]}""");

        Incident.Where anywhere = new Incident.Where(NamePattern.ANY, NamePattern.ANY);
        Incident.Delay none = new Incident.Delay(Duration.ZERO, Duration.ZERO);
        assertThat(rules.rules())
                .extracting(rule -> rule instanceof FaultRule.Within within ? within.incident() : rule)
                .containsExactly(
                        new Incident.NoCapacity(
                                new Incident.Where(new NamePattern("main"), new NamePattern("service:web*")),
                                new NamePattern("FARGATE_SPOT")),
                        new Incident.CannotPull(anywhere, new NamePattern("*/web:*")),
                        new Incident.SpotInterruption(
                                anywhere, new Incident.Delay(Duration.ofMinutes(1), Duration.ofMinutes(9))),
                        new Incident.ForeignChange(
                                anywhere, DeploymentStage.HALF, none, Optional.empty(), Optional.of(4)),
                        new Incident.ForeignChange(
                                anywhere, DeploymentStage.BEGUN, none, Optional.empty(), Optional.empty()));
        assertThat(rules.rules().get(1).recurrence())
                .isEqualTo(new Recurrence(0.1, 0, Optional.of(3L), Duration.ZERO, Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource({
        "'',web,true",
        "web,web,true",
        "web,webs,false",
        "web*,webs,true",
        "*web,a/web,true",
        "*/web:*,a/web:1,true",
        "*/web:*,a/worker:1,false",
        "a*a,a,false",
        "*,anything,true",
    })
    void aPatternsStarStandsForAnyText(String pattern, String name, boolean matches) {
        assertThat(new NamePattern(pattern).matches(name)).isEqualTo(matches);
    }

    private static List<FaultRule.OfCalls> ofCalls(FaultRules rules) {
        return rules.rules().stream()
                .filter(FaultRule.OfCalls.class::isInstance)
                .map(FaultRule.OfCalls.class::cast)
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]|1:1|An object with 'faults' is expected",
                "{'faults':{}}|1:11|'faults' must be a list",
                "{'faults':[7]}|1:12|A fault must be an object",
                "{'seed':'x'}|1:2|'seed' must be a whole number",
                "{'fault':[]}|1:2|There is no 'fault' here",
                "{'faults':[{}]}|1:12|'fault' is missing: one of [throttle",
                "{'faults':[{'fault':'slowly'}]}|1:21|There is no fault 'slowly', only [throttle",
                "{'faults':[{'fault':'slow'}]}|1:12|'delay' is missing",
                "{'faults':[{'fault':'slow','delay':'1s'}]}|1:36|'delay' must be a duration like PT90S, not '1s'",
                "{'faults':[{'fault':'slow','delay':'-PT1S'}]}|1:36|'delay' must be a duration",
                "{'faults':[{'fault':'throttle','probability':2}]}|1:46|'probability' must be a number from 0 to 1",
                "{'faults':[{'fault':'throttle','age':'PT1S'}]}|1:38|A fault 'throttle' has no 'age'",
                "{'faults':[{'fault':'serverError','status':200}]}|1:44|'status' must be a whole number from 400 to 599",
                "{'faults':[{'fault':'reset','when':'later'}]}|1:36|'when' must be one of [after, before, middle]",
                "{'faults':[{'fault':'reset','times':[]}]}|1:37|'times' must be a text or a number",
                "{'faults':[{'fault':'cannotPull','operation':'RunTask'}]}|1:46|A fault 'cannotPull' has no 'operation'",
                "{'faults':[{'fault':'foreignChange','stage':'late'}]}|1:45|'stage' must be one of [begun, half",
                "{'faults':[{'fault':'foreignChange','desiredCount':-1}]}|1:52|'desiredCount' must be a whole number",
                "{'faults':[|1:12|This is no JSON",
            })
    void whatIsWrongIsSaidWithItsPlace(String json, String place, String why) {
        assertThatThrownBy(() -> read(json.replace('\'', '"')))
                .isInstanceOf(FaultRulesException.class)
                .hasMessageStartingWith(place + ": ")
                .hasMessageContaining(why);
    }

    @Test
    void allThatIsWrongIsSaidAtOnce() {
        assertThatThrownBy(() -> read("""
                {"faults": [
                  {"fault": "throttle", "times": -1},
                  {"fault": "none"}]}"""))
                .isInstanceOfSatisfying(
                        FaultRulesException.class,
                        e -> assertThat(e.flaws())
                                .extracting(FaultRulesException.Flaw::line)
                                .containsExactly(2, 3));
    }

    @Test
    void aSeedStrikesTheSameCallsAgainAndAnotherSeedOthers() {
        assertThat(struck(1, false)).isEqualTo(struck(1, false)).isEqualTo(struck(1, true));
        assertThat(struck(1, false)).isNotEqualTo(struck(2, false));
        assertThat(struck(1, false).size()).isBetween(30, 70);
    }

    /** Which of two hundred calls a rule of a quarter's chance strikes, with or without calls of others in between. */
    private static List<Integer> struck(long seed, boolean others) {
        Faults faults = new Faults(seed);
        faults.order(FaultRules.read(bytes("{'faults':[{'fault':'throttle','probability':0.25}]}"), seed), NOW);
        List<Integer> struck = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            if (others) {
                faults.strike(FaultPlan.Moment.BEFORE, call("ListTasks", "", NOW));
            }
            if (faults.strike(FaultPlan.Moment.BEFORE, call("DescribeTasks", "", NOW))
                    .isPresent()) {
                struck.add(i);
            }
        }
        return struck;
    }

    @Test
    void aRuleStrikesOnlyWhatItIsAbout() {
        Faults faults = new Faults(1);
        faults.order(
                FaultRules.read(
                        bytes("{'faults':[{'fault':'throttle','service':'ecs','operation':'Describe*',"
                                + "'resource':'web','skip':1,'times':2,'after':'PT10S','until':'PT1M'}]}"),
                        1),
                NOW);

        assertThat(strikes(faults, call("DescribeTasks", "web", NOW))).isFalse();
        Instant later = NOW.plusSeconds(10);
        assertThat(strikes(faults, call("ListTasks", "web", later))).isFalse();
        assertThat(strikes(faults, call("DescribeTasks", "worker", later))).isFalse();
        assertThat(IntStream.range(0, 4)
                        .mapToObj(i -> strikes(faults, call("DescribeTasks", "cluster=web", later)))
                        .toList())
                .containsExactly(false, true, true, false);
        assertThat(faults.ordered()).extracting(Faults.Ordered::struck).containsExactly(2L);
        assertThat(faults.strikes()).hasSize(2);

        faults.clear();
        assertThat(faults.ordered()).isEmpty();
        assertThat(faults.any()).isFalse();
    }

    @Test
    void aRuleEndsWhenItsTimeIsOver() {
        Faults faults = new Faults(1);
        faults.order(FaultRules.read(bytes("{'faults':[{'fault':'throttle','until':'PT1M'}]}"), 1), NOW);

        assertThat(strikes(faults, call("ListTasks", "", NOW.plusSeconds(59)))).isTrue();
        assertThat(strikes(faults, call("ListTasks", "", NOW.plusSeconds(60)))).isFalse();
    }

    private static boolean strikes(Faults faults, FaultPlan.Struck call) {
        return faults.strike(FaultPlan.Moment.BEFORE, call).isPresent();
    }

    private static FaultPlan.Struck call(String operation, String request, Instant at) {
        return new FaultPlan.Struck(Identities.root("111122223333", "us-east-1"), "ecs", operation, request, at);
    }

    private static FaultRules read(String json) {
        return FaultRules.read(json.getBytes(StandardCharsets.UTF_8), 1);
    }

    private static byte[] bytes(String json) {
        return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }
}
