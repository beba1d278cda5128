package dev.penstock.simulator.cloudformation.template;

import java.util.Optional;
import java.util.Set;

/**
 * What a parameter takes. Source: User Guide, "Specify existing resources at runtime with CloudFormation-supplied
 * parameter types" and "CloudFormation template Parameters syntax".
 *
 * @param text as the template writes it
 * @param element what one value is: {@code String}, {@code Number}, or an AWS-specific type
 * @param list whether it takes several, with commas between them
 * @param fromStore whether what is given is the name of a parameter in Systems Manager that holds the value
 */
public record ParameterType(String text, String element, boolean list, boolean fromStore) {

    private static final String STORE = "AWS::SSM::Parameter::Value<";

    private static final Set<String> AWS_SPECIFIC = Set.of(
            "AWS::EC2::AvailabilityZone::Name",
            "AWS::EC2::Image::Id",
            "AWS::EC2::Instance::Id",
            "AWS::EC2::KeyPair::KeyName",
            "AWS::EC2::SecurityGroup::GroupName",
            "AWS::EC2::SecurityGroup::Id",
            "AWS::EC2::Subnet::Id",
            "AWS::EC2::Volume::Id",
            "AWS::EC2::VPC::Id",
            "AWS::Route53::HostedZone::Id");

    /** Whether its values are ids or names of things that must exist in the account. */
    public boolean isAwsSpecific() {
        return AWS_SPECIFIC.contains(element);
    }

    static Optional<ParameterType> of(String text) {
        if (text.startsWith(STORE) && text.endsWith(">")) {
            return plain(text.substring(STORE.length(), text.length() - 1))
                    .map(inner -> new ParameterType(text, inner.element(), inner.list(), true));
        }
        return plain(text);
    }

    private static Optional<ParameterType> plain(String text) {
        if (text.equals("CommaDelimitedList")) {
            return Optional.of(new ParameterType(text, "String", true, false));
        }
        if (text.startsWith("List<") && text.endsWith(">")) {
            String element = text.substring("List<".length(), text.length() - 1);
            return isElement(element) ? Optional.of(new ParameterType(text, element, true, false)) : Optional.empty();
        }
        return isElement(text) || text.equals("AWS::SSM::Parameter::Name")
                ? Optional.of(new ParameterType(text, text, false, false))
                : Optional.empty();
    }

    private static boolean isElement(String text) {
        return text.equals("String") || text.equals("Number") || AWS_SPECIFIC.contains(text);
    }
}
