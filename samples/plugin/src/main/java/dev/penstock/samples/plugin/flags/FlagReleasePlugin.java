package dev.penstock.samples.plugin.flags;

import dev.penstock.rollout.ReleasePlugin;
import dev.penstock.rollout.ReleaseStrategy;
import dev.penstock.rollout.ReleaseTarget;
import java.util.List;

/** What is in this jar; named in {@code META-INF/services}. */
public final class FlagReleasePlugin implements ReleasePlugin {

    @Override
    public List<ReleaseStrategy> strategies() {
        return List.of(new DoublingStrategy());
    }

    @Override
    public List<ReleaseTarget<?, ?>> targets() {
        return List.of(new FlagFileTarget());
    }
}
