package dev.penstock.beanstalk;

import dev.penstock.observe.ResourceReader;
import dev.penstock.testing.FakeEnvironments;
import dev.penstock.testing.VirtualClock;
import java.time.Duration;
import java.time.Instant;

/** The fake keeps the contract. */
class FakeEnvironmentsTest extends EnvironmentsContract {

    private final VirtualClock clock = VirtualClock.steppedFrom(Instant.parse("2026-03-04T12:00:00Z"));
    private final FakeEnvironments environments = new FakeEnvironments(clock);

    @Override
    protected Environments environments() {
        return environments;
    }

    @Override
    protected ResourceReader reader() {
        return environments.reader();
    }

    @Override
    protected BundleLocation bundle(String content) {
        return new BundleLocation("bucket", content + ".zip");
    }

    @Override
    protected void letTimePass() throws Exception {
        clock.advance(Duration.ofSeconds(5));
    }
}
