package dev.penstock.simulator.codebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BuildScriptTest {

    @Test
    void withoutWordsABuildSucceedsInTheTimesOfTheTable() {
        BuildScript script = BuildScript.parse(" ");

        assertThat(BuildScript.PHASES).noneMatch(script::fails);
        assertThat(script.time("PROVISIONING")).isEqualTo(Duration.ofSeconds(34));
    }

    @Test
    void wordsSayWhatFailsAndHowLongPhasesTake() {
        BuildScript script = BuildScript.parse("fail:upload_artifacts, build@5m QUEUED@2s");

        assertThat(script.fails("UPLOAD_ARTIFACTS")).isTrue();
        assertThat(script.fails("BUILD")).isFalse();
        assertThat(script.time("BUILD")).isEqualTo(Duration.ofMinutes(5));
        assertThat(script.time("QUEUED")).isEqualTo(Duration.ofSeconds(2));
        assertThat(BuildScript.parse("fail").fails("BUILD")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"fial", "fail:lunch", "build@5", "completed@1s", "fail@5s"})
    void aWordThatIsNotUnderstoodIsNamed(String word) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BuildScript.parse("build@1s " + word))
                .withMessageContaining('"' + word + '"');
    }
}
