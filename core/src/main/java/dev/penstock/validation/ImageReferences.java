package dev.penstock.validation;

import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import dev.penstock.problem.SourceSpan;

/** Judges references to images: {@code registry/repository:tag@digest}, of which only the repository must be there. */
final class ImageReferences {

    private ImageReferences() {}

    static void check(String image, SourceSpan span, String field, Problems problems) {
        int at = image.indexOf('@');
        String named = at < 0 ? image : image.substring(0, at);
        int colon = named.lastIndexOf(':');
        boolean tagged = colon > named.lastIndexOf('/');
        String repository = tagged ? named.substring(0, colon) : named;
        boolean tagFits = !tagged || isTag(named.substring(colon + 1));
        boolean digestFits = at < 0 || isDigest(image.substring(at + 1));
        if (!isRepository(repository) || !tagFits || !digestFits) {
            problems.report(
                    ProblemType.IMAGE_REFERENCE,
                    span,
                    field,
                    "'" + image + "' is not a reference to an image.",
                    "It looks like 123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:1.2 or web@sha256:…");
        } else if (!tagged && at < 0) {
            problems.report(
                    ProblemType.IMAGE_TAG_MISSING,
                    span,
                    field,
                    "'" + image + "' has neither a tag nor a digest, so that 'latest' is meant.",
                    "Name the digest: what 'latest' is changes.");
        }
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
}
