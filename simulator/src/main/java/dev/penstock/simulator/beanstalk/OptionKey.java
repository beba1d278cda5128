package dev.penstock.simulator.beanstalk;

import dev.penstock.simulator.beanstalk.instance.OptionName;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * What a setting is for.
 *
 * @param resource the name of the resource within the namespace, like a scheduled action's; empty for most options
 * @param name namespace and name
 */
record OptionKey(String resource, OptionName name) implements Comparable<OptionKey> {

    private static final Comparator<OptionKey> ORDER =
            Comparator.comparing(OptionKey::name).thenComparing(OptionKey::resource);
    private static final char BETWEEN = '|';

    static OptionKey of(String namespace, String name) {
        return new OptionKey("", new OptionName(namespace, name));
    }

    /** Of a request, which may lack parts. */
    static OptionKey of(@Nullable String resource, @Nullable String namespace, @Nullable String name) {
        return new OptionKey(text(resource), new OptionName(text(namespace), text(name)));
    }

    private static String text(@Nullable String given) {
        return given == null ? "" : given;
    }

    /** Reads what {@link #kept} wrote. */
    static OptionKey read(String kept) {
        int first = kept.indexOf(BETWEEN);
        int second = kept.indexOf(BETWEEN, first + 1);
        return of(kept.substring(0, first), kept.substring(first + 1, second), kept.substring(second + 1));
    }

    /** As a key of a kept map. */
    String kept() {
        return resource + BETWEEN + name.namespace() + BETWEEN + name.name();
    }

    String namespace() {
        return name.namespace();
    }

    @Override
    public int compareTo(OptionKey other) {
        return ORDER.compare(this, other);
    }
}
