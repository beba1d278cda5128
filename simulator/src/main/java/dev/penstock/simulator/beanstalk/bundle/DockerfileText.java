package dev.penstock.simulator.beanstalk.bundle;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the Docker platform reads in a Dockerfile: which ports its last stage exposes, and which images it begins with. */
public final class DockerfileText {

    private static final Pattern FROM =
            Pattern.compile("(?im)^(\\s*FROM\\s+(?:--platform=\\S+\\s+)?)(\\S+)(?:(\\s+AS\\s+)(\\S+))?");

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

    /** The images that stages begin with; those of other stages, and those that arguments name, are none of them. */
    public static List<String> bases(String dockerfile) {
        List<String> bases = new ArrayList<>();
        Set<String> stages = new HashSet<>(Set.of("scratch"));
        Matcher from = FROM.matcher(dockerfile);
        while (from.find()) {
            String base = from.group(2);
            if (!stages.contains(base.toLowerCase(Locale.ROOT)) && !base.contains("$") && !bases.contains(base)) {
                bases.add(base);
            }
            if (from.group(4) != null) {
                stages.add(from.group(4).toLowerCase(Locale.ROOT));
            }
        }
        return bases;
    }

    /**
     * The same file, with other images to begin with.
     *
     * @param images by the references that take their place
     */
    public static String beginningWith(String dockerfile, Map<String, String> images) {
        return FROM.matcher(dockerfile).replaceAll(found -> {
            String image = images.get(found.group(2));
            String whole = image == null
                    ? found.group()
                    : found.group(1) + image + (found.group(4) == null ? "" : found.group(3) + found.group(4));
            return Matcher.quoteReplacement(whole);
        });
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
