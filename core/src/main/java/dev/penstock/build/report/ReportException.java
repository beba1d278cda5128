package dev.penstock.build.report;

/** A file is no report of its format; the message says why, to follow the file's name and "is". */
public final class ReportException extends Exception {

    private static final long serialVersionUID = 1L;

    ReportException(String message) {
        super(message);
    }
}
