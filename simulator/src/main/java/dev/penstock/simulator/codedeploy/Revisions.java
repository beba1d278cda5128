package dev.penstock.simulator.codedeploy;

import dev.penstock.simulator.s3.ObjectAccess;
import dev.penstock.simulator.service.Caller;
import dev.penstock.simulator.state.Blobs;
import dev.penstock.simulator.state.Calendar;
import dev.penstock.simulator.wire.ServiceError;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.codedeploy.model.AppSpecContent;
import software.amazon.awssdk.services.codedeploy.model.DeploymentInfo;
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

    /**
     * A deployment as it is shown: the content of an AppSpec file is left out, and its digest there ("GetDeployment", API
     * Reference).
     */
    static DeploymentInfo shown(DeploymentInfo info) {
        return info.toBuilder()
                .revision(shown(info.revision()))
                .previousRevision(shown(info.previousRevision()))
                .build();
    }

    static @Nullable RevisionLocation shown(@Nullable RevisionLocation revision) {
        return revision == null || revision.appSpecContent() == null
                ? revision
                : revision.toBuilder()
                        .appSpecContent(AppSpecContent.builder()
                                .sha256(sha256(revision.appSpecContent()))
                                .build())
                        .build();
    }

    /** Names the content of an AppSpec file. */
    static String sha256(AppSpecContent appSpec) {
        if (appSpec.content() == null) {
            return appSpec.sha256() == null ? "" : appSpec.sha256();
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(appSpec.content().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
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
