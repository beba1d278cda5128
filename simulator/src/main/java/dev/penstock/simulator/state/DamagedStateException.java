package dev.penstock.simulator.state;

import java.nio.file.Path;

/** Kept state that cannot be read; nothing of it was changed. */
public final class DamagedStateException extends RuntimeException {

    private static final String REMEDY =
            "; restore the file from a copy, or remove the directory to start with an empty account";

    DamagedStateException(Path file, long line, String what) {
        super(file + ", line " + line + ": " + what + REMEDY);
    }

    DamagedStateException(String table, String key, String what) {
        super("the kept row '" + key + "' of " + table + " " + what + REMEDY);
    }
}
