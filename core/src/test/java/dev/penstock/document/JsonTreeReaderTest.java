package dev.penstock.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.problem.Problems;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonTreeReaderTest {

    @Test
    void readsEveryKindOfValueWithItsPlace() {
        Read read =
                Read.of("a.json", "{\"a\": [1, -0.5e+3, true, null, \"x\\u00e9\\n\\ud83d\\ude00\"],\r\n \"b\": {}}");
        assertThat(read.complaints()).isEmpty();
        assertThat(read.shown()).isEqualTo("{a:[i1,n-0.5e+3,btrue,null,'x\u00e9\n\ud83d\ude00'],b:{}}");
        SourceNode.Mapping root = (SourceNode.Mapping) read.tree().orElseThrow();
        assertThat(root.get("b").orElseThrow().span()).hasToString("a.json:2:7");
        assertThat(root.entries().getLast().key().span()).hasToString("a.json:2:2");
    }

    @Test
    void numbersOfAnySizeKeepTheirText() {
        Read read = Read.of("a.json", "[123456789012345678901234567890, 1e400]");
        assertThat(read.complaints()).isEmpty();
        assertThat(read.shown()).isEqualTo("[i123456789012345678901234567890,n1e400]");
        SourceNode.Sequence list = (SourceNode.Sequence) read.tree().orElseThrow();
        assertThat(((SourceNode.Scalar) list.items().getFirst()).asInt()).isEmpty();
    }

    @Test
    void mistakesWhoseMeaningIsPlainAreAllReported() {
        Read read = Read.of("a.json", """
                {
                  // what it is
                  "a": [1, 2,],
                  "b": True
                  "c": 01,
                  "c": NaN,
                }
                tail
                """);
        assertThat(read.complaints())
                .containsExactly(
                        "PEN-JSON-004 2:3 This is a comment, and JSON has none.",
                        "PEN-JSON-005 3:13 There is a comma before the closing bracket.",
                        "PEN-JSON-001 4:8 This is no JSON value: True.",
                        "PEN-JSON-005 5:3 A comma is missing before '\"'.",
                        "PEN-JSON-006 5:8 JSON does not write numbers like this: 01.",
                        "PEN-JSON-002 6:3 The key 'c' is given twice; it was given first at line 5, column 3.",
                        "PEN-JSON-006 6:8 JSON does not write numbers like this: NaN.",
                        "PEN-JSON-005 6:11 There is a comma before the closing brace.",
                        "PEN-JSON-003 8:1 The JSON document ends before this; found 'tail'.");
        assertThat(read.shown()).isEqualTo("{a:[i1,i2],b:'True',c:i01}");
    }

    @Test
    void aFileWithoutItsOuterBracesIsToldSo() {
        Problems problems = new Problems();
        DocumentReader.read(SourceText.of("a.json", "\"pipeline\": {}"), problems);
        assertThat(problems.list()).singleElement().satisfies(problem -> {
            assertThat(problem.id()).isEqualTo("PEN-JSON-003");
            assertThat(problem.hint()).contains("Put braces around the whole file, as around every object.");
        });
    }

    @Test
    void aMistakeThatStopsReadingSaysWhatWasExpected() {
        assertThat(Read.of("a.json", "{\"a\" 1}").complaints())
                .containsExactly("PEN-JSON-001 1:6 Expected a colon after the key 'a'; found '1'.");
        assertThat(Read.of("a.json", "{'a': 1}").complaints())
                .containsExactly("PEN-JSON-001 1:2 Expected a key in double quotes or the closing brace of the object;"
                        + " found a single quote (JSON has double quotes only).");
        assertThat(Read.of("a.json", "{\"port\": <PORT>}").complaints())
                .containsExactly("PEN-JSON-001 1:10 Expected a value; found '<'.");
        assertThat(Read.of("a.json", "{\"a\": [1").complaints())
                .containsExactly(
                        "PEN-JSON-001 1:9 The file ends inside an array that starts at line 1, column 7: expected"
                                + " its closing bracket.");
        assertThat(Read.of("a.json", "{\"a\": \"b\nc\"}").complaints())
                .containsExactly(
                        "PEN-JSON-007 1:9 The string that starts at line 1, column 7 is not closed on its line:"
                                + " expected a double quote, or \\n for a line end.");
        assertThat(Read.of("a.json", "\"\\q\"").complaints())
                .containsExactly(
                        "PEN-JSON-007 1:2 This is no escape that JSON knows: \\q; expected one of \\\" \\\\ \\/ \\b"
                                + " \\f \\n \\r \\t \\uXXXX.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"+1", "1.", ".5", "0x1F", "-", "1e", "--1", "00", "-01", "Infinity"})
    void otherLanguagesNumbersAreRefused(String number) {
        assertThat(Read.of("a.json", "[" + number + "]").problems())
                .extracting(problem -> problem.id() + problem.span().column())
                .containsExactly("PEN-JSON-0062");
    }

    @Test
    void halfASurrogatePairIsRefusedBecauseNoTextCanHoldIt() {
        assertThat(Read.of("a.json", "\"\\ud83d\"").complaints())
                .containsExactly("PEN-JSON-007 1:2 The escape \\ud83d is one half of a surrogate pair.");
    }

    @Test
    void deepNestingIsRefusedAndNotRecursedInto() {
        assertThat(Read.of("a.json", "[".repeat(500_000)).complaints())
                .containsExactly("PEN-TEXT-004 1:101 The document is nested more than 100 levels deep.");
        assertThat(Read.of("a.json", "{\"a\":".repeat(150_000)).complaints()).hasSize(1);
    }

    @Test
    void manyValuesAndLongLinesTakeLinearTime() {
        String values = "[" + "1,".repeat(200_000) + "1]";
        assertThat(Read.of("a.json", values).complaints()).isEmpty();
        assertThat(Read.of("a.json", "[" + "1,".repeat(300_000) + "1]").complaints())
                .containsExactly("PEN-TEXT-005 1:500000 The document has more than 250000 values.");
    }
}
