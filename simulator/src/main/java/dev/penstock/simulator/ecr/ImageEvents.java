package dev.penstock.simulator.ecr;

import dev.penstock.simulator.service.ServiceEvents;
import dev.penstock.simulator.wire.JsonValue;
import dev.penstock.simulator.wire.ModelJson;
import java.util.List;
import java.util.Optional;

/**
 * The events that ECR sends to EventBridge when images are pushed and deleted: one for each tag. Source: ECR User Guide, "Sample events
 * from Amazon ECR".
 */
final class ImageEvents {

    private final ServiceEvents told;

    private ImageEvents(ServiceEvents told) {
        this.told = told;
    }

    /** Tells of all that changes from now on. */
    static void tell(Repositories repositories, ServiceEvents told) {
        ImageEvents events = new ImageEvents(told);
        repositories.watchImages(events::changed);
    }

    private void changed(String key, Optional<StoredImage> before, Optional<StoredImage> after) {
        RepositoryName repository = RepositoryName.ofKey(key.substring(0, key.indexOf('\u0000')));
        if (!told.isHeard(repository.account(), repository.region())) {
            return;
        }
        List<String> had = before.map(StoredImage::tags).orElse(List.of());
        List<String> has = after.map(StoredImage::tags).orElse(List.of());
        if (after.isPresent()) {
            has.stream().filter(tag -> !had.contains(tag)).forEach(tag -> send(repository, "PUSH", after.get(), tag));
            if (before.isEmpty() && has.isEmpty()) {
                send(repository, "PUSH", after.get(), "");
            }
        }
        before.filter(image -> after.isEmpty()).ifPresent(image -> {
            had.forEach(tag -> send(repository, "DELETE", image, tag));
            if (had.isEmpty()) {
                send(repository, "DELETE", image, "");
            }
        });
    }

    private void send(RepositoryName repository, String action, StoredImage image, String tag) {
        JsonValue.Structure detail = ModelJson.texts(
                "result",
                "SUCCESS",
                "repository-name",
                repository.name(),
                "image-digest",
                image.digest(),
                "action-type",
                action);
        JsonValue.Structure tagged =
                tag.isEmpty() ? detail : ModelJson.with(detail, "image-tag", new JsonValue.Text(tag));
        JsonValue.Structure whole = action.equals("PUSH")
                ? ModelJson.with(tagged, "manifest-media-type", new JsonValue.Text(image.mediaType()))
                : tagged;
        told.tell(new ServiceEvents.Told(
                repository.account(), repository.region(), "aws.ecr", "ECR Image Action", List.of(), whole));
    }
}
