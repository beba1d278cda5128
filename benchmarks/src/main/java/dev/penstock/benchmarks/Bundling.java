package dev.penstock.benchmarks;

import dev.penstock.artifact.BundleWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;

/**
 * How long it takes to make a bundle of many files: Penstock's, which is byte for byte the same for the same files, and {@code zip
 * -1}'s in a process of its own, in turn. Penstock's time is that of finding the files and writing them with their digests; looking
 * whether the contents are known already is told apart, as that is all that is done when they are. Prints one JSON object for each.
 *
 * <p>Arguments: a folder to work in, how many rounds (5), how many files (5,000) and megabytes (200).
 */
public final class Bundling {

    private static final int FOLDERS = 50;
    private static final int WORDS = 4000;

    private Bundling() {}

    /** Measures. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path work = Path.of(arguments[0]);
        int rounds = number(arguments, 1, 5);
        int files = number(arguments, 2, 5_000);
        int megabytes = number(arguments, 3, 200);
        Path folder = work.resolve("bundling");
        if (!Files.isDirectory(folder)) {
            fill(folder, files, (long) megabytes << 20);
        }
        for (int round = 0; round < rounds; round++) {
            Path zip = work.resolve("bundling.zip");
            Files.deleteIfExists(zip);
            long begin = System.nanoTime();
            zip(folder, zip);
            print("zip -1", round, begin, Files.size(zip));
            Files.delete(zip);

            begin = System.nanoTime();
            BundleWriter writer = new BundleWriter().folder(folder);
            writer.write(zip);
            print("penstock", round, begin, Files.size(zip));
            Files.delete(zip);

            begin = System.nanoTime();
            new BundleWriter().folder(folder).contentDigest();
            print("penstock, known contents", round, begin, 0);
        }
    }

    private static int number(String[] arguments, int index, int otherwise) {
        return arguments.length > index ? Integer.parseInt(arguments[index]) : otherwise;
    }

    private static void zip(Path folder, Path zip) throws IOException, InterruptedException {
        int code = new ProcessBuilder("zip", "-1", "-q", "-r", zip.toString(), ".")
                .directory(folder.toFile())
                .inheritIO()
                .start()
                .waitFor();
        if (code != 0) {
            throw new IOException("zip ended with " + code);
        }
    }

    private static void print(String what, int round, long begin, long size) {
        System.out.printf(
                Locale.ROOT,
                "{\"bundling\":\"%s\",\"round\":%d,\"ms\":%.1f,\"bytes\":%d}%n",
                what,
                round,
                (System.nanoTime() - begin) / 1e6,
                size);
    }

    /** Three quarters of the files are text, the others are like what is compressed already. */
    private static void fill(Path folder, int files, long bytes) throws IOException {
        Random random = new Random(5);
        String[] words = new String[WORDS];
        for (int i = 0; i < WORDS; i++) {
            words[i] = Integer.toString(random.nextInt(1 << 30), Character.MAX_RADIX) + " ";
        }
        double usual = (double) bytes / files;
        for (int i = 0; i < files; i++) {
            int size = (int) (usual * (0.2 + 1.6 * random.nextDouble()));
            Path file =
                    Files.createDirectories(folder.resolve("d" + i % FOLDERS)).resolve("f" + i);
            byte[] content = new byte[size];
            if (i % 4 == 0) {
                random.nextBytes(content);
            } else {
                StringBuilder text = new StringBuilder(size + 10);
                while (text.length() < size) {
                    text.append(words[random.nextInt(WORDS)]);
                }
                content = text.substring(0, size).getBytes(StandardCharsets.US_ASCII);
            }
            Files.write(file, content);
        }
    }
}
