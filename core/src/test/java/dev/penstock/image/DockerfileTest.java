package dev.penstock.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.image.Dockerfile.Instruction;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class DockerfileTest {

    @Test
    void instructionsHaveTheirLinesWhateverStandsBetweenThem() throws Exception {
        Dockerfile dockerfile = parse("""
                # syntax=docker/dockerfile:1
                # escape=`

                # a comment
                ARG VERSION=1
                from --platform=linux/amd64 debian:${VERSION} as base

                  RUN echo one `
                  # inside

                      && echo two
                COPY --from=base --chown=1:2 a b /c/
                CMD ["run"]
                """);

        assertThat(dockerfile.syntax()).contains("docker/dockerfile:1");
        assertThat(dockerfile.escape()).isEqualTo('`');
        assertThat(dockerfile.instructions())
                .extracting(Instruction::keyword)
                .containsExactly("ARG", "FROM", "RUN", "COPY", "CMD");
        assertThat(dockerfile.instructions()).extracting(Instruction::line).containsExactly(5, 6, 8, 12, 13);
        assertThat(dockerfile.instructions().get(2).arguments()).isEqualTo("echo one       && echo two");
        assertThat(dockerfile.instructions().get(3).flags()).isEqualTo(Map.of("from", "base", "chown", "1:2"));
        assertThat(dockerfile.instructions().get(3).arguments()).isEqualTo("a b /c/");
        assertThat(dockerfile.stages()).hasSize(1);
        assertThat(dockerfile.globalArguments()).hasSize(1);
        assertThat(dockerfile.buildKitInstruction()).isEmpty();
    }

    @Test
    void stagesHaveTheirInstructions() throws Exception {
        Dockerfile dockerfile = parse("FROM a AS one\nRUN x\nFROM b\nCOPY --from=one /x /y\nCMD z\n");

        assertThat(dockerfile.stages())
                .extracting(stage ->
                        stage.from().arguments() + " " + stage.instructions().size())
                .containsExactly("a AS one 1", "b 2");
    }

    @Test
    void linesOfAHereDocumentAreNoInstructionsAndNeedBuildKit() throws Exception {
        Dockerfile dockerfile = parse("FROM a\nRUN <<EOF\nFROM nothing\nEOF\nCOPY <<-'X' /x\n\tX\nCMD y\n");

        assertThat(dockerfile.instructions())
                .extracting(Instruction::keyword)
                .containsExactly("FROM", "RUN", "COPY", "CMD");
        assertThat(dockerfile.buildKitInstruction()).map(Instruction::line).contains(2);
        assertThat(parse("FROM a\nRUN --mount=type=cache,target=/c x\n").buildKitInstruction())
                .isPresent();
        assertThat(parse("FROM a\nRUN echo $((1<<2)) <<< x\n").buildKitInstruction())
                .isEmpty();
    }

    @Test
    void whatIsWrongIsSaidWithFileAndLine() {
        assertWrong("FROM a\nCOPPY x y\n", "Dockerfile:2: 'COPPY' is no instruction of a Dockerfile.");
        assertWrong("FROM a\nRUN\n", "Dockerfile:2: RUN says nothing");
        assertWrong("RUN x\nFROM a\n", "Dockerfile:1: RUN stands before the first FROM.");
        assertWrong("# nothing\n", "Dockerfile: The Dockerfile has no FROM instruction.");
        assertWrong("FROM a\nRUN <<EOF\nx\n", "Dockerfile:2: The here-document 'EOF' has no end.");
        assertWrong("# escape=x\nFROM a\n", "Dockerfile:1: The escape character is 'x'");
    }

    @Test
    void wordsAreProcessedAsDockerDoesIt() {
        Map<String, String> known = Map.of("A", "1", "EMPTY", "", "B_2", "two words");
        var words = new DockerfileWords('\\', name -> Optional.ofNullable(known.get(name)));

        assertThat(words.process("$A-${A}-$B_2-$NONE.")).isEqualTo("1-1-two words-.");
        assertThat(words.process("${EMPTY:-d}${EMPTY-d}${NONE-e}${NONE:-${A}}${A:+x}${EMPTY:+y}${EMPTY+z}"))
                .isEqualTo("de1xz");
        assertThat(words.process("'$A' \"$A\" \\$A \"a\\\"b\" \"\\n\"")).isEqualTo("$A 1 $A a\"b \\n");
        assertThat(words.process("100$ ${unclosed")).isEqualTo("100$ ${unclosed");
        assertThat(words.words("a\\ b 'c d' \"e $A\"")).containsExactly("a b", "c d", "e 1");
        assertThat(words.pairs("X=1 Y='a b' Z=\"$A c\"")).contains(Map.of("X", "1", "Y", "a b", "Z", "1 c"));
        assertThat(words.pairs("X some text")).contains(Map.of("X", "some text"));
        assertThat(words.pairs("X")).isEmpty();
        assertThat(words.pairs("X=1 Y")).isEmpty();
    }

    @Test
    void anyTextIsReadOrRefusedInWords() {
        var random = new Random(5);
        List<String> pieces =
                List.of("FROM a", "RUN ", "<<EOF", "\\", "\n", "#", "COPY --from=x ", "\"", "EOF", "$", "ENV a=b");
        for (int round = 0; round < 3000; round++) {
            var text = new StringBuilder();
            for (int i = random.nextInt(12); i >= 0; i--) {
                text.append(pieces.get(random.nextInt(pieces.size())));
            }
            try {
                assertThat(parse(text.toString()).stages()).isNotEmpty();
            } catch (ImageBuildException e) {
                assertThat(e).hasMessageStartingWith("Dockerfile:");
            }
        }
    }

    @Test
    void ignoreFilesDecideByTheLastPatternThatFits() {
        IgnoreFile ignore = IgnoreFile.parse("""
                # comment
                *.log
                /build/
                **/node_modules
                docs/*
                !docs/keep.md
                secret?.[a-c]
                """);

        assertThat(List.of(
                        "a.log",
                        "sub/a.log",
                        "build",
                        "build/x/y",
                        "node_modules/x",
                        "a/b/node_modules/c",
                        "docs/x",
                        "docs/keep.md",
                        "secret1.b",
                        "secret1.d"))
                .filteredOn(ignore::ignores)
                .containsExactly(
                        "a.log", "build", "build/x/y", "node_modules/x", "a/b/node_modules/c", "docs/x", "secret1.b");
    }

    private static Dockerfile parse(String text) throws ImageBuildException {
        return Dockerfile.parse("Dockerfile", text);
    }

    private static void assertWrong(String text, String message) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(ImageBuildException.class)
                .hasMessageContaining(message);
    }
}
