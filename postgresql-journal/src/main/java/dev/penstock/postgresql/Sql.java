package dev.penstock.postgresql;

import dev.penstock.execution.ExecutionId;
import dev.penstock.journal.Claim;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Statements with their values, in one line each. The driver keeps what was prepared by its text. */
final class Sql {

    /** Makes a value of a row. */
    @FunctionalInterface
    interface Row<T> {
        T of(ResultSet row) throws SQLException;
    }

    private final Connection connection;

    Sql(Connection connection) {
        this.connection = connection;
    }

    /** Changes rows; says how many. */
    int change(String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = prepared(sql, values)) {
            return statement.executeUpdate();
        }
    }

    /** Asks a question, or changes rows and sees them. */
    <T> List<T> rows(String sql, Row<T> row, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = prepared(sql, values);
                ResultSet found = statement.executeQuery()) {
            List<T> all = new ArrayList<>();
            while (found.next()) {
                all.add(row.of(found));
            }
            return all;
        }
    }

    /** The first row, if there is one. */
    <T> Optional<T> first(String sql, Row<T> row, @Nullable Object... values) throws SQLException {
        return rows(sql, row, values).stream().findFirst();
    }

    private PreparedStatement prepared(String sql, @Nullable Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            for (int i = 0; i < values.length; i++) {
                Object value = values[i];
                switch (value) {
                    case byte[] bytes -> statement.setBytes(i + 1, bytes);
                    case ExecutionId id -> statement.setObject(i + 1, id.value());
                    case null, default -> statement.setObject(i + 1, value);
                }
            }
            return statement;
        } catch (SQLException e) {
            statement.close();
            throw e;
        }
    }

    // Arrays of the exact type: for others the driver takes a kilobyte of text for each.

    Array ids(Collection<ExecutionId> ids) throws SQLException {
        return uuids(ids.stream().map(ExecutionId::value).toList());
    }

    Array uuids(Collection<UUID> values) throws SQLException {
        return connection.createArrayOf(
                "uuid", values.stream().map(UUID::toString).toArray(String[]::new));
    }

    Array texts(Collection<? extends @Nullable String> values) throws SQLException {
        return connection.createArrayOf("text", values.toArray(String[]::new));
    }

    Array numbers(Collection<Long> values) throws SQLException {
        return connection.createArrayOf("int8", values.toArray(Long[]::new));
    }

    Array booleans(Collection<? extends @Nullable Boolean> values) throws SQLException {
        return connection.createArrayOf("bool", values.toArray(Boolean[]::new));
    }

    Array bytes(Collection<byte[]> values) throws SQLException {
        return connection.createArrayOf("bytea", values.toArray(byte[][]::new));
    }

    static ExecutionId id(ResultSet row, int column) throws SQLException {
        return new ExecutionId(row.getObject(column, UUID.class));
    }

    static Optional<ExecutionId> optionalId(ResultSet row, int column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, UUID.class)).map(ExecutionId::new);
    }

    /** A claim of three columns: its holder, who is next, and who waits behind. */
    static Claim claim(ResultSet row, int column) throws SQLException {
        List<ExecutionId> behind = new ArrayList<>();
        if (row.getArray(column + 2).getArray() instanceof UUID[] ids) {
            for (UUID id : ids) {
                behind.add(new ExecutionId(id));
            }
        }
        return Claim.of(optionalId(row, column), optionalId(row, column + 1), behind);
    }

    static byte[] bytes(ResultSet row, int column) throws SQLException {
        byte[] bytes = row.getBytes(column);
        return bytes == null ? new byte[0] : bytes;
    }

    static String text(ResultSet row, int column) throws SQLException {
        return String.valueOf(row.getString(column));
    }
}
