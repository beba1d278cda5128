package dev.penstock.importing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Commands of Docker in lines of shell, as far as it takes to follow an image from its build to its registry. */
final class DockerWords {

    private static final Pattern BETWEEN = Pattern.compile("\\s*(?:&&|;|\\n)\\s*");
    private static final Pattern PUSH = Pattern.compile("(?:sudo\\s+)?docker\\s+(?:image\\s+)?push\\s+(.+)");
    private static final Pattern LOGIN = Pattern.compile("(?:.*\\|\\s*)?(?:sudo\\s+)?docker\\s+login\\b(.*)");
    private static final Pattern PULLS =
            Pattern.compile("\\bdocker(?:-compose|\\s+compose|\\s+(?:image\\s+)?(?:build|pull|run))\\b");
    private static final Set<String> WITH_VALUE = Set.of("-u", "--username", "-p", "--password");

    private DockerWords() {}

    /** The commands of a line. */
    static List<String> parts(String line) {
        return List.of(BETWEEN.split(line.strip()));
    }

    /** A line without one of its commands; empty when nothing is left. */
    static String without(String line, String part) {
        List<String> left = new ArrayList<>(parts(line));
        left.remove(part);
        return String.join(" && ", left);
    }

    /** The image that a command pushes, as it is written. */
    static Optional<String> pushed(String command) {
        Matcher push = PUSH.matcher(command);
        if (!push.matches()) {
            return Optional.empty();
        }
        return words(push.group(1)).stream()
                .filter(word -> !word.startsWith("-"))
                .findFirst();
    }

    /** Whether a command logs in to Docker Hub. */
    static boolean isLoginToHub(String command) {
        Matcher login = LOGIN.matcher(command);
        if (!login.matches()) {
            return false;
        }
        List<String> words = words(login.group(1));
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (WITH_VALUE.contains(word)) {
                i++;
            } else if (word.matches("[<>|].*")) {
                return true;
            } else if (!word.startsWith("-")) {
                return word.matches("(https://)?(index\\.)?docker\\.io(/.*)?");
            }
        }
        return true;
    }

    /** Whether a command may fetch images, for which it may have to be logged in. */
    static boolean mayPull(String command) {
        return PULLS.matcher(command).find();
    }

    private static List<String> words(String text) {
        return List.of(text.strip().replaceAll("[\"']", "").split("\\s+"));
    }
}
