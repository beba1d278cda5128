package dev.penstock.samples.plugin;

import java.nio.file.Path;
import java.time.Duration;

/**
 * The configuration of an action.
 *
 * @param file a file that announcements are added to
 * @param text what is announced, on one line
 * @param quiet how long to wait for objections
 */
record Announcement(Path file, String text, Duration quiet) {}
