package dev.penstock.simulator.beanstalk.bundle;

import dev.penstock.simulator.beanstalk.bundle.PlannedContainer.Mount.Source;
import java.util.ArrayDeque;
import java.util.Deque;

/** Folders of an instance: where the bundle lies, and where the rest. */
final class InstancePaths {

    /** Where a deployed bundle lies. Source: Developer Guide, "ECS managed Docker configuration". */
    static final String CURRENT = "/var/app/current";

    private InstancePaths() {}

    /** What an absolute path of the instance is. */
    static Source source(String path) {
        String plain = normal(path);
        if (plain.equals(CURRENT)) {
            return new Source.OfBundle("");
        }
        return plain.startsWith(CURRENT + "/")
                ? new Source.OfBundle(plain.substring(CURRENT.length() + 1))
                : new Source.OfInstance(plain);
    }

    /** What a path is that may be relative to the bundle. */
    static Source relative(String path) {
        return source(absolute(path));
    }

    /** Where on the instance a path leads that may be relative to the bundle. */
    static String absolute(String path) {
        if (path.startsWith("~")) {
            return normal("/root" + path.substring(1));
        }
        return normal(path.startsWith("/") ? path : CURRENT + "/" + path);
    }

    private static String normal(String path) {
        Deque<String> parts = new ArrayDeque<>();
        for (String part : path.split("/", -1)) {
            if (part.equals("..")) {
                parts.pollLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.addLast(part);
            }
        }
        return "/" + String.join("/", parts);
    }
}
