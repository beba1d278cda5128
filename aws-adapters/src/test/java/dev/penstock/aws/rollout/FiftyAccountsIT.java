package dev.penstock.aws.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.document.SourceText;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.settings.DeploymentSetting;
import dev.penstock.settings.SettingsReader;
import dev.penstock.settings.SettingsReading;
import dev.penstock.simulator.service.Effect;
import dev.penstock.stack.StackFixture;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * One release to fifty accounts in five waves, between which it bakes and alarms are looked at. What all places have counted is one
 * verdict. AWS throttles meanwhile.
 */
@Timeout(180)
class FiftyAccountsIT {

    /** Of the third wave. */
    private static final int ONE_OF_THE_THIRD = 9;

    private static final Duration BAKE = Duration.ofMinutes(4);

    /** After one, 5, 15 and 30 accounts: each wave. */
    private static final String RELEASE = """
                release:
                  strategy: ramp
                  steps:
                    - {weight: 2, bake: 4m}
                    - {weight: 10, bake: 4m}
                    - {weight: 30, bake: 4m}
                    - {weight: 60, bake: 4m}
                  keep: 0m
            """;

    private static final String VERDICT = """
                verdict:
                  metrics:
                    errors:
                      source:
                        cloudWatch:
                          requests: {namespace: Shop, metric: Requests, dimensions: {Stack: '${stack}'}}
                          bad: {namespace: Shop, metric: Bad, dimensions: {Stack: '${stack}'}}
            """;

    /** The other courses take a minute: with {@code -Dpenstock.everyCell=true}. */
    @Retention(RetentionPolicy.RUNTIME)
    @EnabledIfSystemProperty(named = "penstock.everyCell", matches = "true")
    private @interface InANightlyBuild {}

    @TempDir
    private Path folder;

    private FiftyAccounts accounts;

    @BeforeEach
    void bringTheOldVersion() throws Exception {
        accounts = new FiftyAccounts(folder);
        ExecutionState end = accounts.release("old", settings("", ""));
        assertThat(end.outcome()).as(StackFixture.deployed(end).toString()).contains(Outcome.SUCCEEDED);
        accounts.throttle();
    }

    @AfterEach
    void close() {
        accounts.close();
    }

    private static DeploymentSetting settings(String ofWave, String more) {
        String text = "deployments:\n  deploy:\n    stack:\n" + FiftyAccounts.waves(ofWave) + more;
        SettingsReading reading = SettingsReader.read(
                SourceText.of("penstock.yml", text.getBytes(StandardCharsets.UTF_8)), Path.of("/nowhere"));
        assertThat(reading.problems()).as(text).isEmpty();
        return ((SettingsReading.Accepted) reading).settings().deploymentOf("deploy");
    }

    private String told(ExecutionState end) {
        return StackFixture.deployed(end) + "\n" + String.join("\n", accounts.log);
    }

    /** When the first or the last account of each wave was changed to the new version, by the wave's number. */
    private Map<Integer, Instant> changed(BinaryOperator<Instant> which) {
        return accounts.changes().stream()
                .skip(FiftyAccounts.ACCOUNTS)
                .collect(Collectors.toMap(
                        effect -> FiftyAccounts.wave(FiftyAccounts.account(effect)), Effect::at, which));
    }

    private Set<Integer> wavesChanged() {
        return changed((one, other) -> one).keySet();
    }

    private void assertThatEachWaveBegunAfterTheOneBefore(Duration bake) {
        Map<Integer, Instant> first = changed((one, other) -> one.isBefore(other) ? one : other);
        Map<Integer, Instant> last = changed((one, other) -> one.isBefore(other) ? other : one);
        for (int wave = 2; wave <= FiftyAccounts.WAVES.size(); wave++) {
            Instant over = Objects.requireNonNull(last.get(wave - 1)).plus(bake);
            assertThat(first.get(wave)).as("wave " + wave).isAfter(over);
        }
    }

