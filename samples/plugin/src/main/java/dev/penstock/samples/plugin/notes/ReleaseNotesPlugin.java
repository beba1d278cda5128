package dev.penstock.samples.plugin.notes;

import dev.penstock.action.ActionPlugin;
import dev.penstock.action.ActionProvider;
import java.util.List;

/** What is named in {@code META-INF/services/dev.penstock.action.ActionPlugin}, and therefore public. */
public final class ReleaseNotesPlugin implements ActionPlugin {

    @Override
    public List<ActionProvider<?, ?>> providers() {
        return List.of(new ReleaseNotesAction());
    }
}
