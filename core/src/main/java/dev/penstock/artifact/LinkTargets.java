package dev.penstock.artifact;

import dev.penstock.artifact.BundleException.Reason;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Map;

/**
 * Follows the symbolic links of a bundle, each through the others, and refuses those that leave it. Reading a target as
 * text is not enough: {@code a/..} is somewhere else when {@code a} is itself a link.
 */
final class LinkTargets {

    private static final int MAXIMUM_HOPS = 40;

    private final String bundle;
    private final Map<String, String> links;

    /** All links of the bundle: name to target. */
    LinkTargets(String bundle, Map<String, String> links) {
        this.bundle = bundle;
        this.links = links;
    }

    void check() throws BundleException {
        for (Map.Entry<String, String> link : links.entrySet()) {
            follow(link.getKey(), link.getValue());
        }
    }

    private void follow(String name, String firstTarget) throws BundleException {
        Deque<String> here = new ArrayDeque<>();
        Deque<String> ahead = new ArrayDeque<>(Arrays.asList(name.split("/", -1)));
        int hops = 0;
        while (!ahead.isEmpty()) {
            String part = ahead.pop();
            if (part.isEmpty() || part.equals(".")) {
                continue;
            }
            if (part.equals("..")) {
                if (here.pollLast() == null) {
                    throw new BundleException(
                            Reason.LINK_LEADS_OUT,
                            bundle,
                            name,
                            "is a link that leads out of it, to '" + firstTarget + "'");
                }
                continue;
            }
            here.addLast(part);
            String target = links.get(String.join("/", here));
            if (target == null) {
                continue;
            }
            if (++hops > MAXIMUM_HOPS) {
                throw new BundleException(
                        Reason.LINK_LEADS_OUT,
                        bundle,
                        name,
                        "is a link that leads in circles, to '" + firstTarget + "'");
            }
            if (target.startsWith("/") || target.indexOf('\\') >= 0 || target.matches("(?s)[A-Za-z]:.*")) {
                throw new BundleException(
                        Reason.LINK_LEADS_OUT, bundle, name, "is a link to an absolute place, '" + target + "'");
            }
            if (target.isEmpty() || target.indexOf('\0') >= 0) {
                throw new BundleException(Reason.LINK_LEADS_OUT, bundle, name, "is a link without a proper target");
            }
            here.removeLast();
            String[] parts = target.split("/", -1);
            for (int i = parts.length - 1; i >= 0; i--) {
                ahead.push(parts[i]);
            }
        }
    }
}
