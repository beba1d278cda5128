package dev.penstock.simulator.codedeploy;

import dev.penstock.simulator.s3.ObjectAccess;
import dev.penstock.simulator.service.Caller;
import dev.penstock.simulator.state.Blobs;
import dev.penstock.simulator.state.Calendar;
import dev.penstock.simulator.wire.ServiceError;
import java.nio.charset.StandardCharsets;
import software.amazon.awssdk.services.codedeploy.model.RevisionLocation;
import software.amazon.awssdk.services.codedeploy.model.S3Location;

/** The text of revisions: an AppSpec file, given itself or in S3. */
final class Revisions {

    private final ObjectAccess objects;
    private final Blobs blobs;
    private final Calendar calendar;

    Revisions(ObjectAccess objects, Blobs blobs, Calendar calendar) {
        this.objects = objects;
        this.blobs = blobs;
        this.calendar = calendar;
    }

    String text(Caller role, RevisionLocation revision) throws DeploymentFailure {
        String type = revision.revisionTypeAsString() == null ? "" : revision.revisionTypeAsString();
        return switch (type) {
            case "AppSpecContent" ->
                revision.appSpecContent() == null
                        ? ""
                        : revision.appSpecContent().content();
            case "String" -> revision.string() == null ? "" : revision.string().content();
            case "S3" -> object(role, revision.s3Location());
            default ->
                throw new DeploymentFailure("INVALID_REVISION", "The revision type " + type + " is not supported.");
        };
    }

    private String object(Caller role, S3Location location) throws DeploymentFailure {
        try {
            ObjectAccess.Found found =
                    objects.get(role, calendar.now(), location.bucket(), location.key(), location.version());
            return new String(blobs.bytes(found.sha256()), StandardCharsets.UTF_8);
        } catch (ServiceError refused) {
            throw new DeploymentFailure(
                    "REVISION_MISSING",
                    "The revision s3://" + location.bucket() + "/" + location.key() + " could not be read: "
                            + refused.message());
        }
    }
}
