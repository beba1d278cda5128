package dev.penstock.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.action.ActionContext;
import dev.penstock.action.ActionProvider;
import dev.penstock.action.ArtifactLimits;
import dev.penstock.action.ConfigurationReader;
import dev.penstock.action.StepResult;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionPhase;
import dev.penstock.execution.ActionResult;
import dev.penstock.execution.ExecutionState;
import dev.penstock.execution.Outcome;
import dev.penstock.execution.Trigger;
import dev.penstock.journal.Entry;
import dev.penstock.pipeline.ActionCategory;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.ActionOwner;
import dev.penstock.pipeline.ActionTypeId;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.secret.ReferenceValues;
import dev.penstock.secret.Secret;
import dev.penstock.testing.InMemoryArtifactStore;
import dev.penstock.testing.InMemoryJournal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An action sees what the references of its text stand for; nothing that is kept has it. */
final class HiddenTextsTest {

    private static final ActionTypeId DEPLOY =
            new ActionTypeId(ActionCategory.DEPLOY, ActionOwner.AWS, "CloudFormation", "1");
    private static final String TOKEN = "canary-\"token\\4711";

    @TempDir
    private Path folder;

    private final InMemoryJournal journal = new InMemoryJournal();
    private final Seeing seeing = new Seeing();
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

    private final ReferenceValues values = (scope, pipeline, reference) -> {
        asked.add(pipeline + " " + reference.service() + " " + reference.key());
        return reference.key().equals("Lost") ? Optional.empty() : Optional.of(Secret.of(TOKEN));
    };

    /** Puts down what it sees, says it, and puts it out. */
    private static final class Seeing implements ActionProvider<Map<String, String>, Seeing.Nowhere> {

        record Nowhere(String first) {}

        final List<Map<String, String>> seen = Collections.synchronizedList(new ArrayList<>());

        @Override
        public ActionTypeId type() {
            return DEPLOY;
        }

        @Override
        public ArtifactLimits artifacts() {
            return new ArtifactLimits(0, 0, 0, 0);
        }

        @Override
        public Map<String, String> configure(ConfigurationReader configuration) {
            configuration.integer("Port", 80, 1, 65535);
            configuration.declaration().configuration().keySet().forEach(configuration::optional);
            return configuration.declaration().configuration();
        }

        @Override
        public boolean needs(ActionDeclaration action, String key) {
            return !key.equals("Unneeded");
        }

        @Override
        public Class<Nowhere> stateType() {
            return Nowhere.class;
        }

        @Override
        public Nowhere begin(Map<String, String> configuration) {
            return new Nowhere(configuration.toString());
        }

        @Override
        public Duration timeout(Map<String, String> configuration) {
            return Duration.ofMinutes(1);
        }

        @Override
        public StepResult<Nowhere> step(ActionContext context, Map<String, String> configuration, Nowhere state) {
            seen.add(configuration);
            context.log("I was told " + configuration);
            return new StepResult.Succeed<>(new ActionResult(
                    Map.of(), configuration, configuration.toString(), Optional.empty(), List.of(), Optional.empty()));
        }
    }

    @Test
    void anActionSeesWhatItsReferencesStandForAndNothingKeepsIt() throws Exception {
        ExecutionState end =
                run(Map.of("Text", "x{{resolve:parameter:Token}}y", "Plain", "{{resolve:unknown:thing}}"), Map.of());
        assertThat(end.outcome()).contains(Outcome.SUCCEEDED);
        assertThat(seeing.seen.getFirst())
                .containsEntry("Text", "x" + TOKEN + "y")
                .containsEntry("Plain", "{{resolve:unknown:thing}}");
        assertThat(asked).containsExactly("shop PARAMETER Token");
        assertThat(end.toString())
                .as("what listeners see")
                .doesNotContain("4711")
                .contains("x****y");
    }

    @Test
    void aValueDoesNotEndTheJsonTextThatItStandsIn() throws Exception {
        run(Map.of("List", "[{\"a\": \"\\\"{{resolve:environment:T}}\", \"b\": {{resolve:environment:T}}}]"), Map.of());
        assertThat(seeing.seen.getFirst())
                .containsEntry("List", "[{\"a\": \"\\\"canary-\\\"token\\\\4711\", \"b\": " + TOKEN + "}]");
    }

