package dev.penstock.architecture.bad.store;

import dev.penstock.architecture.bad.engine.BadSettings;
import java.sql.Connection;

/** Closes a circle with the engine, and talks to a database. */
public final class BadStore {

    Object circle(BadSettings settings) {
        return settings;
    }

    Object database(Connection connection) {
        return connection;
    }
}
