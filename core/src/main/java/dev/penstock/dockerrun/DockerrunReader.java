package dev.penstock.dockerrun;

import dev.penstock.dockerrun.Dockerrun.RegistryAuthentication;
import dev.penstock.document.DocumentReader;
import dev.penstock.document.FieldContext;
import dev.penstock.document.Fields;
import dev.penstock.document.Places;
import dev.penstock.document.ScalarType;
import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceText;
import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import dev.penstock.problem.SourceSpan;
import java.util.List;
import java.util.Optional;

/** Reads {@code Dockerrun.aws.json}, versions 1 to 3. */
public final class DockerrunReader {

    static final String VERSION = "AWSEBDockerrunVersion";

    private final Problems problems;
    private final FieldContext context;

    private DockerrunReader(Problems problems, Places.Collector places) {
        this.problems = problems;
        // Elastic Beanstalk's own examples write numbers and booleans as text in version 1 and as they are in version
        // 2;
        // files of both kinds run in both ways.
        this.context = new FieldContext(
                problems,
                ProblemType.DOCKERRUN_FIELD_MISSING,
                ProblemType.DOCKERRUN_FIELD_TYPE,
                ProblemType.DOCKERRUN_FIELD_UNKNOWN,
                FieldContext.Coercion.BOTH_WAYS,
                name -> name,
                places::accept,
                node -> false);
    }

    /** Whether a document is one: it says its version in the field that no other kind of file has. */
    public static boolean recognises(SourceNode document) {
        return document instanceof SourceNode.Mapping mapping
                && mapping.entries().stream().anyMatch(entry -> entry.name().equalsIgnoreCase(VERSION));
    }

    /** Reads a file. It is JSON, whatever its name ends in: templates of it often have a name of their own. */
    public static DockerrunReading read(SourceText source) {
        Problems problems = new Problems();
        checkEncoding(source, problems);
        Optional<SourceNode> document = DocumentReader.read(source, problems);
        return document.isEmpty() ? new DockerrunReading.Refused(problems.list()) : read(document.get(), problems);
    }

    /** Whether a file is meant to be one: by what it is called, or by what it says. */
    public static boolean recognises(SourceText source, SourceNode document) {
        String name = source.file().substring(source.file().lastIndexOf('/') + 1);
        return recognises(document) || name.startsWith(Dockerrun.FILE_NAME);
    }

    /**
     * Reports a file that is not as JSON is exchanged: UTF-8 without a byte order mark (RFC 8259, 8.1). Programs that read it
     * on an instance, such as those of Go, refuse both.
     */
    public static void checkEncoding(SourceText source, Problems problems) {
        SourceSpan start = new SourceSpan(source.file(), 1, 1);
        switch (source.encoding()) {
            case UTF_8 -> {}
            case UTF_8_MARKED ->
                problems.report(
                        ProblemType.DOCKERRUN_MARKED,
                        start,
                        "",
                        "The file starts with a byte order mark, which JSON does not have.",
                        "Save it as UTF-8 without one.");
            case UTF_16 ->
                problems.report(
                        ProblemType.DOCKERRUN_ENCODING,
                        start,
                        "",
                        "The file is UTF-16; JSON that is exchanged is UTF-8.",
                        "Save it as UTF-8.");
        }
    }

    /**
     * Reads a document that is parsed already.
     *
     * @param problems those of the parsing, to which those of this reading are added
     */
    public static DockerrunReading read(SourceNode document, Problems problems) {
        var places = new Places.Collector();
        Optional<Dockerrun> dockerrun = new DockerrunReader(problems, places).root(document);
        return dockerrun.isEmpty() || problems.hasErrors()
                ? new DockerrunReading.Refused(problems.list())
                : new DockerrunReading.Accepted(dockerrun.get(), places.places(), problems.list());
    }

    private Optional<Dockerrun> root(SourceNode document) {
        if (!(document instanceof SourceNode.Mapping mapping)) {
            problems.report(
                    ProblemType.DOCKERRUN_NOT_RECOGNISED,
                    document.span(),
                    "",
                    "A Dockerrun.aws.json is an object with '" + VERSION + "'; this is " + document.description()
                            + ".");
            return Optional.empty();
        }
        Fields root = Fields.of(document, "", context);
        FieldCase.check(root, mapping, List.of(VERSION), problems);
        return switch (version(root)) {
            case "1" -> Optional.of(new SingleContainerReader(problems, context).read(root, mapping));
            case "2" -> Optional.of(new MultiContainerReader(problems, context).read(root, mapping));
            case "3" -> Optional.of(composeCredentials(root, mapping));
            default -> Optional.empty();
        };
    }

    /** The version's text; another than those that there are has been reported. */
    private String version(Fields root) {
        root.requirePresent(VERSION);
        Optional<SourceNode> node = root.node(VERSION);
        if (node.isEmpty() || !(node.get() instanceof SourceNode.Scalar scalar)) {
            node.ifPresent(other -> problems.report(
                    ProblemType.DOCKERRUN_VERSION,
                    other.span(),
                    "/" + VERSION,
                    "The version is " + other.description() + ".",
                    "Write \"1\" for one container, 2 for several, \"3\" for credentials beside a Compose file."));
            return "";
        }
        String text = scalar.text();
        if (!List.of("1", "2", "3").contains(text)) {
            problems.report(
                    ProblemType.DOCKERRUN_VERSION,
                    scalar.span(),
                    "/" + VERSION,
                    "There is no version '" + text + "' of Dockerrun.aws.json.",
                    "Write \"1\" for one container, 2 for several, \"3\" for credentials beside a Compose file.");
            return "";
        }
        boolean wantsNumber = text.equals("2");
        if (wantsNumber != (scalar.type() == ScalarType.INTEGER)) {
            String right = wantsNumber ? "2" : "\"" + text + "\"";
            problems.report(
                    ProblemType.DOCKERRUN_VERSION_TYPE,
                    scalar.span(),
                    "/" + VERSION,
                    "The version " + text + " is " + (wantsNumber ? "a number" : "text")
                            + " in Elastic Beanstalk's documentation; here it is " + scalar.description() + ".",
                    "Write " + right + ".");
        }
        return text;
    }

    private Dockerrun composeCredentials(Fields root, SourceNode.Mapping mapping) {
        FieldCase.check(root, mapping, List.of("Authentication"), problems);
        Optional<RegistryAuthentication> authentication =
                authentication(root, "Authentication", "bucket", "key", problems);
        root.end();
        return new Dockerrun.ComposeCredentials(authentication);
    }

    /** The credentials, whose fields are written otherwise in each version; an empty object says nothing. */
    static Optional<RegistryAuthentication> authentication(
            Fields root, String name, String bucket, String key, Problems problems) {
        Optional<SourceNode> node = root.node(name);
        if (node.isEmpty()
                || (node.get() instanceof SourceNode.Mapping empty
                        && empty.entries().isEmpty())) {
            return Optional.empty();
        }
        Fields fields = root.mapping(name).orElseThrow();
        if (node.get() instanceof SourceNode.Mapping mapping) {
            FieldCase.check(fields, mapping, List.of(bucket, key), problems);
        }
        var authentication = new RegistryAuthentication(fields.requireText(bucket), fields.requireText(key));
        fields.end();
        return Optional.of(authentication);
    }
}
