package dev.penstock.cli.command;

/** How an answer is written. */
enum ReportFormat {
    TEXT,
    JSON
}
