package dev.penstock.importing;

import dev.penstock.problem.SourceSpan;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An image that a job pushes.
 *
 * @param repository as the commands name it, without a tag
 * @param tag with its colon, as the commands name it; empty without one
 * @param containers that run it
 * @param isMoved whether it goes to ECR in place of Docker Hub
 * @param span of the command that pushes it
 */
record PushedImage(String repository, String tag, List<String> containers, boolean isMoved, SourceSpan span) {

    PushedImage {
        containers = List.copyOf(containers);
    }

    /** Whether a repository is one of Docker Hub: its first part is no host. */
    static boolean isOnHub(String repository) {
        int slash = repository.indexOf('/');
        String first = slash < 0 ? "" : repository.substring(0, slash);
        boolean hub = first.equals("docker.io") || first.equals("index.docker.io");
        return hub || !(first.contains(".") || first.contains(":") || first.equals("localhost"));
    }

    /** Its name in ECR: that of Docker Hub. */
    String nameInEcr() {
        return repository.replaceFirst("^(index\\.)?docker\\.io/", "");
    }

    /** Where Docker finds it. */
    String place() {
        return isMoved ? EcrCommands.REGISTRY + "/" + nameInEcr() : nameInEcr();
    }

    /** A command with the new name in place of the old one. */
    String renamed(String command) {
        if (!isMoved) {
            return command;
        }
        Pattern name = Pattern.compile("(?<![\\w./:${-])" + Pattern.quote(repository) + "(?![\\w./-])");
        return name.matcher(command).replaceAll(Matcher.quoteReplacement(place()));
    }
}
