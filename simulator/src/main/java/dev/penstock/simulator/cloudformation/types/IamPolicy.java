package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.ServiceError;
import java.util.List;

/** {@code AWS::IAM::Policy}: one inline policy for each role, user and group that it names. Ref is a generated name. */
final class IamPolicy extends ServiceHandler {

    static final String TYPE = "AWS::IAM::Policy";
    private static final String NAME = "PolicyName";
    private static final String DOCUMENT = "PolicyDocument";
    private static final int PART = 4;

    IamPolicy() {
        super(TYPE, "iam");
    }

    @Override
    public Progress create(ResourceContext context, JsonValue.Structure properties) {
        Properties asked = Properties.of(properties);
        List<IamHolder> holders = IamHolder.of(this, context, asked);
        if (holders.isEmpty()) {
            throw ServiceError.client("InvalidRequest", "At least one of [Groups,Roles,Users] must be non-empty.");
        }
        holders.forEach(holder -> holder.put(asked.require(NAME), asked.text(DOCUMENT, "")));
        return done(physicalId(context));
    }

    /** Four letters of the stack and of the logical id, like {@code teststac-CFNUsers-ABC1DEF2GHI3}, cut shorter today. */
    private static String physicalId(ResourceContext context) {
        return cut(context.stackName()) + "-" + cut(context.logicalId()) + "-" + context.randomSuffix();
    }

    private static String cut(String text) {
        return text.substring(0, Math.min(PART, text.length()));
    }

    @Override
    public Progress update(ResourceContext context, Deployed before, JsonValue.Structure after) {
        Properties asked = Properties.of(after);
        Properties old = Properties.of(before.properties());
        List<IamHolder> holders = IamHolder.of(this, context, asked);
        holders.forEach(holder -> holder.put(asked.require(NAME), asked.text(DOCUMENT, "")));
        boolean renamed = asked.changed(old, NAME);
        for (IamHolder holder : IamHolder.of(this, context, old)) {
            if (renamed || !holders.contains(holder)) {
                holder.delete(old.require(NAME));
            }
        }
        return unchanged(before);
    }

    @Override
    public Progress delete(ResourceContext context, Deployed resource) {
        Properties given = Properties.of(resource.properties());
        IamHolder.of(this, context, given).forEach(holder -> holder.delete(given.require(NAME)));
        return unchanged(resource);
    }
}
