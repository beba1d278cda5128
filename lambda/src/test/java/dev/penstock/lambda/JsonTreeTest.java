package dev.penstock.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** What the functions are called with is read as Jackson's mapper reads it. */
class JsonTreeTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "[[], {}, \"\", null, true, false, 0, -1.5e3, 123456789012345678901234567890]",
                "{\"a\": {\"b\": [1, {\"c\": \"d\\u00e9\\n\"}]}, \"a b\": null, \"z\": 1.25}",
                "{\"twice\": 1, \"twice\": 2}",
                "\"text\""
            })
    void treesAreThoseOfJacksonsMapper(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        assertThat(JsonTree.read(bytes)).isEqualTo(JsonMapper.shared().readTree(bytes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"no json", "{", "[1", "[1,]", "{\"a\"}", "{\"a\": }", "{} {}", "]", "\"open"})
    void whatIsNoJsonIsRefused(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        assertThatThrownBy(() -> JsonTree.read(bytes)).isInstanceOf(JacksonException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {100_000})
    void nestingThatEndsNowhereIsRefusedBeforeItCostsTheStack(int depth) {
        byte[] bytes = "[".repeat(depth).getBytes(UTF_8);
        assertThatThrownBy(() -> JsonTree.read(bytes)).isInstanceOf(JacksonException.class);
    }
}
