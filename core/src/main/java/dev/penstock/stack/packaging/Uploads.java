package dev.penstock.stack.packaging;

import dev.penstock.action.AwsScope;
import dev.penstock.artifact.BundleWriter;
import dev.penstock.artifact.Digest;
import dev.penstock.problem.SourceSpan;
import dev.penstock.stack.StackFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Makes files and archives of what a template names, and uploads each once. */
final class Uploads {

    private final StackFiles files;
    private final AwsScope scope;
    private final Path work;
    private final Map<String, StackFiles.Uploaded> done = new HashMap<>();
    private int archives;

    Uploads(StackFiles files, AwsScope scope, Path work) {
        this.files = files;
        this.scope = scope;
        this.work = work;
    }

    StackFiles.Uploaded put(Path named, LocalReference.What what, SourceSpan place)
            throws IOException, PackagingException {
        String key = what + " " + named;
        StackFiles.Uploaded known = done.get(key);
        if (known == null) {
            boolean archive = Files.isDirectory(named) || (what == LocalReference.What.ARCHIVE && !isArchive(named));
            known = archive ? upload(archived(named), ".zip", place) : upload(named, ending(named), place);
            done.put(key, known);
        }
        return known;
    }

    StackFiles.Uploaded put(byte[] body, String suffix, SourceSpan place) throws IOException, PackagingException {
        Path file = work.resolve("template-" + archives++ + suffix);
        Files.write(file, body);
        return upload(file, suffix, place);
    }

    private static boolean isArchive(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".zip") || name.endsWith(".jar");
    }

    private static String ending(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(dot);
    }

    /** Byte for byte the same for the same files, so that an unchanged folder has the same key tomorrow. */
    private Path archived(Path named) throws IOException {
        Path archive = work.resolve("archive-" + archives++ + ".zip");
        BundleWriter writer = new BundleWriter();
        if (Files.isDirectory(named)) {
            writer.folder(named);
        } else {
            writer.path(named.getFileName().toString(), named);
        }
        writer.write(archive);
        return archive;
    }

    private StackFiles.Uploaded upload(Path file, String suffix, SourceSpan place)
            throws IOException, PackagingException {
        MessageDigest sha256 = Digest.sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), sha256)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return files.put(scope, file, Digest.of(sha256), suffix)
                .orElseThrow(() -> new PackagingException(
                        place,
                        "The template refers to files of this machine, and the settings name no bucket to put them in. Name"
                                + " one under artifacts/bucket."));
    }
}
