package dev.penstock.simulator.s3;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A range of bytes.
 *
 * @param from the first
 * @param length how many
 */
record ByteRange(long from, long length) {

    private static final Pattern FORM = Pattern.compile("bytes=([0-9]{0,18})-([0-9]{0,18})");

    /** Reads a {@code Range} header; one that is malformed counts for nothing, as in HTTP. */
    static Optional<ByteRange> of(@Nullable String header, long size) {
        Matcher form = FORM.matcher(header == null ? "" : header);
        if (!form.matches() || (form.group(1).isEmpty() && form.group(2).isEmpty())) {
            return Optional.empty();
        }
        if (form.group(1).isEmpty()) {
            long last = Math.min(Long.parseLong(form.group(2)), size);
            return Optional.of(checked(form.group(), size - last, last, size));
        }
        long from = Long.parseLong(form.group(1));
        long to = form.group(2).isEmpty() ? size - 1 : Math.min(Long.parseLong(form.group(2)), size - 1);
        if (!form.group(2).isEmpty() && Long.parseLong(form.group(2)) < from) {
            return Optional.empty();
        }
        return Optional.of(checked(form.group(), from, to - from + 1, size));
    }

    private static ByteRange checked(String header, long from, long length, long size) {
        if (length <= 0 || from >= size) {
            throw S3Errors.invalidRange(header, size);
        }
        return new ByteRange(from, length);
    }

    String header(long size) {
        return "bytes " + from + "-" + (from + length - 1) + "/" + size;
    }
}
