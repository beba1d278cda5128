package dev.penstock.stack.packaging;

import dev.penstock.action.AwsScope;
import dev.penstock.document.DocumentReader;
import dev.penstock.document.ReadLimits;
import dev.penstock.document.ScalarType;
import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceNodeJson;
import dev.penstock.document.SourceText;
import dev.penstock.document.Tags;
import dev.penstock.problem.Problems;
import dev.penstock.problem.SourceSpan;
import dev.penstock.stack.StackFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Packages one template and the templates that it nests. Not for use by several threads. */
public final class TemplatePackager {

    private static final String INCLUDE = "AWS::Include";

    /** What names an object that is elsewhere already. */
    private static final List<String> ELSEWHERE = List.of("s3://", "https://", "http://", "arn:", "{{resolve:");

    private final Path root;
    private final Uploads uploads;
    private final Deque<Path> nesting = new ArrayDeque<>();
    private final Map<Path, StackFiles.Uploaded> templates = new HashMap<>();
    private int replaced;

    private TemplatePackager(Path root, Uploads uploads) {
        this.root = root;
        this.uploads = uploads;
    }

    /**
     * A template whose references are all to where they can be read.
     *
     * @param body the template as JSON; the text that it had, if it refers to nothing on this machine
     * @param references how many references were replaced, also in nested templates
     */
    public record Packaged(String body, int references) {}

    /**
     * Packages a template.
     *
     * @param folder what the template may refer to: nothing outside of it
     * @param template its path within the folder; paths in it are relative to the folder that it is in
     * @param work where archives are made; what is in it is left to the caller
     * @throws PackagingException if it refers to what is not there, is outside of the folder, or nests itself; or if there is no
     *     bucket
     */
    public static Packaged pack(Path folder, String template, StackFiles files, AwsScope scope, Path work)
            throws IOException, PackagingException {
        Path root = folder.toRealPath();
        TemplatePackager packager = new TemplatePackager(root, new Uploads(files, scope, work));
        Path file = root.resolve(template);
        SourceText text = SourceText.read(template, file);
        Optional<SourceNode> document = read(text);
        if (document.isEmpty()) {
            return new Packaged(text.content(), 0); // what is wrong with it is told by who deploys it
        }
        packager.nesting.push(file);
        SourceNode whole = packager.template(document.get(), file.getParent() == null ? root : file.getParent());
        return packager.replaced == 0
                ? new Packaged(text.content(), 0)
                : new Packaged(SourceNodeJson.text(whole), packager.replaced);
    }

    private static Optional<SourceNode> read(SourceText text) {
        Problems problems = new Problems();
        Optional<SourceNode> document = DocumentReader.read(text, ReadLimits.DEFAULT, Tags.CLOUDFORMATION, problems);
        return problems.hasErrors() ? Optional.empty() : document;
    }

    private SourceNode template(SourceNode document, Path folder) throws IOException, PackagingException {
        SourceNode included = includes(document, folder);
        Optional<SourceNode.Mapping> resources = inner(included, "Resources");
        if (!(included instanceof SourceNode.Mapping mapping) || resources.isEmpty()) {
            return included;
        }
        List<SourceNode.Entry> changed = new ArrayList<>();
        for (SourceNode.Entry resource : resources.get().entries()) {
            changed.add(new SourceNode.Entry(resource.key(), resource(resource.value(), folder)));
        }
        return with(mapping, "Resources", new SourceNode.Mapping(resources.get().span(), changed));
    }

    private static Optional<SourceNode.Mapping> inner(SourceNode node, String key) {
        return node instanceof SourceNode.Mapping mapping
                ? mapping.get(key).filter(SourceNode.Mapping.class::isInstance).map(SourceNode.Mapping.class::cast)
                : Optional.empty();
    }

    /** {@code Fn::Transform} with {@code AWS::Include} may stand anywhere. */
    private SourceNode includes(SourceNode node, Path folder) throws IOException, PackagingException {
        return switch (node) {
            case SourceNode.Scalar scalar -> scalar;
            case SourceNode.Sequence list -> {
                List<SourceNode> items = new ArrayList<>();
                for (SourceNode item : list.items()) {
                    items.add(includes(item, folder));
                }
                yield new SourceNode.Sequence(list.span(), items);
            }
            case SourceNode.Mapping mapping -> {
                if (isInclude(mapping)) {
                    yield at(mapping, List.of("Parameters", "Location"), new Include(), folder);
                }
                List<SourceNode.Entry> entries = new ArrayList<>();
                for (SourceNode.Entry entry : mapping.entries()) {
                    entries.add(new SourceNode.Entry(entry.key(), includes(entry.value(), folder)));
                }
                yield new SourceNode.Mapping(mapping.span(), entries);
            }
        };
    }

    private static boolean isInclude(SourceNode.Mapping mapping) {
        return mapping.get("Name").orElse(mapping) instanceof SourceNode.Scalar name
                && name.text().equals(INCLUDE)
                && mapping.has("Parameters");
    }

    private SourceNode resource(SourceNode resource, Path folder) throws IOException, PackagingException {
        if (!(resource instanceof SourceNode.Mapping mapping)
                || !(mapping.get("Type").orElse(mapping) instanceof SourceNode.Scalar type)) {
            return resource;
        }
        SourceNode.Mapping changed = mapping;
        for (LocalReference reference : LocalReference.ofType(type.text())) {
            List<String> path = new ArrayList<>(List.of("Properties"));
            path.addAll(List.of(reference.path().split("\\.", -1)));
            changed = at(changed, path, new Resource(reference), folder);
            if (reference.implied() && isMissing(changed, path)) {
                changed = with(changed, "Properties", implied(changed, reference, folder));
            }
        }
        return changed;
    }

