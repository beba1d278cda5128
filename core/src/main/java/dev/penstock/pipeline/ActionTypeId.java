package dev.penstock.pipeline;

import org.jspecify.annotations.Nullable;

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

    // In so many words, as these are keys: the JDK's own are spun when they are first called, in each process anew.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ActionTypeId that
                && category == that.category
                && owner == that.owner
                && provider.equals(that.provider)
                && version.equals(that.version);
    }

    @Override
    public int hashCode() {
        return provider.hashCode();
    }

    /** {@code Deploy/AWS/ECS/1}: how an action type is named in messages. */
    @Override
    public String toString() {
        return category.declared() + "/" + owner.declared() + "/" + provider + "/" + version;
    }
}
