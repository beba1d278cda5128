package dev.penstock.local.image;

import dev.penstock.image.Dockerfile;
import dev.penstock.image.Dockerfile.Instruction;
import dev.penstock.image.Dockerfile.Stage;
import dev.penstock.image.DockerfileWords;
import dev.penstock.image.ImageBuildException;
import dev.penstock.image.ImageBuildException.Reason;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Carries out a Dockerfile that only copies and configures, as a plan. Refuses any other with file and line. */
final class PlanReader {

    private final Dockerfile dockerfile;
    private final BuildContext context;
    private final Map<String, String> globals = new HashMap<>();
    private final Map<String, ImagePlan> stages = new HashMap<>();

    private PlanReader(Dockerfile dockerfile, BuildContext context, String platform) {
        this.dockerfile = dockerfile;
        this.context = context;
        globals.putAll(platformArguments(platform));
    }

    /** The plan of the last stage. */
    static ImagePlan read(Dockerfile dockerfile, BuildContext context, String platform) throws ImageBuildException {
        return new PlanReader(dockerfile, context, platform).read();
    }

    /** What BuildKit gives to every stage that asks ("Automatic platform ARGs", Dockerfile reference). */
    private static Map<String, String> platformArguments(String platform) {
        String[] parts = platform.split("/", -1);
        String os = parts[0];
        String architecture = parts.length > 1 ? parts[1] : "";
        Map<String, String> arguments = new HashMap<>();
        for (String prefix : List.of("TARGET", "BUILD")) {
            arguments.put(prefix + "PLATFORM", platform);
            arguments.put(prefix + "OS", os);
            arguments.put(prefix + "ARCH", architecture);
            arguments.put(prefix + "VARIANT", parts.length > 2 ? parts[2] : "");
        }
        return arguments;
    }

    private ImagePlan read() throws ImageBuildException {
        var words = new DockerfileWords(dockerfile.escape(), name -> Optional.ofNullable(globals.get(name)));
        for (Instruction argument : dockerfile.globalArguments()) {
            for (String word : words.words(argument.arguments())) {
                int equals = word.indexOf('=');
                if (equals > 0) {
                    globals.put(word.substring(0, equals), word.substring(equals + 1));
                }
            }
        }
        ImagePlan last = new ImagePlan(Optional.empty());
        List<Stage> all = dockerfile.stages();
        for (int i = 0; i < all.size(); i++) {
            last = stage(all.get(i), i, words);
        }
        return last;
    }

    private ImagePlan stage(Stage stage, int number, DockerfileWords words) throws ImageBuildException {
        List<String> from = words.words(stage.from().arguments());
        boolean named = from.size() == 3 && from.get(1).equalsIgnoreCase("AS");
        if (from.isEmpty() || from.getFirst().isEmpty() || (from.size() != 1 && !named)) {
            throw wrong(stage.from(), "FROM is followed by an image, and perhaps 'AS' and a name.");
        }
        ImagePlan earlier = stages.get(from.getFirst().toLowerCase(Locale.ROOT));
        ImagePlan plan;
        if (earlier != null) {
            plan = new ImagePlan(earlier);
        } else {
            plan = new ImagePlan(from.getFirst().equals("scratch") ? Optional.empty() : Optional.of(from.getFirst()));
        }
        var reader = new StageReader(dockerfile, context, globals, stages, plan);
        for (Instruction instruction : stage.instructions()) {
            reader.carryOut(instruction);
        }
        stages.put(Integer.toString(number), plan);
        if (named) {
            stages.put(from.get(2).toLowerCase(Locale.ROOT), plan);
        }
        return plan;
    }

    private ImageBuildException wrong(Instruction instruction, String what) {
        return new ImageBuildException(Reason.DOCKERFILE, dockerfile.place(instruction) + ": " + what);
    }
}
