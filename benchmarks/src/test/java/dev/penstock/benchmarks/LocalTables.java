package dev.penstock.benchmarks;

import com.amazonaws.services.dynamodbv2.local.main.ServerRunner;
import com.amazonaws.services.dynamodbv2.local.server.DynamoDBProxyServer;
import dev.penstock.settings.JournalLocation;
import java.net.ServerSocket;
import java.net.URI;
import java.util.Optional;

/** DynamoDB Local in this process. Its threads outlive it: a program that had one ends by {@link System#exit}. */
final class LocalTables implements AutoCloseable {

    static final String ACCOUNT = "111122223333";
    static final String REGION = "us-east-1";
    static final String TABLE = "penstock";

    private final DynamoDBProxyServer server;
    private final int port;

    private LocalTables(DynamoDBProxyServer server, int port) {
        this.server = server;
        this.port = port;
    }

    /** Starts it, and gives this process credentials for it. */
    static LocalTables start() throws Exception {
        System.setProperty("aws.accessKeyId", ACCOUNT);
        System.setProperty("aws.secretAccessKey", "simulated");
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        DynamoDBProxyServer server = ServerRunner.createServerFromCommandLineArgs(
                new String[] {"-inMemory", "-disableTelemetry", "-port", Integer.toString(port)});
        server.start();
        return new LocalTables(server, port);
    }

    int port() {
        return port;
    }

    /** A journal behind an endpoint. */
    static JournalLocation.DynamoDb journal(URI endpoint) {
        return new JournalLocation.DynamoDb(TABLE, Optional.of(REGION), Optional.empty(), "", Optional.of(endpoint));
    }

    /** Runs a program to its end, whatever threads are left. */
    static void run(Program program) {
        try {
            program.run();
            System.exit(0);
        } catch (Exception e) {
            e.printStackTrace();
            System.exit(1);
        }
    }

    /** What may fail. */
    @FunctionalInterface
    interface Program {
        void run() throws Exception;
    }

    @Override
    public void close() throws Exception {
        server.stop();
    }
}
