package dev.penstock.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.pipeline.VariableResolver.Resolution.Resolved;
import dev.penstock.pipeline.VariableResolver.Resolution.Unresolved;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class VariableResolverTest {

    private static final Map<String, Map<String, String>> NAMESPACES = Map.of(
            "Source", Map.of("CommitId", "abc123", "CommitMessage", "say #{Source.CommitId} and \"quote\""),
            "variables", Map.of("env", "prod"));

    @Test
    void referencesInConfigurationCommandsAndEnvironmentAreReplaced() {
        var resolution = VariableResolver.resolve(
                action(
                        Map.of("Key", "v-#{Source.CommitId}-#{variables.env}"),
                        "echo #{variables.env}",
                        "#{Source.CommitId}"),
                NAMESPACES);
        ActionDeclaration resolved = ((Resolved) resolution).action();
        assertThat(resolved.configuration()).containsEntry("Key", "v-abc123-prod");
        assertThat(resolved.commands()).containsExactly("echo prod");
        assertThat(resolved.environmentVariables().getFirst().value()).isEqualTo("abc123");
    }

    @Test
    void whatIsPutInIsNotLookedThroughAgain() {
        var resolution = VariableResolver.resolve(action(Map.of("Key", "#{Source.CommitMessage}"), "", ""), NAMESPACES);
        assertThat(((Resolved) resolution).action().configuration())
                .containsEntry("Key", "say #{Source.CommitId} and \"quote\"");
    }

    @Test
    void everyReferenceWithoutAValueIsNamedWithWhatThereIs() {
        var resolution = VariableResolver.resolve(
                action(Map.of("Key", "#{Source.Commit} #{source.CommitId}"), "", ""), NAMESPACES);
        assertThat(((Unresolved) resolution).message())
                .isEqualTo(
                        "One or more variables of action Act could not be resolved: #{Source.Commit}: 'Source' has no"
                                + " 'Commit', there are 'CommitId', 'CommitMessage'; #{source.CommitId}: there is no namespace"
                                + " 'source' yet, there are 'Source', 'variables'.");
    }

    @Test
    void aConfigurationOverTheQuotaIsRefused() {
        var huge = Map.of("big", Map.of("text", "x".repeat(60 * 1024)));
        var resolution =
                VariableResolver.resolve(action(Map.of("One", "#{big.text}", "Two", "#{big.text}"), "", ""), huge);
        assertThat(((Unresolved) resolution).message()).contains("122880 bytes", "102400 are allowed");
    }

    @Test
    void textThatMentionsNoVariableIsLeftAlone() {
        assertThat(VariableResolver.mentionsVariables(action(Map.of("Key", "#{not one} $x #{"), "echo", "y")))
                .isFalse();
        assertThat(VariableResolver.mentionsVariables(action(Map.of(), "echo #{a.b}", "")))
                .isTrue();
        assertThat(VariableResolver.mentionsVariables(action(Map.of(), "", "#{a.b}")))
                .isTrue();
    }

    private static ActionDeclaration action(Map<String, String> configuration, String command, String environment) {
        return new ActionDeclaration(
                "Act",
                new ActionTypeId(ActionCategory.BUILD, ActionOwner.AWS, "CodeBuild", "1"),
                1,
                configuration,
                List.of(command),
                List.of(new EnvironmentVariable("E", environment, EnvironmentVariableType.PLAINTEXT)),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty());
    }
}
