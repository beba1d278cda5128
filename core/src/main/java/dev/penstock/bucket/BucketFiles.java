package dev.penstock.bucket;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files of an unpacked artifact in the order in which they are put: pages last, so that no page is there before what it shows.
 * The same order on every machine. What a link leads to is put in its place; links to folders are left out.
 *
 * @param files each with the key that it gets
 */
record BucketFiles(List<Entry> files) {

    /** So many bytes of UTF-8 a key may have ("Creating object key names", Amazon S3 User Guide). */
    static final int LONGEST_KEY = 1024;

    /**
     * A file.
     *
     * @param key its key in the bucket
     * @param path where it is on this machine
     * @param size in bytes
     */
    record Entry(String key, Path path, long size) {

        boolean isPage() {
            return key.endsWith(".html") || key.endsWith(".htm");
        }
    }

    /**
     * The files below a folder.
     *
     * @param prefix put in front of each key; may be empty. A slash is put between, unless it has one
     */
    static BucketFiles of(Path folder, String prefix) throws IOException {
        List<Entry> files = new ArrayList<>();
        String before = prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/";
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path path : (Iterable<Path>) walk.filter(Files::isRegularFile)::iterator) {
                StringBuilder key = new StringBuilder(before.equals("/") ? "" : before);
                folder.relativize(path).forEach(name -> key.append(name).append('/'));
                key.setLength(key.length() - 1);
                files.add(new Entry(key.toString(), path, Files.size(path)));
            }
        }
        files.sort(Comparator.comparing(Entry::isPage).thenComparing(Entry::key));
        return new BucketFiles(List.copyOf(files));
    }

    /** A file whose key would be longer than S3 takes. */
    Optional<Entry> tooLong() {
        return files.stream()
                .filter(file -> file.key().getBytes(StandardCharsets.UTF_8).length > LONGEST_KEY)
                .findFirst();
    }

    long bytes() {
        return files.stream().mapToLong(Entry::size).sum();
    }

    /** Those that are put next, after so many: as many as are put between two writes of the journal; none at the end. */
    List<Entry> next(int done, int mostFiles, long mostBytes) {
        List<Entry> next = new ArrayList<>();
        long bytes = 0;
        for (Entry file : files.subList(Math.min(done, files.size()), files.size())) {
            bytes += file.size();
            if (next.size() == mostFiles || (!next.isEmpty() && bytes > mostBytes)) {
                break;
            }
            next.add(file);
        }
        return next;
    }
}
