package dev.penstock.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The routing of an alias adds up, and a function's name is one. */
class AliasRoutingTest {

    @Test
    void sharesAddUpToAll() {
        AliasRouting routing = AliasRouting.split("2", 0.1, "1");
        assertThat(routing).isEqualTo(new AliasRouting("1", Map.of("2", 0.1)));
        assertThat(routing.share("2")).isEqualTo(0.1);
        assertThat(routing.share("1")).isEqualTo(0.9);
        assertThat(routing.share("3")).isZero();
        assertThat(routing.receiving()).containsExactly("1", "2");
        assertThat(routing).hasToString("version 1 and 10 % to version 2");
        assertThat(AliasRouting.split("2", 0.125, "1")).hasToString("version 1 and 12.5 % to version 2");
    }

    @Test
    void atItsEndsAnAliasHasOneVersion() {
        assertThat(AliasRouting.split("2", 0, "1")).isEqualTo(AliasRouting.all("1"));
        assertThat(AliasRouting.split("2", 1, "1")).isEqualTo(AliasRouting.all("2"));
        assertThat(new AliasRouting("1", Map.of("2", 1.0)).receiving()).containsExactly("2");
        assertThat(new AliasRouting("1", Map.of("2", 0.0)).isSingle()).isFalse();
    }

    @Test
    void refusesWhatNoAliasCanBe() {
        assertThatIllegalArgumentException().isThrownBy(() -> new AliasRouting("1", Map.of("2", 0.1, "3", 0.1)));
        assertThatIllegalArgumentException().isThrownBy(() -> new AliasRouting("1", Map.of("2", 1.1)));
        assertThatIllegalArgumentException().isThrownBy(() -> new AliasRouting("1", Map.of("2", Double.NaN)));
        assertThatIllegalArgumentException().isThrownBy(() -> new AliasRouting("1", Map.of("1", 0.5)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "orders",
                "123456789012:function:orders",
                "arn:aws:lambda:eu-west-1:123456789012:function:orders",
                "arn:aws-cn:lambda:cn-north-1:123456789012:function:orders"
            })
    void takesEveryWayOfNamingAFunction(String text) {
        assertThat(FunctionName.of(text).orElseThrow().shortName()).isEqualTo("orders");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "orders:live", "my function", "arn:aws:lambda:eu-west-1:123456789012:function:orders:7"})
    void refusesWhatNamesMoreOrLessThanAFunction(String text) {
        assertThat(FunctionName.of(text)).isEmpty();
    }
}
