package dev.penstock.simulator.cloudformation.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.simulator.wire.JsonTexts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** YAML 1.1, as CloudFormation reads it. */
final class YamlTemplateTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            yes                    | true
            Off                    | false
            'yes'                  | "yes"
            yEs                    | "yEs"
            0123                   | 83
            012345678901           | "012345678901"
            0x1F                   | 31
            1_000                  | 1000
            1:30                   | 90
            1.10                   | 1.10
            2010-09-09             | "2010-09-09"
            2010-09-09T00:00:00Z   | "2010-09-09T00:00:00Z"
            10.0.0.0/16            | "10.0.0.0/16"
            !!str 12               | "12"
            !Ref A                 | {"Ref":"A"}
            !Condition A           | {"Condition":"A"}
            !GetAtt A.B.C          | {"Fn::GetAtt":["A","B.C"]}
            !GetAtt [A, B]         | {"Fn::GetAtt":["A","B"]}
            !Sub 'a${B}'           | {"Fn::Sub":"a${B}"}
            !Join [',', [a, !Ref B]] | {"Fn::Join":[",",["a",{"Ref":"B"}]]}
            !GetAZs                | {"Fn::GetAZs":""}
            {1: a, yes: b}         | {"1":"a","yes":"b"}
            {a: 1, a: 2}           | {"a":2}
            """)
    void aValueIsWhatYaml11Says(String yaml, String json) {
        assertThat(JsonTexts.of(TemplateReader.value("X: " + yaml))).isEqualTo("{\"X\":" + json + "}");
    }

    @Test
    void textOverSeveralLinesIsKept() {
        assertThat(JsonTexts.of(TemplateReader.value("X: |\n  a\n  b\nY: >-\n  c\n  d\n")))
                .isEqualTo("{\"X\":\"a\\nb\\n\",\"Y\":\"c d\"}");
    }
}
