package dev.penstock.importing;

import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceNode.Entry;
import dev.penstock.document.SourceNode.Mapping;
import dev.penstock.document.SourceNode.Scalar;
import dev.penstock.problem.DidYouMean;
import dev.penstock.problem.SourceSpan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads manifests of services and jobs of Copilot. */
final class CopilotManifest {

    /** Sections of all types ("Manifest" in Copilot's documentation). */
    private static final Set<String> KEYS = Set.of(
            "alarms",
            "cdn",
            "command",
            "count",
            "cpu",
            "deployment",
            "entrypoint",
            "env_file",
            "environments",
            "exec",
            "files",
            "http",
            "image",
            "logging",
            "memory",
            "name",
            "network",
            "nlb",
            "observability",
            "on",
            "platform",
            "publish",
            "retries",
            "secrets",
            "sidecars",
            "start_from_grace_period",
            "storage",
            "subscribe",
            "tags",
            "taskdef_overrides",
            "timeout",
            "type",
            "variables");

    private static final Pattern LOCATION = Pattern.compile("(?:[A-Za-z0-9._:/@-]|\\$\\{[A-Za-z_][A-Za-z0-9_]*})+");

    private static final Set<String> OF_BUILD = Set.of("dockerfile", "context", "target", "args");

    private final Notes notes;

    CopilotManifest(Notes notes) {
        this.notes = notes;
    }

    /** Reads a manifest; what cannot be read is told. */
    Optional<CopilotWorkload> read(Mapping root) {
        Optional<Scalar> word = Nodes.scalar(root, "type");
        Optional<CopilotType> type = word.map(Scalar::text).flatMap(CopilotType::of);
        if (type.isEmpty()) {
            notes.notRecognised(
                    word.map(Scalar::span).orElse(root.span()),
                    word.map(scalar -> "Copilot has no type '" + scalar.text() + "'.")
                            .orElse("This is not a manifest of Copilot: it has no 'type'."),
                    word.map(scalar -> DidYouMean.hint(scalar.text(), CopilotType.names()))
                            .orElse("Name the manifest.yml of a service, job or pipeline."));
            return Optional.empty();
        }
        Optional<String> name = Nodes.text(root, "name");
        if (name.isEmpty()) {
            notes.value(root.span(), "/name", "The manifest has no name.", "Write 'name'.");
            return Optional.empty();
        }
        Optional<BuiltImage> image = Nodes.mapping(root, "image").flatMap(each -> built(name.get(), each));
        List<BuiltImage> sidecars = new ArrayList<>();
        for (Entry sidecar :
                Nodes.mapping(root, "sidecars").map(Mapping::entries).orElse(List.of())) {
            if (sidecar.value() instanceof Mapping each) {
                Nodes.mapping(each, "image")
                        .flatMap(declared -> built(sidecar.name(), declared))
                        .ifPresent(sidecars::add);
            }
        }
        return Optional.of(
                new CopilotWorkload(name.get(), type.get(), root, root.span().file(), image, location(root), sidecars));
    }

    /** An image that is built elsewhere, in which Copilot puts variables in as the shell does. */
    private Optional<String> location(Mapping root) {
        Optional<Scalar> location = Nodes.mapping(root, "image").flatMap(image -> Nodes.scalar(image, "location"));
        location.filter(scalar -> !LOCATION.matcher(scalar.text()).matches())
                .ifPresent(scalar -> notes.loss(
                        scalar.span(),
                        "'" + scalar.text() + "' is not a reference to an image.",
                        "Write REPOSITORY:TAG or REPOSITORY@DIGEST; variables as ${NAME}."));
        return location.map(Scalar::text).filter(text -> LOCATION.matcher(text).matches());
    }

