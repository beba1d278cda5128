package dev.penstock.simulator.elb;

import dev.penstock.simulator.elb.ElbStore.BalancerRow;
import dev.penstock.simulator.elb.ElbStore.GroupRow;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.wire.ServiceError;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.FixedResponseActionConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ForwardActionConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RedirectActionConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupStickinessConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;

/**
 * Which actions a listener or a rule may have, and the form in which they are kept and described: a forward always has
 * its {@code ForwardConfig}, with weights. Source: ELB API Reference, Action.
 */
final class ActionRules {

    private static final List<String> SIMULATED = List.of("forward", "redirect", "fixed-response");
    private static final Set<String> CONTENT_TYPES =
            Set.of("text/html", "application/json", "application/javascript", "text/css", "text/plain");
    private static final int MOST_GROUPS = 5;

    private final ElbStore rows;

    ActionRules(ElbStore rows) {
        this.rows = rows;
    }

    /** Checks the actions of a rule of a load balancer and gives them in the form in which they are kept. */
    List<Action> kept(Call call, BalancerRow balancer, ProtocolEnum listener, List<Action> asked, String member) {
        if (asked.isEmpty()) {
            throw ElbErrors.constraint(member, null, "not be null");
        } else if (asked.size() > 1) {
            throw ServiceError.client(
                    "InvalidLoadBalancerAction",
                    "Each rule must include exactly one of the following types of actions: forward, redirect, or"
                            + " fixed-response");
        }
        List<Action> kept = new ArrayList<>();
        for (Action action : asked) {
            kept.add(kept(call, balancer, listener, action, member + "." + (kept.size() + 1) + ".member"));
        }
        return kept;
    }

    private Action kept(Call call, BalancerRow balancer, ProtocolEnum listener, Action action, String member) {
        String type = ElbErrors.required(member + ".type", action.typeAsString());
        if (action.type() == ActionTypeEnum.UNKNOWN_TO_SDK_VERSION && !type.equals("jwt-validation")) {
            throw ElbErrors.constraint(
                    member + ".type", type, "satisfy enum value set: [" + String.join(", ", SIMULATED) + "]");
        } else if (!SIMULATED.contains(type)) {
            throw ElbErrors.unsupported("an action of type " + type, String.join(", ", SIMULATED));
        }
        boolean network = balancer.model().type() == LoadBalancerTypeEnum.NETWORK;
        if (network && action.type() != ActionTypeEnum.FORWARD) {
            throw ServiceError.client(
                    "InvalidLoadBalancerAction",
                    "Actions of type '" + type + "' are not supported for listeners of Network Load Balancers");
        }
        return switch (action.type()) {
            case FORWARD -> forward(call, balancer, listener, action, member);
            case REDIRECT -> {
                requireRedirect(action.redirectConfig(), listener, member);
                yield action.toBuilder()
                        .redirectConfig(complete(action.redirectConfig()))
                        .build();
            }
            default -> {
                requireFixedResponse(action.fixedResponseConfig(), member);
                yield action;
            }
        };
    }

    private Action forward(Call call, BalancerRow balancer, ProtocolEnum listener, Action action, String member) {
        List<TargetGroupTuple> asked = groups(action);
        if (asked.size() > MOST_GROUPS) {
            throw ElbErrors.limit("TooManyTargetGroups", "target groups per action");
        }
        Set<String> seen = new HashSet<>();
        List<TargetGroupTuple> tuples = new ArrayList<>();
        for (TargetGroupTuple tuple : asked) {
            String arn = ElbErrors.required(member + ".targetGroupArn", tuple.targetGroupArn());
            GroupRow group = rows.group(arn)
                    .filter(row -> LoadBalancers.isCallers(call, arn))
                    .orElseThrow(
                            () -> ServiceError.client("TargetGroupNotFound", "Target group '" + arn + "' not found"));
            requireFree(group, balancer);
            requireCompatible(group, listener);
            if (!seen.add(arn)) {
                throw ElbErrors.validation("Target group '" + arn + "' was specified multiple times in an action");
            }
            int weight = tuple.weight() == null ? 1 : tuple.weight();
            if (weight < 0 || weight > 999) {
                throw ElbErrors.validation("Target group weight '" + weight + "' must be between '0-999' inclusive");
            }
            tuples.add(tuple.toBuilder().weight(weight).build());
        }
        ForwardActionConfig config = ForwardActionConfig.builder()
                .targetGroups(tuples)
                .targetGroupStickinessConfig(stickiness(action.forwardConfig()))
                .build();
        return action.toBuilder()
                .targetGroupArn(tuples.size() == 1 ? tuples.getFirst().targetGroupArn() : null)
                .forwardConfig(config)
                .build();
    }

    private static List<TargetGroupTuple> groups(Action action) {
        boolean configured = action.forwardConfig() != null
                && !action.forwardConfig().targetGroups().isEmpty();
        if (!configured) {
            if (action.targetGroupArn() == null) {
                throw ElbErrors.validation("A target group ARN must be specified");
            }
            return List.of(TargetGroupTuple.builder()
                    .targetGroupArn(action.targetGroupArn())
                    .build());
        }
        List<TargetGroupTuple> groups = action.forwardConfig().targetGroups();
        boolean agrees = action.targetGroupArn() == null
                || (groups.size() == 1
                        && action.targetGroupArn().equals(groups.getFirst().targetGroupArn()));
        if (!agrees) {
            throw ElbErrors.validation("You can specify only one target group using ForwardConfig, and it must be the"
                    + " same target group specified in TargetGroupArn");
        }
        return groups;
    }

