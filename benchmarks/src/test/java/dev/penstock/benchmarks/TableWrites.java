package dev.penstock.benchmarks;

import dev.penstock.aws.journal.DynamoDbJournals;
import dev.penstock.engine.ExecutionListener;
import dev.penstock.engine.StartRequest;
import dev.penstock.execution.ExecutionId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * How many writes a transition costs on DynamoDB: those of executions of 25 steps less those of executions of 5, for each of the 20
 * transitions more. The lease of the runner is written now and then beside. Argument: how many executions of each.
 */
public final class TableWrites {

    private static final int FEW = 5;
    private static final int MANY = 25;

    private TableWrites() {}

    /** See above. */
    public static void main(String[] arguments) {
        LocalTables.run(() -> measure(Integer.parseInt(arguments[0])));
    }

    private static void measure(int executions) throws Exception {
        Path folder = Files.createTempDirectory("table-writes");
        try (LocalTables tables = LocalTables.start();
                SecureFront front = SecureFront.start(folder, tables.port())) {
            System.setProperty("javax.net.ssl.trustStore", front.trusted().toString());
            try (var engine = new BenchmarkEngine(
                    folder,
                    step -> "",
                    ExecutionListener.NONE,
                    DynamoDbJournals.open(LocalTables.journal(front.endpoint())))) {
                long few = writes(engine, front, executions, FEW);
                long many = writes(engine, front, executions, MANY);
                System.out.printf(
                        Locale.ROOT,
                        "{\"bench\":\"writes\",\"executions\":%d,\"writes_few\":%d,\"writes_many\":%d,"
                                + "\"writes_transition\":%.2f}%n",
                        executions,
                        few,
                        many,
                        (many - few) / (double) (executions * (MANY - FEW)));
            }
        }
    }

    private static long writes(BenchmarkEngine engine, SecureFront front, int executions, int steps) throws Exception {
        var pipeline = BenchmarkEngine.pipeline("writes", List.of(StepsAction.declaration("Steps", steps)));
        long before = writes(front);
        for (int number = 0; number < executions; number++) {
            ExecutionId id = engine.engine().start(pipeline, StartRequest.by("benchmark"));
            engine.engine().whenEnded(id).get(1, TimeUnit.MINUTES);
        }
        return writes(front) - before;
    }

    private static long writes(SecureFront front) {
        return Stream.of("PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems", "BatchWriteItem")
                .mapToLong(front::asked)
                .sum();
    }
}
