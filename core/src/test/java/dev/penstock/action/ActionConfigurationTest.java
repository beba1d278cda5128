package dev.penstock.action;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.pipeline.ActionCategory;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.ActionOwner;
import dev.penstock.pipeline.ActionTypeId;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ActionConfigurationTest {

    private static final ActionTypeId TYPE = new ActionTypeId(ActionCategory.DEPLOY, ActionOwner.CUSTOM, "Pages", "1");

    @Test
    void textThatRefersToAVariableCannotBeJudgedBeforeTheActionStarts() {
        ActionDeclaration action = action(Map.of("Folder", "#{variables.Folder}/pages"));

        assertThat(ActionConfiguration.declared(action).isKnown("Folder")).isFalse();
    }

    @Test
    void textThatStillLooksLikeAReferenceCanBeJudgedOnceEverythingIsResolved() {
        ActionDeclaration action = action(Map.of("Folder", "#{variables.Folder}/pages"));

        assertThat(ActionConfiguration.resolved(action).isKnown("Folder")).isTrue();
    }

    @Test
    void textWithoutAReferenceCanBeJudgedAtOnce() {
        ActionDeclaration action = action(Map.of("Folder", "pages"));

        assertThat(ActionConfiguration.declared(action).isKnown("Folder")).isTrue();
    }

    @Test
    void absentAndEmptyTextCannotBeJudged() {
        ActionConfiguration reader = ActionConfiguration.resolved(action(Map.of("Folder", "")));

        assertThat(reader.isKnown("Folder")).isFalse();
        assertThat(reader.isKnown("Title")).isFalse();
    }

    @Test
    void askingWhetherAKeyIsKnownIsAskingForIt() {
        ActionConfiguration reader = ActionConfiguration.declared(action(Map.of("Folder", "pages", "Tile", "News")));

        reader.isKnown("Folder");

        assertThat(reader.problems()).extracting(ConfigurationProblem::key).containsExactly("Tile");
    }

    private static ActionDeclaration action(Map<String, String> configuration) {
        return ActionDeclaration.of("Publish", TYPE, configuration);
    }
}
