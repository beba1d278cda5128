package dev.penstock.function;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.AwsScope;
import dev.penstock.function.FunctionVersion.PackageType;
import dev.penstock.testing.FakeFunctions;
import dev.penstock.testing.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The functions in memory do what all must. */
class FakeFunctionsTest extends FunctionsContract {

    private final VirtualClock clock = new VirtualClock(Instant.parse("2026-01-02T12:00:00Z"));
    private final FakeFunctions functions = new FakeFunctions(clock);

    @BeforeEach
    void make() {
        functions.add(ORDERS.text(), PackageType.ZIP, ALIAS);
    }

    @Override
    protected Functions functions() {
        return functions;
    }

    @Override
    protected void letTimePass() throws InterruptedException {
        clock.advance(Duration.ofSeconds(1));
    }

    @Test
    void answersWithWhatItIsAsked() {
        functions.failInvocations(ORDERS, "1", "{\"errorMessage\":\"no\"}");
        assertThat(functions.invoke(AwsScope.OWN, ORDERS, "1", "{}").failed()).isTrue();
        assertThat(functions.effects()).containsExactly("invoke 1");
    }
}
