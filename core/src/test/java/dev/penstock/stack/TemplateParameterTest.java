package dev.penstock.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.document.SourceText;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Values of parameters against what a template, which anybody may have written, asks of them. */
@Timeout(60)
final class TemplateParameterTest {

    private static Optional<String> misfit(String declaration, String value) throws StackFailure {
        return LocatedTemplate.read(SourceText.of(
                        "t.yml", "Parameters: {P: " + declaration + "}\nResources: {T: {Type: AWS::SNS::Topic}}\n"))
                .parameters()
                .values()
                .iterator()
                .next()
                .misfit(value);
    }

    @Test
    void whatDoesNotFitIsTold() throws StackFailure {
        assertThat(misfit("{Type: Number, MinValue: 2, MaxValue: 5}", "6"))
                .contains("is out of range; it may be at least 2 and at most 5");
        assertThat(misfit("{Type: Number}", "1e3")).isEmpty();
        assertThat(misfit("{Type: Number}", "x")).contains("is not a number");
        assertThat(misfit("{Type: String, AllowedPattern: '[a-z]+'}", "A"))
                .contains("does not match the pattern [a-z]+");
    }

    @Test
    void boundsThatWouldFillTheMemoryAreNone() throws StackFailure {
        assertThat(misfit("{Type: Number, MinValue: 1e999999999}", "6")).isEmpty();
        assertThat(misfit("{Type: Number, MaxValue: 5}", "1e999999999")).contains("is not a number");
        assertThat(misfit("{Type: Number}", "9".repeat(1_000_000))).contains("is not a number");
    }

    @Test
    void aPatternThatNeverEndsIsLeftToCloudFormation() throws StackFailure {
        assertThat(misfit("{Type: String, AllowedPattern: '(a|aa)+\\1?z'}", "a".repeat(60) + "!"))
                .isEmpty();
    }
}
