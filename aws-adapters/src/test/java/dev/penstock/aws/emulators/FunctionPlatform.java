package dev.penstock.aws.emulators;

import dev.penstock.aws.lambda.FunctionSetup;
import dev.penstock.aws.lambda.LambdaFunctions;
import dev.penstock.function.Functions;
import dev.penstock.function.FunctionsContract;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;

/** The contract of functions with the adapter behind it, at a place. Nothing is invoked: that takes a container engine of its own. */
abstract class FunctionPlatform extends FunctionsContract implements SecondOpinion {

    @Parameter
    Place place = Place.SIMULATOR;

    private AccountAt account;

    @Override
    public Place place() {
        return place;
    }

    @BeforeEach
    void makeFunction() {
        account = place.open();
        FunctionSetup setup = new FunctionSetup(account.clients);
        setup.archive(ORDERS.text(), code("one").file(), Map.of());
        setup.publish(ORDERS.text(), ALIAS);
    }

    @AfterEach
    void close() {
        account.close();
    }

    @Override
    protected Functions functions() {
        return new LambdaFunctions(account.clients);
    }

    @Override
    protected void letTimePass() {
        // What an emulator does aside takes real time, a short one.
        LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
}