    @Test
    void whatAVariableBringsAsksForNoSecret() throws Exception {
        run(Map.of("Text", "from others: {{resolve:secretsmanager:prod}}"), Map.of());
        asked.clear();
        journalled("#{variables.env} and {{resolve:parameter:Token}}", "{{resolve:secretsmanager:prod}}");
        assertThat(asked).containsExactly("shop PARAMETER Token");
        assertThat(seeing.seen.get(2)).containsEntry("Text", "{{resolve:secretsmanager:prod}} and " + TOKEN);
    }

    @Test
    void aVariableThatBringsAMarkIsRefused() throws Exception {
        ExecutionState end = journalled("#{variables.env} and {{resolve:parameter:Token}}", "\uE0B10\uE0B2");
        assertThat(failure(end).code()).isEqualTo("PEN-ENGINE-007");
        assertThat(seeing.seen).isEmpty();
    }

    @Test
    void whatCloudFormationLooksUpItselfIsLeftToIt() throws Exception {
        String both = "{\"A\": \"{{resolve:ssm-secure:/a}}\", \"B\": \"{{resolve:parameter:B}}\"}";
        run(Map.of("ParameterOverrides", both), Map.of());
        assertThat(seeing.seen.getFirst().get("ParameterOverrides"))
                .startsWith("{\"A\": \"{{resolve:ssm-secure:/a}}\"");
        assertThat(asked).containsExactly("shop PARAMETER B");
    }

    @Test
    void whatAnActionDoesNotNeedIsNotAskedFor() throws Exception {
        assertThat(run(Map.of("Unneeded", "{{resolve:secretsmanager:github}}"), Map.of())
                        .outcome())
                .contains(Outcome.SUCCEEDED);
        assertThat(asked).isEmpty();
    }

    @Test
    void aValueThatNobodyGaveFailsTheActionAndSaysHowToGiveIt() throws Exception {
        ExecutionState end = run(Map.of(), Map.of("Text", "{{resolve:parameter:Lost}}"));
        assertThat(failure(end).code()).isEqualTo("PEN-ENGINE-007");
        assertThat(failure(end).message()).contains("'Lost'", "PENSTOCK_PARAMETER_Lost", "retry the stage");
    }

    @Test
    void aValueThatDoesNotFitFailsTheActionWithoutBeingShown() throws Exception {
        ExecutionState end = run(Map.of("Port", "{{resolve:parameter:Port}}"), Map.of());
        assertThat(failure(end).code()).isEqualTo("PEN-ENGINE-003");
        assertThat(failure(end).message()).contains("Port", "****").doesNotContain("4711");
    }

    private static ActionFailure failure(ExecutionState end) {
        return end.stages().getLast().actions().stream()
                .map(action -> action.phase())
                .filter(ActionPhase.Failed.class::isInstance)
                .map(phase -> ((ActionPhase.Failed) phase).failure())
                .findFirst()
                .orElseThrow();
    }

    /** Runs an action with a text, in which the variable {@code env} has a value. */
    private ExecutionState journalled(String text, String env) throws Exception {
        return run(
                new StartRequest(Trigger.startedBy("ann"), Map.of("env", env), Map.of()),
                Map.of("Text", text),
                Map.of());
    }

    private ExecutionState run(Map<String, String> first, Map<String, String> second) throws Exception {
        return run(StartRequest.by("ann"), first, second);
    }

    private ExecutionState run(StartRequest request, Map<String, String> first, Map<String, String> second)
            throws Exception {
        Pipeline pipeline = EngineFixture.pipeline(
                EngineFixture.stage("A", action("one", first)), EngineFixture.stage("B", action("two", second)));
        try (Engine engine = Engine.builder(journal)
                .artifacts(new InMemoryArtifactStore())
                .workFolder(folder)
                .providers(List.of(seeing))
                .references(values)
                .build()) {
            ExecutionState end =
                    engine.whenEnded(engine.start(pipeline, request)).get(20, TimeUnit.SECONDS);
            byte[] pinned = journal.pinned(end.definition()).orElseThrow();
            assertThat(new String(pinned, StandardCharsets.UTF_8)).doesNotContain("4711");
            for (Entry entry : journal.entriesAfter(end.id(), 0)) {
                assertThat(new String(entry.payload(), StandardCharsets.UTF_8)).doesNotContain("4711");
            }
            return end;
        }
    }

    private static ActionDeclaration action(String name, Map<String, String> configuration) {
        ActionDeclaration work = EngineFixture.work(name, configuration);
        return new ActionDeclaration(
                name,
                DEPLOY,
                1,
                configuration,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                work.namespace(),
                work.timeoutInMinutes());
    }
}
