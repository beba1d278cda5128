package dev.penstock.cli.wiring;

import dev.penstock.action.ActionProvider;
import java.util.List;

/**
 * Providers of actions.
 *
 * @param list at most one for each type of action
 */
record ActionProviders(List<ActionProvider<?, ?>> list) {

    ActionProviders {
        list = List.copyOf(list);
    }
}
