package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;

/** {@code AWS::IAM::RolePolicy}, {@code UserPolicy} and {@code GroupPolicy}: Ref is policy and holder. */
final class IamInlinePolicy extends ServiceHandler {

    private static final String NAME = "PolicyName";
    private final IamHolder.Kind kind;
    private final String holder;

    /** @param holder the property that names the role, user or group */
    IamInlinePolicy(String type, IamHolder.Kind kind, String holder) {
        super(type, "iam");
        this.kind = kind;
        this.holder = holder;
    }

    @Override
    public Progress create(ResourceContext context, JsonValue.Structure properties) {
        Properties asked = Properties.of(properties);
        put(context, asked);
        return done(asked.require(NAME) + "|" + asked.require(holder));
    }

    @Override
    public Progress update(ResourceContext context, Deployed before, JsonValue.Structure after) {
        put(context, Properties.of(after));
        return unchanged(before);
    }

    private void put(ResourceContext context, Properties asked) {
        new IamHolder(this, context, kind, asked.require(holder))
                .put(asked.require(NAME), asked.text("PolicyDocument", "{}"));
    }

    @Override
    public Progress delete(ResourceContext context, Deployed resource) {
        Properties given = Properties.of(resource.properties());
        new IamHolder(this, context, kind, given.require(holder)).delete(given.require(NAME));
        return unchanged(resource);
    }
}
