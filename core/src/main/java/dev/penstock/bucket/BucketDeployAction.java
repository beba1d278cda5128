package dev.penstock.bucket;

import dev.penstock.action.ActionContext;
import dev.penstock.action.ActionProvider;
import dev.penstock.action.ArtifactLimits;
import dev.penstock.action.ConfigurationReader;
import dev.penstock.action.StepResult;
import dev.penstock.artifact.ArtifactReference;
import dev.penstock.artifact.ObjectLocation;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionResult;
import dev.penstock.pipeline.ActionCategory;
import dev.penstock.pipeline.ActionOwner;
import dev.penstock.pipeline.ActionTypeId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Puts an artifact, or the files in it, into a bucket: {@code Deploy/AWS/S3/1}. Nothing that is there under other keys is removed.
 *
 * <p>Files are put side by side, in parts; after a crash the part that was under way is put again, the same bytes under the same
 * keys.
 */
public final class BucketDeployAction implements ActionProvider<BucketDeployConfiguration, BucketDeployState> {

    /** {@code Deploy/AWS/S3/1}. */
    public static final ActionTypeId TYPE = new ActionTypeId(ActionCategory.DEPLOY, ActionOwner.AWS, "S3", "1");

    private static final int FILES_IN_PART = 1000;
    private static final long BYTES_IN_PART = 512L << 20;

    /** "Quotas in AWS CodePipeline". */
    private static final Duration LONGEST = Duration.ofMinutes(90);

    private static final DateTimeFormatter DATE_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd_HH-mm-ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Buckets buckets;
    private final int filesInPart;

    /** A provider that puts into buckets. */
    public BucketDeployAction(Buckets buckets) {
        this(buckets, FILES_IN_PART);
    }

    /**
     * A provider that makes durable how far it is after so many files.
     *
     * @param filesInPart at least 1
     */
    BucketDeployAction(Buckets buckets, int filesInPart) {
        this.buckets = buckets;
        this.filesInPart = filesInPart;
    }

    @Override
    public ActionTypeId type() {
        return TYPE;
    }

    @Override
    public ArtifactLimits artifacts() {
        return ArtifactLimits.exactly(1, 0);
    }

    @Override
    public BucketDeployConfiguration configure(ConfigurationReader configuration) {
        return BucketDeployKeys.read(configuration);
    }

    @Override
    public Class<BucketDeployState> stateType() {
        return BucketDeployState.class;
    }

    @Override
    public BucketDeployState begin(BucketDeployConfiguration configuration) {
        return new BucketDeployState(0);
    }

    @Override
    public Duration timeout(BucketDeployConfiguration configuration) {
        return LONGEST;
    }

    @Override
    public StepResult<BucketDeployState> step(
            ActionContext context, BucketDeployConfiguration configuration, BucketDeployState state)
            throws IOException, InterruptedException {
        String key = expanded(context, configuration.key());
        return configuration.extract() ? files(context, configuration, key, state) : whole(context, configuration, key);
    }

    /** The same for an attempt, whoever asks and whenever. */
    private static String expanded(ActionContext context, String key) {
        return key.replace("{datetime}", DATE_TIME.format(context.startedAt()))
                .replace("{uuid}", context.token("object"));
    }

    private static String input(ActionContext context) {
        return context.inputs().keySet().iterator().next();
    }

    private StepResult<BucketDeployState> whole(
            ActionContext context, BucketDeployConfiguration configuration, String key) throws IOException {
        if (key.getBytes(StandardCharsets.UTF_8).length > BucketFiles.LONGEST_KEY) {
            return tooLong(key);
        }
        ObjectLocation object = new ObjectLocation(configuration.bucket(), key);
        ObjectAttributes attributes =
                configuration.attributes(ContentTypes.of(key, ObjectAttributes.ZIP.contentType()));
        buckets.put(context.scope(), context.inputBundle(input(context)), object, attributes);
        context.log("Put " + object);
        return succeeded(context, configuration, object.toString(), "put " + object);
    }

    private StepResult<BucketDeployState> files(
            ActionContext context, BucketDeployConfiguration configuration, String prefix, BucketDeployState state)
            throws IOException, InterruptedException {
        BucketFiles files = BucketFiles.of(context.inputDirectory(input(context)), prefix);
        Optional<BucketFiles.Entry> tooLong = files.tooLong();
        if (tooLong.isPresent()) {
            return tooLong(tooLong.get().key());
        }
        int all = files.files().size();
        if (all == 0) {
            return new StepResult.Fail<>(ActionFailure.failed(
                    "PEN-BUCKET-002",
                    "The artifact '" + input(context) + "' has no files that could be put into the bucket '"
                            + configuration.bucket() + "'."));
        }
        List<BucketFiles.Entry> part = files.next(state.done(), filesInPart, BYTES_IN_PART);
        new Uploads(buckets, context, configuration).put(part);
        int done = Math.min(state.done(), all) + part.size();
        String told = all + (all == 1 ? " file" : " files");
        return done < all
                ? new StepResult.Next<>(new BucketDeployState(done), done + " of " + told + " put")
                : succeeded(
                        context,
                        configuration,
                        "s3://" + configuration.bucket() + "/" + prefix,
                        "put " + told + ", " + files.bytes() + " bytes, into " + configuration.bucket());
    }

    private static StepResult<BucketDeployState> tooLong(String key) {
        return new StepResult.Fail<>(ActionFailure.failed(
                "PEN-BUCKET-001", "The key '" + key + "' would be longer than the 1,024 bytes that S3 takes."));
    }

    private static StepResult<BucketDeployState> succeeded(
            ActionContext context, BucketDeployConfiguration configuration, String place, String summary) {
        ArtifactReference artifact =
                Optional.ofNullable(context.inputs().get(input(context))).orElseThrow();
        return new StepResult.Succeed<>(new ActionResult(
                Map.of(),
                Map.of(),
                summary,
                Optional.empty(),
                List.of(new ActionResult.Deployment(
                        "bucket " + configuration.bucket(),
                        place,
                        artifact.digest().value()))));
    }
}
