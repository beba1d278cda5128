package dev.penstock.cli;

import dev.penstock.action.RemoteCallException;
import dev.penstock.journal.JournalException;
import dev.penstock.runner.Refusal;
import dev.penstock.runner.RunnerException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Objects;

/** Tells users what went wrong: what happened, why, and what to do next. */
final class Failures {

    private Failures() {}

    /** Tells a failure and returns the exit code for it. */
    static int tell(Throwable failure, boolean debug, Surroundings surroundings) {
        PrintStream err = surroundings.err();
        CommandFailure told = asCommandFailure(failure);
        err.println("penstock: " + told.getMessage()
                + told.id().map(id -> " [" + id + "]").orElse(""));
        told.advice().ifPresent(err::println);
        if (debug) {
            failure.printStackTrace(err);
        }
        return told.exitCode().number();
    }

    private static CommandFailure asCommandFailure(Throwable failure) {
        return switch (failure) {
            case CommandFailure known -> known;
            case RunnerException runner -> ofRunner(runner);
            case RemoteCallException remote -> new CommandFailure(ExitCode.AWS, sentence(message(remote)), "", remote);
            case JournalException journal -> ofJournal(journal);
            case UncheckedIOException unchecked ->
                asCommandFailure(Objects.requireNonNull(unchecked.getCause(), "an unchecked one always has a cause"));
            case IOException io -> new CommandFailure(Refusal.FILE_SYSTEM, sentence(describe(io)), "", io);
            default ->
                new CommandFailure(
                        ExitCode.INTERNAL,
                        "This is a mistake in Penstock itself: " + failure + ".",
                        "What was recorded is safe. Run the command again with --debug, and report what it prints"
                                + " together with 'penstock --version' and your definition.",
                        failure);
        };
    }

    private static CommandFailure ofRunner(RunnerException failure) {
        return new CommandFailure(
                failure.refusal(), message(failure), failure.advice().orElse(""), failure);
    }

    /** Listed in {@code docs/failures.md}. */
    private static String id(JournalException failure) {
        return switch (failure) {
            case JournalException.Unavailable ignored -> "PEN-JOURNAL-002";
            case JournalException.Damaged ignored -> "PEN-JOURNAL-003";
            case JournalException.Held ignored -> "PEN-JOURNAL-004";
            case JournalException.FencedOff ignored -> "PEN-JOURNAL-005";
            case JournalException.Unknown ignored -> "PEN-JOURNAL-006";
            case JournalException.Moved ignored -> "PEN-JOURNAL-007";
            case JournalException.Differs ignored -> "PEN-JOURNAL-008";
            case JournalException.ClaimRefused ignored -> "PEN-JOURNAL-009";
            case JournalException.VersionConflict ignored -> "PEN-JOURNAL-010";
            case JournalException.Closed ignored -> "PEN-JOURNAL-011";
        };
    }

    private static CommandFailure ofJournal(JournalException failure) {
        String message = id(failure) + ": The journal says: " + failure.getMessage() + ".";
        return switch (failure) {
            case JournalException.Held held ->
                new CommandFailure(
                        ExitCode.MACHINE,
                        message,
                        "Follow it with 'penstock watch', or wait until runner " + held.holder() + " has ended.",
                        failure);
            case JournalException.FencedOff ignored ->
                new CommandFailure(ExitCode.MACHINE, message, "Follow it with 'penstock watch'.", failure);
            case JournalException.Unavailable ignored ->
                new CommandFailure(
                        ExitCode.MACHINE,
                        message,
                        "Nothing that was recorded is lost. Mend that, such as by making room or by letting the server"
                                + " answer, then go on with 'penstock resume'.",
                        failure);
            case JournalException.Damaged ignored -> new CommandFailure(ExitCode.MACHINE, message, "", failure);
            case JournalException.Unknown ignored -> new CommandFailure(ExitCode.USAGE, message, "", failure);
            case JournalException.ClaimRefused ignored -> new CommandFailure(ExitCode.MACHINE, message, "", failure);
            case JournalException.VersionConflict ignored ->
                new CommandFailure(ExitCode.MACHINE, message, "Try again: somebody else was faster.", failure);
            case JournalException.Moved ignored ->
                new CommandFailure(ExitCode.USAGE, message, "Name that journal with --journal.", failure);
            case JournalException.Differs ignored -> new CommandFailure(ExitCode.MACHINE, message, "", failure);
            case JournalException.Closed ignored -> new CommandFailure(ExitCode.MACHINE, message, "", failure);
        };
    }

    private static String describe(IOException failure) {
        String message = message(failure);
        return switch (failure) {
            case NoSuchFileException ignored -> "There is no file or folder " + message;
            case AccessDeniedException ignored -> "This user may not use " + message;
            case FileAlreadyExistsException ignored -> message + " is there already, and is no folder";
            case NotDirectoryException ignored -> message + " is no folder";
            case FileSystemException ignored -> "The file system does not do what was asked: " + message;
            default -> message;
        };
    }

    private static String message(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.toString() : message;
    }

    private static String sentence(String text) {
        return text.endsWith(".") || text.endsWith("\n") ? text : text + ".";
    }
}
