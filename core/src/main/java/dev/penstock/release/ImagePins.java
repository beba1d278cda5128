package dev.penstock.release;

import dev.penstock.action.ActionContext;
import dev.penstock.artifact.Digest;
import dev.penstock.image.ImageRegistry;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Pins images by digest before anything is changed: a tag may move between now and the start of a task. Images in other
 * registries than ours keep their tag, and the log says so.
 */
public final class ImagePins {

    private final ImageRegistry registry;

    /** Pins by what a registry says. */
    public ImagePins(ImageRegistry registry) {
        this.registry = registry;
    }

    /**
     * Pins images.
     *
     * @param images image by what it is for, such as a container's name
     * @return the same, by digest wherever that is known
     * @throws ReleaseFailure if one is no image, or is not in its repository
     */
    public Map<String, String> pin(ActionContext context, Map<String, String> images) throws ReleaseFailure {
        Map<String, String> pinned = new LinkedHashMap<>();
        for (Map.Entry<String, String> image : images.entrySet()) {
            pinned.put(image.getKey(), pin(context, image.getKey(), image.getValue()));
        }
        return pinned;
    }

    private String pin(ActionContext context, String container, String image) throws ReleaseFailure {
        ImageName name = parse(container, image);
        if (!registry.holds(name.repository())) {
            if (name.digest().isEmpty()) {
                context.log("Container " + container + ": " + image
                        + " is named by a tag in a registry that is not looked into; the tag may move.");
            }
            return image;
        }
        if (name.digest().isPresent()) {
            Digest digest = name.digest().get();
            if (!registry.contains(context.scope(), name.repository(), digest)) {
                throw missing(container, image, "an image of this digest");
            }
            return name.repository() + "@" + digest;
        }
        String tag = name.tagOrLatest();
        Optional<Digest> digest = registry.digestOf(context.scope(), name.repository(), tag);
        if (digest.isEmpty()) {
            throw missing(container, image, "an image tagged '" + tag + "'");
        }
        String pinned = name.repository() + "@" + digest.get();
        context.log("Container " + container + ": tag " + tag + " is " + pinned);
        return pinned;
    }

    private static ImageName parse(String container, String image) throws ReleaseFailure {
        try {
            return ImageName.parse(image);
        } catch (IllegalArgumentException e) {
            throw new ReleaseFailure(
                    "PEN-ECS-002",
                    "The image '" + image + "' of container '" + container + "': " + e.getMessage() + ".");
        }
    }

    private static ReleaseFailure missing(String container, String image, String what) {
        return new ReleaseFailure(
                "PEN-ECS-004",
                "The image '" + image + "' of container '" + container + "' is not in its repository: there is not "
                        + what + ". Nothing was changed.");
    }
}
