package dev.penstock.image;

import java.util.Objects;
import java.util.Optional;

/**
 * How an image is named: {@code registry/repository:tag@digest}, of which only the repository must be there (the grammar of
 * <a href="https://github.com/distribution/reference">distribution/reference</a>).
 *
 * @param repository with the registry, if there is one; such as {@code 123456789012.dkr.ecr.eu-west-1.amazonaws.com/web}
 * @param tag what people call it
 * @param digest what it is, such as {@code sha256:…}
 */
public record ImageReference(String repository, Optional<String> tag, Optional<String> digest) {

    public ImageReference {
        Objects.requireNonNull(repository, "repository");
        Objects.requireNonNull(tag, "tag");
        Objects.requireNonNull(digest, "digest");
    }

    /** Reads a reference; empty when it cannot be one. */
    public static Optional<ImageReference> parse(String image) {
        int at = image.indexOf('@');
        String named = at < 0 ? image : image.substring(0, at);
        int colon = named.lastIndexOf(':');
        boolean tagged = colon > named.lastIndexOf('/');
        String repository = tagged ? named.substring(0, colon) : named;
        Optional<String> tag = tagged ? Optional.of(named.substring(colon + 1)) : Optional.empty();
        Optional<String> digest = at < 0 ? Optional.empty() : Optional.of(image.substring(at + 1));
        boolean fits = isRepository(repository)
                && tag.map(ImageReference::isTag).orElse(true)
                && digest.map(ImageReference::isDigest).orElse(true);
        return fits ? Optional.of(new ImageReference(repository, tag, digest)) : Optional.empty();
    }

    /** Whether it names one image for ever. */
    public boolean isPinned() {
        return digest.isPresent();
    }

    private static boolean isRepository(String text) {
        if (text.isEmpty() || text.startsWith("/") || text.endsWith("/") || text.contains("//")) {
            return false;
        }
        return text.chars().allMatch(c -> isWord(c) || "._-/:".indexOf(c) >= 0);
    }

    private static boolean isTag(String text) {
        return !text.isEmpty()
                && text.length() <= 128
                && text.chars().allMatch(c -> isWord(c) || "._-".indexOf(c) >= 0);
    }

    private static boolean isDigest(String text) {
        int colon = text.indexOf(':');
        return colon > 0
                && text.length() - colon - 1 >= 32
                && text.chars().skip(colon + 1L).allMatch(c -> Character.digit(c, 16) >= 0);
    }

    private static boolean isWord(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    /** As it is written. */
    @Override
    public String toString() {
        return repository
                + tag.map(text -> ":" + text).orElse("")
                + digest.map(text -> "@" + text).orElse("");
    }
}
