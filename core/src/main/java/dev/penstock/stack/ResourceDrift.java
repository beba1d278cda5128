package dev.penstock.stack;

import java.util.List;

/**
 * A resource that is not as its stack's template says.
 *
 * @param logicalId its name in the template
 * @param physicalId its own id
 * @param type such as {@code AWS::EC2::SecurityGroup}
 * @param status {@code MODIFIED} or {@code DELETED}; {@code IN_SYNC} if nothing differs
 * @param differences what differs; empty if it was deleted
 */
public record ResourceDrift(
        String logicalId, String physicalId, String type, String status, List<Difference> differences) {

    public ResourceDrift {
        differences = List.copyOf(differences);
    }

    /**
     * A property that differs.
     *
     * @param path such as {@code /SecurityGroupIngress/0/CidrIp}
     * @param expected what the template says, as text; empty if nothing
     * @param actual what it is, as text; empty if nothing
     */
    public record Difference(String path, String expected, String actual) {}
}
