package dev.penstock.artifact;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Collects files and writes them as a bundle that is byte for byte the same for the same files: entries sorted by name,
 * one time for all, only executable or not of the permissions. Not for use by several threads.
 *
 * <p>Names are relative paths with forward slashes. Names and links that {@link BundleReader} would refuse are refused when
 * the bundle is written, by {@link BundleException}.
 */
public final class BundleWriter {

    private final Map<String, Item> items = new TreeMap<>(BundleWriter::byCodePoint);
    private final EntryNames names = new EntryNames("to be written", true);

    /** Files are read side by side; of other contents, one after the other. */
    record Item(EntryKind kind, Content content) {

        boolean isOfThisMachine() {
            return content instanceof FileContent;
        }
    }

    /** A file of this machine. */
    private record FileContent(Path file) implements Content {

        @Override
        public InputStream open() throws IOException {
            return Files.newInputStream(file);
        }
    }

    /** Where a file's bytes come from. */
    @FunctionalInterface
    public interface Content {

        /** The bytes, from the beginning; closed by the writer. May be asked more than once. */
        InputStream open() throws IOException;
    }

    /**
     * Adds a file.
     *
     * @param name in the bundle, with / between folders
     * @param executable whether it may be run where it is unpacked
     * @param content read when the bundle is written, or its digest asked for
     * @throws BundleException if the name is absolute, strange or too long, leads out, or clashes with one that is there
     */
    public BundleWriter file(String name, boolean executable, Content content) throws BundleException {
        return add(name, executable ? EntryKind.EXECUTABLE : EntryKind.FILE, content);
    }

    /** Adds a file of this machine. */
    BundleWriter file(String name, boolean executable, Path file) throws BundleException {
        return file(name, executable, new FileContent(file));
    }

    /**
     * Adds a file of the given bytes.
     *
     * @throws BundleException if the name is absolute, strange or too long, leads out, or clashes with one that is there
     */
    public BundleWriter file(String name, byte[] content) throws BundleException {
        return file(name, false, () -> new ByteArrayInputStream(content));
    }

    /**
     * Adds a text file in UTF-8.
     *
     * @throws BundleException if the name is absolute, strange or too long, leads out, or clashes with one that is there
     */
    public BundleWriter file(String name, String content) throws BundleException {
        return file(name, content.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Adds a file of this machine under a name: as a link when it is one, with everything below when it is a folder.
     *
     * @throws BundleException if it is, or holds, something that is neither file, folder nor link
     */
    public BundleWriter path(String name, Path source) throws IOException {
        return FolderWalk.add(this, name, source, path -> true);
    }

    /**
     * Adds everything below a folder.
     *
     * @param include whether to take a path, given relative to the folder; what is not taken is not looked into
     * @throws BundleException if something in it is neither file, folder nor link
     * @throws IOException if the folder cannot be read
     */
    public BundleWriter folder(Path folder, Predicate<Path> include) throws IOException {
        return FolderWalk.add(this, "", folder, include);
    }

    /**
     * Adds everything below a folder.
     *
     * @throws BundleException if something in it is neither file, folder nor link
     * @throws IOException if the folder cannot be read
     */
    public BundleWriter folder(Path folder) throws IOException {
        return folder(folder, path -> true);
    }

    /**
     * Adds an empty folder. Folders that hold something need not be added.
     *
     * @throws BundleException if the name is absolute, strange or too long, leads out, or clashes with one that is there
     */
    public BundleWriter emptyFolder(String name) throws BundleException {
        return add(name + "/", EntryKind.FOLDER, InputStream::nullInputStream);
    }

    /**
     * Adds a symbolic link.
     *
     * @param target relative to the folder that the link is in; where it leads is looked at when the bundle is written
     * @throws BundleException if the name is absolute, strange or too long, leads out, or clashes with one that is there
     */
    public BundleWriter link(String name, String target) throws BundleException {
        byte[] bytes = target.getBytes(StandardCharsets.UTF_8);
        return add(name, EntryKind.LINK, () -> new ByteArrayInputStream(bytes));
    }

    private BundleWriter add(String name, EntryKind kind, Content content) throws BundleException {
        names.add(name, kind);
        items.put(name, new Item(kind, content));
        return this;
    }

    /** How many entries there are. */
    public int size() {
        return items.size();
    }

    /**
     * The digest of names, kinds and contents, that says whether two collections of files are the same; it is not the
     * digest of the bundle's bytes. Reads every file.
     *
     * @throws IOException if a file cannot be read
     */
    public Digest contentDigest() throws IOException {
        checkLinks();
        MessageDigest all = Digest.sha256();
        try (var reading = new AheadOfTurn<byte[]>()) {
            for (Map.Entry<String, Item> item : items.entrySet()) {
                reading.add(
                        item.getValue().isOfThisMachine(),
                        () -> contentDigest(item.getValue()),
                        one -> digestEntry(all, item.getKey(), item.getValue().kind(), one));
            }
            reading.finish();
        }
        return Digest.of(all);
    }

    private static byte[] contentDigest(Item item) throws IOException {
        MessageDigest one = Digest.sha256();
        try (InputStream content = item.content().open()) {
            byte[] buffer = new byte[64 << 10];
            for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
                one.update(buffer, 0, read);
            }
        }
        return one.digest();
    }

    /**
     * Writes the bundle, over what may be there. When it fails, no file is left.
     *
     * @return the {@linkplain #contentDigest() content digest} of what was written
     * @throws IOException if a file cannot be read, or the bundle not be written
     */
    public Digest write(Path bundle) throws IOException {
        checkLinks();
        boolean complete = false;
        try (var zip = new ZipOutput(bundle);
                var packing = new AheadOfTurn<PackedEntry>()) {
            MessageDigest all = Digest.sha256();
            for (Map.Entry<String, Item> entry : items.entrySet()) {
                String name = entry.getKey();
                Item item = entry.getValue();
                packing.add(item.isOfThisMachine(), () -> PackedEntry.of(item), packed -> {
                    try (packed) {
                        digestEntry(all, name, item.kind(), packed.writeTo(zip, name));
                    }
                });
            }
            packing.finish();
            zip.finish();
            complete = true;
            return Digest.of(all);
        } finally {
            if (!complete) {
                Files.deleteIfExists(bundle);
            }
        }
    }

    private static void digestEntry(MessageDigest all, String name, EntryKind kind, byte[] content) {
        byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
        all.update((kind + " " + nameBytes.length + " ").getBytes(StandardCharsets.US_ASCII));
        all.update(nameBytes);
        all.update(content);
    }

    private void checkLinks() throws IOException {
        Map<String, String> links = new HashMap<>();
        for (Map.Entry<String, Item> item : items.entrySet()) {
            if (item.getValue().kind() == EntryKind.LINK) {
                try (InputStream target = item.getValue().content().open()) {
                    links.put(item.getKey(), new String(target.readAllBytes(), StandardCharsets.UTF_8));
                }
            }
        }
        new LinkTargets("to be written", links).check();
    }

    /** As UTF-8 bytes would be ordered, which is Git's order; Java's own order differs beyond the basic plane. */
    private static int byCodePoint(String left, String right) {
        int common = Math.min(left.length(), right.length());
        for (int i = 0; i < common; i++) {
            char one = left.charAt(i);
            char other = right.charAt(i);
            if (one != other) {
                boolean beyond = Character.isSurrogate(one);
                return beyond == Character.isSurrogate(other) ? Character.compare(one, other) : beyond ? 1 : -1;
            }
        }
        return Integer.compare(left.length(), right.length());
    }
}
