package dev.penstock.simulator.state;

import dev.penstock.simulator.wire.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The file that a store is kept in: a line of JSON for each transaction,
 * {@code {"at":…,"rows":{table:{key:row or null}}}}, appended in one write. A last line without its line feed was
 * never acknowledged and is dropped.
 */
final class StateLog {

    private static final String FILE = "state.jsonl";

    record Contents(Instant latest, Map<String, Map<String, String>> rows) {
        static Contents none() {
            return new Contents(Instant.MIN, new HashMap<>());
        }
    }

    private final Path file;
    private final FileChannel lockFile;
    private final Contents contents;
    private FileChannel channel;

    private StateLog(Path file, FileChannel lockFile) throws IOException {
        this.file = file;
        this.lockFile = lockFile;
        this.contents = read(file);
        this.channel = openToAppend(file);
    }

    static StateLog open(Path directory) throws IOException {
        Files.createDirectories(directory);
        FileChannel lockFile =
                FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (!locked(lockFile)) {
                throw new IOException("another simulator has it open");
            }
            return new StateLog(directory.resolve(FILE), lockFile);
        } catch (IOException | RuntimeException e) {
            lockFile.close();
            throw e;
        }
    }

    Contents contents() {
        return contents;
    }

    void append(Instant now, Map<Table<?>, Map<String, @Nullable Record>> rows) throws IOException {
        long end = channel.position();
        try {
            write(channel, line(now, rows));
        } catch (IOException e) {
            channel.truncate(end);
            throw e;
        }
    }

    /** Puts a file with only the present rows in the place of this one, in one step. */
    void rewrite(Instant now, Collection<Table<?>> tables, Map<String, Map<String, String>> unclaimed)
            throws IOException {
        Path next = file.resolveSibling(FILE + ".new");
        try (FileChannel out = FileChannel.open(
                next, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            for (Table<?> table : tables) {
                for (var row : table.rows().entrySet()) {
                    write(out, line(now, Map.of(table, Map.of(row.getKey(), row.getValue()))));
                }
            }
            for (var table : unclaimed.entrySet()) {
                for (var row : table.getValue().entrySet()) {
                    write(out, rawLine(now, table.getKey(), row.getKey(), row.getValue()));
                }
            }
            if (!now.equals(Instant.MIN)) {
                write(out, line(now, Map.of()));
            }
            out.force(true);
        }
        channel.close();
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        channel = openToAppend(file);
    }

    void close() {
        try {
            channel.close();
            lockFile.close();
        } catch (IOException e) {
            // Everything acknowledged was written before; there is nothing left to save.
            System.getLogger(StateLog.class.getName()).log(System.Logger.Level.DEBUG, "closing the state", e);
        }
    }

    private static boolean locked(FileChannel lockFile) throws IOException {
        try {
            FileLock lock = lockFile.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static FileChannel openToAppend(Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.READ);
        channel.position(channel.size());
        return channel;
    }

    private static void write(FileChannel out, byte[] line) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(line);
        while (buffer.hasRemaining()) {
            out.write(buffer);
        }
    }

    private static byte[] line(Instant now, Map<Table<?>, ? extends Map<String, ? extends @Nullable Record>> rows) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator out = Json.generator(bytes)) {
            out.writeStartObject();
            out.writeStringProperty("at", now.toString());
            out.writeName("rows");
            out.writeStartObject();
            rows.forEach((table, changed) -> writeRows(out, table, changed));
            out.writeEndObject();
            out.writeEndObject();
        }
        bytes.write('\n');
        return bytes.toByteArray();
    }

    private static <T extends Record> void writeRows(
            JsonGenerator out, Table<T> table, Map<String, ? extends @Nullable Record> changed) {
        out.writeName(table.name());
        out.writeStartObject();
        changed.forEach((key, row) -> {
            out.writeName(key);
            if (row == null) {
                out.writeNull();
            } else {
                table.codec().write(out, row);
            }
        });
        out.writeEndObject();
    }

    private static byte[] rawLine(Instant now, String table, String key, String row) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator out = Json.generator(bytes)) {
            out.writeStartObject();
            out.writeStringProperty("at", now.toString());
            out.writeName("rows");
            out.writeStartObject();
            out.writeName(table);
            out.writeStartObject();
            out.writeName(key);
            out.writeRawValue(row);
            out.writeEndObject();
            out.writeEndObject();
            out.writeEndObject();
        }
        bytes.write('\n');
        return bytes.toByteArray();
    }

    /** Reads the file and cuts off a torn last line. */
    private static Contents read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Contents.none();
        }
        byte[] bytes = Files.readAllBytes(file);
        Instant latest = Instant.MIN;
        Map<String, Map<String, String>> rows = new HashMap<>();
        int start = 0;
        long number = 1;
        for (int end = lineEnd(bytes, start); end >= 0; end = lineEnd(bytes, start)) {
            Instant at = readLine(file, number++, Arrays.copyOfRange(bytes, start, end), rows);
            latest = at.isAfter(latest) ? at : latest;
            start = end + 1;
        }
        if (start < bytes.length) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(start);
            }
        }
        return new Contents(latest, rows);
    }

    private static int lineEnd(byte[] bytes, int from) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private static Instant readLine(Path file, long number, byte[] line, Map<String, Map<String, String>> rows) {
        try (JsonParser in = Json.parser(line)) {
            in.nextToken();
            in.nextToken();
            in.nextToken();
            Instant at = Instant.parse(in.getString());
            in.nextToken();
            in.nextToken();
            while (in.nextToken() == JsonToken.PROPERTY_NAME) {
                Map<String, String> table = rows.computeIfAbsent(in.currentName(), t -> new TreeMap<>());
                in.nextToken();
                readRows(in, table);
            }
            return at;
        } catch (JacksonException | java.time.DateTimeException | IllegalStateException e) {
            String start = new String(line, 0, Math.min(line.length, 40), StandardCharsets.UTF_8);
            throw new DamagedStateException(file, number, "not a line of kept state (\"" + start + "…\")");
        }
    }

    private static void readRows(JsonParser in, Map<String, String> table) {
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = in.currentName();
            if (in.nextToken() == JsonToken.VALUE_NULL) {
                table.remove(key);
            } else {
                table.put(key, Json.copy(in));
            }
        }
    }
}
