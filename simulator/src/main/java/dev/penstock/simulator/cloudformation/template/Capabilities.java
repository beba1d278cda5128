package dev.penstock.simulator.cloudformation.template;

import dev.penstock.simulator.wire.ServiceError;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.services.cloudformation.model.Capability;

/**
 * What a template may do only when it is acknowledged. Source: API Reference, CreateStack, "Capabilities".
 *
 * @param iam CAPABILITY_IAM or CAPABILITY_NAMED_IAM when there are resources of IAM
 * @param types the types of resources that need it
 * @param transforms the transforms that need CAPABILITY_AUTO_EXPAND
 */
public record Capabilities(Optional<Capability> iam, List<String> types, List<String> transforms) {

    private static final Set<String> IAM = Set.of(
            "AWS::IAM::AccessKey",
            "AWS::IAM::Group",
            "AWS::IAM::InstanceProfile",
            "AWS::IAM::ManagedPolicy",
            "AWS::IAM::Policy",
            "AWS::IAM::Role",
            "AWS::IAM::User",
            "AWS::IAM::UserToGroupAddition");

    /** The property that gives a resource of IAM a name of the user's choice. */
    private static final Map<String, String> NAMES = Map.of(
            "AWS::IAM::Group", "GroupName",
            "AWS::IAM::InstanceProfile", "InstanceProfileName",
            "AWS::IAM::ManagedPolicy", "ManagedPolicyName",
            "AWS::IAM::Role", "RoleName",
            "AWS::IAM::User", "UserName");

    public Capabilities {
        types = List.copyOf(types);
        transforms = List.copyOf(transforms);
    }

    static Capabilities of(Template template) {
        Set<String> types = new TreeSet<>();
        boolean named = false;
        for (ResourceDeclaration resource : template.resources().values()) {
            if (IAM.contains(resource.type())) {
                types.add(resource.type());
                String name = NAMES.get(resource.type());
                named |= name != null && resource.properties().members().containsKey(name);
            }
        }
        Capability iam = named ? Capability.CAPABILITY_NAMED_IAM : Capability.CAPABILITY_IAM;
        return new Capabilities(
                types.isEmpty() ? Optional.empty() : Optional.of(iam), List.copyOf(types), template.transforms());
    }

    /** All that have to be acknowledged to make a stack directly. */
    public List<Capability> needed() {
        List<Capability> needed = new ArrayList<>(iam.stream().toList());
        if (!transforms.isEmpty()) {
            needed.add(Capability.CAPABILITY_AUTO_EXPAND);
        }
        return needed;
    }

    /** Why, as ValidateTemplate says it; empty when nothing is needed. */
    public Optional<String> reason() {
        if (!types.isEmpty()) {
            return Optional.of("The following resource(s) require capabilities: " + types);
        }
        return transforms.isEmpty()
                ? Optional.empty()
                : Optional.of("The following transform(s) require capabilities: " + transforms);
    }

    /**
     * Refuses an operation whose caller did not acknowledge what the template does.
     *
     * @param acknowledged the request's capabilities
     * @param reviewed whether a change set shows what transforms make of the template before anything is done: then
     *     CAPABILITY_AUTO_EXPAND is not needed
     * @throws ServiceError InsufficientCapabilitiesException
     */
    public void check(Collection<Capability> acknowledged, boolean reviewed) {
        List<String> missing = needed().stream()
                .filter(capability -> !acknowledged.contains(capability))
                .filter(capability -> capability != Capability.CAPABILITY_IAM
                        || !acknowledged.contains(Capability.CAPABILITY_NAMED_IAM))
                .filter(capability -> !reviewed || capability != Capability.CAPABILITY_AUTO_EXPAND)
                .map(Capability::toString)
                .toList();
        if (!missing.isEmpty()) {
            throw ServiceError.client(
                    "InsufficientCapabilitiesException",
                    "Requires capabilities : [" + String.join(", ", missing) + "]");
        }
    }
}
