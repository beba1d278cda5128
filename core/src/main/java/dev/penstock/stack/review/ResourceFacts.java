package dev.penstock.stack.review;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What is known about types of resources beyond what a change set says: which hold data ({@code stateful-types.tsv}), and
 * which properties interrupt when they change in place ({@code interruptions.tsv}); both files say where that is from.
 */
final class ResourceFacts {

    /** Types through which requests go: while one is replaced, or after, clients have the wrong address. */
    private static final Set<String> ON_THE_WAY_OF_REQUESTS = Set.of(
            "AWS::ApiGateway::RestApi",
            "AWS::ApiGatewayV2::Api",
            "AWS::CloudFront::Distribution",
            "AWS::EC2::EIP",
            "AWS::EC2::InternetGateway",
            "AWS::EC2::NatGateway",
            "AWS::EC2::Subnet",
            "AWS::EC2::VPC",
            "AWS::ECS::Service",
            "AWS::ElasticBeanstalk::Environment",
            "AWS::ElasticLoadBalancing::LoadBalancer",
            "AWS::ElasticLoadBalancingV2::Listener",
            "AWS::ElasticLoadBalancingV2::LoadBalancer",
            "AWS::ElasticLoadBalancingV2::TargetGroup");

    private static final Pattern INDEX = Pattern.compile("/[0-9]+(?=/|$)");

    private final Map<String, String> holds = new HashMap<>();
    private final Map<String, Set<String>> interrupting = new HashMap<>();

    private ResourceFacts() {
        Tables.read("stateful-types.tsv", columns -> holds.put(columns[0], columns[1]));
        Tables.read(
                "interruptions.tsv",
                columns -> interrupting
                        .computeIfAbsent(columns[0], type -> new HashSet<>())
                        .add(columns[1]));
    }

    private static final class Lazy {
        static final ResourceFacts FACTS = new ResourceFacts();
    }

    /** Read once, when first asked for. */
    static ResourceFacts get() {
        return Lazy.FACTS;
    }

    /** What a resource of that type holds, in words; empty if it holds nothing. */
    Optional<String> holds(String type) {
        return Optional.ofNullable(holds.get(type));
    }

    /** Whether changing a property in place interrupts a resource of that type. */
    boolean interrupts(String type, String path) {
        String general = INDEX.matcher(path).replaceAll("/*");
        for (String known : interrupting.getOrDefault(type, Set.of())) {
            if (general.equals(known) || general.startsWith(known + "/") || known.startsWith(general + "/")) {
                return true;
            }
        }
        return false;
    }

    /** Whether requests stop arriving while a resource of that type is replaced. */
    boolean isOnTheWayOfRequests(String type) {
        return ON_THE_WAY_OF_REQUESTS.contains(type);
    }
}
