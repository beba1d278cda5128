package dev.penstock.cli;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Starts classes of the tests' class path in JVMs of their own that start quickly: those of one class share a class-data
 * archive, which the first of them that ends by itself leaves behind. Archives take classes from jars only, so folders are packed once.
 */
public final class OwnJvm {

    private static final OwnJvm SHARED = make();

    private final String classPath;
    private final Path folder;

    private OwnJvm(String classPath, Path folder) {
        this.classPath = classPath;
        this.folder = folder;
    }

    /** The line that starts a class. */
    public static List<String> command(String mainClass, List<String> arguments) {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+AutoCreateSharedArchive",
                "-XX:SharedArchiveFile=" + SHARED.folder.resolve(mainClass + ".jsa"),
                // What it says of archives that are not there yet would stand in the output of the program.
                "-Xlog:disable",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                SHARED.classPath,
                mainClass));
        line.addAll(arguments);
        return line;
    }

    private static OwnJvm make() {
        try {
            Path folder = Files.createTempDirectory("own-jvm");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
            Set<String> entries = new LinkedHashSet<>();
            for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
                Path path = Path.of(entry).toAbsolutePath();
                if (Files.isDirectory(path)) {
                    entries.add(packed(path, folder.resolve(entries.size() + ".jar"))
                            .toString());
                } else if (Files.exists(path) && !isOnlyForTests(path)) {
                    entries.add(path.toString());
                }
            }
            return new OwnJvm(String.join(File.pathSeparator, entries), folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its manifest names its own folder, of which no class-data archive can be made; no program of ours needs it. */
    private static boolean isOnlyForTests(Path jar) {
        return String.valueOf(jar.getFileName()).startsWith("DynamoDBLocal-");
    }

    private static Path packed(Path folder, Path jar) throws IOException {
        try (OutputStream out = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(out);
                Stream<Path> files = Files.walk(folder)) {
            zip.setLevel(0);
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                zip.putNextEntry(new ZipEntry(folder.relativize(file).toString().replace(File.separatorChar, '/')));
                Files.copy(file, zip);
                zip.closeEntry();
            }
        }
        return jar;
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(path -> path.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
