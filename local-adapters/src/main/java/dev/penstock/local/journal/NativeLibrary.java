package dev.penstock.local.journal;

import dev.penstock.journal.JournalException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.CodeSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
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
        String path = NativePlatform.folder();
        String resource = path + "/" + name;
        try {
            Optional<byte[]> packed = packed(resource);
            if (packed.isEmpty()) {
                return Optional.empty();
            }
            byte[] wanted = packed.get();
            Path folder = directory
                    .toAbsolutePath()
                    .resolve("sqlite-" + SQLiteJDBCLoader.getVersion())
                    .resolve(path.substring(path.indexOf(NATIVE) + NATIVE.length()));
            Path library = folder.resolve(name);
            if (!Files.isRegularFile(library) || !Arrays.equals(Files.readAllBytes(library), wanted)) {
                OwnerOnly.createDirectories(folder);
                unpack(wanted, library);
            }
            return Optional.of(library);
        } catch (IOException e) {
            throw new JournalException.Unavailable("SQLite's native library cannot be kept in " + directory, e);
        }
    }

    /** Out of the driver's own jar, where it is one: who asks the class loader has it open each jar before that one. */
    private static Optional<byte[]> packed(String resource) throws IOException {
        CodeSource source = SQLiteJDBCLoader.class.getProtectionDomain().getCodeSource();
        if (source != null && source.getLocation() != null) {
            URL location = source.getLocation();
            if (location.getProtocol().equals("file") && location.getPath().endsWith(".jar")) {
                try (ZipFile jar =
                        new ZipFile(Path.of(URI.create(location.toString())).toFile())) {
                    ZipEntry entry = jar.getEntry(resource.substring(1));
                    return entry == null ? Optional.empty() : Optional.of(read(jar.getInputStream(entry)));
                }
            }
        }
        InputStream found = SQLiteJDBCLoader.class.getResourceAsStream(resource);
        return found == null ? Optional.empty() : Optional.of(read(found));
    }

    private static byte[] read(InputStream packed) throws IOException {
        try (packed) {
            return packed.readAllBytes();
        }
    }

    /** Written beside and moved into place, so that processes that start together never load half a library. */
    private static void unpack(byte[] content, Path library) throws IOException {
        Path unpacked = Files.createTempFile(library.getParent(), library.getFileName() + "-", ".tmp");
        try {
            // Not flushed to the disk: what a machine that stops leaves of it is compared, and unpacked again.
            Files.write(unpacked, content);
            Files.move(unpacked, library, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unpacked);
        }
    }
}