    private Optional<BuiltImage> built(String name, Mapping image) {
        return Nodes.present(image, "build").map(build -> switch (build) {
            case Mapping mapping -> {
                Optional<String> dockerfile = Nodes.text(mapping, "dockerfile");
                String context =
                        Nodes.text(mapping, "context").orElseGet(() -> folder(dockerfile.orElse("Dockerfile")));
                leftOut(mapping);
                yield new BuiltImage(name, context, dockerfile, Nodes.text(mapping, "target"), args(mapping));
            }
            case Scalar scalar -> {
                filledIn(scalar);
                yield new BuiltImage(
                        name, folder(scalar.text()), Optional.of(scalar.text()), Optional.empty(), Map.of());
            }
            case SourceNode.Sequence list -> new BuiltImage(name, ".", Optional.empty(), Optional.empty(), Map.of());
        });
    }

    private Map<String, String> args(Mapping build) {
        Map<String, String> args = new LinkedHashMap<>();
        for (Entry entry : Nodes.mapping(build, "args").map(Mapping::entries).orElse(List.of())) {
            if (entry.value() instanceof Scalar scalar) {
                args.put(entry.name(), scalar.text());
                if (SecretNames.matches(entry.name())) {
                    notes.secret(
                            entry.key().span(),
                            "The value of the argument '" + entry.name() + "' was not copied.",
                            "Keep it in Secrets Manager, and name it under env in the buildspec.");
                } else {
                    filledIn(scalar);
                }
            }
        }
        return args;
    }

    private void leftOut(Mapping build) {
        for (Entry entry : build.entries()) {
            if (!OF_BUILD.contains(entry.name())) {
                notes.loss(
                        entry.key().span(),
                        "'" + entry.name() + "' is not carried over.",
                        "Add it to docker build in the buildspec.");
            } else if (entry.value() instanceof Scalar scalar) {
                filledIn(scalar);
            }
        }
    }

    /** Copilot puts variables of the environment in. */
    private void filledIn(Scalar scalar) {
        if (scalar.text().contains("${")) {
            notes.loss(
                    scalar.span(),
                    "'" + scalar.text() + "' stands in the buildspec as it is: Copilot put a variable's value in.",
                    "Write the value, or take the quotes of the shell away and set the variable.");
        }
    }

    private static String folder(String dockerfile) {
        int slash = dockerfile.lastIndexOf('/');
        return slash <= 0 ? "." : dockerfile.substring(0, slash);
    }

    /**
     * Tells what stays as the stack has it, section by section.
     *
     * @param carried sections that are carried over
     */
    void stays(CopilotWorkload workload, Set<String> carried) {
        for (Entry entry : workload.root().entries()) {
            if (!KEYS.contains(entry.name())) {
                notes.loss(
                        entry.key().span(),
                        "Copilot knows no section '" + entry.name() + "'.",
                        DidYouMean.hint(entry.name(), KEYS.stream().sorted().toList()));
            } else if (!carried.contains(entry.name()) && !entry.value().isNull()) {
                notes.note(
                        entry.key().span(),
                        "'" + entry.name()
                                + "' stays as Copilot's stack has it; a change of it has to be made in that stack.");
            }
        }
        for (Entry entry : Nodes.mapping(workload.root(), "environments")
                .map(Mapping::entries)
                .orElse(List.of())) {
            if (entry.value() instanceof Mapping environment && environment.has("image")) {
                notes.loss(
                        environment
                                .entry("image")
                                .map(image -> image.key().span())
                                .orElse(entry.key().span()),
                        "The image of environment '" + entry.name() + "' is not built in its own way.",
                        "Import the manifest for that environment's service, and change its buildspec.");
            }
        }
    }

    /** Tells of the folders {@code addons} and {@code overrides} beside a manifest. */
    static void beside(String folder, ProjectFolder project, Notes notes) {
        for (String name : List.of("addons", "overrides")) {
            for (String file : project.names(folder + "/" + name)) {
                String path = folder + "/" + name + "/" + file;
                notes.note(
                        SourceSpan.ofFile(
                                project.file(path).map(text -> text.file()).orElse(path)),
                        name.equals("addons")
                                ? "These resources stay as Copilot's stack has them, in a stack of its own within it."
                                : "What this overrides is in Copilot's stack already, and stays.");
            }
        }
    }
}
