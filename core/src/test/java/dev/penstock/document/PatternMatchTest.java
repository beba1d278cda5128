package dev.penstock.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Patterns of others have an end. */
@Timeout(60)
final class PatternMatchTest {

    @Test
    void patternsInUseMatchAsTheyDo() {
        assertThat(PatternMatch.matches(Pattern.compile("[a-z]+-[0-9]{3}"), "shop-123", false))
                .isTrue();
        assertThat(PatternMatch.matches(Pattern.compile("[a-z]+"), "Shop", true))
                .isFalse();
        assertThat(PatternMatch.matches(Pattern.compile("(?:.*/)?target/.*"), "a/".repeat(5000) + "target/x", false))
                .isTrue();
    }

    @Test
    void aPatternThatWouldTryForEverIsGivenUp() {
        String text = "a".repeat(60) + "!";
        assertThat(PatternMatch.matches(Pattern.compile("(a|aa)+\\1?z"), text, true))
                .isTrue();
        assertThat(PatternMatch.matches(Pattern.compile("(a|aa)+\\1?z"), text, false))
                .isFalse();
        assertThat(PatternMatch.matches(Pattern.compile("(.|a)*b"), "a".repeat(200_000), false))
                .isFalse();
    }
}
