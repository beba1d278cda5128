package dev.penstock.local.journal;

import dev.penstock.journal.JournalException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What SQLite's errors mean to whoever uses the journal. */
final class Failures {

    private Failures() {}

    static JournalException translate(Path file, SQLException failure) {
        String text = "journal " + file + ": " + message(failure);
        return switch (primary(failure)) {
            case SQLITE_CORRUPT,
                    SQLITE_NOTADB,
                    SQLITE_FORMAT,
                    SQLITE_SCHEMA,
                    SQLITE_ERROR,
                    SQLITE_MISMATCH,
                    SQLITE_CONSTRAINT -> new JournalException.Damaged(text, failure);
            default -> new JournalException.Unavailable(text, failure);
        };
    }

    /** Whether the error says nothing about the journal itself: the same may work later. */
    static boolean isTransient(SQLException failure) {
        return switch (primary(failure)) {
            case SQLITE_FULL,
                    SQLITE_IOERR,
                    SQLITE_BUSY,
                    SQLITE_LOCKED,
                    SQLITE_CANTOPEN,
                    SQLITE_READONLY,
                    SQLITE_NOMEM,
                    SQLITE_PERM,
                    SQLITE_AUTH,
                    SQLITE_PROTOCOL,
                    SQLITE_INTERRUPT -> true;
            default -> false;
        };
    }

    /** Whether another process is writing, and nothing else is wrong. */
    static boolean isBusy(SQLException failure) {
        return primary(failure) == SQLiteErrorCode.SQLITE_BUSY;
    }

    private static SQLiteErrorCode primary(SQLException failure) {
        int code = failure instanceof SQLiteException sqlite ? sqlite.getResultCode().code : failure.getErrorCode();
        return SQLiteErrorCode.getErrorCode(code & 0xff);
    }

    private static String message(SQLException failure) {
        return switch (primary(failure)) {
            case SQLITE_FULL -> "the disk is full";
            case SQLITE_BUSY, SQLITE_LOCKED -> "another process has been writing for too long";
            case SQLITE_READONLY -> "the file cannot be written to";
            case SQLITE_NOTADB -> "the file is not a journal, or its first bytes are damaged";
            case SQLITE_CORRUPT -> "the file is damaged (" + failure.getMessage() + ")";
            default -> String.valueOf(failure.getMessage());
        };
    }
}
