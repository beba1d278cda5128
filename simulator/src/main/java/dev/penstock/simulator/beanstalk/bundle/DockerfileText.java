package dev.penstock.simulator.beanstalk.bundle;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the Docker platform reads in a Dockerfile: which ports its last stage exposes. */
final class DockerfileText {

    private DockerfileText() {}

    /** The first port that is exposed; with a stage that exposes none, the one that it is made of is not looked at. */
    static Optional<String> port(String dockerfile) {
        List<String> ports = new ArrayList<>();
        for (String line : instructions(dockerfile)) {
            String[] words = line.strip().split("\\s+", -1);
            String instruction = words[0].toUpperCase(Locale.ROOT);
            if (instruction.equals("EXPOSE")) {
                for (int i = 1; i < words.length; i++) {
                    ports.add(words[i].split("[/-]", 2)[0]);
                }
            }
        }
        return ports.stream().filter(port -> !port.isEmpty()).findFirst();
    }

    /** Lines that belong together are one; comments are none. */
    private static List<String> instructions(String dockerfile) {
        List<String> instructions = new ArrayList<>();
        StringBuilder open = new StringBuilder();
        for (String line : dockerfile.lines().toList()) {
            if (line.strip().startsWith("#") || (line.isBlank() && open.isEmpty())) {
                continue;
            }
            if (line.stripTrailing().endsWith("\\")) {
                String part = line.stripTrailing();
                open.append(part, 0, part.length() - 1).append(' ');
            } else {
                instructions.add(open.append(line).toString());
                open.setLength(0);
            }
        }
        if (!open.isEmpty()) {
            instructions.add(open.toString());
        }
        return instructions;
    }
}
