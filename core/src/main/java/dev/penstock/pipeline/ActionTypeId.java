package dev.penstock.pipeline;

/**
 * Which provider carries an action out ({@code ActionTypeId}).
 *
 * @param category {@code Source}, {@code Build}, {@code Deploy}, {@code Test}, {@code Invoke}, {@code Approval} or {@code
 *     Compute}
 * @param owner {@code AWS}, {@code ThirdParty} or {@code Custom}
 * @param provider 1 to 35 characters
 * @param version 1 to 9 characters
 */
public record ActionTypeId(ActionCategory category, ActionOwner owner, String provider, String version) {

    /** {@code Deploy/AWS/ECS/1}: how an action type is named in messages. */
    @Override
    public String toString() {
        return category.declared() + "/" + owner.declared() + "/" + provider + "/" + version;
    }
}
