package dev.penstock.local.image;

import dev.penstock.image.Dockerfile;
import dev.penstock.image.Dockerfile.Instruction;
import dev.penstock.image.DockerfileWords;
import dev.penstock.image.ImageBuildException;
import dev.penstock.image.ImageBuildException.Reason;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Carries out the instructions of one stage. */
final class StageReader {

    private static final List<String> PORT_PROTOCOLS = List.of("tcp", "udp");

    private final Dockerfile dockerfile;
    private final BuildContext context;
    private final Map<String, String> globals;
    private final Map<String, ImagePlan> stages;
    private final ImagePlan plan;
    private final Map<String, String> arguments = new HashMap<>();

    StageReader(
            Dockerfile dockerfile,
            BuildContext context,
            Map<String, String> globals,
            Map<String, ImagePlan> stages,
            ImagePlan plan) {
        this.dockerfile = dockerfile;
        this.context = context;
        this.globals = globals;
        this.stages = stages;
        this.plan = plan;
    }

    void carryOut(Instruction instruction) throws ImageBuildException {
        if (instruction.hereDocument()) {
            throw needsEngine(instruction, "a here-document");
        }
        switch (instruction.keyword()) {
            case "ARG" -> argument(instruction);
            case "ENV" -> plan.environment.putAll(pairs(instruction));
            case "LABEL" -> plan.labels.putAll(pairs(instruction));
            case "COPY", "ADD" -> copy(instruction);
            case "WORKDIR" -> workingDirectory(instruction);
            case "USER" -> plan.user = Optional.of(word(instruction));
            case "EXPOSE" -> expose(instruction);
            case "VOLUME" -> volumes(instruction);
            case "CMD" -> plan.command = Optional.of(program(instruction));
            case "ENTRYPOINT" -> {
                plan.entrypoint = Optional.of(program(instruction));
                plan.command = Optional.empty();
            }
            case "SHELL" ->
                plan.shell = array(instruction.arguments())
                        .orElseThrow(
                                () -> wrong(instruction, "SHELL is followed by a list such as [\"/bin/sh\", \"-c\"]."));
            case "HEALTHCHECK" -> healthCheck(instruction);
            case "MAINTAINER" -> plan.labels.put("maintainer", instruction.arguments());
            default -> throw needsEngine(instruction, instruction.keyword());
        }
    }

    private void argument(Instruction instruction) {
        for (String word : words().words(instruction.arguments())) {
            int equals = word.indexOf('=');
            String name = equals < 0 ? word : word.substring(0, equals);
            if (equals >= 0) {
                arguments.put(name, word.substring(equals + 1));
            } else if (globals.containsKey(name)) {
                arguments.put(name, globals.getOrDefault(name, ""));
            } else {
                arguments.put(name, "");
            }
        }
    }

    private Map<String, String> pairs(Instruction instruction) throws ImageBuildException {
        return words().pairs(checkedReferences(instruction))
                .orElseThrow(() -> wrong(instruction, instruction.keyword() + " is followed by name=value pairs."));
    }

    private String word(Instruction instruction) throws ImageBuildException {
        return words().process(checkedReferences(instruction));
    }

    private DockerfileWords words() {
        return new DockerfileWords(dockerfile.escape(), this::variable);
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(plan.environment.getOrDefault(name, arguments.get(name)));
    }

    /** A variable that the Dockerfile does not set may be one of the base image, whose values are not known here. */
    private String checkedReferences(Instruction instruction) throws ImageBuildException {
        if (plan.base.isPresent()) {
            var unknown = new StringBuilder();
            new DockerfileWords(dockerfile.escape(), name -> {
                        if (variable(name).isEmpty() && unknown.isEmpty()) {
                            unknown.append(name);
                        }
                        return Optional.of("");
                    })
                    .words(instruction.arguments());
            if (!unknown.isEmpty()) {
                throw needsEngine(instruction, "the variable '" + unknown + "', whose value only the base image has,");
            }
        }
        return instruction.arguments();
    }

