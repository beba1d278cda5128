package dev.penstock.action;

import java.util.List;

/**
 * Brings action providers from a jar of its own. The jar names its implementation, which has a constructor without
 * parameters and is public, in {@code META-INF/services/dev.penstock.action.ActionPlugin}.
 */
public interface ActionPlugin {

    /** The providers; each type of action may be provided once in a program. */
    List<ActionProvider<?, ?>> providers();
}
