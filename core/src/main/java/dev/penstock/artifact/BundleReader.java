package dev.penstock.artifact;

import dev.penstock.artifact.BundleException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes bundles apart. A bundle may come from anybody: all of it is checked before anything is written, nothing is ever
 * written outside the folder, and a bundle that is refused leaves nothing behind. Safe for use by many threads.
 */
public final class BundleReader {

    private static final int MAXIMUM_LINK_TARGET = 4096;

    private final BundleLimits limits;

    /** Reads within the {@linkplain BundleLimits#STANDARD standard limits}. */
    public BundleReader() {
        this(BundleLimits.STANDARD);
    }

    /** Reads within limits. */
    public BundleReader(BundleLimits limits) {
        this.limits = limits;
    }

    /**
     * Unpacks a bundle. Files that were executable are executable again; links are made as they were.
     *
     * @param bundle a ZIP file
     * @param folder where to; it is not there yet, or empty. Its parent is made where it is missing
     * @throws BundleException if the bundle is refused
     * @throws java.nio.file.DirectoryNotEmptyException if the folder has something in it
     */
    public void unpack(Path bundle, Path folder) throws IOException {
        Path absolute = folder.toAbsolutePath();
        Path parent = Files.createDirectories(absolute.resolveSibling(""));
        Path half = Files.createTempDirectory(parent, "." + absolute.getFileName() + ".");
        try (var input = new ZipInput(bundle)) {
            var names = new EntryNames(input.bundle(), FolderUnpacker.caseMatters(half));
            List<ZipEntry> entries = checkedEntries(input, names);
            Map<String, String> links = links(input, entries);
            new FolderUnpacker(input, half).unpack(entries, links);
            Files.deleteIfExists(absolute);
            Files.move(half, absolute);
        } finally {
            FolderRemoval.whole(half);
        }
    }

    /**
     * The names of the files in a bundle, sorted; folders and links left out. Checks what {@link #unpack} checks.
     *
     * @throws BundleException if the bundle is refused
     * @throws IOException if it cannot be read
     */
    public List<String> names(Path bundle) throws IOException {
        try (var input = new ZipInput(bundle)) {
            return checkedEntries(input, new EntryNames(input.bundle(), true)).stream()
                    .filter(entry -> entry.kind().isFile())
                    .map(ZipEntry::name)
                    .sorted()
                    .toList();
        }
    }

    /**
     * Reads one file of a bundle without unpacking it.
     *
     * @param name exactly as in the bundle
     * @param maximumBytes how large it may be
     * @return its content; absent if there is no file of that name
     * @throws BundleException if the bundle is refused or the file is larger
     */
    public Optional<byte[]> file(Path bundle, String name, int maximumBytes) throws IOException {
        try (var input = new ZipInput(bundle)) {
            for (ZipEntry entry : checkedEntries(input, new EntryNames(input.bundle(), true))) {
                if (entry.kind().isFile() && entry.name().equals(name)) {
                    if (entry.size() > maximumBytes) {
                        throw input.refused(
                                Reason.TOO_LARGE,
                                name,
                                "is " + entry.size() + " bytes large, allowed are " + maximumBytes);
                    }
                    return Optional.of(input.content(entry));
                }
            }
            return Optional.empty();
        }
    }

    private List<ZipEntry> checkedEntries(ZipInput input, EntryNames names) throws IOException {
        List<ZipEntry> entries = ZipDirectory.read(input, limits);
        long total = 0;
        for (ZipEntry entry : entries) {
            names.add(entry.name(), entry.kind());
            total += entry.size();
            if (total < 0 || total > limits.unpackedBytes()) {
                throw input.refused(
                        Reason.TOO_LARGE,
                        "",
                        "it unpacks to more than the allowed " + limits.unpackedBytes() + " bytes");
            }
        }
        if (total > limits.ratioFromBytes() && total / limits.ratio() > input.size()) {
            throw input.refused(
                    Reason.SUSPICIOUS_RATIO,
                    "",
                    "it unpacks to " + total + " bytes, more than " + limits.ratio() + " times its own "
                            + input.size());
        }
        checkOverlap(input, entries);
        return entries;
    }

    private static void checkOverlap(ZipInput input, List<ZipEntry> entries) throws IOException {
        long end = 0;
        for (ZipEntry entry : entries.stream()
                .sorted(Comparator.comparingLong(ZipEntry::header))
                .toList()) {
            if (entry.header() < end) {
                throw input.refused(Reason.OVERLAP, entry.name(), "shares bytes with another entry");
            }
            end = input.contentStart(entry) + entry.compressed();
        }
    }

    private static Map<String, String> links(ZipInput input, List<ZipEntry> entries) throws IOException {
        Map<String, String> links = new HashMap<>();
        for (ZipEntry entry : entries) {
            if (entry.kind() == EntryKind.LINK) {
                if (entry.size() > MAXIMUM_LINK_TARGET) {
                    throw input.refused(Reason.LONG_NAME, entry.name(), "is a link with too long a target");
                }
                links.put(entry.name(), new String(input.content(entry), StandardCharsets.UTF_8));
            }
        }
        new LinkTargets(input.bundle(), links).check();
        return links;
    }
}