    private void copy(Instruction instruction) throws ImageBuildException {
        List<String> words = array(instruction.arguments())
                .map(list -> list.stream().map(words()::process).toList())
                .orElse(words().words(checkedReferences(instruction)));
        if (words.size() < 2) {
            throw wrong(instruction, instruction.keyword() + " is followed by what to copy and where to.");
        }
        Optional<ImagePlan> fromStage = Optional.empty();
        String from = instruction.flags().getOrDefault("from", "");
        if (!from.isEmpty()) {
            fromStage = Optional.ofNullable(stages.get(words().process(from).toLowerCase(Locale.ROOT)));
            if (fromStage.isEmpty()) {
                throw needsEngine(instruction, "a copy from the image '" + from + "'");
            }
        }
        plan.layers.add(new CopyPlanner(dockerfile, context, plan, instruction, fromStage)
                .plan(words.subList(0, words.size() - 1), words.getLast()));
    }

    private void workingDirectory(Instruction instruction) throws ImageBuildException {
        String path = ImagePath.resolve(plan.workingDirectory.orElse("/"), word(instruction));
        plan.workingDirectory = Optional.of(path);
        if (!path.equals("/")) {
            plan.layers.add(new ImagePlan.Layer(
                    "WORKDIR " + path,
                    List.of(new ImagePlan.Entry(context.folder(), path, true, ImagePath.FOLDER_MODE, ""))));
        }
    }

    private void expose(Instruction instruction) throws ImageBuildException {
        for (String port : words().words(checkedReferences(instruction))) {
            String[] parts = port.split("/", 2);
            String protocol = parts.length == 2 ? parts[1].toLowerCase(Locale.ROOT) : "tcp";
            String[] range = parts[0].split("-", 2);
            try {
                int first = Integer.parseInt(range[0]);
                int last = range.length == 2 ? Integer.parseInt(range[1]) : first;
                if (!PORT_PROTOCOLS.contains(protocol) || first < 1 || last > 65_535 || first > last) {
                    throw wrong(instruction, "'" + port + "' is no port such as 8080 or 53/udp.");
                }
                IntStream.rangeClosed(first, last).forEach(number -> plan.ports.add(number + "/" + protocol));
            } catch (NumberFormatException e) {
                throw wrong(instruction, "'" + port + "' is no port such as 8080 or 53/udp.");
            }
        }
    }

    private void volumes(Instruction instruction) throws ImageBuildException {
        List<String> paths = array(instruction.arguments()).orElse(words().words(checkedReferences(instruction)));
        paths.forEach(path -> plan.volumes.add(ImagePath.resolve("/", path)));
    }

    private List<String> program(Instruction instruction) {
        return array(instruction.arguments())
                .orElseGet(() -> Stream.concat(plan.shell.stream(), Stream.of(instruction.arguments()))
                        .toList());
    }

    private void healthCheck(Instruction instruction) {
        if (!instruction.arguments().equalsIgnoreCase("NONE")) {
            plan.notes.add(dockerfile.place(instruction)
                    + ": HEALTHCHECK was left out; ECS takes health checks from the task definition only");
        }
    }

    /** The JSON form of arguments, if they are in it. */
    private static Optional<List<String>> array(String text) {
        if (!text.startsWith("[")) {
            return Optional.empty();
        }
        try {
            return Optional.of(List.of(JsonMapper.shared().readValue(text, String[].class)));
        } catch (JacksonException e) {
            // As Docker has it: what is not JSON is a command for the shell.
            return Optional.empty();
        }
    }

    private ImageBuildException needsEngine(Instruction instruction, String what) {
        return new ImageBuildException(
                Reason.ENGINE_NEEDED,
                dockerfile.place(instruction) + ": " + what
                        + " needs a container engine, and the image is built without one. Without an engine, a Dockerfile "
                        + "may copy files and configure the image.");
    }

    private ImageBuildException wrong(Instruction instruction, String what) {
        return new ImageBuildException(Reason.DOCKERFILE, dockerfile.place(instruction) + ": " + what);
    }
}
