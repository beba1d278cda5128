package dev.penstock.release;

import dev.penstock.artifact.Digest;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An image as a deployment names it: {@code repository[:tag][@digest]}.
 *
 * @param repository with its registry
 * @param tag a label for people
 * @param digest what it is
 */
public record ImageName(String repository, Optional<String> tag, Optional<Digest> digest) {

    private static final Pattern REPOSITORY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/-]*");
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");

    public ImageName {
        if (!REPOSITORY.matcher(repository).matches()) {
            throw new IllegalArgumentException(
                    "an image is 'repository:tag' or 'repository@sha256:…', and '" + repository + "' is no repository");
        }
        if (tag.isPresent() && !TAG.matcher(tag.get()).matches()) {
            throw new IllegalArgumentException("'" + tag.get() + "' is no tag of an image");
        }
    }

    /** Throws {@link IllegalArgumentException}, with what is wrong, if the text names no image. */
    public static ImageName parse(String text) {
        int at = text.indexOf('@');
        String named = at < 0 ? text : text.substring(0, at);
        Optional<Digest> digest = at < 0 ? Optional.empty() : Optional.of(new Digest(text.substring(at + 1)));
        int colon = named.lastIndexOf(':');
        // A colon before a slash belongs to the registry's port.
        if (colon < 0 || named.indexOf('/', colon) >= 0) {
            return new ImageName(named, Optional.empty(), digest);
        }
        return new ImageName(named.substring(0, colon), Optional.of(named.substring(colon + 1)), digest);
    }

    /** As registries mean an image without a tag. */
    public String tagOrLatest() {
        return tag.orElse("latest");
    }
}
