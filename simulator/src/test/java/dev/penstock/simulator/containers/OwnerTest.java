package dev.penstock.simulator.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class OwnerTest {

    private final Owner here = Owner.current();

    @Test
    void aLabelTellsWhoMadeSomething() {
        assertThat(Owner.parse(here.label())).contains(here);
        assertThat(Owner.parse("")).isEmpty();
        assertThat(Owner.parse("host/not-a-number/1")).isEmpty();
        assertThat(Owner.parse("host/1/2/3")).isEmpty();
    }

    @Test
    void aLivingProcessIsNotGone() {
        assertThat(here.isGone()).isFalse();
    }

    @Test
    void aProcessOfThisMachineIsGoneWhenItsIdIsFreeOrAnothers() {
        assertThat(new Owner(here.host(), Long.MAX_VALUE / 2, here.started()).isGone())
                .isTrue();
        assertThat(new Owner(here.host(), here.process(), Instant.ofEpochSecond(1)).isGone())
                .isTrue();
    }

    @Test
    void nothingIsSaidOfProcessesOfAnotherMachine() {
        assertThat(new Owner("another-" + here.host(), Long.MAX_VALUE / 2, here.started()).isGone())
                .isFalse();
    }
}
