package dev.penstock.local.journal;

import dev.penstock.journal.JournalException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * SQLite's native library, unpacked once and not on every start. What is found in the directory is compared with what the
 * jar has before it is loaded: a directory inside a project may have come with the project.
 */
final class NativeLibrary {

    private static final String PATH_PROPERTY = "org.sqlite.lib.path";
    private static final String NAME_PROPERTY = "org.sqlite.lib.name";

    /** What stands before the platform in the path of a library in the jar. */
    private static final String NATIVE = "/native/";

    private NativeLibrary() {}

    /** Makes the driver load the library from the directory, unless it was told already where to load it from. */
    static synchronized void keepIn(Path directory) {
        if (System.getProperty(PATH_PROPERTY) != null) {
            return;
        }
        unpackInto(directory).ifPresent(NativeLibrary::load);
    }

    /** The properties say where for as long as it takes: other users of SQLite in this process have a library of their own. */
    private static void load(Path library) {
        System.setProperty(PATH_PROPERTY, library.resolveSibling("").toString());
        System.setProperty(NAME_PROPERTY, library.getFileName().toString());
        try {
            SQLiteJDBCLoader.initialize();
        } catch (Exception e) { // what it declares
            throw new JournalException.Unavailable("SQLite's native library " + library + " cannot be loaded", e);
        } finally {
            System.clearProperty(PATH_PROPERTY);
            System.clearProperty(NAME_PROPERTY);
        }
    }

    /** Gives the library; empty on a platform for which the jar has none, where an installed one must do. */
    static Optional<Path> unpackInto(Path directory) {
        String name = LibraryLoaderUtil.getNativeLibName();
        // Asked once: to tell which C library there is, the driver looks through all that the process has mapped.
        String path = LibraryLoaderUtil.getNativeLibResourcePath();
        String resource = path + "/" + name;
        try (InputStream packed = SQLiteJDBCLoader.class.getResourceAsStream(resource)) {
            if (packed == null) {
                return Optional.empty();
            }
            Path folder = directory
                    .toAbsolutePath()
                    .resolve("sqlite-" + SQLiteJDBCLoader.getVersion())
                    .resolve(path.substring(path.indexOf(NATIVE) + NATIVE.length()));
            Path library = folder.resolve(name);
            byte[] wanted = packed.readAllBytes();
            if (!Files.isRegularFile(library) || !Arrays.equals(Files.readAllBytes(library), wanted)) {
                OwnerOnly.createDirectories(folder);
                unpack(wanted, library);
            }
            return Optional.of(library);
        } catch (IOException e) {
            throw new JournalException.Unavailable("SQLite's native library cannot be kept in " + directory, e);
        }
    }

    /** Written beside and moved into place, so that processes that start together never load half a library. */
    private static void unpack(byte[] content, Path library) throws IOException {
        Path unpacked = Files.createTempFile(library.getParent(), library.getFileName() + "-", ".tmp");
        try {
            try (FileChannel channel = FileChannel.open(unpacked, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(content));
                channel.force(true);
            }
            Files.move(unpacked, library, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unpacked);
        }
    }
}
