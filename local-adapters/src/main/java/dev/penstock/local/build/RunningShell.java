package dev.penstock.local.build;

import dev.penstock.local.build.ShellReports.Report;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** A shell that runs {@code session.sh}, and what comes from it, in order. */
final class RunningShell implements ShellSink {

    private static final byte[] NO_MARK = {};

    private final BlockingQueue<Event> events = new ArrayBlockingQueue<>(4096);
    private final ShellReports reports = new ShellReports();
    private final OutputLines lines = new OutputLines(text -> put(new Event.Line(text)));
    private final ShellProcess process;
    private volatile byte[] mark = NO_MARK;
    private volatile boolean closed;

    /** Starts one. */
    RunningShell(ShellStarter starter) throws IOException {
        this.process = starter.start(this);
    }

    /** Starts the process of a shell. */
    @FunctionalInterface
    interface ShellStarter {
        ShellProcess start(ShellSink sink) throws IOException;
    }

    /** What came from the shell. */
    sealed interface Event {

        /** A line that a command printed. */
        record Line(String text) implements Event {}

        /** A report of the script. */
        record Reported(Report report) implements Event {}

        /** All that was printed before the mark was asked for has come. */
        record Marked() implements Event {}

        /** The shell ended. */
        record Ended(int exitStatus) implements Event {}
    }

    /** Sends a command to be run. */
    void request(String command) throws IOException {
        StringBuilder request = new StringBuilder();
        for (String line : command.split("\n", -1)) {
            request.append('-').append(line).append('\n');
        }
        process.send(request.append(".\n").toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Has a mark printed, after the report on a command. */
    void requestMark(String text) throws IOException {
        mark = text.getBytes(StandardCharsets.US_ASCII);
        process.send((text + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    /** Waits for what comes next; the return value says whether anything came in time. */
    boolean await(long nanoseconds, java.util.function.Consumer<Event> consumer) throws InterruptedException {
        Event event = events.poll(nanoseconds, TimeUnit.NANOSECONDS);
        if (event == null) {
            return false;
        }
        consumer.accept(event);
        return true;
    }

    /** Lets it end by itself; what still comes is dropped. */
    void close() {
        closed = true;
        process.finish();
    }

    @Override
    public void output(byte[] bytes, int length) {
        if (lines.take(bytes, length, mark)) {
            mark = NO_MARK;
            put(new Event.Marked());
        }
    }

    @Override
    public void report(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            reports.take(bytes[i]).ifPresent(report -> put(new Event.Reported(report)));
        }
    }

    @Override
    public void ended(int exitStatus) {
        put(new Event.Ended(exitStatus));
    }

    private void put(Event event) {
        try {
            while (!closed && !events.offer(event, 100, TimeUnit.MILLISECONDS)) {
                // A full queue holds the command back, until somebody reads or nobody wants to any more.
            }
        } catch (InterruptedException e) {
            closed = true;
            Thread.currentThread().interrupt();
        }
    }
}
