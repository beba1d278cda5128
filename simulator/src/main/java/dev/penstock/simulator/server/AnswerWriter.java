package dev.penstock.simulator.server;

import dev.penstock.simulator.service.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Writes answers onto a connection: as they should be, or as a fault has it. */
final class AnswerWriter {

    /** Bytes that an answer claims and does not have. */
    private static final int CLAIMED = 16;

    private final OutputStream out;

    AnswerWriter(OutputStream out) {
        this.out = out;
    }

    /**
     * Writes an answer.
     *
     * @param method of the request: an answer to {@code HEAD} has no body
     * @param keep whether the connection shall stay open
     * @return what becomes of the connection
     */
    After write(String method, Reply.Answer answer, boolean keep) throws IOException {
        boolean noContent = answer.status() == 204 || answer.status() == 304;
        boolean body = !noContent && answer.length() > 0 && !method.equals("HEAD");
        return switch (answer.delivery().orElse(null)) {
            case null -> whole(answer, noContent, body, keep);
            case Fault.Delivery.Slow(Duration delay) -> {
                pause(delay);
                yield whole(answer, noContent, body, keep);
            }
            case Fault.Delivery.Stalled(Duration delay) -> {
                half(answer, body);
                pause(delay);
                yield After.END;
            }
            case Fault.Delivery.CutOff() -> {
                half(answer, body);
                yield After.RESET;
            }
            case Fault.Delivery.TooShort() -> {
                head(answer, answer.length() + CLAIMED, true);
                copy(answer, body ? answer.length() : 0);
                yield After.END;
            }
        };
    }

    /** What becomes of a connection after an answer. */
    enum After {
        KEEP,
        END,
        RESET
    }

    private After whole(Reply.Answer answer, boolean noContent, boolean body, boolean keep) throws IOException {
        head(answer, noContent ? -1 : answer.length(), keep);
        copy(answer, body ? answer.length() : 0);
        return keep ? After.KEEP : After.END;
    }

    private void half(Reply.Answer answer, boolean body) throws IOException {
        head(answer, Math.max(answer.length(), 1), true);
        copy(answer, body ? answer.length() / 2 : 0);
    }

    private void copy(Reply.Answer answer, long length) throws IOException {
        if (length == answer.length() && length > 0) {
            try (InputStream body = answer.body().get()) {
                body.transferTo(out);
            }
        } else if (length > 0) {
            try (InputStream body = answer.body().get()) {
                out.write(body.readNBytes(Math.toIntExact(length)));
            }
        }
        out.flush();
    }

    private void head(Reply.Answer answer, long length, boolean keep) throws IOException {
        StringBuilder head = new StringBuilder(256);
        head.append("HTTP/1.1 ")
                .append(answer.status())
                .append(' ')
                .append(HttpStatus.reason(answer.status()))
                .append("\r\n");
        answer.headers().forEach((name, value) -> header(head, name, value));
        if (length >= 0) {
            header(head, "Content-Length", Long.toString(length));
        }
        if (!keep) {
            header(head, "Connection", "close");
        }
        out.write(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Appends a header; what could end it early is left out. */
    private static void header(StringBuilder head, String name, String value) {
        head.append(name).append(": ");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c != '\r' && c != '\n') {
                head.append(c);
            }
        }
        head.append("\r\n");
    }

    private static void pause(Duration delay) throws IOException {
        try {
            Thread.sleep(delay);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }
}
