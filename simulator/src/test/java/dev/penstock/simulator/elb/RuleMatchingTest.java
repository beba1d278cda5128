package dev.penstock.simulator.elb;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;

/** Source of the rules: ELB User Guide, "Condition types for listener rules". */
class RuleMatchingTest {

    @Test
    void wildcardsMatchAsAnExpressionOfTheSameMeaningDoes() {
        for (long seed = 0; seed < 20_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            String pattern = text(random, "ab*?", 6);
            String text = text(random, "ab", 7);
            String expression = pattern.replace("*", ".*").replace("?", ".");

            assertThat(Wildcard.matches(pattern, text))
                    .as("seed %d: %s against %s", seed, pattern, text)
                    .isEqualTo(Pattern.matches(expression, text));
        }
    }

    @Test
    void aBackslashTakesAWildcardAsItself() {
        assertThat(Wildcard.matches("a\\*b", "a*b")).isTrue();
        assertThat(Wildcard.matches("a\\*b", "axb")).isFalse();
        assertThat(Wildcard.matches("\\?", "?")).isTrue();
        assertThat(Wildcard.matches("\\?", "x")).isFalse();
        assertThat(Wildcard.matchesIgnoringCase("*.Example.com", "WWW.example.COM"))
                .isTrue();
    }

    @Test
    void aBlockContainsItsAddressesAndNoOthers() throws UnknownHostException {
        Cidr block = Cidr.parse("10.1.0.0/15").orElseThrow();

        assertThat(block.contains(InetAddress.getByName("10.1.255.255"))).isTrue();
        assertThat(block.contains(InetAddress.getByName("10.0.0.1"))).isTrue();
        assertThat(block.contains(InetAddress.getByName("10.2.0.0"))).isFalse();
        assertThat(block.contains(InetAddress.getByName("2001:db8::1"))).isFalse();
        assertThat(Cidr.parse("2001:db8::/32").orElseThrow().contains(InetAddress.getByName("2001:db8:1::5")))
                .isTrue();
        for (String none : List.of("10.0.0.0", "10.0.0.0/33", "example.com/8", "10.0.0/8x", "/8", "")) {
            assertThat(Cidr.parse(none)).as(none).isEmpty();
        }
    }

    @Test
    void sharesAreExactForAllRequestsAndForEveryNthOfThem() {
        for (long seed = 0; seed < 50; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<TargetGroupTuple> groups = List.of(
                    group("a", random.nextInt(1, 999)),
                    group("b", random.nextInt(1, 999)),
                    group("c", random.nextInt(0, 999)));
            double all = groups.stream().mapToInt(TargetGroupTuple::weight).sum();
            int nth = random.nextInt(1, 12);
            Choices choices = new Choices();
            Map<String, Integer> taken = new TreeMap<>();
            for (int i = 0; i < 2000 * nth; i++) {
                String chosen = choices.group("rule", groups).orElseThrow().targetGroupArn();
                if (i % nth == 0) {
                    taken.merge(chosen, 1, Integer::sum);
                }
            }
            for (TargetGroupTuple group : groups) {
                double share = taken.getOrDefault(group.targetGroupArn(), 0) / 2000.0;
                assertThat(Math.abs(share - group.weight() / all))
                        .as("seed %d, every %dth request, %s of %s", seed, nth, group, groups)
                        .isLessThan(0.01);
            }
        }
    }

    @Test
    void aGroupWithoutWeightGetsNothing() {
        Choices choices = new Choices();

        assertThat(choices.group("rule", List.of(group("a", 0), group("b", 0)))).isEmpty();
        for (int i = 0; i < 1000; i++) {
            assertThat(choices.group("rule", List.of(group("a", 0), group("b", 1), group("c", 0)))
                            .orElseThrow()
                            .targetGroupArn())
                    .isEqualTo("b");
        }
    }

    private static TargetGroupTuple group(String arn, int weight) {
        return TargetGroupTuple.builder().targetGroupArn(arn).weight(weight).build();
    }

    private static String text(SplittableRandom random, String letters, int longest) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(longest + 1);
        for (int i = 0; i < length; i++) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }
}
