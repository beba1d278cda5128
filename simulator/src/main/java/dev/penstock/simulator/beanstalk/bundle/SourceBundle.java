package dev.penstock.simulator.beanstalk.bundle;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The files of a source bundle. Immutable; contents are unpacked when they are asked for.
 *
 * <p>A bundle is a ZIP or WAR archive of at most 512 MB; a Docker platform also takes a single {@code Dockerrun.aws.json},
 * {@code docker-compose.yml} or {@code Dockerfile}. Sources: Developer Guide, "Create an application source bundle" and
 * "Docker configuration".
 */
public final class SourceBundle {

    /** The largest archive that Elastic Beanstalk takes, in bytes. */
    public static final long LARGEST = 512L * 1024 * 1024;

    /** What all files together may have unpacked: an instance's volume has 8 GiB, of which the system needs some. */
    static final long LARGEST_UNPACKED = 4L * 1024 * 1024 * 1024;

    private static final String STAGE = "StageApplication";
    private static final String ARCHIVE = "/opt/elasticbeanstalk/deployment/app_source_bundle";

    private interface Content {
        byte[] bytes() throws ZipArchive.Broken;
    }

    private record Held(BundleFile file, Content content) {}

    private final NavigableMap<String, Held> files = new TreeMap<>();

    private SourceBundle() {}

    /**
     * Reads a bundle.
     *
     * @param bytes all of it
     * @throws BundleRefused when {@code unzip} would fail on an instance: no archive, a broken one, names that lead out of
     *     it or have backslashes, too large unpacked
     */
    public static SourceBundle read(byte[] bytes) throws BundleRefused {
        SourceBundle bundle = new SourceBundle();
        if (ZipArchive.isOne(bytes)) {
            bundle.unpack(bytes);
        } else {
            bundle.single(bytes);
        }
        return bundle;
    }

    /** A bundle of these files, for what is made rather than uploaded. */
    public static SourceBundle of(NavigableMap<String, byte[]> contents) {
        SourceBundle bundle = new SourceBundle();
        contents.forEach((path, bytes) -> bundle.put(path, bytes));
        return bundle;
    }

    /** All files, folders and links, in the order of their paths. */
    public List<BundleFile> files() {
        return files.values().stream().map(Held::file).toList();
    }

    /** The files of a folder and of the folders in it. */
    public List<BundleFile> under(String folder) {
        return files().stream()
                .filter(file ->
                        file.kind() != BundleFile.Kind.FOLDER && file.path().startsWith(folder + "/"))
                .toList();
    }

    /** Whether there is a file of that path. */
    public boolean has(String path) {
        Held held = files.get(path);
        return held != null && held.file().kind() == BundleFile.Kind.FILE;
    }

    /** What a file contains, or where a link leads; empty when there is none. */
    public Optional<byte[]> bytes(String path) {
        Held held = files.get(path);
        try {
            return held == null ? Optional.empty() : Optional.of(held.content().bytes());
        } catch (ZipArchive.Broken e) {
            return Optional.empty();
        }
    }

    /** A file as text in UTF-8. */
    public Optional<String> text(String path) {
        return has(path) ? bytes(path).map(bytes -> new String(bytes, StandardCharsets.UTF_8)) : Optional.empty();
    }

    private void put(String path, byte[] bytes) {
        files.put(path, new Held(new BundleFile(path, BundleFile.Kind.FILE, false, bytes.length), () -> bytes));
    }

    private void unpack(byte[] bytes) throws BundleRefused {
        try {
            ZipArchive archive = ZipArchive.read(bytes);
            long total = 0;
            for (ZipArchive.Entry entry : archive.entries()) {
                total += entry.size();
                if (total > LARGEST_UNPACKED) {
                    throw refused(entry.name() + ":  write error (disk full?).  Continue? (y/n/^C)");
                }
                add(archive, entry);
            }
        } catch (ZipArchive.Broken e) {
            throw refused(e.getMessage());
        }
    }

    private void add(ZipArchive archive, ZipArchive.Entry entry) throws BundleRefused {
        String name = entry.name();
        if (name.contains("\\")) {
            throw refused("warning:  " + ARCHIVE + " appears to use backslashes as path separators");
        }
        if (name.startsWith("/")) {
            throw refused("warning:  stripped absolute path spec from " + name);
        }
        List<String> parts = new ArrayList<>();
        for (String part : name.split("/", -1)) {
            if (part.equals("..")) {
                throw refused("warning:  skipped \"../\" path component(s) in " + name);
            }
            if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        if (!parts.isEmpty()) {
            String path = String.join("/", parts);
            BundleFile.Kind kind = name.endsWith("/")
                    ? BundleFile.Kind.FOLDER
                    : (entry.mode() & 0170000) == 0120000 ? BundleFile.Kind.LINK : BundleFile.Kind.FILE;
            boolean executable = (entry.mode() & 0100) != 0 && kind == BundleFile.Kind.FILE;
            BundleFile file = new BundleFile(path, kind, executable, entry.size());
            files.put(path, new Held(file, () -> archive.content(entry)));
        }
    }

    /** A file that is JSON is a Dockerrun.aws.json, one with services a Compose file, any other a Dockerfile. */
    private void single(byte[] bytes) throws BundleRefused {
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.stripLeading().startsWith("{")) {
            put("Dockerrun.aws.json", bytes);
        } else if (text.lines().anyMatch(line -> line.startsWith("services:"))) {
            put("docker-compose.yml", bytes);
        } else if (text.lines().anyMatch(line -> line.regionMatches(true, 0, "FROM ", 0, 5))) {
            put("Dockerfile", bytes);
        } else {
            throw refused(
                    ARCHIVE + ":  End-of-central-directory signature not found.  Either this file is not a zipfile,"
                            + " or it constitutes one disk of a multi-part archive.");
        }
    }

    /** The event and the log as users show them whose archives were made with backslashes. */
    private static BundleRefused refused(String said) {
        return BundleRefused.onInstance(
                STAGE,
                "Instance deployment: Your source bundle has issues that caused the deployment to fail. For details, see"
                        + " 'eb-engine.log'. The deployment failed.",
                "Command /usr/bin/unzip -q -o " + ARCHIVE + " -d /var/app/staging/ failed with error exit status 1."
                        + " Stderr:" + said);
    }
}
