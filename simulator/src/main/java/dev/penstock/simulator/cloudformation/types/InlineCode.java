package dev.penstock.simulator.cloudformation.types;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import software.amazon.awssdk.core.SdkBytes;

/** Code that stands in a template: one file {@code index} in an archive, named for its runtime. */
final class InlineCode {

    private InlineCode() {}

    /** The same text gives the same bytes. */
    static SdkBytes zip(String code, String runtime) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes, StandardCharsets.UTF_8)) {
            ZipEntry entry = new ZipEntry(runtime.startsWith("python") ? "index.py" : "index.js");
            entry.setTime(0);
            zip.putNextEntry(entry);
            zip.write(code.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot happen in memory", e);
        }
        return SdkBytes.fromByteArray(bytes.toByteArray());
    }
}