    private void requireFree(GroupRow group, BalancerRow balancer) {
        String arn = group.model().targetGroupArn();
        List<String> users = rows.balancersOf(arn);
        if (!users.isEmpty() && !users.contains(balancer.model().loadBalancerArn())) {
            throw ServiceError.client(
                    "TargetGroupAssociationLimit",
                    "The following target groups cannot be associated with more than one load balancer: " + arn);
        }
    }

    private static void requireCompatible(GroupRow group, ProtocolEnum listener) {
        ProtocolEnum protocol = group.model().protocol();
        boolean compatible = switch (listener) {
            case HTTP, HTTPS -> AttributeRules.isApplication(group.model());
            case TCP, TLS ->
                protocol == ProtocolEnum.TCP || protocol == ProtocolEnum.TLS || protocol == ProtocolEnum.TCP_UDP;
            default -> protocol == listener;
        };
        if (!compatible) {
            throw ServiceError.client(
                    "IncompatibleProtocols",
                    "The protocol '" + protocol + "' of target group '"
                            + group.model().targetGroupArn() + "' is not compatible with the listener protocol '"
                            + listener + "'");
        }
    }

    private static TargetGroupStickinessConfig stickiness(@Nullable ForwardActionConfig config) {
        TargetGroupStickinessConfig asked = config == null ? null : config.targetGroupStickinessConfig();
        if (asked == null || !Boolean.TRUE.equals(asked.enabled())) {
            return TargetGroupStickinessConfig.builder().enabled(false).build();
        }
        Integer seconds = asked.durationSeconds();
        if (seconds == null || seconds < 1 || seconds > 604_800) {
            throw ElbErrors.validation(
                    "Target group stickiness duration must be specified, between 1 and 604800 seconds");
        }
        return asked;
    }

    private static void requireRedirect(@Nullable RedirectActionConfig config, ProtocolEnum listener, String member) {
        if (config == null) {
            throw ElbErrors.validation("A redirect config must be specified for actions of type 'redirect'");
        }
        ElbErrors.required(member + ".redirectConfig.statusCode", config.statusCodeAsString());
        ElbErrors.oneOf(
                member + ".redirectConfig.statusCode",
                config.statusCodeAsString(),
                List.of("HTTP_301", "HTTP_302"),
                "");
        RedirectActionConfig full = complete(config);
        if (!full.protocol().matches("HTTPS?|#\\{protocol}")) {
            throw ElbErrors.constraint(
                    member + ".redirectConfig.protocol",
                    full.protocol(),
                    "satisfy regular expression pattern: ^(HTTPS?|#\\{protocol\\})$");
        } else if (listener == ProtocolEnum.HTTPS && full.protocol().equals("HTTP")) {
            throw ServiceError.client("InvalidLoadBalancerAction", "You cannot redirect HTTPS to HTTP");
        }
        boolean loops = full.protocol().equals("#{protocol}")
                && full.host().equals("#{host}")
                && full.port().equals("#{port}")
                && full.path().equals("/#{path}");
        if (loops) {
            throw ServiceError.client(
                    "InvalidLoadBalancerAction", "The redirect configuration is not valid because it creates a loop.");
        }
    }

    /** What a redirect leaves out stays as it is in the request. Source: API Reference, RedirectActionConfig. */
    private static RedirectActionConfig complete(RedirectActionConfig config) {
        return config.toBuilder()
                .protocol(config.protocol() == null ? "#{protocol}" : config.protocol())
                .host(config.host() == null ? "#{host}" : config.host())
                .port(config.port() == null ? "#{port}" : config.port())
                .path(config.path() == null ? "/#{path}" : config.path())
                .query(config.query() == null ? "#{query}" : config.query())
                .build();
    }

    private static void requireFixedResponse(@Nullable FixedResponseActionConfig config, String member) {
        if (config == null) {
            throw ElbErrors.validation(
                    "A fixed response config must be specified for actions of type 'fixed-response'");
        }
        String status = ElbErrors.required(member + ".fixedResponseConfig.statusCode", config.statusCode());
        if (!status.matches("[245][0-9]{2}")) {
            throw ElbErrors.constraint(
                    member + ".fixedResponseConfig.statusCode",
                    status,
                    "satisfy regular expression pattern: ^(2|4|5)\\d\\d$");
        } else if (config.contentType() != null && !CONTENT_TYPES.contains(config.contentType())) {
            throw ServiceError.client(
                    "InvalidLoadBalancerAction",
                    "The ContentType must be one of:'text/html', 'application/json', 'application/javascript',"
                            + " 'text/css', 'text/plain'");
        } else if (config.messageBody() != null && config.messageBody().length() > 1024) {
            throw ElbErrors.constraint(
                    member + ".fixedResponseConfig.messageBody",
                    config.messageBody(),
                    "have length less than or equal to 1024");
        }
    }
}
