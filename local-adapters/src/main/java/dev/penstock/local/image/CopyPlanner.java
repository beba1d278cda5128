package dev.penstock.local.image;

import dev.penstock.document.PatternMatch;
import dev.penstock.image.Dockerfile;
import dev.penstock.image.Dockerfile.Instruction;
import dev.penstock.image.FilePattern;
import dev.penstock.image.ImageBuildException;
import dev.penstock.image.ImageBuildException.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Says which files a {@code COPY} or {@code ADD} puts where. */
final class CopyPlanner {

    private final Dockerfile dockerfile;
    private final ImagePlan target;
    private final Instruction instruction;
    private final boolean fromContext;

    /** What there is to copy from, by name without a slash in front. */
    private final SortedMap<String, ImagePlan.Entry> sources = new TreeMap<>();

    private final List<ImagePlan.Entry> entries = new ArrayList<>();

    CopyPlanner(
            Dockerfile dockerfile,
            BuildContext context,
            ImagePlan target,
            Instruction instruction,
            Optional<ImagePlan> fromStage) {
        this.dockerfile = dockerfile;
        this.target = target;
        this.instruction = instruction;
        this.fromContext = fromStage.isEmpty();
        if (fromStage.isPresent()) {
            fromStage.get().entries().forEach((path, entry) -> sources.put(path.substring(1), entry));
        } else {
            context.files().forEach((name, path) -> sources.put(name, fromFile(name, path)));
        }
    }

    private static ImagePlan.Entry fromFile(String name, Path path) {
        boolean folder = Files.isDirectory(path);
        int mode = folder || Files.isExecutable(path) ? ImagePath.FOLDER_MODE : 0644;
        return new ImagePlan.Entry(path, "/" + name, folder, mode, "");
    }

    ImagePlan.Layer plan(List<String> from, String to) throws ImageBuildException {
        String destination = ImagePath.resolve(target.workingDirectory.orElse("/"), to);
        List<String> found = new ArrayList<>();
        for (String source : from) {
            found.addAll(find(source));
        }
        boolean intoFolder = to.endsWith("/") || to.equals(".") || to.endsWith("/.") || isFolderOfTarget(destination);
        if (found.size() > 1 && !intoFolder) {
            throw wrong("'" + to + "' must end with a slash, because several files are copied into it.");
        }
        for (String source : found) {
            if (isFolder(source)) {
                copyFolder(source, destination);
            } else {
                copyFile(source, to, destination, intoFolder);
            }
        }
        return new ImagePlan.Layer(instruction.keyword() + " " + instruction.arguments(), List.copyOf(entries));
    }

    private List<String> find(String source) throws ImageBuildException {
        if (fromContext && source.matches("(?i)(https?|git|ssh)://.*|git@.*")) {
            throw needsEngine("A download");
        }
        if (instruction.keyword().equals("ADD") && source.matches(".*\\.(tar|tgz|tbz2?|txz|gz|bz2|xz|zst)")) {
            throw needsEngine("Unpacking '" + source + "'");
        }
        String name = ImagePath.resolve("/", source).substring(1);
        if (name.isEmpty() || sources.containsKey(name) || isFolder(name)) {
            return List.of(name);
        }
        if (FilePattern.isPattern(name)) {
            Pattern pattern = FilePattern.compile(name);
            List<String> matches = sources.keySet().stream()
                    .filter(candidate -> PatternMatch.matches(pattern, candidate, false))
                    .toList();
            if (!matches.isEmpty()) {
                return matches;
            }
        }
        if (!fromContext) {
            throw needsEngine("Copying '" + source + "', which no earlier instruction put there,");
        }
        throw wrong("'" + source + "' is not in the build context. Is it left out by .dockerignore?");
    }

    private boolean isFolder(String name) {
        ImagePlan.Entry entry = sources.get(name);
        String below = name.isEmpty() ? "" : name + "/";
        return entry == null ? hasBelow(below) : entry.folder();
    }

    private boolean hasBelow(String prefix) {
        SortedMap<String, ImagePlan.Entry> rest = sources.tailMap(prefix);
        return prefix.isEmpty() || (!rest.isEmpty() && rest.firstKey().startsWith(prefix));
    }

    /** A folder's content goes into the destination, not the folder itself. */
    private void copyFolder(String source, String destination) throws ImageBuildException {
        String prefix = source.isEmpty() ? "" : source + "/";
        for (Map.Entry<String, ImagePlan.Entry> file : sources.tailMap(prefix).entrySet()) {
            if (!file.getKey().startsWith(prefix)) {
                break;
            }
            add(file.getValue(), ImagePath.below(destination, file.getKey().substring(prefix.length())));
        }
    }

    private void copyFile(String source, String to, String destination, boolean intoFolder) throws ImageBuildException {
        ImagePlan.Entry entry = sources.get(source);
        String name = ImagePath.lastPart(source);
        if (entry == null) {
            throw wrong("'" + source + "' is not there.");
        }
        if (intoFolder) {
            add(entry, ImagePath.below(destination, name));
            return;
        }
        boolean unclear = target.base.isPresent()
                && name.contains(".")
                && !ImagePath.lastPart(destination).contains(".");
        if (unclear) {
            throw new ImageBuildException(
                    Reason.DOCKERFILE,
                    dockerfile.place(instruction) + ": Whether '" + to
                            + "' is a folder, only the base image knows. Write '" + to + "/' for a folder, or '" + to
                            + "/" + name + "' for the file.");
        }
        add(entry, destination);
    }

    private boolean isFolderOfTarget(String path) {
        if (path.equals("/") || path.equals(target.workingDirectory.orElse("/"))) {
            return true;
        }
        return target.entries().entrySet().stream()
                .anyMatch(entry -> entry.getKey().startsWith(path + "/")
                        || (entry.getKey().equals(path) && entry.getValue().folder()));
    }

    private void add(ImagePlan.Entry entry, String path) throws ImageBuildException {
        if (Files.isSymbolicLink(entry.source())) {
            throw needsEngine("The symbolic link '" + entry.path().substring(1) + "'");
        }
        String chmod = instruction.flags().getOrDefault("chmod", "");
        if (!chmod.isEmpty() && !chmod.matches("[0-7]{3,4}")) {
            throw wrong("--chmod=" + chmod + " is no octal number such as 0644.");
        }
        int mode = chmod.isEmpty() ? entry.mode() : Integer.parseInt(chmod, 8) & 0777;
        String owner = instruction.flags().getOrDefault("chown", fromContext ? "" : entry.owner());
        if (!owner.matches("[0-9:]*")) {
            throw needsEngine("The user name in --chown=" + owner);
        }
        entries.add(new ImagePlan.Entry(entry.source(), path, entry.folder(), mode, owner));
    }

    private ImageBuildException needsEngine(String what) {
        return new ImageBuildException(
                Reason.ENGINE_NEEDED,
                dockerfile.place(instruction) + ": " + what
                        + " needs a container engine, and the image is built without one.");
    }

    private ImageBuildException wrong(String what) {
        return new ImageBuildException(Reason.DOCKERFILE, dockerfile.place(instruction) + ": " + what);
    }
}
