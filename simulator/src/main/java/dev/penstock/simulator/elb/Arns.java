package dev.penstock.simulator.elb;

import dev.penstock.simulator.service.Call;
import org.jspecify.annotations.Nullable;

/** ARNs of Elastic Load Balancing: what is in them, and how they follow from each other. */
final class Arns {

    private static final String SERVICE = "elasticloadbalancing";

    private Arns() {}

    /** The start of all ARNs of a kind in the caller's account and region. */
    static String all(Call call, String kind) {
        return call.caller().arn(SERVICE, kind + "/");
    }

    static String loadBalancer(Call call, String type, String name, String id) {
        return all(call, "loadbalancer") + type + "/" + name + "/" + id;
    }

    static String targetGroup(Call call, String name, String id) {
        return all(call, "targetgroup") + name + "/" + id;
    }

    static String listener(String loadBalancer, String id) {
        return loadBalancer.replace(":loadbalancer/", ":listener/") + "/" + id;
    }

    static String rule(String listener, String id) {
        return rulesOf(listener) + id;
    }

    /** The start of the ARNs of a listener's rules. */
    static String rulesOf(String listener) {
        return listener.replace(":listener/", ":listener-rule/") + "/";
    }

    /** The start of the ARNs of a load balancer's listeners. */
    static String listenersOf(String loadBalancer) {
        return loadBalancer.replace(":loadbalancer/", ":listener/") + "/";
    }

    /**
     * An ARN that is given and has the form of its kind.
     *
     * @param kind the start of its resource, like {@code targetgroup}
     */
    static String valid(String kind, String member, @Nullable String given) {
        String arn = ElbErrors.required(member, given);
        if (!arn.matches("arn:[a-z-]+:" + SERVICE + ":[a-z0-9-]+:[0-9]{12}:" + kind + "/.+")) {
            String what = switch (kind) {
                case "loadbalancer" -> "load balancer";
                case "targetgroup" -> "target group";
                case "listener-rule" -> "listener rule";
                default -> kind;
            };
            throw ElbErrors.validation("'" + arn + "' is not a valid " + what + " ARN");
        }
        return arn;
    }

    /** The account in an ARN; empty when it is none. */
    static String account(String arn) {
        return part(arn, 4);
    }

    /** The region in an ARN; empty when it is none. */
    static String region(String arn) {
        return part(arn, 3);
    }

    /** What stands for a load balancer in metrics, {@code app/name/id}, or for a target group, {@code targetgroup/name/id}. */
    static String dimension(String arn) {
        String resource = part(arn, 5);
        return resource.startsWith("loadbalancer/") ? resource.substring("loadbalancer/".length()) : resource;
    }

    private static String part(String arn, int index) {
        String[] parts = arn.split(":", 6);
        return parts.length > index ? parts[index] : "";
    }
}
