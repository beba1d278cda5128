package dev.penstock.simulator.cloudformation.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.penstock.simulator.wire.ServiceError;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every template, tried on made-up ones; the seed is in the test's name. */
final class TemplateAlwaysTest {

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void yamlWithShortFormsAndJsonWithLongOnesAreTheSameTemplate(long seed) {
        for (int i = 0; i < 100; i++) {
            var template = new RandomTemplates(seed * 1000 + i).template();

            String yaml = RandomTemplates.yaml(template);

            assertThat(Template.parse(yaml)).as(yaml).isEqualTo(Template.parse(RandomTemplates.json(template)));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void aTemplateCutOffAnywhereIsReadOrRefused(long seed) {
        var template = new RandomTemplates(seed).template();
        for (String body : List.of(RandomTemplates.yaml(template), RandomTemplates.json(template))) {
            for (int end = 0; end < body.length(); end++) {
                tryAll(body.substring(0, end));
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {11, 12, 13, 14})
    void aTemplateWithSomethingElseInItIsReadOrRefused(long seed) {
        Random random = new Random(seed);
        List<String> junk = List.of(
                "null",
                "{",
                "]",
                "\"",
                "!Ref ",
                "!GetAtt ",
                "${",
                "Fn::If",
                "Fn::Sub",
                "[]",
                "{}",
                "-1",
                "&a ",
                "*a",
                "\n",
                "\t",
                "<<: ",
                "R0",
                "Fn::ForEach::X",
                "AWS::LanguageExtensions",
                "Transform: ",
                ": ",
                "\u0000");
        for (int i = 0; i < 400; i++) {
            var template = new RandomTemplates(seed * 7919 + i).template();
            StringBuilder body = new StringBuilder(
                    random.nextBoolean() ? RandomTemplates.yaml(template) : RandomTemplates.json(template));
            for (int times = 1 + random.nextInt(3); times > 0; times--) {
                int at = random.nextInt(body.length());
                int until = Math.min(body.length(), at + random.nextInt(12));
                body.replace(at, until, junk.get(random.nextInt(junk.size())));
            }
            tryAll(body.toString());
        }
    }

    /** Everything that can be asked of a text: an answer, or a mistake in CloudFormation's words. */
    private static void tryAll(String body) {
        try {
            Template template = Template.parse(body);
            ParameterValues values = ParameterValues.resolve(
                    template.parameters(), List.of(), ParameterValues.none(), new FakeLookup(Map.of()));
            Template processed = template.transformed(values, new FakeEnvironment(), location -> "Value: a");
            TemplateSummaries.validated(processed);
            Evaluation evaluation = new Evaluation(processed, values, new FakeEnvironment());
            evaluation.check();
            evaluation.order();
        } catch (ServiceError expected) {
            assertThat(expected.message()).isNotEmpty();
        } catch (RuntimeException | StackOverflowError e) {
            fail("threw " + e + " for\n" + body, e);
        }
    }
}
