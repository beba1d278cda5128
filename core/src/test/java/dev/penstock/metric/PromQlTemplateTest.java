package dev.penstock.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromQlTemplateTest {

    private static final Duration WINDOW = Duration.ofSeconds(90);

    private static String filled(String text, String label) throws Template.UnknownLabelException {
        return new PromQlTemplate(text).of(new Arm("web", Map.of("acme.pool", label)), WINDOW);
    }

    @Test
    void aLabelInAStringIsEscapedForItsQuotes() throws Template.UnknownLabelException {
        assertThat(filled("a{p=\"${acme.pool}\"}", "x\"y\\z\nw'")).isEqualTo("a{p=\"x\\\"y\\\\z\\nw'\"}");
        assertThat(filled("a{p='${acme.pool}'}", "x\"y'")).isEqualTo("a{p='x\"y\\''}");
    }

    @Test
    void aLabelInAMatcherOfExpressionsMatchesItselfAlone() throws Template.UnknownLabelException {
        assertThat(filled("a{p=~\"web-${acme.pool}.*\"}", "v1.2")).isEqualTo("a{p=~\"web-v1\\\\.2.*\"}");
        assertThat(filled("a{p !~ \"${acme.pool}\"}", "a|b")).isEqualTo("a{p !~ \"a\\\\|b\"}");
    }

    @Test
    void aValueCannotEndItsStringAndGoOnAsAQuery() throws Template.UnknownLabelException {
        assertThat(filled("a{p=\"${acme.pool}\"}", "x\"} or vector(0) #")).isEqualTo("a{p=\"x\\\"} or vector(0) #\"}");
    }

    @Test
    void theWindowIsASpanOfTime() throws Template.UnknownLabelException {
        assertThat(filled("increase(a[${window}])", "x")).isEqualTo("increase(a[90s])");
    }

    @Test
    void quotesThatAreEscapedEndNoString() throws Template.UnknownLabelException {
        assertThat(filled("a{p=\"\\\"${acme.pool}\"}", "x\"")).isEqualTo("a{p=\"\\\"x\\\"\"}");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            value = {
                "a{p=${service}},does not stand inside of quotes",
                "a{p=`${service}`},backquotes",
                "a{p=\"${window}\"},inside of quotes",
            })
    void aPlaceholderThatCannotBeEscapedIsAProblem(String query, String problem) {
        assertThat(new PromQlTemplate(query).problem())
                .hasValueSatisfying(text -> assertThat(text).contains(problem));
    }

    @Test
    void aPlaceholderInItsPlaceIsNoProblem() {
        assertThat(new PromQlTemplate("sum(increase(a{p=\"${service}\"}[${window}]))").problem())
                .isEmpty();
    }
}
