package dev.penstock.simulator.cloudformation.template;

/** What a value takes from a resource of the same template. */
public sealed interface Reference {

    /** The resource's name in the template. */
    String logicalId();

    /** As a change set names what causes a change: {@code Queue}, {@code Queue.Arn}. */
    String text();

    /** {@code Ref}: the physical id. */
    record Resource(String logicalId) implements Reference {

        @Override
        public String text() {
            return logicalId;
        }
    }

    /** {@code Fn::GetAtt}. */
    record Attribute(String logicalId, String attribute) implements Reference {

        @Override
        public String text() {
            return logicalId + "." + attribute;
        }
    }
}
