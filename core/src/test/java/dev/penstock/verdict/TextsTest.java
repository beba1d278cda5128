package dev.penstock.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TextsTest {

    @Test
    void numbersAreWrittenForPeople() {
        assertThat(Texts.count(1, "look", "looks")).isEqualTo("1 look");
        assertThat(Texts.count(1_200_000, "look", "looks")).isEqualTo("1,200,000 looks");
        assertThat(Texts.percent(0.005)).isEqualTo("0.5 %");
        assertThat(Texts.percent(0.123456)).isEqualTo("12.3 %");
        assertThat(Texts.percent(10)).isEqualTo("1000 %");
        assertThat(Texts.significant(600, 2)).isEqualTo("600");
        assertThat(Texts.duration(Duration.ofSeconds(200))).isEqualTo("3 min 20 s");
        assertThat(Texts.duration(Duration.ofMinutes(125))).isEqualTo("2 h 5 min");
    }

    @Test
    void evidenceIsWrittenAsOddsHoweverLargeOrSmall() {
        assertThat(Texts.odds(Math.log(131.7))).isEqualTo("131 to 1");
        assertThat(Texts.odds(Math.log(2.34))).isEqualTo("2.3 to 1");
        assertThat(Texts.odds(1e6)).isEqualTo("more than 100,000,000 to 1");
        assertThat(Texts.odds(-1e6)).isEqualTo("less than 0.01 to 1");
    }

    @Test
    void whatIsTypedIsUnderstoodOrNot() {
        assertThat(Texts.percent("0.5 %")).hasValue(0.005);
        assertThat(Texts.percent("half")).isEmpty();
        assertThat(Texts.duration("90s")).contains(Duration.ofSeconds(90));
        assertThat(Texts.duration("10m")).contains(Duration.ofMinutes(10));
        assertThat(Texts.duration("1 h")).isEmpty();
    }
}
