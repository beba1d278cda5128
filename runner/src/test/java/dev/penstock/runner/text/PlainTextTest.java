package dev.penstock.runner.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PlainTextTest {

    @Test
    void takesOutWhatWouldMoveTheCursorOrChangeTheTerminal() {
        assertThat(PlainText.clean("a\u001b[31mred\u001b[0m b")).isEqualTo("ared b");
        assertThat(PlainText.clean("title\u001b]0;evil\u0007 end")).isEqualTo("title end");
        assertThat(PlainText.clean("a\nb\tc\rd\u0008")).isEqualTo("a b cd");
        assertThat(PlainText.clean("right\u202eleft")).isEqualTo("rightleft");
        assertThat(PlainText.clean("\u009b31mx")).isEqualTo("31mx");
        assertThat(PlainText.clean("plain \u00e9 日本")).isEqualTo("plain \u00e9 日本");
    }

    @Test
    void cleanTextHoldsNoControlCharacterWhateverWentIn() {
        var random = new Random(11);
        for (int i = 0; i < 2000; i++) {
            var text = new StringBuilder();
            for (int j = random.nextInt(30); j > 0; j--) {
                text.append(random.nextInt(3) == 0 ? '\u001b' : (char) random.nextInt(0x180));
            }
            assertThat(PlainText.clean(text.toString()).chars()).noneMatch(Character::isISOControl);
        }
    }

    @Test
    void knowsHowManyColumnsTextTakes() {
        assertThat(PlainText.width("abc")).isEqualTo(3);
        assertThat(PlainText.width("日本")).isEqualTo(4);
        assertThat(PlainText.width("e\u0301")).isEqualTo(1);
        assertThat(PlainText.width("😀")).isEqualTo(2);
    }

    @Test
    void fitsTextIntoColumns() {
        assertThat(PlainText.fit("abcdef", 6, "…")).isEqualTo("abcdef");
        assertThat(PlainText.fit("abcdefg", 6, "…")).isEqualTo("abcde…");
        assertThat(PlainText.fit("日本語", 5, "…")).isEqualTo("日本…");
        assertThat(PlainText.fit("abcdefg", 2, "...")).isEqualTo("..");
    }

    @Test
    void wrapsAtSpacesAndBreaksWhatHasNone() {
        assertThat(PlainText.wrap("one two three", 8)).containsExactly("one two", "three");
        assertThat(PlainText.wrap("abcdefghij", 4)).containsExactly("abcd", "efgh", "ij");
        assertThat(PlainText.wrap("", 4)).containsExactly("");
    }
}