    @Test
    @InANightlyBuild
    void aVersionThatIsWellGetsToAllOfThemWaveByWave() throws Exception {
        ExecutionState end = accounts.release("new", settings("", RELEASE));

        assertThat(end.outcome()).as(told(end)).contains(Outcome.SUCCEEDED);
        assertThat(accounts.throttled).as("calls that were refused").hasPositiveValue();
        assertThat(accounts.versions()).isEqualTo(Map.of("new", 50L));
        assertThatEachWaveBegunAfterTheOneBefore(BAKE);
        assertThat(accounts.changes()).as("none of them twice").hasSize(2 * FiftyAccounts.ACCOUNTS);
    }

    @Test
    @InANightlyBuild
    void whatAllPlacesHaveCountedIsOneVerdictThatTakesAVersionBackThatFailsMoreRequests() throws Exception {
        accounts.send();

        ExecutionState end = accounts.release("bad", settings("", RELEASE + VERDICT));

        assertThat(end.outcome()).as(told(end)).contains(Outcome.ROLLED_BACK);
        assertThat(StackFixture.failure(end).code()).isEqualTo("PEN-RELEASE-003");
        assertThat(accounts.versions()).isEqualTo(Map.of("old", 50L));
        assertThat(wavesChanged()).isSubsetOf(1, 2);
    }

    @Test
    void oneThatFailsInTheThirdWaveTakesTheOthersBackAndNothingElseIsBegun() throws Exception {
        accounts.occupy(ONE_OF_THE_THIRD);

        ExecutionState end = accounts.release("new", settings("", RELEASE));

        assertThat(end.outcome()).as(told(end)).contains(Outcome.ROLLED_BACK);
        ActionFailure failure = StackFixture.failure(end);
        assertThat(failure.toString()).contains("a" + ONE_OF_THE_THIRD).contains("/shop/feature");
        assertThat(accounts.versions()).isEqualTo(Map.of("old", 50L));
        assertThat(wavesChanged()).containsExactly(1, 2, 3);
    }

    @Test
    @InANightlyBuild
    void anAlarmInOneAccountOfTheThirdWaveTakesAllBack() throws Exception {
        accounts.breakDownAfterUpdate(ONE_OF_THE_THIRD);

        ExecutionState end = accounts.release("new", settings("", RELEASE));

        assertThat(end.outcome()).as(told(end)).contains(Outcome.ROLLED_BACK);
        assertThat(StackFixture.failure(end).toString()).contains("a" + ONE_OF_THE_THIRD + ": shop-errors");
        assertThat(accounts.versions()).isEqualTo(Map.of("old", 50L));
        assertThat(wavesChanged()).containsExactly(1, 2, 3);
    }

    @Test
    @InANightlyBuild
    void withoutAReleaseTheSettingsOfTheWavesSayHowLongTheyBakeAndWhatIsTakenBack() throws Exception {
        accounts.breakDownAfterUpdate(ONE_OF_THE_THIRD);
        String bake = "          bakeMinutes: 4\n";

        ExecutionState left = accounts.release("new", settings(bake, ""));

        assertThat(left.outcome()).as(told(left)).contains(Outcome.FAILED);
        assertThat(accounts.versions()).isEqualTo(Map.of("new", 15L, "old", 35L));
        assertThat(wavesChanged()).containsExactly(1, 2, 3);

        ExecutionState back = accounts.release("newer", settings(bake, "      whenWaveFails: rollBack\n"));

        assertThat(back.outcome()).as(told(back)).contains(Outcome.ROLLED_BACK);
        assertThat(accounts.versions()).as("as it was before").isEqualTo(Map.of("new", 15L, "old", 35L));
    }

    @Test
    @InANightlyBuild
    void aWaveThatToleratesAFailureGoesOn() throws Exception {
        accounts.occupy(ONE_OF_THE_THIRD);

        ExecutionState end = accounts.release("new", settings("          toleratedFailures: 1\n", RELEASE));

        assertThat(end.outcome()).as(told(end)).contains(Outcome.SUCCEEDED);
        assertThat(accounts.versions()).isEqualTo(Map.of("new", 49L, "old", 1L));
        assertThat(StackFixture.result(end).summary()).contains("49 of 50").contains("a" + ONE_OF_THE_THIRD);
    }
}
