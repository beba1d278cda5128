package dev.penstock.aws.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.aws.simulated.SimulatedAccount;
import dev.penstock.time.EngineClock;
import java.time.Duration;

/** One simulated account for all cells. */
abstract class AccountWorld implements ReleaseWorld {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** The account. */
    final SimulatedAccount account = new SimulatedAccount();

    @Override
    public final EngineClock clock() {
        return account.clock();
    }

    @Override
    public void settle() {
        assertThat(account.aws.time().awaitStill(PATIENCE)).isTrue();
    }

    @Override
    public final void close() {
        account.close();
    }
}
