package dev.penstock.local.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * Which of the driver's native libraries fits this machine. To tell Android from Linux, the driver starts a program, for which
 * the JDK sets up its logging, and to tell the C library it resolves each file that the process has mapped: together half of
 * what opening a journal takes. On the common machines this process itself knows.
 */
final class NativePlatform {

    private static final String LINUX = "/org/sqlite/native/Linux";

    /** What only Android has; the driver looks into it too. */
    private static final Path ANDROID = Path.of("/system");

    private static final Path MAPPED = Path.of("/proc/self/maps");

    private NativePlatform() {}

    /** The folder in the driver's jar, which need not be there: the driver has no library for every platform. */
    static String folder() {
        return known().orElseGet(LibraryLoaderUtil::getNativeLibResourcePath);
    }

    /** The folder, where nobody needs to be asked for it. */
    static Optional<String> known() {
        if (!"Linux".equals(System.getProperty("os.name")) || Files.exists(ANDROID)) {
            return Optional.empty();
        }
        return processor(String.valueOf(System.getProperty("os.arch")))
                .flatMap(processor -> musl().map(musl -> LINUX + (musl ? "-Musl/" : "/") + processor));
    }

    private static Optional<String> processor(String architecture) {
        return switch (architecture) {
            case "amd64", "x86_64" -> Optional.of("x86_64");
            case "aarch64" -> Optional.of("aarch64");
            default -> Optional.empty();
        };
    }

    /** Whether the process runs on musl and not on the GNU C library; empty where the system does not say what is mapped. */
    private static Optional<Boolean> musl() {
        try {
            return Optional.of(Files.readString(MAPPED).contains("musl"));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
