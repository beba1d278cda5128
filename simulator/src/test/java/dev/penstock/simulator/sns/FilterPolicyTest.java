package dev.penstock.simulator.sns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.simulator.wire.JsonValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterPolicyTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":[\"x\"]}                               | {\"a\":\"x\"}          | true",
                "{\"a\":[\"x\",\"y\"]}                         | {\"a\":\"z\"}          | false",
                "{\"a\":[\"x\"],\"b\":[1]}                     | {\"a\":\"x\"}          | false",
                "{\"a\":[1.0]}                                 | {\"a\":1}              | true",
                "{\"a\":[null]}                                | {\"a\":null}           | true",
                "{\"a\":[true]}                                | {\"a\":\"true\"}       | false",
                "{\"a\":[{\"prefix\":\"or\"}]}                 | {\"a\":\"order\"}      | true",
                "{\"a\":[{\"suffix\":\".png\"}]}               | {\"a\":\"x.png\"}      | true",
                "{\"a\":[{\"equals-ignore-case\":\"AbC\"}]}    | {\"a\":\"aBc\"}        | true",
                "{\"a\":[{\"anything-but\":[\"x\",\"y\"]}]}    | {\"a\":\"x\"}          | false",
                "{\"a\":[{\"anything-but\":\"x\"}]}            | {\"a\":\"z\"}          | true",
                "{\"a\":[{\"anything-but\":\"x\"}]}            | {\"b\":\"z\"}          | false",
                "{\"a\":[{\"anything-but\":{\"prefix\":\"x\"}}]} | {\"a\":\"xy\"}       | false",
                "{\"a\":[{\"exists\":true}]}                   | {\"b\":1}              | false",
                "{\"a\":[{\"exists\":false}]}                  | {\"b\":1}              | true",
                "{\"a\":[{\"numeric\":[\"=\",5]}]}             | {\"a\":5.0}            | true",
                "{\"a\":[{\"numeric\":[\">\",0,\"<=\",5]}]}    | {\"a\":5}              | true",
                "{\"a\":[{\"numeric\":[\">\",0,\"<=\",5]}]}    | {\"a\":0}              | false",
                "{\"a\":[{\"numeric\":[\"<\",0]}]}             | {\"a\":-1}             | true",
                "{\"a\":[100.123456789]}                      | {\"a\":100.1234567}    | true",
                "{\"a\":[100.123456789]}                      | {\"a\":100.1235}       | false",
                "{\"a\":[{\"cidr\":\"10.0.0.0/24\"}]}          | {\"a\":\"10.0.0.255\"} | true",
                "{\"a\":[{\"cidr\":\"10.0.0.0/24\"}]}          | {\"a\":\"10.0.1.0\"}   | false",
                "{\"a\":[{\"cidr\":\"2001:db8::/32\"}]}        | {\"a\":\"2001:db8::7\"} | true",
                "{\"a\":[\"x\"]}                               | {\"a\":[\"w\",\"x\"]}  | true",
                "{\"a\":{\"b\":[\"x\"]}}                       | {\"a\":{\"b\":\"x\"}}  | true",
                "{\"a\":{\"b\":[\"x\"]}}                       | {\"a\":[{\"b\":\"y\"},{\"b\":\"x\"}]} | true",
                "{\"$or\":[{\"a\":[1]},{\"b\":[2]}]}           | {\"b\":2}              | true",
                "{\"$or\":[{\"a\":[1]},{\"b\":[2]}],\"c\":[3]} | {\"b\":2}              | false"
            })
    void acceptsWhatSatisfiesIt(String policy, String message, boolean accepted) {
        JsonValue.Structure members =
                (JsonValue.Structure) JsonValue.parse(message).orElseThrow();

        assertThat(FilterPolicyReader.read(policy, true).accepts(members.members()))
                .isEqualTo(accepted);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"key\":[[\"value\"]]}                    | Match value must be String, number, true, false, or null | 10",
                "{\"key\":[{\"wrong-operator\":true}]}      | Unrecognized match type wrong-operator | 31",
                "{\"key\":[{\"suffix\":\"value\",\"prefix\":\"value2\"}]} | Only one key allowed in match expression | 37",
                "{\"key\":[{\"suffix\":100}]}               | suffix match pattern must be a string | 22",
                "{\"key\":[{\"numeric\":[\">\",3,\"<\",1]}]} | Bottom must be less than top | 33",
                "{\"key_a\":\"value_one\"}                  | \"key_a\" must be an object or an array | 11"
            })
    void refusesInSnssWordsWithThePlace(String policy, String what, int column) {
        assertThatThrownBy(() -> FilterPolicyReader.read(policy, true))
                .hasMessage("FilterPolicy: " + what + "\n at [Source: (String)\"" + policy + "\"; line: 1, column: "
                        + column + "]");
    }

    @Test
    void aPolicyOnAttributesIsNotNestedAndNoneIsTooComplex() {
        assertThatThrownBy(() -> FilterPolicyReader.read("{\"a\":{\"b\":[1]}}", false))
                .hasMessageContaining("does not support nested filter policy");
        assertThatThrownBy(() ->
                        FilterPolicyReader.read("{\"a\":[1],\"b\":[1],\"c\":[1],\"d\":[1],\"e\":[1],\"f\":[1]}", false))
                .hasMessageContaining("can not have more than 5 keys");
        String many = "1,2,3,4,5,6,7,8,9,10,11,12,13";
        assertThatThrownBy(() -> FilterPolicyReader.read("{\"a\":[" + many + "],\"b\":[" + many + "]}", false))
                .hasMessageContaining("Filter policy is too complex");
    }
}
