package dev.penstock.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ArtifactCollectorTest {

    @TempDir
    Path folder;

    private Path source = Path.of("/");
    private final List<String> log = new ArrayList<>();

    @BeforeEach
    void makeTree() throws Exception {
        source = folder.resolve("src");
        for (String name : List.of("a.txt", ".hidden", "dist-1/x.js", "dist-1/in/y.js", "dist-2/x.js", "lib/z.jar")) {
            Path file = source.resolve(name);
            Files.createDirectories(file.resolveSibling("."));
            Files.writeString(file, name);
        }
        Files.writeString(folder.resolve("outside.txt"), "outside");
    }

    private Set<String> collect(BuildspecArtifacts.Files files) throws Exception {
        return collected(files).files().keySet();
    }

    private CollectedArtifact collected(BuildspecArtifacts.Files files) throws Exception {
        return new ArtifactCollector(new ScriptedSession(source), log::add).collect(files);
    }

    private static BuildspecArtifacts.Files files(
            String base, boolean discardPaths, List<String> exclude, String... patterns) {
        Optional<String> directory = base.isEmpty() ? Optional.empty() : Optional.of(base);
        return new BuildspecArtifacts.Files(List.of(patterns), directory, discardPaths, exclude, false);
    }

    private static BuildspecArtifacts.Files files(String base, String... patterns) {
        return files(base, false, List.of(), patterns);
    }

    @Test
    void takesAllWithHiddenFiles() throws Exception {
        assertThat(collect(files("", "**/*")))
                .containsExactly(".hidden", "a.txt", "dist-1/in/y.js", "dist-1/x.js", "dist-2/x.js", "lib/z.jar");
    }

    @Test
    void leavesTheBaseDirectoryOff() throws Exception {
        assertThat(collect(files("dist-1", "**/*"))).containsExactly("in/y.js", "x.js");
        assertThat(collect(files("./dist-1/", "in/*"))).containsExactly("in/y.js");
    }

    @Test
    void leavesBaseDirectoriesWithWildcardsOff() throws Exception {
        assertThat(collect(files("dist*", "**/*"))).containsExactly("in/y.js", "x.js");
        assertThat(log).anyMatch(line -> line.contains("several files x.js"));
    }

    @Test
    void takesTheFilesOfAFolderThatIsNamedButNotOfOneThatAWildcardMeets() throws Exception {
        assertThat(collect(files("", "dist-1"))).containsExactly("dist-1/in/y.js", "dist-1/x.js");
        assertThat(collect(files("dist-1", "*"))).containsExactly("x.js");
    }

    @Test
    void keepsOnlyNamesIfAsked() throws Exception {
        assertThat(collect(files("", true, List.of(), "**/*.js", "lib/*"))).containsExactly("x.js", "y.js", "z.jar");
    }

    @Test
    void excludes() throws Exception {
        assertThat(collect(files("", false, List.of("dist-1/**/*", "lib", "*.txt"), "**/*")))
                .containsExactly(".hidden", "dist-2/x.js");
    }

    @Test
    void takesFilesFromElsewhereByTheirAbsolutePath() throws Exception {
        String outside = folder.resolve("outside.txt").toString();

        assertThat(collect(files("", outside))).containsExactly(outside.substring(1));
        assertThat(collect(files("", true, List.of(), folder + "/*.txt"))).containsExactly("outside.txt");
    }

    @Test
    void neverLeavesTheBaseDirectoryByDots() {
        assertThatThrownBy(() -> collect(files("dist-1", "../../outside.txt", "x/../../a.txt")))
                .hasMessage("no matching artifact paths found");
    }

    @Test
    void followsLinksInsideAndLeavesOutThoseThatLeadOut() throws Exception {
        Files.createSymbolicLink(source.resolve("lib/in.txt"), Path.of("../a.txt"));
        Files.createSymbolicLink(source.resolve("lib/folder"), Path.of("../dist-2"));
        Files.createSymbolicLink(source.resolve("lib/loop"), Path.of(".."));
        Files.createSymbolicLink(source.resolve("lib/out.txt"), folder.resolve("outside.txt"));
        Files.createSymbolicLink(source.resolve("lib/nowhere"), Path.of("nothing"));

        assertThat(collect(files("", "lib/**/*"))).containsExactly("lib/folder/x.js", "lib/in.txt", "lib/z.jar");
        assertThat(log).anyMatch(line -> line.contains("lib/out.txt is left out"));
    }

    @Test
    void keepsLinksIfAsked() throws Exception {
        Files.createSymbolicLink(source.resolve("lib/folder"), Path.of("../dist-2"));
        Files.createSymbolicLink(source.resolve("lib/out"), Path.of("../../outside.txt"));
        var files = new BuildspecArtifacts.Files(List.of("lib/**/*"), Optional.empty(), false, List.of(), true);

        CollectedArtifact artifact = collected(files);

        assertThat(artifact.files()).containsOnlyKeys("lib/folder", "lib/z.jar");
        assertThat(artifact.keepLinks()).isTrue();
        assertThat(log).anyMatch(line -> line.contains("lib/out is left out"));
    }

    @Test
    void saysWhatIsNotThere() {
        assertThatThrownBy(() -> collect(files("none", "*"))).hasMessageContaining("no matching base directory path");
        assertThatThrownBy(() -> collect(files(""))).hasMessageContaining("no matching artifact paths");
    }
}
