package dev.penstock.aws.simulated;

import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.AwsSettings;
import dev.penstock.aws.client.Realm;
import dev.penstock.simulator.SimulatedAws;
import dev.penstock.simulator.time.SimulatedTime;
import dev.penstock.time.EngineClock;
import java.time.Instant;

/** A simulated AWS account, and the adapters' own clients of it. */
public final class SimulatedAccount implements AutoCloseable {

    /** The account. */
    public static final String ID = "111122223333";

    /** The simulated AWS. */
    public final SimulatedAws aws;

    /** Clients of the account. */
    public final AwsClients clients;

    /** Opens an account on virtual time. */
    public SimulatedAccount() {
        this(SimulatedTime.virtual(Instant.parse("2026-01-02T12:00:00Z")));
    }

    /** Opens an account on some time. */
    public SimulatedAccount(SimulatedTime time) {
        this(SimulatedAws.builder().seed(7).time(time).start());
    }

    /** Opens an account of a simulated AWS, which ends with it. */
    public SimulatedAccount(SimulatedAws aws) {
        this.aws = aws;
        this.clients = new AwsClients(AwsSettings.of(realm()));
    }

    /** The realm of the account. */
    public Realm realm() {
        return new Realm.Simulated(aws.endpoint(), ID);
    }

    /** The account's clock as an engine's. */
    public EngineClock clock() {
        return new Clock(aws.time());
    }

    @Override
    public void close() {
        clients.close();
        aws.close();
    }

    private record Clock(SimulatedTime time) implements EngineClock {

        @Override
        public Instant instant() {
            return time.now();
        }

        @Override
        public Alarm at(Instant due, Runnable task) {
            return time.at(due, task)::cancel;
        }

        @Override
        public Alarm atTheLatest(Instant due, Runnable task) {
            return time.passing(due, task)::cancel;
        }

        @Override
        public Busy busy() {
            return time.busy()::close;
        }
    }
}
