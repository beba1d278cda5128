package dev.penstock.testing.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

final class ContainerEngineConditionTest {

    private static final ContainerEngine ABSENT = new ContainerEngine.Absent("nothing listens");

    @Test
    void runsWhereAnEngineAnswers() {
        var condition = new ContainerEngineCondition(Map.of(), () -> new ContainerEngine.Answering("unix:///d.sock"));

        assertThat(condition.evaluate("pushes an image").isDisabled()).isFalse();
    }

    @Test
    void skipsWithTheReasonWhereNoneAnswers() {
        var result = new ContainerEngineCondition(Map.of(), () -> ABSENT).evaluate("pushes an image");

        assertThat(result.isDisabled()).isTrue();
        assertThat(result.getReason())
                .hasValueSatisfying(reason -> assertThat(reason).contains("nothing listens"));
    }

    @Test
    void failsInsteadOfSkippingWhereAnEngineIsRequired() {
        var condition = new ContainerEngineCondition(Map.of(ContainerEngineCondition.REQUIRE, "true"), () -> ABSENT);

        assertThatThrownBy(() -> condition.evaluate("pushes an image"))
                .isInstanceOf(ExtensionConfigurationException.class)
                .hasMessageContaining("pushes an image")
                .hasMessageContaining("nothing listens");
    }

    @Test
    void asksOnlyTheConfiguredEngineIfThereIsOne() {
        assertThat(ContainerEngine.candidates(Map.of("DOCKER_HOST", "tcp://10.0.0.1:2375"), "/home/x"))
                .containsExactly("tcp://10.0.0.1:2375");
        assertThat(ContainerEngine.candidates(Map.of(), "/home/x")).contains("unix:///var/run/docker.sock");
    }

    @Test
    void saysForEveryAddressWhyItDidNotAnswer() {
        var found = ContainerEngine.find(List.of("unix:///no/such.sock", "ssh://host", "not an address"));

        assertThat(found)
                .isEqualTo(new ContainerEngine.Absent("unix:///no/such.sock: no such socket; "
                        + "ssh://host: cannot be asked over 'ssh'; not an address: not an address"));
    }
}
