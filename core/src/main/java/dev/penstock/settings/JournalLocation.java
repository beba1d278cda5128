package dev.penstock.settings;

import java.net.URI;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where the journal of executions is. It names a store and holds no secret: passwords are named by where they are.
 *
 * <p>As text it is the path of a SQLite file, {@code postgresql://…} or {@code dynamodb://…}; see {@link JournalText}.
 */
public sealed interface JournalLocation {

    /** What is put after the name of a journal for that of simulated runs beside it. */
    String SIMULATED = "simulated";

    /** The journal of simulated runs that goes with this one: the two never share executions. */
    JournalLocation simulated();

    /** For people: which store it is. Holds no secret. */
    String describe();

    /**
     * A SQLite file on this machine.
     *
     * @param file absolute
     */
    record Sqlite(Path file) implements JournalLocation {

        @Override
        public JournalLocation simulated() {
            String name = file.getFileName().toString();
            int dot = name.lastIndexOf('.');
            String other =
                    dot <= 0 ? name + "-" + SIMULATED : name.substring(0, dot) + "-" + SIMULATED + name.substring(dot);
            return new Sqlite(file.resolveSibling(other));
        }

        @Override
        public String describe() {
            return file.toString();
        }
    }

    /**
     * A schema of a PostgreSQL database.
     *
     * @param hosts the servers, of which the one that can be written to is used: a name or address, with {@code :}
     *     and the port behind it if it is not 5432; several with commas
     * @param database the name of the database
     * @param user the role; absent for the one that {@code PGUSER} or the user of this process names
     * @param parameters of the connection, such as {@code sslmode}, by libpq's or the driver's names
     * @param schema the schema; {@link #DEFAULT_SCHEMA} unless said otherwise
     * @param password where the password is; absent for the environment variable {@code PGPASSWORD}, or where that is
     *     not set the password file ({@code PGPASSFILE}, {@code ~/.pgpass})
     */
    record Postgresql(
            String hosts,
            String database,
            Optional<String> user,
            Map<String, String> parameters,
            String schema,
            Optional<Password> password)
            implements JournalLocation {

        /** The schema where none is named. */
        public static final String DEFAULT_SCHEMA = "penstock";

        public Postgresql {
            parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
        }

        @Override
        public JournalLocation simulated() {
            return withSchema(schema + "_" + SIMULATED);
        }

        /** The same in another schema. */
        public Postgresql withSchema(String name) {
            return new Postgresql(hosts, database, user, parameters, name, password);
        }

        /** The same with the password in that place. */
        public Postgresql withPassword(Password place) {
            return new Postgresql(hosts, database, user, parameters, schema, Optional.of(place));
        }

        @Override
        public String describe() {
            return "postgresql://" + hosts + "/" + database + ", schema " + schema;
        }

        /** Where a password is found, with each new connection. */
        public sealed interface Password {}

        /** In an environment variable. */
        public record InVariable(String name) implements Password {}

        /**
         * In AWS Secrets Manager.
         *
         * @param reference {@code secret-id[:json-key[:version-stage[:version-id]]]}, where the id may be an ARN
         */
        public record InSecret(String reference) implements Password {}
    }

    /**
     * A table of DynamoDB.
     *
     * @param table its name
     * @param region its Region; absent for that of the run
     * @param bucket a bucket of S3 in the same Region for what is too large for an item; absent if there is none
     * @param prefix put before the keys in the bucket; may be empty
     * @param endpoint where DynamoDB answers, if not at AWS: DynamoDB local, an emulator
     * @param runner the Lambda function, by its name or ARN, that goes on with executions of the table: it is called when one is told
     *     something. Absent if there is none
     */
    record DynamoDb(
            String table,
            Optional<String> region,
            Optional<String> bucket,
            String prefix,
            Optional<URI> endpoint,
            Optional<String> runner)
            implements JournalLocation {

        /** A table whose executions no function goes on with. */
        public DynamoDb(
                String table, Optional<String> region, Optional<String> bucket, String prefix, Optional<URI> endpoint) {
            this(table, region, bucket, prefix, endpoint, Optional.empty());
        }

        @Override
        public JournalLocation simulated() {
            return new DynamoDb(table + "-" + SIMULATED, region, bucket, prefix + SIMULATED + "/", endpoint);
        }

        @Override
        public String describe() {
            return "dynamodb://" + table + region.map(name -> " in " + name).orElse("");
        }
    }
}
