package dev.penstock.samples.plugin;

import dev.penstock.action.ActionPlugin;
import dev.penstock.action.ActionProvider;
import java.util.List;

/** What is in this jar; named in {@code META-INF/services}. */
public final class AnnouncePlugin implements ActionPlugin {

    @Override
    public List<ActionProvider<?, ?>> providers() {
        return List.of(new AnnounceAction());
    }
}
