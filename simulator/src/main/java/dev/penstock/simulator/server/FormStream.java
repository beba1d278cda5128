package dev.penstock.simulator.server;

import dev.penstock.simulator.wire.ServiceError;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A form in {@code multipart/form-data} (RFC 7578) as it comes in: fields, then one file, which is streamed. What
 * follows the file is read over, as S3 does.
 */
final class FormStream {

    private static final Pattern BOUNDARY = Pattern.compile("(?i).*;\\s*boundary=\"?([^\";]+)\"?.*");
    private static final Pattern NAME = Pattern.compile("(?i).*[;\\s]name=\"([^\"]*)\".*");
    private static final Pattern FILE = Pattern.compile("(?i).*[;\\s]filename=\"([^\"]*)\".*");
    private static final int LARGEST_FIELDS = 20 * 1024;

    private final InputStream in;
    private final byte[] delimiter;
    private final Map<String, String> fields = new LinkedHashMap<>();
    private String fileName = "";
    private int left = LARGEST_FIELDS * 4;

    FormStream(InputStream body, String contentType) {
        Matcher boundary = BOUNDARY.matcher(contentType);
        if (!boundary.matches()) {
            throw malformed();
        }
        in = new BufferedInputStream(body, 64 * 1024);
        delimiter = ("\r\n--" + boundary.group(1)).getBytes(StandardCharsets.UTF_8);
    }

    /** Reads the fields before the file; says whether there is a file. */
    boolean toFile() throws IOException {
        String first = line();
        if (!("\r\n" + first).startsWith(new String(delimiter, StandardCharsets.UTF_8))) {
            throw malformed();
        }
        while (true) {
            Map<String, String> headers = headers();
            String disposition = headers.getOrDefault("content-disposition", "");
            Matcher name = NAME.matcher(disposition);
            String field = name.matches() ? name.group(1) : "";
            Matcher file = FILE.matcher(disposition);
            if (field.equals("file")) {
                fileName = file.matches() ? file.group(1) : "";
                return true;
            }
            ByteArrayOutputStream value = new ByteArrayOutputStream();
            boolean more = copyPart(value, LARGEST_FIELDS);
            if (!field.isEmpty()) {
                fields.put(field.toLowerCase(Locale.ROOT), value.toString(StandardCharsets.UTF_8));
            }
            if (!more) {
                return false;
            }
        }
    }

    /** The fields that came so far, by their names in lower case. */
    Map<String, String> fields() {
        return fields;
    }

    /** The name that the file has at the sender; empty when it has none. */
    String fileName() {
        return fileName;
    }

    /** Copies the file. */
    void copyFile(OutputStream out) throws IOException {
        copyPart(out, Long.MAX_VALUE);
    }

    private Map<String, String> headers() throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).trim());
            }
        }
        return headers;
    }

    /** Copies up to the next delimiter; says whether another part follows. */
    private boolean copyPart(OutputStream out, long most) throws IOException {
        int matched = 0;
        long size = 0;
        while (matched < delimiter.length) {
            int b = in.read();
            if (b < 0) {
                throw malformed();
            }
            if (b == (delimiter[matched] & 0xFF)) {
                matched++;
                continue;
            }
            // A carriage return stands only at the delimiter's start, so a match can begin anew only here.
            out.write(delimiter, 0, matched);
            size += matched + 1L;
            matched = b == '\r' ? 1 : 0;
            if (matched == 0) {
                out.write(b);
            }
            if (size > most) {
                throw ServiceError.client(
                        "MaxPostPreDataLengthExceeded",
                        "Your POST request fields preceding the upload file was too large.");
            }
        }
        return !line().startsWith("--");
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0 && line.toString(StandardCharsets.UTF_8).startsWith("--")) {
                break;
            } else if (b < 0 || --left < 0) {
                throw malformed();
            }
            line.write(b);
        }
        String text = line.toString(StandardCharsets.UTF_8);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    private static ServiceError malformed() {
        return ServiceError.client(
                "MalformedPOSTRequest", "The body of your POST request is not well-formed multipart/form-data.");
    }
}
