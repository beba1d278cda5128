package dev.penstock.simulator.ecs;

import java.util.List;

/**
 * The stages that a blue/green, linear or canary deployment goes through, in their order. Source: ECS API Reference,
 * ServiceDeployment ({@code lifecycleStage}) and DeploymentLifecycleHook ({@code lifecycleStages}); ECS Developer Guide, "Pause
 * hooks for Amazon ECS service deployments".
 */
enum LifecycleStage {
    /** Only when there is more than one active service revision beside the new one. */
    RECONCILE_SERVICE(Hooks.ANY),
    PRE_SCALE_UP(Hooks.ANY),
    SCALE_UP(Hooks.NONE),
    POST_SCALE_UP(Hooks.ANY),
    TEST_TRAFFIC_SHIFT(Hooks.FUNCTIONS),
    POST_TEST_TRAFFIC_SHIFT(Hooks.ANY),
    /** Before every step of production traffic. */
    PRE_PRODUCTION_TRAFFIC_SHIFT(Hooks.ANY),
    /** Once for every step. */
    PRODUCTION_TRAFFIC_SHIFT(Hooks.FUNCTIONS),
    POST_PRODUCTION_TRAFFIC_SHIFT(Hooks.ANY),
    BAKE_TIME(Hooks.NONE),
    CLEAN_UP(Hooks.NONE);

    private enum Hooks {
        NONE,
        FUNCTIONS,
        ANY
    }

    private final Hooks hooks;

    LifecycleStage(Hooks hooks) {
        this.hooks = hooks;
    }

    /** Whether a hook of that type may stand at this stage. */
    boolean takes(LifecycleHook.Type type) {
        return switch (hooks) {
            case NONE -> false;
            case FUNCTIONS -> type == LifecycleHook.Type.AWS_LAMBDA;
            case ANY -> true;
        };
    }

    boolean before(LifecycleStage other) {
        return compareTo(other) < 0;
    }

    /** The stage after this one; the last one has none. */
    LifecycleStage next() {
        List<LifecycleStage> all = List.of(values());
        return all.get(all.indexOf(this) + 1);
    }
}
