package dev.penstock.simulator.elb.proxy;

import dev.penstock.simulator.server.ChunkedInputStream;
import dev.penstock.simulator.server.LimitedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** How bodies are delimited. RFC 9112, section 6. */
sealed interface Framing {

    /** There is none. */
    record None() implements Framing {}

    record Length(long bytes) implements Framing {}

    record Chunked() implements Framing {}

    /** It ends with the connection. */
    record UntilClose() implements Framing {}

    /**
     * How the body of a request is delimited.
     *
     * @throws MalformedHttpException when it cannot be told where the request ends
     */
    static Framing ofRequest(HttpHead head) throws MalformedHttpException {
        return declared(head, new None());
    }

    /**
     * How the body of a response is delimited.
     *
     * @param method of the request that is answered
     */
    static Framing ofResponse(HttpHead head, String method) throws MalformedHttpException {
        int status = head.status();
        boolean none = method.equals("HEAD") || status < 200 || status == 204 || status == 304;
        return none ? new None() : declared(head, new UntilClose());
    }

    private static Framing declared(HttpHead head, Framing otherwise) throws MalformedHttpException {
        String coding = head.header("transfer-encoding").orElse("").toLowerCase(Locale.ROOT);
        String length = head.header("content-length").orElse("");
        boolean several = head.values("content-length").stream().distinct().count() > 1;
        if (!coding.isEmpty()) {
            if (!coding.equals("chunked") || !length.isEmpty()) {
                throw new MalformedHttpException("the body's end cannot be told");
            }
            return new Chunked();
        } else if (length.isEmpty()) {
            return otherwise;
        } else if (several || !length.matches("[0-9]{1,18}")) {
            throw new MalformedHttpException("the content length is not a number");
        }
        return length.matches("0+") ? new None() : new Length(Long.parseLong(length));
    }

    /** The body, whose end is an end of file. */
    default InputStream body(InputStream in) {
        return switch (this) {
            case None n -> InputStream.nullInputStream();
            case Length(long bytes) -> new LimitedInputStream(in, bytes);
            case Chunked c -> new ChunkedInputStream(in);
            case UntilClose u -> in;
        };
    }

    /**
     * Copies a body as it comes, without waiting for more than there is.
     *
     * @param chunked whether it is sent in chunks
     */
    static void copy(InputStream body, OutputStream out, boolean chunked) throws IOException {
        byte[] buffer = new byte[16 * 1024];
        for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
            if (chunked && read > 0) {
                out.write((Integer.toHexString(read) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            }
            out.write(buffer, 0, read);
            if (chunked && read > 0) {
                out.write('\r');
                out.write('\n');
            }
            out.flush();
        }
        if (chunked) {
            out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        out.flush();
    }
}
