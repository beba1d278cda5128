package dev.penstock.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Dockerfile ("Dockerfile reference", Docker Docs): its instructions with their lines. Texts are as written; variables
 * are not replaced.
 *
 * @param file how the file is named in messages
 * @param syntax the {@code # syntax=} directive
 * @param escape the escape character: a backslash, or a backtick by directive
 * @param instructions in order
 */
public record Dockerfile(String file, Optional<String> syntax, char escape, List<Instruction> instructions) {

    public Dockerfile {
        instructions = List.copyOf(instructions);
    }

    /**
     * Reads a Dockerfile.
     *
     * @param file how the file is named in messages
     * @throws ImageBuildException with file and line, if it is no Dockerfile
     */
    public static Dockerfile parse(String file, String text) throws ImageBuildException {
        return new DockerfileParser(file, text).parse();
    }

    /**
     * One instruction.
     *
     * @param keyword in upper case
     * @param flags {@code --name=value}, by name without dashes; several of one name are joined by line feeds
     * @param arguments what follows, on one line
     * @param hereDocument whether lines follow that belong to it
     * @param line where it begins, from 1
     */
    public record Instruction(
            String keyword, Map<String, String> flags, String arguments, boolean hereDocument, int line) {

        public Instruction {
            flags = Map.copyOf(flags);
        }
    }

    /**
     * One stage: a {@code FROM} and what follows it.
     *
     * @param from the {@code FROM} instruction
     * @param instructions what follows, without it
     */
    public record Stage(Instruction from, List<Instruction> instructions) {

        public Stage {
            instructions = List.copyOf(instructions);
        }
    }

    /** The {@code ARG} instructions before the first stage. */
    public List<Instruction> globalArguments() {
        return instructions.stream()
                .takeWhile(instruction -> !instruction.keyword().equals("FROM"))
                .toList();
    }

    /** The stages in order; the last one is the image. */
    public List<Stage> stages() {
        List<Stage> stages = new ArrayList<>();
        List<Instruction> current = new ArrayList<>();
        for (int i = instructions.size() - 1; i >= 0; i--) {
            Instruction instruction = instructions.get(i);
            if (instruction.keyword().equals("FROM")) {
                stages.addFirst(new Stage(instruction, current));
                current = new ArrayList<>();
            } else {
                current.addFirst(instruction);
            }
        }
        return stages;
    }

    /** The instruction that only BuildKit understands, if there is one. */
    public Optional<Instruction> buildKitInstruction() {
        return instructions.stream()
                .filter(instruction -> instruction.hereDocument()
                        || instruction.flags().keySet().stream()
                                .anyMatch(flag -> !CLASSIC_FLAGS.contains(instruction.keyword() + " " + flag)))
                .findFirst();
    }

    private static final List<String> CLASSIC_FLAGS = List.of(
            "FROM platform",
            "COPY from",
            "COPY chown",
            "ADD chown",
            "HEALTHCHECK interval",
            "HEALTHCHECK timeout",
            "HEALTHCHECK start-period",
            "HEALTHCHECK retries");

    /** {@code file:line}. */
    public String place(Instruction instruction) {
        return file + ":" + instruction.line();
    }
}
