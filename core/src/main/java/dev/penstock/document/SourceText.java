package dev.penstock.document;

import dev.penstock.problem.SourceLines;
import dev.penstock.problem.SourceSpan;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * The text of a file as a person wrote it.
 *
 * @param file the file as the user named it, or a label such as {@code <stdin>}; never empty
 * @param content the text without a byte order mark
 * @param malformed the first place where the bytes were not text; reading such a file is a problem
 * @param encoding what its bytes were
 */
public record SourceText(String file, String content, Optional<SourceSpan> malformed, Encoding encoding) {

    /** More than the longest document has, in any encoding. */
    private static final int MOST_BYTES = 16 << 20;

    /** How a text is written in bytes. */
    public enum Encoding {
        /** UTF-8, or text that never was bytes. */
        UTF_8,
        /** UTF-8 behind a byte order mark. */
        UTF_8_MARKED,
        /** UTF-16, with or without a byte order mark. */
        UTF_16
    }

    public SourceText {
        Objects.requireNonNull(content, "content");
        Objects.requireNonNull(encoding, "encoding");
        if (file.isEmpty()) {
            throw new IllegalArgumentException("a source needs the name of its file");
        }
    }

    /** Text that is already decoded. */
    public static SourceText of(String file, String content) {
        return new SourceText(file, content, Optional.empty(), Encoding.UTF_8);
    }

    /**
     * Reads a file, but no more of it than any reader takes: of one that is longer, the beginning, which is reported as too large.
     *
     * @param name the file as the user named it
     * @throws IOException if it cannot be read
     */
    public static SourceText read(String name, Path file) throws IOException {
        return read(name, file, MOST_BYTES);
    }

    /** The same for files that may be longer, up to a number of bytes. */
    public static SourceText read(String name, Path file, int mostBytes) throws IOException {
        return of(name, bytes(file, mostBytes));
    }

    /** Reads what comes from elsewhere, such as the standard input. */
    public static SourceText read(String name, InputStream in) throws IOException {
        return of(name, in.readNBytes(MOST_BYTES));
    }

    /** The bytes of a file, up to that many. */
    private static byte[] bytes(Path file, int most) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(most);
        }
    }

    /** The bytes of a file, but no more of it than any reader of a document takes. */
    public static byte[] bytes(Path file) throws IOException {
        return bytes(file, MOST_BYTES);
    }

    /**
     * Decodes a file: UTF-8, or UTF-16 when it starts with a byte order mark or with the zero bytes that ASCII text has in
     * UTF-16. Bytes that are not text become U+FFFD, and the first of them is kept as {@link #malformed()}.
     */
    public static SourceText of(String file, byte[] bytes) {
        Charset charset = charset(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length + 1);
        var decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int firstBad = -1;
        while (true) {
            CoderResult result = decoder.decode(in, out, true);
            if (result.isUnderflow()) {
                break;
            }
            firstBad = firstBad < 0 ? out.position() : firstBad;
            in.position(in.position() + result.length());
            out.put('\uFFFD');
        }
        String content = out.flip().toString();
        Encoding encoding = !charset.equals(StandardCharsets.UTF_8)
                ? Encoding.UTF_16
                : content.startsWith("\uFEFF") ? Encoding.UTF_8_MARKED : Encoding.UTF_8;
        if (content.startsWith("\uFEFF")) {
            content = content.substring(1);
            firstBad--;
        }
        Optional<SourceSpan> malformed = firstBad < 0 ? Optional.empty() : Optional.of(spanAt(file, content, firstBad));
        return new SourceText(file, content, malformed, encoding);
    }

    /**
     * Encodes a text as a file was encoded that this is to take the place of: in the same charset, with a byte order mark if
     * that file had one.
     */
    public static byte[] encode(String content, byte[] original) {
        Charset charset = charset(original);
        boolean marked = new String(original, charset).startsWith("\uFEFF");
        return (marked ? "\uFEFF" + content : content).getBytes(charset);
    }

    private static Charset charset(byte[] bytes) {
        if (bytes.length >= 2) {
            int first = bytes[0] & 0xFF;
            int second = bytes[1] & 0xFF;
            if ((first == 0xFF && second == 0xFE) || (first != 0 && second == 0)) {
                return StandardCharsets.UTF_16LE;
            }
            if ((first == 0xFE && second == 0xFF) || (first == 0 && second != 0)) {
                return StandardCharsets.UTF_16BE;
            }
        }
        return StandardCharsets.UTF_8;
    }

    /** The line of that number, counted from 1, without its line end; empty when the text has no such line. */
    public Optional<String> line(int number) {
        int start = 0;
        for (int line = 1; line < number; line++) {
            start = afterLineEnd(content, start);
            if (start < 0) {
                return Optional.empty();
            }
        }
        int end = start;
        while (end < content.length() && !isLineEnd(content.charAt(end))) {
            end++;
        }
        return number < 1 ? Optional.empty() : Optional.of(content.substring(start, end));
    }

    /** The lines of this file and of no other. */
    public SourceLines lines() {
        return (name, number) -> name.equals(file) ? line(number) : Optional.empty();
    }

    /**
     * The offset of a place in {@link #content()}.
     *
     * @param span a place of this file, with line and column
     * @throws IllegalArgumentException when the text has no such place
     */
    public int offset(SourceSpan span) {
        int start = 0;
        for (int line = 1; line < span.line() && start >= 0; line++) {
            start = afterLineEnd(content, start);
        }
        if (span.line() < 1 || span.column() < 1 || start < 0) {
            throw new IllegalArgumentException("this text has no place " + span);
        }
        return content.offsetByCodePoints(start, span.column() - 1);
    }

    /** The place of a character, by its offset in {@link #content()}. */
    SourceSpan spanAt(int offset) {
        return spanAt(file, content, offset);
    }

    private static SourceSpan spanAt(String file, String content, int offset) {
        int line = 1;
        int lineStart = 0;
        int next = afterLineEnd(content, 0);
        while (next >= 0 && next <= offset) {
            line++;
            lineStart = next;
            next = afterLineEnd(content, next);
        }
        int end = Math.min(offset, content.length());
        return new SourceSpan(file, line, content.codePointCount(lineStart, Math.max(lineStart, end)) + 1);
    }

    private static int afterLineEnd(String content, int from) {
        for (int i = from; i < content.length(); i++) {
            char c = content.charAt(i);
            if (c == '\n') {
                return i + 1;
            }
            if (c == '\r') {
                boolean pair = i + 1 < content.length() && content.charAt(i + 1) == '\n';
                return pair ? i + 2 : i + 1;
            }
        }
        return -1;
    }

    private static boolean isLineEnd(char c) {
        return c == '\n' || c == '\r';
    }
}
