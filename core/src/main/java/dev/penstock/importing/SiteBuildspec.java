package dev.penstock.importing;

import dev.penstock.convert.YamlText;
import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceNode.Mapping;
import dev.penstock.document.SourceNode.Scalar;
import dev.penstock.document.SourceNode.Sequence;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A buildspec that puts the files of a static site into the bucket of the stack that Copilot made for it. Source: Copilot's
 * documentation, "Static Site", and its template, whose bucket and distribution are {@code Bucket} and {@code
 * CloudFrontDistribution}.
 *
 * @param stack the site's stack
 * @param uploads what is put where
 */
record SiteBuildspec(String stack, List<Upload> uploads) {

    SiteBuildspec {
        uploads = List.copyOf(uploads);
    }

    /**
     * A folder or file that is put into the bucket.
     *
     * @param source its path in the project
     * @param destination the folder in the bucket; empty for its root
     * @param recursive whether folders below a folder are put there as well
     */
    record Upload(String source, String destination, boolean recursive, List<String> exclude, List<String> reinclude) {

        Upload {
            exclude = List.copyOf(exclude);
            reinclude = List.copyOf(reinclude);
        }

        /** A folder's files go below the destination; a file's destination is its name in the bucket. */
        private String command() {
            String place = destination.replaceAll("^(\\./|/|\\.$)+|/+$", "");
            String from = ImageCommands.quoted(source);
            List<String> words = new ArrayList<>(List.of("aws s3 cp --recursive", from));
            words.add("\"s3://$BUCKET/" + (place.isEmpty() ? "" : place + "/") + "\"");
            if (!recursive) {
                words.add("--exclude '*/*'");
            }
            exclude.forEach(pattern -> words.add("--exclude " + ImageCommands.quoted(inSource(pattern))));
            reinclude.forEach(pattern -> words.add("--include " + ImageCommands.quoted(inSource(pattern))));
            return "if [ -d " + from + " ]; then " + String.join(" ", words) + "; else aws s3 cp " + from
                    + " \"s3://$BUCKET/" + place + "\"; fi";
        }

        /** Copilot's patterns are meant from the project, those of the AWS CLI from the folder. */
        private String inSource(String pattern) {
            String folder = source.replaceAll("^(\\./)+|/+$", "") + "/";
            return pattern.startsWith(folder) ? pattern.substring(folder.length()) : pattern;
        }
    }

    /** The files of a manifest; what has no source is told. */
    static List<Upload> uploads(Mapping root, Notes notes) {
        List<Upload> uploads = new ArrayList<>();
        for (SourceNode item : Nodes.present(root, "files").map(Nodes::items).orElse(List.of())) {
            if (!(item instanceof Mapping file) || Nodes.text(file, "source").isEmpty()) {
                notes.value(item.span(), "/files", "This says no 'source'.", "Write 'source: PATH'.");
                continue;
            }
            uploads.add(new Upload(
                    Nodes.text(file, "source").orElseThrow(),
                    Nodes.text(file, "destination").orElse(""),
                    Nodes.scalar(file, "recursive").filter(Nodes::isFalse).isEmpty(),
                    patterns(file, "exclude", notes),
                    patterns(file, "reinclude", notes)));
        }
        return uploads;
    }

    private static List<String> patterns(Mapping file, String name, Notes notes) {
        Nodes.present(file, name)
                .ifPresent(node -> notes.note(
                        node.span(), "The AWS CLI applies these patterns, in which '*' stands for folders as well."));
        return Nodes.present(file, name)
                .map(node -> switch (node) {
                    case Sequence list ->
                        Nodes.scalars(list).stream().map(Scalar::text).toList();
                    case Scalar scalar -> List.of(scalar.text());
                    case Mapping mapping -> List.<String>of();
                })
                .orElse(List.of());
    }

    String text(String file) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("version", 0.2);
        root.putObject("env").put("shell", "bash");
        ObjectNode phases = root.putObject("phases");
        phases.putObject("pre_build")
                .putArray("commands")
                .add("export BUCKET=\"$(" + resource("Bucket") + ")\"")
                .add("export DISTRIBUTION=\"$(" + resource("CloudFrontDistribution") + ")\"");
        ObjectNode build = phases.putObject("build");
        ArrayNode commands = build.putArray("commands");
        uploads.forEach(upload -> commands.add(upload.command()));
        build.put("on-failure", "ABORT");
        phases.putObject("post_build")
                .putArray("commands")
                .add("aws cloudfront create-invalidation --distribution-id \"$DISTRIBUTION\" --paths '/*'");
        return "# Made of " + file + ". Bucket and distribution are those of the stack " + stack + ".\n"
                + YamlText.of(root);
    }

    private String resource(String logicalId) {
        return "aws cloudformation describe-stack-resource --stack-name " + stack + " --logical-resource-id "
                + logicalId + " --query StackResourceDetail.PhysicalResourceId --output text";
    }
}
