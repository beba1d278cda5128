package dev.penstock.image;

import dev.penstock.image.Dockerfile.Instruction;
import dev.penstock.image.ImageBuildException.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes a Dockerfile apart into instructions. */
final class DockerfileParser {

    private static final Set<String> KEYWORDS = Set.of(
            "ADD",
            "ARG",
            "CMD",
            "COPY",
            "ENTRYPOINT",
            "ENV",
            "EXPOSE",
            "FROM",
            "HEALTHCHECK",
            "LABEL",
            "MAINTAINER",
            "ONBUILD",
            "RUN",
            "SHELL",
            "STOPSIGNAL",
            "USER",
            "VOLUME",
            "WORKDIR");
    private static final Set<String> WITH_HERE_DOCUMENTS = Set.of("ADD", "COPY", "RUN");
    private static final Pattern DIRECTIVE = Pattern.compile("#\\s*([A-Za-z]+)\\s*=\\s*(\\S.*?)\\s*");
    private static final Pattern HERE_DOCUMENT = Pattern.compile("(?<!<)<<(-?)(['\"]?)([A-Za-z_][A-Za-z0-9_.]*)\\2");
    private static final Pattern FLAG = Pattern.compile("--([a-z][a-z-]*)(?:=(\\S*))?(?:\\s+|$)");

    private final String file;
    private final List<String> lines;
    private final List<Instruction> instructions = new ArrayList<>();
    private Optional<String> syntax = Optional.empty();
    private char escape = '\\';
    private int next;

    DockerfileParser(String file, String text) {
        this.file = file;
        this.lines =
                (text.startsWith("\uFEFF") ? text.substring(1) : text).lines().toList();
    }

    Dockerfile parse() throws ImageBuildException {
        directives();
        while (next < lines.size()) {
            String line = lines.get(next).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                next++;
            } else {
                instruction();
            }
        }
        checkOrder();
        return new Dockerfile(file, syntax, escape, instructions);
    }

    /** They stand before everything else, also before other comments. */
    private void directives() throws ImageBuildException {
        while (next < lines.size()) {
            Matcher directive = DIRECTIVE.matcher(lines.get(next).strip());
            if (!directive.matches()) {
                return;
            }
            switch (directive.group(1).toLowerCase(Locale.ROOT)) {
                case "syntax" -> syntax = Optional.of(directive.group(2));
                case "escape" -> escape = escapeCharacter(directive.group(2));
                case "check" -> {
                    // Says which warnings a linter gives.
                }
                default -> {
                    return;
                }
            }
            next++;
        }
    }

    private char escapeCharacter(String value) throws ImageBuildException {
        if (!value.equals("\\") && !value.equals("`")) {
            throw wrong(next + 1, "The escape character is '" + value + "'; it is a backslash or a backtick.");
        }
        return value.charAt(0);
    }

    private void instruction() throws ImageBuildException {
        int line = next + 1;
        String text = logicalLine();
        int space = 0;
        while (space < text.length() && !Character.isWhitespace(text.charAt(space))) {
            space++;
        }
        String written = text.substring(0, space);
        String keyword = written.toUpperCase(Locale.ROOT);
        if (!KEYWORDS.contains(keyword)) {
            throw wrong(line, "'" + written + "' is no instruction of a Dockerfile.");
        }
        String rest = text.substring(space).strip();
        Map<String, String> flags = new HashMap<>();
        Matcher flag = FLAG.matcher(rest);
        while (takesFlags(keyword) && flag.lookingAt()) {
            flags.merge(flag.group(1), flag.group(2) == null ? "" : flag.group(2), (one, two) -> one + "\n" + two);
            rest = rest.substring(flag.end());
            flag = FLAG.matcher(rest);
        }
        if (rest.isEmpty()) {
            throw wrong(line, keyword + " says nothing; arguments are needed.");
        }
        boolean hereDocument = WITH_HERE_DOCUMENTS.contains(keyword) && skipHereDocuments(line, rest);
        instructions.add(new Instruction(keyword, flags, rest, hereDocument, line));
    }

    private static boolean takesFlags(String keyword) {
        return switch (keyword) {
            case "ADD", "COPY", "FROM", "HEALTHCHECK", "RUN" -> true;
            default -> false;
        };
    }

    /** Joins lines that end in the escape character; comments and empty lines between them do not count. */
    private String logicalLine() {
        var text = new StringBuilder();
        boolean goesOn = true;
        while (goesOn && next < lines.size()) {
            String line = lines.get(next++);
            if (!text.isEmpty() && (line.isBlank() || line.strip().startsWith("#"))) {
                continue;
            }
            String trimmed = line.stripTrailing();
            goesOn = !trimmed.isEmpty() && trimmed.charAt(trimmed.length() - 1) == escape;
            text.append(goesOn ? trimmed.substring(0, trimmed.length() - 1) : line);
        }
        return text.toString().strip();
    }

    private boolean skipHereDocuments(int line, String arguments) throws ImageBuildException {
        Matcher start = HERE_DOCUMENT.matcher(arguments);
        boolean found = false;
        while (start.find()) {
            found = true;
            String end = start.group(3);
            boolean tabs = !start.group(1).isEmpty();
            boolean closed = false;
            while (!closed && next < lines.size()) {
                String content = lines.get(next++);
                closed = (tabs ? content.replaceFirst("^\t+", "") : content).equals(end);
            }
            if (!closed) {
                throw wrong(line, "The here-document '" + end + "' has no end.");
            }
        }
        return found;
    }

    private void checkOrder() throws ImageBuildException {
        for (Instruction instruction : instructions) {
            if (instruction.keyword().equals("FROM")) {
                return;
            }
            if (!instruction.keyword().equals("ARG")) {
                throw wrong(instruction.line(), instruction.keyword() + " stands before the first FROM.");
            }
        }
        throw new ImageBuildException(Reason.DOCKERFILE, file + ": The Dockerfile has no FROM instruction.");
    }

    private ImageBuildException wrong(int line, String what) {
        return new ImageBuildException(Reason.DOCKERFILE, file + ":" + line + ": " + what);
    }
}
