package dev.penstock.build;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Says what the build does in the way that CodeBuild's agent does: {@code [Container] date time text}. */
final class ContainerLog {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss.SSSSSS", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final BuildLog log;
    private final InstantSource clock;

    ContainerLog(BuildLog log, InstantSource clock) {
        this.log = log;
        this.clock = clock;
    }

    /** Logs a text, which may have several lines. */
    void say(String text) {
        Instant now = clock.instant();
        String[] lines = text.split("\n", -1);
        log.line("[Container] " + TIME.format(now) + " " + lines[0]);
        for (int i = 1; i < lines.length; i++) {
            log.line(lines[i]);
        }
    }
}
