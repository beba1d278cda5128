package dev.penstock.beanstalk;

import dev.penstock.action.ActionContext;
import dev.penstock.artifact.Digest;
import dev.penstock.beanstalk.bundle.BundlePreparation.ImagePin;
import dev.penstock.beanstalk.bundle.BundleRefusal;
import dev.penstock.image.ImageRegistry;
import dev.penstock.release.ImageName;
import java.util.Optional;

/** Pins images of our registries; those of others keep their tag, and the log says so. */
final class RegistryPin implements ImagePin {

    private final ActionContext context;
    private final ImageRegistry registry;

    RegistryPin(ActionContext context, ImageRegistry registry) {
        this.context = context;
        this.registry = registry;
    }

    @Override
    public String pinned(String image) throws BundleRefusal {
        ImageName name;
        try {
            name = ImageName.parse(image);
        } catch (IllegalArgumentException e) {
            throw BundleRefusal.ofImage("'" + image + "' names no image: " + e.getMessage() + ". Nothing was changed.");
        }
        if (name.digest().isPresent()) {
            return name.repository() + "@" + name.digest().get();
        }
        if (!registry.holds(name.repository())) {
            context.log(image + " is named by a tag in a registry that is not looked into; the tag may move.");
            return image;
        }
        Optional<Digest> digest = registry.digestOf(context.scope(), name.repository(), name.tagOrLatest());
        if (digest.isEmpty()) {
            throw BundleRefusal.ofImage("The image '" + image + "' is not in its repository: there is none tagged '"
                    + name.tagOrLatest() + "'. Nothing was changed.");
        }
        return name.repository() + "@" + digest.get();
    }
}
