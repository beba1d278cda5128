package dev.penstock.benchmarks;

/** {@link Workers} on a table of DynamoDB Local. Argument: how many executions are taken over. */
public final class TakeoverOnTables {

    private TakeoverOnTables() {}

    /** See above. */
    public static void main(String[] arguments) {
        LocalTables.run(() -> {
            try (LocalTables tables = LocalTables.start()) {
                String journal = "dynamodb://" + LocalTables.TABLE + "?region=" + LocalTables.REGION
                        + "&endpoint=http://127.0.0.1:" + tables.port();
                Workers.main(new String[] {"takeover", journal, arguments[0]});
            }
        });
    }
}
