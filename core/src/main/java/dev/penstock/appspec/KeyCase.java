package dev.penstock.appspec;

import dev.penstock.document.SourceNode;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The keys of files for ECS and Lambda in one spelling: the pages of the User Guide write {@code Resources} and {@code
 * resources}, {@code Hooks} and {@code hooks}, and CodeDeploy takes both.
 */
final class KeyCase {

    private static final Map<String, String> SPELLING = Stream.of(
                    "version",
                    "Resources",
                    "Hooks",
                    "Type",
                    "Properties",
                    "TaskDefinition",
                    "LoadBalancerInfo",
                    "ContainerName",
                    "ContainerPort",
                    "PlatformVersion",
                    "NetworkConfiguration",
                    "AwsvpcConfiguration",
                    "Subnets",
                    "SecurityGroups",
                    "AssignPublicIp",
                    "CapacityProviderStrategy",
                    "CapacityProvider",
                    "Base",
                    "Weight",
                    "Name",
                    "Alias",
                    "CurrentVersion",
                    "TargetVersion")
            .collect(Collectors.toUnmodifiableMap(name -> name.toLowerCase(Locale.ROOT), name -> name));

    private KeyCase() {}

    /** The same document, its known keys in one spelling; all places stay. */
    static SourceNode unified(SourceNode node) {
        return switch (node) {
            case SourceNode.Mapping mapping ->
                new SourceNode.Mapping(
                        mapping.span(),
                        mapping.entries().stream()
                                .map(entry -> new SourceNode.Entry(key(entry.key()), unified(entry.value())))
                                .toList());
            case SourceNode.Sequence sequence ->
                new SourceNode.Sequence(
                        sequence.span(),
                        sequence.items().stream().map(KeyCase::unified).toList());
            case SourceNode.Scalar scalar -> scalar;
        };
    }

    private static SourceNode.Scalar key(SourceNode.Scalar key) {
        String spelling = SPELLING.getOrDefault(key.text().toLowerCase(Locale.ROOT), key.text());
        return new SourceNode.Scalar(key.span(), key.type(), spelling);
    }
}
