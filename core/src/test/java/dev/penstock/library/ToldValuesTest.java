package dev.penstock.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.AwsScope;
import dev.penstock.secret.DynamicReference;
import dev.penstock.secret.ReferenceValues;
import dev.penstock.secret.Secret;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a program told of one pipeline's parameters, another pipeline does not get. */
final class ToldValuesTest {

    private static final ReferenceValues OTHERS = (scope, pipeline, reference) ->
            reference.key().equals("Kept") ? Optional.of(Secret.of("elsewhere")) : Optional.empty();

    private final ToldValues values = new ToldValues(OTHERS);

    private Optional<String> value(String pipeline, String text) {
        return values.value(AwsScope.OWN, pipeline, DynamicReference.in(text).getFirst())
                .map(Secret::reveal);
    }

    @Test
    void eachPipelineHasTheValuesThatWereToldOfIt() {
        values.tell("shop", Map.of("Token", Secret.of("of the shop")));
        values.tell("blog", Map.of("Token", Secret.of("of the blog")));
        assertThat(value("shop", "{{resolve:parameter:Token}}")).contains("of the shop");
        assertThat(value("blog", "{{resolve:parameter:Token}}")).contains("of the blog");
        assertThat(value("other", "{{resolve:parameter:Token}}")).isEmpty();
    }

    @Test
    void whatWasNotToldIsAskedFor() {
        values.tell("shop", Map.of("Token", Secret.of("told")));
        assertThat(value("shop", "{{resolve:parameter:Kept}}")).contains("elsewhere");
        assertThat(value("shop", "{{resolve:environment:Kept}}")).contains("elsewhere");
        assertThat(value("shop", "{{resolve:environment:Token}}")).isEmpty();
    }
}
