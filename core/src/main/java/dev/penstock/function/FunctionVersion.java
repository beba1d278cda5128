package dev.penstock.function;

import dev.penstock.action.AwsScope;
import dev.penstock.observe.Observation;
import dev.penstock.observe.ResourceId;

/**
 * A version of a function as it is now ({@code FunctionConfiguration}).
 *
 * @param arn of the function, with the version's number if it is published
 * @param version its number, or {@value #LATEST}
 * @param codeSha256 names the code: in Base64 for an archive, in hexadecimal for an image
 * @param revision names this state of the version; empty where the platform tells none
 * @param packageType what its code is
 * @param state whether it can be invoked
 * @param stateReason why it cannot; may be empty
 * @param update what became of the last change
 * @param updateReason why it failed; may be empty
 * @param description as its publisher gave it; may be empty
 */
public record FunctionVersion(
        String arn,
        String version,
        String codeSha256,
        String revision,
        PackageType packageType,
        State state,
        String stateReason,
        UpdateStatus update,
        String updateReason,
        String description)
        implements Observation {

    /** The version that can be changed. */
    public static final String LATEST = "$LATEST";

    /** The kind of resource that is waited for. */
    public static final String KIND = "lambda-function";

    private static final char SEPARATOR = '|';

    /** The version as a resource that can be waited for. */
    public static ResourceId resource(AwsScope scope, FunctionName function, String version) {
        return new ResourceId(KIND, scope, function.text() + SEPARATOR + version);
    }

    /** The function of such a resource. */
    public static FunctionName function(ResourceId resource) {
        return new FunctionName(resource.id().substring(0, resource.id().indexOf(SEPARATOR)));
    }

    /** The version of such a resource. */
    public static String version(ResourceId resource) {
        return resource.id().substring(resource.id().indexOf(SEPARATOR) + 1);
    }

    /** Whether a change is carried out right now, or it is just being made. */
    public boolean isChanging() {
        return state == State.PENDING || update == UpdateStatus.IN_PROGRESS;
    }

    /** What the code of a function is. */
    public enum PackageType {
        /** A ZIP archive. */
        ZIP,
        /** A container image. */
        IMAGE
    }

    /** Whether a version can be invoked. */
    public enum State {
        /** It is being made. */
        PENDING,
        /** It can be invoked. */
        ACTIVE,
        /** It was not used for long, or was switched off; the platform has to bring it back first. */
        INACTIVE,
        /** It cannot. */
        FAILED
    }

    /** What became of the last change of the latest version. */
    public enum UpdateStatus {
        /** It holds. */
        SUCCESSFUL,
        /** It is being carried out. */
        IN_PROGRESS,
        /** It could not be carried out; what was there before still runs. */
        FAILED
    }
}
