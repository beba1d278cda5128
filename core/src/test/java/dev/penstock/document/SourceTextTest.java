package dev.penstock.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SourceTextTest {

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
    void decodesWithAndWithoutAByteOrderMark(String charset) {
        String text = "{\"a\": \"\u00e9\ud83d\ude00\"}";
        for (String prefix : new String[] {"", "\uFEFF"}) {
            byte[] bytes = (prefix + text).getBytes(Charset.forName(charset));
            SourceText read = SourceText.of("a.json", bytes);
            assertThat(read.content()).isEqualTo(text);
            assertThat(read.malformed()).isEmpty();
            SourceText.Encoding encoding = charset.startsWith("UTF-16")
                    ? SourceText.Encoding.UTF_16
                    : prefix.isEmpty() ? SourceText.Encoding.UTF_8 : SourceText.Encoding.UTF_8_MARKED;
            assertThat(read.encoding()).isEqualTo(encoding);
        }
    }

    @Test
    void bytesThatAreNoTextAreAProblemAtTheirPlace() {
        byte[] bytes = "a: 1\nb: x\u00e9\n".getBytes(StandardCharsets.ISO_8859_1);
        Read read = Read.of(SourceText.of("a.yml", bytes), ReadLimits.DEFAULT, Tags.STANDARD);
        assertThat(read.complaints())
                .containsExactly("PEN-TEXT-001 2:5 The file is not text: these bytes are neither UTF-8 nor UTF-16.");
    }

    @Test
    void linesAreFoundWhateverEndsThem() {
        SourceText text = SourceText.of("a", "one\r\ntwo\rthree\n\nfive");
        assertThat(text.line(1)).contains("one");
        assertThat(text.line(2)).contains("two");
        assertThat(text.line(3)).contains("three");
        assertThat(text.line(4)).contains("");
        assertThat(text.line(5)).contains("five");
        assertThat(text.line(6)).isEmpty();
        assertThat(text.line(0)).isEmpty();
    }

    @Test
    void tooLongAndEmptyFilesAreRefused() {
        ReadLimits small = new ReadLimits(10, 5, 5);
        assertThat(Read.of(SourceText.of("a.yml", "a: 45678901"), small, Tags.STANDARD)
                        .complaints())
                .containsExactly("PEN-TEXT-002 0:0 The file has 11 characters; at most 10 are read.");
        assertThat(Read.of("a.json", " \n").complaints()).containsExactly("PEN-TEXT-003 1:1 The file is empty.");
    }
}
