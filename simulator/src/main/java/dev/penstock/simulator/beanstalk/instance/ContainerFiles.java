package dev.penstock.simulator.beanstalk.instance;

import dev.penstock.simulator.beanstalk.bundle.BundleFile;
import dev.penstock.simulator.beanstalk.bundle.SourceBundle;
import dev.penstock.simulator.containers.TarWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** Files of a bundle as engines take them. */
final class ContainerFiles {

    private ContainerFiles() {}

    /**
     * A folder of a bundle, paths from there; the root if empty.
     *
     * @param replaced other contents, by the paths of files in the bundle
     */
    static byte[] folder(SourceBundle bundle, String folder, Map<String, byte[]> replaced) {
        TarWriter tar = new TarWriter();
        String prefix = folder.isEmpty() ? "" : folder + "/";
        for (BundleFile file : bundle.files()) {
            if (file.path().startsWith(prefix)) {
                String path = file.path().substring(prefix.length());
                byte[] other = replaced.get(file.path());
                if (other != null) {
                    tar.file(path, other, file.executable());
                } else {
                    add(tar, bundle, file, path);
                }
            }
        }
        return tar.bytes();
    }

    /**
     * A file of a bundle at a place in a container.
     *
     * @return empty when there is no such file
     */
    static Optional<byte[]> file(SourceBundle bundle, String path, String place) {
        return bundle.bytes(path)
                .map(bytes ->
                        new TarWriter().file(place.substring(1), bytes, false).bytes());
    }

    private static void add(TarWriter tar, SourceBundle bundle, BundleFile file, String path) {
        byte[] bytes = bundle.bytes(file.path()).orElse(new byte[0]);
        switch (file.kind()) {
            case FOLDER -> tar.folder(path);
            case LINK -> tar.link(path, new String(bytes, StandardCharsets.UTF_8));
            case FILE -> tar.file(path, bytes, file.executable());
        }
    }
}
