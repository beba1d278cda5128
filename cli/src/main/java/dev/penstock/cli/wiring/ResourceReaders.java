package dev.penstock.cli.wiring;

import dev.penstock.observe.ResourceReader;
import java.util.List;

/**
 * Readers of resources that actions wait for.
 *
 * @param list one for each kind of resource
 */
record ResourceReaders(List<ResourceReader> list) {

    ResourceReaders {
        list = List.copyOf(list);
    }
}
