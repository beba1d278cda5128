package dev.penstock.samples.plugin.flags;

import dev.penstock.rollout.Share;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Properties;

/**
 * What an application reads: which version it shows, and to which share of its users another one.
 *
 * @param stable the version that most users see; absent before the first release
 * @param canary the version that is being released; absent unless one is
 * @param share of users who see that one
 * @param release the execution that releases it; empty unless one does
 */
record Flags(Optional<String> stable, Optional<String> canary, Share share, String release) {

    /** Only one version, or none. */
    static Flags only(Optional<String> version) {
        return new Flags(version, Optional.empty(), Share.NONE, "");
    }

    /** With another version beside it. */
    Flags beside(String version, Share to, String execution) {
        return new Flags(stable, Optional.of(version), to, execution);
    }

    static Flags read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return only(Optional.empty());
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        return new Flags(
                Optional.ofNullable(properties.getProperty("stable")),
                Optional.ofNullable(properties.getProperty("canary")),
                Share.parse(properties.getProperty("share", "0")).orElse(Share.NONE),
                properties.getProperty("release", ""));
    }

    /** The file is there as a whole, before and after. */
    void write(Path file) throws IOException {
        StringBuilder text = new StringBuilder();
        stable.ifPresent(version -> text.append("stable=").append(version).append('\n'));
        canary.ifPresent(version -> text.append("canary=")
                .append(version)
                .append("\nshare=")
                .append(share.permille() / 10.0)
                .append("\nrelease=")
                .append(release)
                .append('\n'));
        Path half = Files.writeString(file.resolveSibling("." + file.getFileName() + ".half"), text);
        Files.move(half, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
