package dev.penstock.build;

import dev.penstock.document.Fields;
import dev.penstock.document.SourceNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads {@code artifacts}. {@code files} may be absent: the reference asks for it, and leaves it out in its own examples.
 * Names, prefixes and packaging are for artifacts that CodeBuild stores by itself; a pipeline's artifacts have none.
 */
final class BuildspecArtifactsReader {

    private BuildspecArtifactsReader() {}

    static BuildspecArtifacts read(Fields artifacts, BuildspecReader.Scope scope) {
        BuildspecArtifacts.Files primary = files(artifacts, scope);
        Map<String, BuildspecArtifacts.Files> secondary = new LinkedHashMap<>();
        Optional<Fields> named = artifacts.mapping("secondary-artifacts");
        if (named.isPresent()) {
            for (Map.Entry<String, SourceNode> entry :
                    artifacts.entries("secondary-artifacts").entrySet()) {
                Optional<Fields> one = named.get().mapping(entry.getKey());
                one.ifPresent(fields -> {
                    secondary.put(entry.getKey(), files(fields, scope));
                    fields.end();
                });
            }
        }
        artifacts.end();
        return new BuildspecArtifacts(primary, secondary);
    }

    private static BuildspecArtifacts.Files files(Fields fields, BuildspecReader.Scope scope) {
        List<String> patterns = scope.texts(fields, "files");
        boolean discardPaths = scope.flag(fields, "discard-paths");
        boolean keepLinks = scope.flag(fields, "enable-symlinks");
        List<String> exclude = scope.texts(fields, "exclude-paths");
        Optional<String> base = fields.text("base-directory");
        fields.text("name");
        fields.text("s3-prefix");
        fields.text("type");
        return new BuildspecArtifacts.Files(patterns, base, discardPaths, exclude, keepLinks);
    }
}
