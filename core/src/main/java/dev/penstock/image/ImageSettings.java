package dev.penstock.image;

import java.nio.file.Path;
import java.util.Optional;

/** What a definition cannot say of the images that it builds. */
public interface ImageSettings {

    /** How the image of an action is built. */
    ImageOptions of(String action);

    /**
     * The folder that an artifact will be made of, if it is on this machine already: then its Dockerfile is looked at
     * before anything starts.
     */
    Optional<Path> folderOf(String artifact);

    /** The usual for every image. */
    static ImageSettings usual() {
        return new ImageSettings() {
            @Override
            public ImageOptions of(String action) {
                return ImageOptions.USUAL;
            }

            @Override
            public Optional<Path> folderOf(String artifact) {
                return Optional.empty();
            }
        };
    }
}
