package dev.penstock.simulator.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.simulator.policy.PolicyRequest.CallerPrincipal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionTest {

    /** Values are separated by semicolons; without any the request does not have the key. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            StringEquals,               a;b,            b,              true
            StringEquals,               a,              A,              false
            StringEquals,               a*,             ab,             false
            StringEquals,               a,              ,               false
            StringNotEquals,            a;b,            c,              true
            StringNotEquals,            a;b,            a,              false
            StringNotEquals,            a,              ,               true
            StringEqualsIgnoreCase,     Ab,             aB,             true
            StringNotEqualsIgnoreCase,  Ab,             aB,             false
            StringLike,                 a*c;x,          abbc,           true
            StringLike,                 a?c,            abbc,           false
            StringNotLike,              a*,             b,              true
            stringlike,                 a*,             ab,             true
            StringEqualsIfExists,       a,              ,               true
            StringEqualsIfExists,       a,              b,              false
            NumericEquals,              10,             10.0,           true
            NumericNotEquals,           10,             11,             true
            NumericLessThan,            10,             9,              true
            NumericLessThan,            10,             10,             false
            NumericLessThanEquals,      10,             10,             true
            NumericGreaterThan,         10,             11,             true
            NumericGreaterThanEquals,   10,             9,              false
            NumericEquals,              ten,            10,             false
            DateEquals,                 2026-01-01,     2026-01-01T00:00:00Z,   true
            DateLessThan,               2026-01-02,     2026-01-01T10:00:00Z,   true
            DateLessThanEquals,         2026-01-01T10:00:00Z,   2026-01-01T10:00:00Z,   true
            DateGreaterThan,            1700000000,     1700000001,     true
            DateGreaterThanEquals,      2026-01-02,     2026-01-01,     false
            DateNotEquals,              2026-01-02,     2026-01-01,     true
            Bool,                       true,           True,           true
            Bool,                       false,          true,           false
            BinaryEquals,               AAE=,           AAE=,           true
            BinaryEquals,               AAE=,           AAI=,           false
            IpAddress,                  10.0.0.0/8,     10.1.2.3,       true
            IpAddress,                  10.0.0.0/8,     11.1.2.3,       false
            IpAddress,                  127.0.0.1,      127.0.0.1,      true
            IpAddress,                  2001:db8::/32,  2001:db8:1::5,  true
            IpAddress,                  10.0.0.0/8,     example.com,    false
            NotIpAddress,               10.0.0.0/8,     11.1.2.3,       true
            ArnLike,                    arn:aws:ecs:*:*:cluster/*,      arn:aws:ecs:us-east-1:1:cluster/a,      true
            ArnEquals,                  arn:aws:ecs:*:*:cluster/b,      arn:aws:ecs:us-east-1:1:cluster/a,      false
            ArnNotLike,                 arn:aws:ecs:*:*:cluster/b,      arn:aws:ecs:us-east-1:1:cluster/a,      true
            ArnNotEquals,               arn:aws:ecs:*:*:cluster/b,      ,       true
            ArnLike,                    arn:aws:ecs:*:cluster/a,        arn:aws:ecs:us-east-1:1:cluster/a,      false
            Null,                       true,           ,               true
            Null,                       true,           a,              false
            Null,                       false,          a,              true
            ForAllValues:StringEquals,  a;b,            a;b,            true
            ForAllValues:StringEquals,  a;b,            a;c,            false
            ForAllValues:StringEquals,  a;b,            ,               true
            ForAnyValue:StringEquals,   a;b,            c;b,            true
            ForAnyValue:StringEquals,   a;b,            c;d,            false
            ForAnyValue:StringEquals,   a;b,            ,               false
            ForAnyValue:StringNotEquals,    a;b,        a;c,            true
            ForAnyValue:StringNotEquals,    a;b,        ,               false
            ForAllValues:StringNotLike, a*;b*,          c;d,            true
            ForAllValues:StringNotLike, a*;b*,          c;bd,           false
            ForAllValues:StringLikeIfExists,    a*,     ,               true
            """)
    void operatorsCompareAsDocumented(String operator, String policy, String request, boolean holds) {
        assertThat(Condition.of(operator, "test:Key", values(policy)).holds(request(values(request)), true))
                .isEqualTo(holds);
    }

    @Test
    void variablesArePutIntoValues() {
        Condition condition = Condition.of("StringLike", "test:key", List.of("${aws:username}/*"));

        assertThat(condition.holds(request(List.of("alice/x")), true)).isTrue();
        assertThat(condition.holds(request(List.of("bob/x")), true)).isFalse();
        assertThat(condition.holds(request(List.of("alice/x")), false)).isFalse();
    }

    @Test
    void whatComesOutOfAVariableIsNoWildcard() {
        PolicyRequest star = PolicyRequest.of(
                "a:b", "*", caller(), Map.of("test:key", List.of("bob"), "aws:username", List.of("*")));

        assertThat(Condition.of("StringLike", "test:key", List.of("${aws:username}"))
                        .holds(star, true))
                .isFalse();
    }

    @Test
    void anOperatorThatThereIsNotIsMalformed() {
        assertThatThrownBy(() -> Condition.of("StringSounds", "a", List.of()))
                .isInstanceOf(MalformedPolicyException.class);
        assertThatThrownBy(() -> Condition.of("NullIfExists", "a", List.of()))
                .isInstanceOf(MalformedPolicyException.class);
    }

    private static List<String> values(@Nullable String text) {
        return text == null ? List.of() : Arrays.asList(text.split(";"));
    }

    private static PolicyRequest request(List<String> values) {
        return PolicyRequest.of("a:b", "*", caller(), Map.of("test:key", values, "aws:username", List.of("alice")));
    }

    private static CallerPrincipal caller() {
        return CallerPrincipal.of(
                "111122223333", "arn:aws:iam::111122223333:user/a", "arn:aws:iam::111122223333:user/a", "");
    }
}
