package dev.penstock.dockerrun;

import dev.penstock.dockerrun.ImageReplacement.Change;
import dev.penstock.dockerrun.ImageReplacement.Result;
import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceText;
import dev.penstock.document.TextEdits;
import dev.penstock.image.ImageReference;
import dev.penstock.problem.ProblemType;
import dev.penstock.problem.Problems;
import dev.penstock.problem.SourceSpan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the places of images in one file and puts others there. */
final class ImageReplacer {

    private final byte[] content;
    private final SourceText source;
    private final ImageSlots slots;
    private final Problems problems = new Problems();

    ImageReplacer(String file, byte[] content) {
        this.content = content;
        this.source = SourceText.of(file, content);
        this.slots = ImageSlots.of(source);
        problems.addAll(slots.problems());
    }

    Result only(String image) {
        if (problems.hasErrors()) {
            return new Result.Refused(problems.list());
        }
        List<ImageSlot> all = slots.slots();
        List<ImageSlot> meant = all.size() == 1
                ? all
                : all.stream()
                        .filter(slot -> sameRepository(slot.text(), image))
                        .toList();
        if (meant.isEmpty()) {
            String names =
                    String.join(", ", all.stream().map(ImageSlot::container).toList());
            refuse(
                    SourceSpan.ofFile(source.file()),
                    "",
                    "None of the containers (" + names + ") has an image of the repository of '" + image + "'.",
                    "Say which container it is for: imagedefinitions.json names container and image.");
        }
        Map<ImageSlot, String> targets = new LinkedHashMap<>();
        meant.forEach(slot -> targets.put(slot, image));
        return put(targets);
    }

    private static boolean sameRepository(String left, String right) {
        Optional<String> repository = ImageReference.parse(left).map(ImageReference::repository);
        return repository.isPresent()
                && repository.equals(ImageReference.parse(right).map(ImageReference::repository));
    }

    Result named(Map<String, String> images) {
        if (images.isEmpty()) {
            throw new IllegalArgumentException("at least one image is to be put in");
        }
        if (problems.hasErrors()) {
            return new Result.Refused(problems.list());
        }
        List<ImageSlot> all = slots.slots();
        boolean nameless = all.size() == 1 && all.getFirst().container().isEmpty();
        if (nameless && images.size() == 1) {
            return put(Map.of(all.getFirst(), images.values().iterator().next()));
        }
        Map<ImageSlot, String> targets = new LinkedHashMap<>();
        images.forEach((name, image) -> {
            Optional<ImageSlot> slot =
                    all.stream().filter(each -> each.container().equals(name)).findFirst();
            slot.ifPresent(found -> targets.put(found, image));
            if (slot.isEmpty() || nameless) {
                refuse(
                        SourceSpan.ofFile(source.file()),
                        "",
                        nameless
                                ? "There is one container, and there are " + images.size() + " images for it."
                                : "There is no container '" + name + "' for the image '" + image + "'.",
                        nameless
                                ? "Give one image."
                                : "Containers are: "
                                        + String.join(
                                                ", ",
                                                all.stream()
                                                        .map(ImageSlot::container)
                                                        .toList())
                                        + ".");
            }
        });
        return put(targets);
    }

    private Result put(Map<ImageSlot, String> targets) {
        TextEdits edits = new TextEdits(source);
        List<Change> changes = new ArrayList<>();
        targets.forEach((slot, image) -> {
            checkReference(slot, image);
            checkShared(slot, image, targets);
            boolean rest = slot.text().equals(image) && slot.build().isEmpty();
            if (!problems.hasErrors() && !rest) {
                edit(slot, image, edits);
                changes.add(new Change(slot.container(), slot.text(), image, slot.place()));
            }
        });
        return problems.hasErrors()
                ? new Result.Refused(problems.list())
                : new Result.Replaced(SourceText.encode(edits.result(), content), changes);
    }

    private void checkReference(ImageSlot slot, String image) {
        if (ImageReference.parse(image).isEmpty()) {
            refuse(slot.place(), slot.path(), "'" + image + "' is not a reference to an image.", "Give another.");
        }
    }

    /** With an alias or a merge key two services may have one and the same image text. */
    private void checkShared(ImageSlot slot, String image, Map<ImageSlot, String> targets) {
        for (ImageSlot other : slots.slots()) {
            if (!other.equals(slot) && other.place().equals(slot.place()) && !image.equals(targets.get(other))) {
                refuse(
                        slot.place(),
                        slot.path(),
                        "The services '" + slot.container() + "' and '" + other.container()
                                + "' have their image from the same text, and are to get different ones.",
                        "Write the image out in each of them.");
            }
        }
    }

    private void edit(ImageSlot slot, String image, TextEdits edits) {
        boolean done = true;
        if (slot.build().isPresent()) {
            done = new BuildEntry(source, slot.build().get()).replace(slot.image(), image, edits);
        } else if (slot.image().isPresent()) {
            done = edits.replace(slot.image().get(), image);
        } else {
            done = false;
        }
        if (!done) {
            refuse(
                    slot.place(),
                    slot.path(),
                    "The image of '" + slot.container() + "' is written in a form in which it cannot be exchanged.",
                    "Write it on one line: image: REPOSITORY:TAG.");
        }
    }

    private void refuse(SourceSpan span, String path, String message, String hint) {
        problems.report(ProblemType.DOCKERRUN_IMAGE_PLACE, span, path, message, hint);
    }

    /** An entry {@code build} of a service in block style, and where it ends. */
    private record BuildEntry(SourceText source, SourceNode.Entry entry) {

        boolean replace(Optional<SourceNode.Scalar> present, String image, TextEdits edits) {
            String content = source.content();
            SourceSpan key = entry.key().span();
            int start = source.offset(key);
            int line = edits.lineStart(key);
            boolean block = content.startsWith("build", start)
                    && content.substring(line, start).isBlank();
            if (!block) {
                return false;
            }
            if (present.isPresent()) {
                edits.replace(line, endOfBlock(start, key.column() - 1, true), "");
                return edits.replace(present.get(), image);
            }
            if (entry.value() instanceof SourceNode.Scalar path) {
                edits.replace(start, start + "build".length(), "image");
                return edits.replace(path, image);
            }
            edits.replace(start, endOfBlock(start, key.column() - 1, false), "image: " + image);
            return true;
        }

        /** Behind the last line that belongs to the entry; blank lines and comments after it belong to what follows. */
        private int endOfBlock(int start, int indent, boolean withLineEnd) {
            String content = source.content();
            int end = endOfLine(start);
            int at = afterLineEnd(end);
            while (at < content.length()) {
                int text = at;
                while (text < content.length() && content.charAt(text) == ' ') {
                    text++;
                }
                boolean blank = text == content.length() || "\r\n#\t".indexOf(content.charAt(text)) >= 0;
                boolean item = text - at == indent && content.startsWith("- ", text);
                if (!blank && text - at <= indent && !item) {
                    break;
                }
                end = blank ? end : endOfLine(text);
                at = afterLineEnd(endOfLine(text));
            }
            return withLineEnd ? afterLineEnd(end) : end;
        }

        private int endOfLine(int from) {
            int at = from;
            while (at < source.content().length()
                    && "\r\n".indexOf(source.content().charAt(at)) < 0) {
                at++;
            }
            return at;
        }

        private int afterLineEnd(int at) {
            String content = source.content();
            if (at + 1 < content.length() && content.charAt(at) == '\r' && content.charAt(at + 1) == '\n') {
                return at + 2;
            }
            return Math.min(content.length(), at + 1);
        }
    }
}
