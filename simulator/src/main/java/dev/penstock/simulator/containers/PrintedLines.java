package dev.penstock.simulator.containers;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.StreamType;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/** Makes lines of what a container prints, and holds it up when nobody takes them. */
final class PrintedLines extends ResultCallback.Adapter<Frame> {

    /** CloudWatch Logs takes events of up to 256 KiB, of which 26 bytes are its own (PutLogEvents). */
    private static final int LONGEST = 256 * 1024 - 26;

    private static final int WAITING = 1_000;
    private static final int AT_ONCE = 200;

    private sealed interface Printed {
        record Line(String text) implements Printed {}

        record End() implements Printed {}
    }

    private final BlockingQueue<Printed> printed = new LinkedBlockingQueue<>(WAITING);
    private final Map<StreamType, ByteArrayOutputStream> begun = new EnumMap<>(StreamType.class);

    @Override
    public void onNext(Frame frame) {
        ByteArrayOutputStream line = begun.computeIfAbsent(frame.getStreamType(), s -> new ByteArrayOutputStream());
        for (byte b : frame.getPayload()) {
            if (b == '\n') {
                end(line);
            } else {
                line.write(b);
                if (line.size() == LONGEST) {
                    end(line);
                }
            }
        }
    }

    @Override
    public void onError(Throwable throwable) {
        super.onError(throwable);
        finish();
    }

    @Override
    public void onComplete() {
        super.onComplete();
        finish();
    }

    /** Hands lines on until the container has ended. */
    void drain(Consumer<List<String>> lines) throws InterruptedException {
        boolean open = true;
        List<Printed> some = new ArrayList<>();
        while (open) {
            some.add(printed.take());
            printed.drainTo(some, AT_ONCE);
            open = some.stream().noneMatch(Printed.End.class::isInstance);
            List<String> texts = some.stream()
                    .filter(Printed.Line.class::isInstance)
                    .map(line -> ((Printed.Line) line).text())
                    .toList();
            if (!texts.isEmpty()) {
                lines.accept(texts);
            }
            some.clear();
        }
    }

    private void end(ByteArrayOutputStream line) {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        put(new Printed.Line(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text));
    }

    private void finish() {
        for (ByteArrayOutputStream line : begun.values()) {
            if (line.size() > 0) {
                end(line);
            }
        }
        put(new Printed.End());
    }

    private void put(Printed next) {
        try {
            printed.put(next);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
