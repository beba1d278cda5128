package dev.penstock.simulator.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterPatternTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "` ` ; anything ; true",
                "ERROR ; [ERROR] no order ; true",
                "ERROR order ; [ERROR] no order ; true",
                "ERROR book ; [ERROR] no order ; false",
                "\"no order\" ; [ERROR] no order ; true",
                "\"order no\" ; [ERROR] no order ; false",
                "?ERROR ?WARN ; WARN slow ; true",
                "?ERROR ?WARN ; INFO fine ; false",
                "ERROR -order ; [ERROR] no order ; false",
                "?WARN ERROR ; ERROR only ; true",
                "%[0-9]{3}% ; status 503 ; true",
                "{$.a = 1} ; {\"a\":1} ; true",
                "{$.a = 1} ; not json ; false",
                "{ $.a > 1 && $.b = \"x*\" } ; {\"a\":2,\"b\":\"xy\"} ; true",
                "{ ($.a > 1) || ($.b = x) } ; {\"a\":1,\"b\":\"x\"} ; true",
                "{ $.a != 1 } ; {\"a\":2} ; true",
                "{ $.a != 1 } ; {\"b\":2} ; false",
                "{ $.a NOT EXISTS } ; {\"b\":2} ; true",
                "{ $.a IS NULL } ; {\"a\":null} ; true",
                "{ $.a IS TRUE } ; {\"a\":true} ; true",
                "{ $.a[1].b = \"x\" } ; {\"a\":[1,{\"b\":\"x\"}]} ; true",
                "{ $.a = %^x+$% } ; {\"a\":\"xx\"} ; true",
                "[] ; a b ; true",
                "[ip, user, code] ; 1.1.1.1 me 200 ; true",
                "[ip, user, code] ; 1.1.1.1 me 200 9 ; false",
                "[ip, user, code=404] ; 1.1.1.1 me 404 ; true",
                "[ip, user, code=4*] ; 1.1.1.1 me 404 ; true",
                "[ip, ..., code>=500] ; 1.1.1.1 a b [c d] \"e f\" 503 ; true",
                "[..., (code=404 || code=410)] ; a b 410 ; true",
                "[ip!=1.1.1.1, ...] ; 2.2.2.2 x ; true"
            })
    void matchesAsTheGuideSays(String pattern, String message, boolean matches) {
        assertThat(FilterPattern.parse(pattern).matches(message)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{$.a = 1", "[a, b", "{a = 1}", "{$.a ~ 1}", "{$.a < x}", "%[%", "{($.a = 1}"})
    void refusesWhatIsNoPattern(String pattern) {
        assertThatThrownBy(() -> FilterPattern.parse(pattern))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Invalid filter pattern");
    }
}
