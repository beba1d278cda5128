package dev.penstock.simulator.policy;

/** What a policy document is for, which decides what it must and may not say. */
public enum PolicyKind {
    /** Belongs to a user, group or role, or bounds one, or narrows a session: has resources and no principal. */
    IDENTITY,
    /** Says who may assume a role: has principals and no resources. */
    TRUST,
    /** Belongs to a resource, like a bucket: has principals and resources. */
    RESOURCE
}
