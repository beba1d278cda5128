package dev.penstock.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.document.DocumentReader;
import dev.penstock.document.SourceNode;
import dev.penstock.document.SourceText;
import dev.penstock.problem.Problem;
import dev.penstock.problem.Problems;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CanonicalPipelineTest {

    @Test
    void whatIsWrittenIsReadBackExactly() {
        RandomPipelines pipelines = new RandomPipelines(42);
        for (int i = 0; i < 500; i++) {
            Pipeline pipeline = pipelines.next();
            byte[] bytes = CanonicalPipeline.write(pipeline);
            Pipeline back = CanonicalPipeline.read(bytes);
            assertThat(back).isEqualTo(pipeline);
            assertThat(CanonicalPipeline.write(back)).isEqualTo(bytes);
        }
    }

    @Test
    void onePipelineHasOneDigestInWhateverFormItIsWritten() {
        RandomPipelines pipelines = new RandomPipelines(7);
        for (int i = 0; i < 200; i++) {
            Pipeline pipeline = pipelines.next();
            String digest = CanonicalPipeline.digest(pipeline);
            for (SourceText form : List.of(Forms.apiJson(pipeline), Forms.apiYaml(pipeline))) {
                assertThat(CanonicalPipeline.digest(bind(form, DeclarationForm.API_YAML)))
                        .as(form.content())
                        .isEqualTo(digest);
            }
            assertThat(CanonicalPipeline.digest(bind(Forms.templateJson(pipeline), DeclarationForm.CLOUDFORMATION)))
                    .as(Forms.templateJson(pipeline).content())
                    .isEqualTo(digest);
        }
    }

    /** Binds without rules, which random pipelines break. */
    private static Pipeline bind(SourceText source, DeclarationForm form) {
        Problems problems = new Problems();
        SourceNode node = DocumentReader.read(source, problems).orElseThrow(() -> new AssertionError(problems.list()));
        SourceNode declaration = form == DeclarationForm.CLOUDFORMATION ? descend(node) : node;
        Pipeline pipeline = new PipelineBinder(new Binding(problems, form, Binding.Placeholders.NONE))
                .bind(declaration, Optional.of("Thing"));
        assertThat(problems.list()).as(source.content()).isEmpty();
        return pipeline;
    }

    private static SourceNode descend(SourceNode node) {
        SourceNode at = node;
        for (String key : List.of("Resources", "Thing", "Properties")) {
            at = ((SourceNode.Mapping) at).get(key).orElseThrow();
        }
        return at;
    }

    @Test
    void theFormIsFixedToTheByte() {
        ActionTypeId type = new ActionTypeId(ActionCategory.DEPLOY, ActionOwner.AWS, "ECS", "1");
        Pipeline pipeline = new Pipeline(
                "shop",
                Optional.empty(),
                List.of(),
                List.of(new StageDeclaration(
                        "Deploy",
                        List.of(ActionDeclaration.of("Roll", type, Map.of("ServiceName", "web", "ClusterName", "c"))))),
                ExecutionMode.SUPERSEDED,
                Optional.of(PipelineType.V2),
                List.of(),
                List.of(),
                3);
        assertThat(new String(CanonicalPipeline.write(pipeline), StandardCharsets.UTF_8))
                .isEqualTo("{\"name\":\"shop\",\"stages\":[{\"name\":\"Deploy\",\"actions\":[{\"name\":\"Roll\","
                        + "\"actionTypeId\":{\"category\":\"Deploy\",\"owner\":\"AWS\",\"provider\":\"ECS\",\"version\":\"1\"},"
                        + "\"runOrder\":1,\"configuration\":{\"ClusterName\":\"c\",\"ServiceName\":\"web\"}}]}],"
                        + "\"version\":3,\"executionMode\":\"SUPERSEDED\",\"pipelineType\":\"V2\"}");
        assertThat(CanonicalPipeline.digest(pipeline))
                .isEqualTo("sha256:00242aa92067e8aa8c58f7e5adea1d61000300ba8d96b6c8b2e2cbf144523a13");
    }

    @Test
    void bytesThatAreNoCanonicalFormAreRefused() {
        assertThatThrownBy(() -> CanonicalPipeline.read("{\"name\":1}".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not a canonical pipeline");
    }

    static List<String> complaints(List<Problem> problems) {
        return problems.stream()
                .map(problem -> problem.id() + " " + problem.span().line() + ":"
                        + problem.span().column() + " " + problem.message())
                .toList();
    }
}
