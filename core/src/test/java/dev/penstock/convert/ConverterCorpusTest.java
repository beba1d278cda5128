package dev.penstock.convert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.compose.ComposeOptions;
import dev.penstock.document.SourceText;
import dev.penstock.validation.Corpus;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Every sample that can be read is converted into every form; what is written can be read and converted back. */
final class ConverterCorpusTest {

    @Test
    void whatIsWrittenCanBeReadAndConvertedBack() throws IOException {
        int converted = 0;
        for (Corpus.Sample sample : Corpus.samples("compose", "dockerrun-v1", "dockerrun-v2", "taskdef")) {
            for (Format target : Format.values()) {
                Conversion conversion = conversion(sample.text(), target);
                if (!(conversion instanceof Conversion.Converted done)) {
                    continue;
                }
                converted++;
                SourceText written = SourceText.of(target.fileName(), done.text());
                Conversion back = conversion(written, done.from());
                assertThat(back)
                        .as("%s as %s: %s%n%s", sample, target.word(), done.text(), back.problems())
                        .isInstanceOf(Conversion.Converted.class);
            }
        }
        assertThat(converted).isGreaterThan(200);
    }

    @Test
    void forgetsNoLineOfWhatItLeavesOut() throws IOException {
        for (Corpus.Sample sample : Corpus.samples("compose", "dockerrun-v2", "taskdef")) {
            for (Format target : Format.values()) {
                Conversion conversion = new Converter(target, ComposeOptions.none(), List.of()).convert(sample.text());
                if (conversion instanceof Conversion.Converted done) {
                    assertThat(done.losses())
                            .allSatisfy(loss -> assertThat(loss.span().line())
                                    .as("%s: %s", sample, loss)
                                    .isPositive());
                }
            }
        }
    }

    private static Conversion conversion(SourceText source, Format target) {
        return new Converter(target, ComposeOptions.none(), List.of()).convert(source);
    }

    @Test
    void everyFormHasItsWord() {
        assertThat(Arrays.stream(Format.values()).map(Format::word).map(Format::of))
                .doesNotContain(Optional.empty());
    }
}
