package dev.penstock.aws.emulators;

import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

/** Where a contract runs. */
public enum Place {
    SIMULATOR("the simulator"),
    LOCALSTACK("LocalStack 4.14.0"),
    MOTO("moto 5.2.5"),
    MINISTACK("MiniStack 1.5.33");

    private static final AtomicInteger ACCOUNTS = new AtomicInteger();

    private final String title;

    Place(String title) {
        this.title = title;
    }

    /** Its name and version. */
    public String title() {
        return title;
    }

    /** An account in which nothing is yet. */
    AccountAt open() {
        return switch (this) {
            case SIMULATOR -> AccountAt.simulated("111122223333");
            // It cannot forget, but any access key of 12 digits is an account.
            case LOCALSTACK ->
                AccountAt.emulated(this, number(), Emulator.localStack().endpoint());
            case MOTO -> AccountAt.emulated(this, "123456789012", fresh(Emulator.moto()));
            // Its registry knows no other account than this.
            case MINISTACK -> AccountAt.emulated(this, "000000000000", fresh(Emulator.miniStack()));
        };
    }

    private static String number() {
        return "3" + String.format("%011d", ACCOUNTS.incrementAndGet());
    }

    private static URI fresh(Emulator emulator) {
        emulator.reset();
        return emulator.endpoint();
    }
}