    private static boolean isMissing(SourceNode.Mapping resource, List<String> path) {
        return resource.get("Properties").isEmpty()
                || (resource.get("Properties").get() instanceof SourceNode.Mapping properties
                        && !properties.has(path.get(1)));
    }

    private SourceNode implied(SourceNode.Mapping resource, LocalReference reference, Path folder)
            throws IOException, PackagingException {
        SourceNode.Mapping properties =
                inner(resource, "Properties").orElseGet(() -> new SourceNode.Mapping(resource.span(), List.of()));
        StackFiles.Uploaded uploaded = uploads.put(folder, reference.what(), resource.span());
        replaced++;
        return with(properties, reference.path(), form(reference.form(), uploaded, resource.span()));
    }

    /** What is done to a text that names something on this machine. */
    private sealed interface Replacement {}

    private record Include() implements Replacement {}

    private record Resource(LocalReference reference) implements Replacement {}

    private SourceNode.Mapping at(SourceNode.Mapping mapping, List<String> path, Replacement replacement, Path folder)
            throws IOException, PackagingException {
        SourceNode value = mapping.get(path.getFirst()).orElse(null);
        if (value instanceof SourceNode.Mapping inner && path.size() > 1) {
            return with(mapping, path.getFirst(), at(inner, path.subList(1, path.size()), replacement, folder));
        }
        if (value instanceof SourceNode.Scalar text && path.size() == 1 && isHere(text)) {
            replaced++;
            return with(mapping, path.getFirst(), replace(text, replacement, folder));
        }
        return mapping;
    }

    private static boolean isHere(SourceNode.Scalar text) {
        return text.type() == ScalarType.STRING
                && !text.text().isBlank()
                && ELSEWHERE.stream().noneMatch(text.text()::startsWith);
    }

    private SourceNode replace(SourceNode.Scalar text, Replacement replacement, Path folder)
            throws IOException, PackagingException {
        Path named = within(text, folder);
        return switch (replacement) {
            case Include include ->
                form(
                        new LocalReference.Form.S3Uri(),
                        uploads.put(named, LocalReference.What.AS_IS, text.span()),
                        text.span());
            case Resource(LocalReference reference)
            when reference.what() == LocalReference.What.TEMPLATE ->
                form(reference.form(), nested(named, text.span()), text.span());
            case Resource(LocalReference reference) ->
                form(reference.form(), uploads.put(named, reference.what(), text.span()), text.span());
        };
    }

    /** A path of the template, which must be there and must not lead out. */
    private Path within(SourceNode.Scalar text, Path folder) throws IOException, PackagingException {
        Path named = folder.resolve(text.text()).normalize();
        if (!named.startsWith(root)) {
            throw new PackagingException(
                    text.span(), "'" + text.text() + "' leads out of the artifact that the template is in.");
        }
        if (!Files.exists(named)) {
            throw new PackagingException(
                    text.span(),
                    "There is no file and no folder '" + text.text()
                            + "'. Paths are relative to the template's folder.");
        }
        if (!named.toRealPath().startsWith(root)) {
            throw new PackagingException(
                    text.span(),
                    "'" + text.text() + "' is a link that leads out of the artifact that the template is in.");
        }
        return named;
    }

    private StackFiles.Uploaded nested(Path file, SourceSpan place) throws IOException, PackagingException {
        StackFiles.Uploaded known = templates.get(file);
        if (known != null) {
            return known;
        }
        if (nesting.contains(file)) {
            throw new PackagingException(place, "The template '" + root.relativize(file) + "' nests itself.");
        }
        SourceText text = SourceText.read(root.relativize(file).toString(), file);
        SourceNode document = read(text)
                .orElseThrow(() ->
                        new PackagingException(place, "'" + root.relativize(file) + "' is neither JSON nor YAML."));
        nesting.push(file);
        int before = replaced;
        SourceNode whole = template(document, file.getParent() == null ? root : file.getParent());
        nesting.pop();
        byte[] body =
                (replaced == before ? text.content() : SourceNodeJson.text(whole)).getBytes(StandardCharsets.UTF_8);
        StackFiles.Uploaded uploaded = uploads.put(body, ".template", place);
        templates.put(file, uploaded);
        return uploaded;
    }

    private static SourceNode form(LocalReference.Form form, StackFiles.Uploaded uploaded, SourceSpan span) {
        return switch (form) {
            case LocalReference.Form.S3Uri uri -> text(span, "s3://" + uploaded.bucket() + "/" + uploaded.key());
            case LocalReference.Form.Url url -> text(span, uploaded.url());
            case LocalReference.Form.Fields(String bucket, String key) ->
                new SourceNode.Mapping(
                        span,
                        List.of(
                                new SourceNode.Entry(text(span, bucket), text(span, uploaded.bucket())),
                                new SourceNode.Entry(text(span, key), text(span, uploaded.key()))));
        };
    }

    private static SourceNode.Scalar text(SourceSpan span, String text) {
        return new SourceNode.Scalar(span, ScalarType.STRING, text);
    }

    /** The mapping with another value, in the same place if the key is there. */
    private static SourceNode.Mapping with(SourceNode.Mapping mapping, String key, SourceNode value) {
        List<SourceNode.Entry> entries = new ArrayList<>();
        boolean found = false;
        for (SourceNode.Entry entry : mapping.entries()) {
            boolean same = entry.name().equals(key);
            entries.add(same ? new SourceNode.Entry(entry.key(), value) : entry);
            found |= same;
        }
        if (!found) {
            entries.add(new SourceNode.Entry(text(mapping.span(), key), value));
        }
        return new SourceNode.Mapping(mapping.span(), entries);
    }
}
